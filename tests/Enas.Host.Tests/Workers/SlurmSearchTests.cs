using System.Globalization;
using System.Text.Json;
using Enas.Host.Tests.Cli;
using Enas.Host.Tests.Service;
using Enas.Host.Workers.Slurm;
using Enas.Pipeline.Work;
using Enas.Storage.Work;
using Enas.TestKit.Faults;

namespace Enas.Host.Tests.Workers;

/// <summary>Searches whose trainings, or all of which, are jobs of a real cluster on this machine: they come to what one machine comes to,
/// whatever is lost.</summary>
public sealed class SlurmSearchTests(SlurmWorkTests.Shared shared) : IClassFixture<SlurmWorkTests.Shared>, IDisposable
{
    private const int FewSegments = 5;

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_stopped_job_a_cancelled_job_and_a_lost_node_change_no_fact()
    {
        var report = new FaultReport(3, "jobs stopped and cancelled, and a node lost, on Slurm");

        // Each of some seconds.
        using var slurm = SlurmCluster.Begin();
        var queue = QueueOf(slurm);
        using var cluster = new Cluster("slurm", FaultPlan.Rounds(few: 12, full: 60), steps: 40, commitWaitMs: 100,
            environment: EnvironmentOf(slurm));
        var alone = await cluster.AloneAsync();
        using var coordinator = cluster.Coordinator("search");
        var stopped = await BegunAsync(queue, cluster, coordinator, []);
        slurm.Command("scancel", "--batch", "--signal=TERM", Id(stopped));
        var cancelled = await BegunAsync(queue, cluster, coordinator, [stopped]);
        slurm.Command("scancel", Id(cancelled));
        var lost = await BegunAsync(queue, cluster, coordinator, [stopped, cancelled]);
        slurm.Lose(lost.Node);
        Assert.Equal(alone, await Cluster.FingerprintAsync(coordinator));
        Assert.Equal(cluster.Trained("alone"), cluster.Trained("search"));

        // Each did hit a job that ran: two had another one afterwards, and Slurm itself began the third one again elsewhere.
        var jobs = await queue.JobsAsync(default);
        Assert.Equal(["FAILED", "COMPLETED"], StatesOf(stopped.Label.Key));
        Assert.Equal(["CANCELLED", "COMPLETED"], StatesOf(cancelled.Label.Key));
        var again = Assert.Single(jobs, job => job.Label.Key == lost.Label.Key);
        Assert.Equal(("COMPLETED", 1), (again.State, again.Restarts));
        Assert.NotEqual(lost.Node, again.Node);
        report.Passed(string.Create(CultureInfo.InvariantCulture, $"{cluster.Children} children, the fingerprint of one process"));

        IEnumerable<string> StatesOf(WorkKey key) =>
            jobs.Where(job => job.Label.Key == key).OrderBy(job => job.Id).Select(job => job.State);
    }

    [Fact]
    public async Task A_whole_search_is_one_job_which_ends_with_whoever_waits_for_it()
    {
        var alone = (await _work.Enas("run", "tiny.json", "--out", "alone", "--json")).Json().GetProperty("fingerprint").GetString();
        var queue = QueueOf(shared.Cluster);
        string[] whole = ["run", "tiny.json", "--out", "a", "--engine", "slurm", "--root", ".", "--threads", "1", "--whole", "--json"];
        using (var stopped = EnasProcess.Start(_work.Root, EnvironmentOf(shared.Cluster), whole))
        {
            await UntilAsync(queue, jobs => jobs.Any(job => job.IsRunning));
            var maps = await File.ReadAllTextAsync(string.Create(CultureInfo.InvariantCulture, $"/proc/{stopped.Process.Id}/maps"));
            Assert.Contains("Enas.Pipeline.dll", maps, StringComparison.Ordinal);
            Assert.DoesNotContain("NATS.", maps, StringComparison.OrdinalIgnoreCase);
            ServiceProbe.Terminate(stopped.Process);
            Assert.Equal(75, (await stopped.EndAsync()).ExitCode);
        }

        await UntilAsync(queue, jobs => jobs.All(job => job.IsOver));
        using var run = EnasProcess.Start(_work.Root, EnvironmentOf(shared.Cluster), whole);
        var done = await run.EndAsync();
        Assert.True(done.ExitCode == 0, done.Error);
        Assert.Equal(alone, done.Json().GetProperty("fingerprint").GetString());
        Assert.Empty(Directory.GetFiles(Path.Combine(_work.Root, "work-items")));
    }

    [Fact]
    public async Task Ranges_of_a_replay_are_jobs_and_the_verdict_is_that_of_one_process()
    {
        await _work.TinySearch("a", "--set", "budget.rounds=8", "--set", "checkpoint.everySteps=3", "--set", "checkpoint.keep=20");
        await ForgedSearch.MakeAsync(Path.Combine(_work.Root, "a"), Path.Combine(_work.Root, "forged"), step: 13);
        var queue = QueueOf(shared.Cluster);
        string[] replay = ["--mode", "full", "--parallel", "2", "--threads", "1"];
        foreach (var (search, code) in ((string, int)[])[("a", 0), ("forged", 10)])
        {
            var alone = await _work.Enas(["replay", search, .. replay]);
            var before = await queue.JobsAsync(default);
            using var process = EnasProcess.Start(_work.Root, EnvironmentOf(shared.Cluster),
                ["replay", search, .. replay, "--engine", "slurm", "--root", "."]);
            var byJobs = await process.EndAsync();
            Assert.Equal((code, code), (alone.ExitCode, byJobs.ExitCode));
            Assert.Equal(RangesElsewhereTests.Told(alone), RangesElsewhereTests.Told(byJobs));
            var jobs = (await queue.JobsAsync(default)).ExceptBy(before.Select(job => job.Id), job => job.Id);
            Assert.InRange(jobs.Count(), 2, 4);
        }
    }

    [Theory]
    [InlineData(69, "invalid partition specified: nowhere", "SBATCH_PARTITION", "nowhere", "run", "tiny.json", "--whole", "--out", "a")]
    [InlineData(69, "apt-get install slurm-client", "PATH", "/nowhere", "run", "tiny.json", "--whole", "--out", "a")]
    [InlineData(69, "apt-get install slurm-client", "PATH", "/nowhere", "cluster", "status")]
    [InlineData(64, "there are no workers to start", "A", "a", "worker")]
    [InlineData(64, "Slurm knows who you are", "A", "a", "cluster", "status", "--engine-credentials", "tiny.json")]
    [InlineData(64, "name one node", "A", "a", "cluster", "drain", "n0,n1")]
    [InlineData(69, "Slurm does not drain n9", "A", "a", "cluster", "drain", "n9")]
    public async Task What_cannot_be_is_said_in_words(int code, string words, string variable, string value, params string[] arguments)
    {
        string[] root = arguments[0] == "cluster" ? [] : ["--root", "."];
        using var process = EnasProcess.Start(
            _work.Root, [.. EnvironmentOf(shared.Cluster), new(variable, value)], [.. arguments, "--engine", "slurm", .. root]);
        var refused = await process.EndAsync();
        Assert.Equal(code, refused.ExitCode);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_work.Root, "a")));
    }

    private static IReadOnlyList<KeyValuePair<string, string>> EnvironmentOf(SlurmCluster cluster) =>
        [cluster.Settings, new("ENAS__Work__PollSeconds", "0.5"), new("ENAS__Work__SweepSeconds", "1")];

    private static SlurmQueue QueueOf(SlurmCluster cluster) => new(new SlurmCommands([cluster.Settings]));

    private static string Id(SlurmJob job) => job.Id.ToString(CultureInfo.InvariantCulture);

    // One that runs and has committed something: it hears signals, and most is before it. On a node of its own: what ends on a node that is
    // lost then may be begun again by Slurm.
    private static async Task<SlurmJob> BegunAsync(
        SlurmQueue queue, Cluster cluster, EnasProcess coordinator, IReadOnlyList<SlurmJob> others)
    {
        SlurmJob? found = null;
        await UntilAsync(queue, jobs =>
        {
            Assert.False(coordinator.Process.HasExited);
            found = jobs.FirstOrDefault(IsWanted);
            return found is not null;
        });
        return found!;

        bool IsWanted(SlurmJob job) => job.IsRunning && others.All(other => other.Node != job.Node && other.Label.Key != job.Label.Key)
            && Directory.Exists(SegmentsOf(cluster, job.Label.Key))
            && Directory.GetFiles(SegmentsOf(cluster, job.Label.Key)).Length is > 0 and < FewSegments;
    }

    // Nowhere once it is done.
    private static string SegmentsOf(Cluster cluster, WorkKey key)
    {
        var item = Path.Combine(cluster.Work.Root, StoredItems.FolderName, $"{key.Hex}.json");
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(item));
            return Path.Combine(
                cluster.Work.Root, json.RootElement.GetProperty("description").GetProperty("place").GetString()!, "segments");
        }
        catch (FileNotFoundException)
        {
            return string.Empty;
        }
    }

    private static async Task<IReadOnlyList<SlurmJob>> UntilAsync(SlurmQueue queue, Func<IReadOnlyList<SlurmJob>, bool> holds)
    {
        using var limit = new CancellationTokenSource(EnasProcess.Longest);
        while (true)
        {
            var jobs = await queue.JobsAsync(limit.Token);
            if (holds(jobs))
            {
                return jobs;
            }

            await Task.Delay(50, limit.Token);
        }
    }
}
