using System.Collections.Concurrent;
using Enas.TestKit.Faults;

namespace Enas.Storage.Tests.Faults;

/// <summary>
/// Fault test 3: power is lost at a random operation of a log with two writers, and a random subset of what was not flushed survives.
/// One number is one power loss: takeover, operation and surviving subset all follow from it.
/// </summary>
[Trait(FaultPlan.Trait, "3")]
public sealed class PowerLossFaultTests(ITestOutputHelper output)
{
    private const int Operations = 50;
    private const int Publications = 6;
    private static readonly ConcurrentDictionary<(int TakeOverAt, bool AmongPublications), Task<int>> s_operations = new();

    [Fact]
    public async Task No_power_loss_breaks_a_promise()
    {
        var report = new FaultReport(3, "power loss");
        var losses = FaultPlan.Rounds(few: 400, full: 100_000);
        await FaultPlan.ForEachAsync(losses, async number =>
        {
            try
            {
                await LoseAsync(number, Mutation.None);
            }
            catch (Exception broken) when (broken is not OperationCanceledException)
            {
                throw new InvalidOperationException($"seed {FaultPlan.Seed}, power loss {number}: {broken.Message}", broken);
            }
        });
        report.Passed($"{losses} power losses");
    }

    [Theory]
    [InlineData(nameof(Mutation.NoFileFlush))]
    [InlineData(nameof(Mutation.NoFolderFlush))]
    [InlineData(nameof(Mutation.PublishByRename))]
    public async Task A_program_without_one_of_its_durability_calls_is_found_out(string name)
    {
        var report = new FaultReport(3, $"mutation {name}");
        var losses = FaultPlan.Rounds(few: 40, full: 1_000);
        var broken = 0;
        await FaultPlan.ForEachAsync(losses, async number =>
        {
            try
            {
                await LoseAsync(number, Enum.Parse<Mutation>(name));
            }
            catch (Exception)
            {
                Interlocked.Increment(ref broken);
            }
        });
        output.WriteLine($"{name}: {broken} of {losses} power losses break a promise");
        Assert.InRange(broken, 1, losses);
        report.Passed($"found by {broken} of {losses}");
    }

    [Fact]
    public async Task The_same_number_is_the_same_power_loss()
    {
        for (var number = 0; number < 5; number++)
        {
            var (first, second) = (new SimulatedDisk(), new SimulatedDisk());
            await LoseAsync(number, Mutation.None, first);
            await LoseAsync(number, Mutation.None, second);
            Assert.NotEmpty(first.Trace);
            Assert.Equal(first.Trace, second.Trace);
        }
    }

    private static async Task LoseAsync(int number, Mutation mutation, SimulatedDisk? disk = null)
    {
        var random = new Random(unchecked((FaultPlan.Seed * 1_000_003) + number));
        var amongPublications = random.Next(2) == 0;
        var takeOverAt = 1 + random.Next(amongPublications ? Publications : Operations);
        disk ??= new SimulatedDisk();
        disk.PowerLossAt = 1 + random.Next(await s_operations.GetOrAdd((takeOverAt, amongPublications), CountAsync));
        var life = new LogLife(disk, files => mutation == Mutation.None ? files : new MutatedFileSystem(files, mutation));
        try
        {
            await life.RunAsync(takeOverAt, amongPublications);
        }
        catch (PowerLossException)
        {
        }

        // One in eight keeps the least that a disk promises: nothing that was not flushed.
        await life.HoldsOnAsync(disk.AfterPowerLoss(random.Next(8) == 0 ? null : random));
    }

    private static async Task<int> CountAsync((int TakeOverAt, bool AmongPublications) life)
    {
        var disk = new SimulatedDisk();
        await new LogLife(disk).RunAsync(life.TakeOverAt, life.AmongPublications);
        return disk.Operations + 1;
    }
}
