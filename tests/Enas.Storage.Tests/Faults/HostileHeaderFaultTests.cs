using System.Security.Cryptography;
using Enas.Pipeline.Ports;
using Enas.TestKit.Faults;

namespace Enas.Storage.Tests.Faults;

/// <summary>
/// Fault test 17: checkpoints whose headers somebody changed with care, named by the digests that are right for them. Each is read or
/// refused in words, by an exception of ours, in seconds and with memory that follows from the size of the file.
/// </summary>
[Trait(FaultPlan.Trait, "17")]
public sealed class HostileHeaderFaultTests
{
    private const long MostBytes = 64_000_000;

    [Fact]
    public async Task A_checkpoint_with_a_hostile_header_is_read_or_refused_in_words()
    {
        var report = new FaultReport(17, "hostile safetensors headers");
        var mutants = FaultPlan.Rounds(few: 1_000, full: 20_000);
        (byte[] File, int HeaderLength)[] goods = [Good(hasSections: false), Good(hasSections: true)];
        var (read, most) = (0, 0L);
        await FaultPlan.ForEachAsync(mutants, async number =>
        {
            var (good, headerLength) = goods[number % goods.Length];
            var random = new Random(unchecked((FaultPlan.Seed * 1_000_003) + number));
            var header = JsonMutation.Of(good[SafetensorsHeader.PrefixLength..headerLength], random);
            var claimed = random.Next(10) == 0 ? random.NextInt64() >> random.Next(64) : header.Length;
            byte[] file = [.. BitConverter.GetBytes(claimed), .. header, .. good[headerLength..]];
            var (isRead, bytes) = await BoundedReading.RunAsync(
                $"header {number} of seed {FaultPlan.Seed}", MostBytes, () => TryRead(file));
            Interlocked.Add(ref read, isRead ? 1 : 0);
            InterlockedMax(ref most, bytes);
        });
        Assert.InRange(read, 0, mutants / 2);
        report.Passed($"{mutants} headers: {mutants - read} refused, {read} read; at most {most >> 10} KiB");
    }

    private static bool TryRead(byte[] file)
    {
        try
        {
            var checkpoint = SafetensorsFile.Read(
                new MemoryStream(file), Convert.ToHexStringLower(SHA256.HashData(file)), CancellationToken.None);
            Assert.All(checkpoint.Tensors, tensor =>
                Assert.Equal(tensor.Values.Length, tensor.Shape.Aggregate(1L, (count, dimension) => count * dimension)));
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static (byte[] File, int HeaderLength) Good(bool hasSections)
    {
        var tensors = Enumerable.Range(0, 8).Select(i => new CheckpointTensor($"rnn/node{i}/w", [i + 1, 3], new float[3 * (i + 1)]));
        var (header, laidOut) = SafetensorsHeader.Of(new Checkpoint(7, [new("baseline", "0.5"), new("cursor", "[1,2,3]")], [.. tensors])
        {
            Sections = hasSections ? [new("policy", 1, "baseline", "cursor"), new("weights", 1, "rnn/")] : null,
        });
        var head = header.ToBytes();
        return ([.. head, .. new byte[laidOut.Sum(tensor => tensor.Values.Length) * sizeof(float)]], head.Length);
    }

    private static void InterlockedMax(ref long most, long value)
    {
        for (var seen = Volatile.Read(ref most); seen < value; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
