using Enas.Host.Tests.Cli;
using Enas.TestKit.Faults;

namespace Enas.Host.Tests.Faults;

/// <summary>
/// Fault test 13 with real processes: a recorded search is made again by other processes, on one thread and on two, and every fact is the
/// recorded one. At full length this is the quick start.
/// </summary>
[Trait(FaultPlan.Trait, "13")]
public sealed class ReplayFaultTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_full_replay_finds_no_difference_on_one_thread_and_on_two()
    {
        var job = FaultPlan.Factor == 1 ? FaultJobs.Text(_work) : FaultJobs.Quickstart(_work);
        var report = new FaultReport(13, $"full replay, {job.Name}");
        var search = new SearchUnderFire(_work, job, "search");
        var fingerprint = (await search.FinishAsync()).Json().GetProperty("fingerprint").GetString();
        foreach (var threads in new[] { "1", "2" })
        {
            using var enas = EnasProcess.Start(_work.Root, [], ["replay", search.Folder, "--mode", "full", "--threads", threads, "--json"]);
            var replay = await enas.EndAsync(TimeSpan.FromMinutes(5));
            Assert.True(replay.ExitCode == 0, replay.Error);
            Assert.Equal(fingerprint, replay.Json().GetProperty("fingerprint").GetString());
        }

        report.Passed("1 and 2 threads, every fact equal");
    }
}
