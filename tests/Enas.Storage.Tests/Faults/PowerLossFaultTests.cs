using System.Collections.Concurrent;
using Enas.Pipeline.Events;
using Enas.TestKit.Faults;

namespace Enas.Storage.Tests.Faults;

/// <summary>
/// Fault test 3: power is lost at a random operation of a log with two writers, and a random subset of what was not flushed survives.
/// The number of a life gives the takeover and the operation; four subsets are drawn for each, and each is one power loss.
/// </summary>
[Trait(FaultPlan.Trait, "3")]
public sealed class PowerLossFaultTests(ITestOutputHelper output)
{
    private const int Operations = 50;
    private const int Publications = 6;
    private const int LossesPerLife = 4;
    private static readonly ConcurrentDictionary<(int TakeOverAt, bool AmongPublications), Task<int>> s_operations = new();

    [Fact]
    public async Task No_power_loss_breaks_a_promise()
    {
        var report = new FaultReport(3, "power loss");
        var losses = FaultPlan.Rounds(few: 400, full: 100_000);
        await FaultPlan.ForEachAsync(losses / LossesPerLife, async life =>
        {
            try
            {
                Assert.Equal(0, await LoseAsync(life, Mutation.None));
            }
            catch (Exception broken)
            {
                throw new InvalidOperationException($"seed {FaultPlan.Seed}, life {life}: {broken.Message}", broken);
            }
        });
        report.Passed($"{losses} power losses, 0 promises broken");
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
        await FaultPlan.ForEachAsync(losses / LossesPerLife, async life =>
            Interlocked.Add(ref broken, await LoseAsync(life, Enum.Parse<Mutation>(name))));
        output.WriteLine($"{name}: {broken} of {losses} power losses break a promise");
        Assert.InRange(broken, 1, losses);
        report.Passed($"found by {broken} of {losses}");
    }

    [Fact]
    public async Task A_number_that_its_writer_left_unflushed_is_flushed_before_the_next_is_taken()
    {
        var random = new Random(FaultPlan.Seed);
        for (var survivor = 0; survivor < 20; survivor++)
        {
            var disk = new SimulatedDisk();
            var life = new LogLife(disk);
            await life.WriteAsync(untilStep: 1);

            // The writer dies between link and flush; power is lost right after the next one's link.
            disk.Fault = (_, operation, path) =>
                operation == "flush-folder" && path.EndsWith("/segments", StringComparison.Ordinal) ? new IOException("dies here") : null;
            await Assert.ThrowsAsync<LogUnavailableException>(() => life.WriteAsync(untilStep: 2));
            var links = 0;
            disk.Fault = (_, operation, _) =>
                (links += operation == "link" ? 1 : 0) > 0 && operation != "link" ? new PowerLossException() : null;
            await Assert.ThrowsAsync<PowerLossException>(() => life.WriteAsync(untilStep: 2));
            await life.HoldsOnAsync(disk.AfterPowerLoss(random));
        }
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

    // Number of the life's power losses that broke a promise; without a mutation the first one leaves as the exception that it is.
    private static async Task<int> LoseAsync(int number, Mutation mutation, SimulatedDisk? disk = null)
    {
        var random = new Random(unchecked((FaultPlan.Seed * 1_000_003) + number));
        var amongPublications = random.Next(2) == 0;
        var takeOverAt = 1 + random.Next(amongPublications ? Publications : Operations);
        disk ??= new SimulatedDisk();
        disk.PowerLossAt = 1 + random.Next(await s_operations.GetOrAdd((takeOverAt, amongPublications), CountAsync));
        var life = new LogLife(disk, files => mutation == Mutation.None ? files : new MutatedFileSystem(files, mutation));
        var broken = 0;
        try
        {
            await life.RunAsync(takeOverAt, amongPublications);
        }
        catch (PowerLossException)
        {
        }
        catch (Exception) when (mutation != Mutation.None)
        {
            // Found out before the power was lost.
            return LossesPerLife;
        }

        for (var loss = 0; loss < LossesPerLife; loss++)
        {
            try
            {
                // Every second life begins with the least that a disk promises: nothing that was not flushed.
                await life.HoldsOnAsync(disk.AfterPowerLoss(loss == 0 && number % 2 == 0 ? null : random));
            }
            catch (Exception) when (mutation != Mutation.None)
            {
                broken++;
            }
        }

        return broken;
    }

    private static async Task<int> CountAsync((int TakeOverAt, bool AmongPublications) life)
    {
        var disk = new SimulatedDisk();
        await new LogLife(disk).RunAsync(life.TakeOverAt, life.AmongPublications);
        return disk.Operations + 1;
    }
}
