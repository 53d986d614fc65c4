using Enas.Pipeline.Events;
using Enas.TestKit.Faults;

namespace Enas.Storage.Tests.Faults;

/// <summary>
/// Fault test 16: segments that somebody changed with care, whose digests are right. Each is read or refused in words, by an exception of
/// ours, in seconds and with bounded memory.
/// </summary>
[Trait(FaultPlan.Trait, "16")]
public sealed class ResealedSegmentFaultTests
{
    private const long MostBytes = 256_000_000;

    private enum End
    {
        Refused,
        Unverified,
        Same,
    }

    [Fact]
    public async Task A_resealed_segment_is_read_or_refused_in_words()
    {
        var report = new FaultReport(16, "resealed segments");
        var mutants = FaultPlan.Rounds(few: 800, full: 20_000);
        var segments = await SegmentsAsync();
        var (ends, most) = (new int[3], 0L);
        await FaultPlan.ForEachAsync(mutants, async number =>
        {
            var random = new Random(unchecked((FaultPlan.Seed * 1_000_003) + number));
            var kind = number % SegmentMutation.Kinds.Count;
            var mutant = SegmentMutation.Of((byte[])segments[random.Next(segments.Count)].Clone(), kind, random);
            var name = $"mutant {number} of seed {FaultPlan.Seed} ({SegmentMutation.Kinds[kind]})";
            var (end, bytes) = await BoundedReading.RunAsync(name, MostBytes, () => Read(mutant));
            Interlocked.Increment(ref ends[(int)end]);
            InterlockedMax(ref most, bytes);
        });
        Assert.True(ends[(int)End.Refused] > mutants / 2, $"only {ends[(int)End.Refused]} of {mutants} mutants were refused");
        report.Passed($"{mutants} segments: {ends[0]} refused by the reader, "
            + $"{ends[1]} by the chains, {ends[2]} hold the same events; at most {most >> 20} MiB");
    }

    private static End Read(byte[] file)
    {
        try
        {
            SegmentDecoder.DecodeFooter(file, 0);
            var segment = SegmentDecoder.Decode(file, 0);
            var findings = SegmentVerification.Verify(segment, new SegmentPlace(LogHeads.Start, null, null)).Findings;
            return findings.Any(finding => finding.Code == FindingCodes.ChainBroken) ? End.Unverified : End.Same;
        }
        catch (LogDamagedException damage)
        {
            // The reader knew what was wrong: nothing was met by chance.
            Assert.True(damage.InnerException is null or InvalidDataException, damage.InnerException?.ToString());
            Assert.StartsWith("segment 0: ", damage.Message, StringComparison.Ordinal);
            return End.Refused;
        }
    }

    private static void InterlockedMax(ref long most, long value)
    {
        for (var seen = Volatile.Read(ref most); seen < value; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }

    // One event; steps as of a real search; many events, texts and numbers of all kinds.
    private static async Task<IReadOnlyList<byte[]>> SegmentsAsync()
    {
        var steps = Enumerable.Range(0, 40).SelectMany(step => Rows.Step(step));
        IReadOnlyList<LogRow>[] logs =
        [
            [Rows.Fact(0)],
            [.. steps],
            [.. Enumerable.Range(0, 700).Select(i => Rows.Fact(i, reward: i % 3 == 0 ? null : i / 7.0) with {
                IsFact = i % 5 != 0, Architecture = i % 2 == 0 ? null : "tanh 0" })],
        ];
        var segments = new List<byte[]>();
        foreach (var log in logs)
        {
            var (committed, after) = LogHeads.Start.Seal(log, DateTimeOffset.UnixEpoch);
            segments.Add(await SegmentEncoder.EncodeAsync(
                new SegmentFooter(0, 1, "resealed", 0, committed.Count, EventChain.Genesis(), after), committed));
        }

        return segments;
    }
}
