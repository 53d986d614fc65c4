using Enas.Pipeline.Events;
using Enas.TestKit.Faults;

namespace Enas.Storage.Tests.Faults;

/// <summary>
/// Fault test 15: one fault on top of another. An operation fails while a search recovers from a power loss; the newest checkpoints are
/// missing, cut or changed; the clock went back between two processes.
/// </summary>
[Trait(FaultPlan.Trait, "15")]
public sealed class CompoundFaultTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failure_during_recovery_is_recovered_from(bool fromThenOn)
    {
        var report = new FaultReport(
            15, fromThenOn ? "recovery fails at the nth operation and after it" : "recovery fails at the nth operation");
        var fingerprint = await FingerprintAsync();
        var random = new Random(FaultPlan.Seed);
        var rounds = FaultPlan.Rounds(few: 12, full: 500);
        for (var round = 0; round < rounds; round++)
        {
            var disk = new SimulatedDisk { PowerLossAt = 20 + random.Next(180) };
            var search = new SmallSearch(disk);
            await Assert.ThrowsAsync<PowerLossException>(() => search.RunAsync());
            var survivor = disk.AfterPowerLoss(random);
            await search.CheckAsync(survivor);

            var faulting = new FaultingFileSystem(survivor);
            var failing = 1 + random.Next(60);
            faulting.Before = (operation, _) =>
                operation == failing || (fromThenOn && operation > failing) ? FaultingFileSystem.InputOutputError() : null;
            var recovering = new SmallSearch(faulting);
            recovering.Acknowledged.AddRange(search.Acknowledged);
            await RunUntilFaultAsync(recovering);
            await recovering.CheckAsync(survivor);
            var last = survivor.AfterPowerLoss(random);
            var healed = new SmallSearch(last);
            healed.Acknowledged.AddRange(recovering.Acknowledged);
            Assert.True((await healed.RunAsync()).IsComplete);
            Assert.Equal(fingerprint, await healed.CheckAsync(last));
        }

        report.Passed($"{rounds} power losses, each with a failing recovery and a second power loss");
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("truncated")]
    [InlineData("changed")]
    [InlineData("all missing")]
    public async Task A_search_without_its_newest_checkpoint_resumes_from_an_older_one_and_says_so(string damage)
    {
        var report = new FaultReport(15, $"newest checkpoint {damage}");
        var fingerprint = await FingerprintAsync();
        var disk = new SimulatedDisk();
        var search = new SmallSearch(disk);
        await search.RunAsync(stopAfterSteps: 15);
        var names = disk.List(SmallSearch.CheckpointsFolder);
        Assert.Equal(3, names.Count);
        foreach (var name in damage == "all missing" ? names : names.TakeLast(1))
        {
            Damage(disk, Path.Combine(SmallSearch.CheckpointsFolder, name), damage);
        }

        Assert.True((await search.RunAsync()).IsComplete);
        Assert.Contains(damage == "all missing"
            ? "from the start" : "from the checkpoint of step 12", search.Said[^1], StringComparison.Ordinal);
        if (!damage.EndsWith("missing", StringComparison.Ordinal))
        {
            Assert.StartsWith($"passed over: checkpoint {names[^1]}", search.Said[0], StringComparison.Ordinal);
        }

        Assert.Equal(fingerprint, await search.CheckAsync(disk));
        report.Passed("resumed " + search.Said[^1][(search.Said[^1].IndexOf("from the", StringComparison.Ordinal))..]);
    }

    [Fact]
    public async Task A_clock_that_goes_back_changes_no_order_and_no_fact()
    {
        var report = new FaultReport(15, "clock one hour back");
        var disk = new SimulatedDisk();
        var search = new SmallSearch(disk) { Time = new ShiftedClock(TimeSpan.Zero) };
        await search.RunAsync(stopAfterSteps: 8);
        search.Time = new ShiftedClock(TimeSpan.FromHours(-1));
        await search.RunAsync(stopAfterSteps: 14);
        search.Time = new ShiftedClock(TimeSpan.FromHours(-2));
        Assert.True((await search.RunAsync()).IsComplete);
        Assert.Equal(await FingerprintAsync(), await search.CheckAsync(disk));
        Assert.Equal(Enumerable.Range(0, search.Acknowledged.Count).Select(_ => true),
            search.Acknowledged.Zip(search.Acknowledged.Skip(1), (a, b) => a.Sequence < b.Sequence).Append(true));
        Assert.Contains(search.Acknowledged.Zip(search.Acknowledged.Skip(1)), pair => pair.Second.RecordedAt < pair.First.RecordedAt);
        report.Passed("3 processes");
    }

    private static async Task RunUntilFaultAsync(SmallSearch search)
    {
        try
        {
            await search.RunAsync();
        }
        catch (LogUnavailableException)
        {
            // As it should be; when the failing number was not reached, or did not matter, it runs to its end.
        }
    }

    private static async Task<string> FingerprintAsync()
    {
        var disk = new SimulatedDisk();
        var search = new SmallSearch(disk);
        await search.RunAsync();
        return await search.CheckAsync(disk);
    }

    private static void Damage(SimulatedDisk disk, string path, string damage)
    {
        var bytes = Publication.ReadAll(disk, path, SegmentFile.MostBytes);
        disk.Delete(path);
        if (damage is "truncated" or "changed")
        {
            var length = damage == "truncated" ? bytes.Length - 7 : bytes.Length;
            bytes[^9] ^= damage == "changed" ? (byte)1 : (byte)0;
            Publication.Stage(disk, path, bytes.AsSpan(0, length));
        }
    }

    private sealed class ShiftedClock(TimeSpan shift) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero) + shift;
    }
}
