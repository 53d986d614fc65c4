using Enas.Pipeline.Events;
using Enas.TestKit.Faults;

namespace Enas.Storage.Tests.Faults;

/// <summary>
/// Fault test 1: the nth operation on the disk fails, for every n until a search runs clean; once only, and from then on. The search ends
/// in a typed error or not at all, what it acknowledged stays, and run again it ends with the fingerprint of an undisturbed one.
/// </summary>
[Trait(FaultPlan.Trait, "1")]
public sealed class FailingOperationFaultTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whatever_operation_fails_the_search_goes_on_afterwards(bool fromThenOn)
    {
        var report = new FaultReport(1, fromThenOn ? "nth operation fails, and all after it" : "nth operation fails, once");
        var whole = new SimulatedDisk();
        var undisturbed = new SmallSearch(whole);
        Assert.Equal(SmallSearch.Steps, (await undisturbed.RunAsync()).State.StepCount);
        var fingerprint = await undisturbed.CheckAsync(whole);
        var (failures, ended) = (0, 0);
        for (var number = 1; ; number += FaultPlan.Stride(24))
        {
            var disk = new SimulatedDisk();
            var faulting = new FaultingFileSystem(disk);
            var failing = number;
            faulting.Before = (operation, _) =>
                operation == failing || (fromThenOn && operation > failing) ? FaultingFileSystem.InputOutputError() : null;
            var search = new SmallSearch(faulting);
            try
            {
                Assert.True((await search.RunAsync()).IsComplete);
            }
            catch (LogUnavailableException told)
            {
                Assert.Contains("input/output error", told.Message, StringComparison.Ordinal);
                ended++;
            }

            if (faulting.Operations < failing)
            {
                break;
            }

            failures++;
            await search.CheckAsync(disk);
            faulting.Before = (_, _) => null;
            Assert.True((await search.RunAsync()).IsComplete);
            Assert.Equal(fingerprint, await search.CheckAsync(disk));
        }

        Assert.InRange(ended, 5, failures);
        report.Passed($"{failures} operations, {ended} ended the process");
    }
}
