using Enas.Pipeline.Events;
using Enas.TestKit.Faults;

namespace Enas.Storage.Tests.Faults;

/// <summary>
/// Fault test 7: a flush fails. Every flush of a log's life is failed in turn, once with its bytes lost and once with its bytes on disk:
/// the caller is told, nothing is flushed again, and the log is whole whichever way it went.
/// </summary>
[Trait(FaultPlan.Trait, "7")]
public sealed class FailedFlushFaultTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failed_flush_is_told_never_repeated_and_harmless(bool bytesReachTheDisk)
    {
        var report = new FaultReport(7, bytesReachTheDisk ? "flush fails, bytes on disk" : "flush fails, bytes lost");
        var failures = 0;
        for (var number = 1; await FailAsync(number, bytesReachTheDisk); number++)
        {
            failures++;
        }

        Assert.InRange(failures, 20, int.MaxValue);
        report.Passed($"{failures} flushes");
    }

    // False when the life has fewer flushes.
    private static async Task<bool> FailAsync(int flush, bool bytesReachTheDisk)
    {
        var disk = new SimulatedDisk();
        var seen = 0;
        var faulting = new FaultingFileSystem(disk);
        Exception? Fail(int number, string operation) =>
            operation is "flush-file" or "flush-folder" && ++seen == flush ? FaultingFileSystem.InputOutputError() : null;
        (faulting.Before, faulting.After) = bytesReachTheDisk
            ? (faulting.Before, (Func<int, string, Exception?>)Fail) : (Fail, faulting.After);
        var life = new LogLife(disk, _ => faulting);
        try
        {
            await life.WriteAsync(LogLife.Steps);
            return false;
        }
        catch (LogUnavailableException told)
        {
            Assert.Contains("input/output error", told.Message, StringComparison.Ordinal);
        }

        Assert.Equal(flush, seen);
        var random = new Random(FaultPlan.Seed + flush);
        await life.HoldsOnAsync(disk.AfterPowerLoss(null));
        for (var i = 0; i < FaultPlan.Rounds(few: 1, full: 20); i++)
        {
            await life.HoldsOnAsync(disk.AfterPowerLoss(random));
        }

        return true;
    }
}
