using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Enas.Host.Workers.Engines;
using Enas.Host.Workers.Slurm;
using Enas.Pipeline.Work;
using Enas.Storage.Work;
using Enas.TestKit.Faults;

namespace Enas.Host.Tests.Workers;

/// <summary>The engine over a real cluster, with jobs that are short scripts: what dies is done again, and every item is done.</summary>
public sealed class SlurmWorkTests(SlurmWorkTests.Shared shared) : IClassFixture<SlurmWorkTests.Shared>, IDisposable
{
    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(0.3);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan s_mostUntilAgain = TimeSpan.FromSeconds(20);

    private readonly string _root = Directory.CreateTempSubdirectory("enas-work-").FullName;
    private readonly ConcurrentQueue<WorkNote> _heard = new();
    private readonly CancellationTokenSource _end = new(s_patience * FaultPlan.Factor);

    public void Dispose()
    {
        _end.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Theory]
    [InlineData("one")]
    [InlineData("two")]
    [InlineData("three")]
    public async Task Items_are_done_once_each_and_come_in_order(string nodes)
    {
        var report = new FaultReport(1, $"items on Slurm, {nodes} of its nodes");
        var items = FaultPlan.Rounds(few: 12, full: 60);
        await using var queue = Open(Job("put done"), KeyValuePair.Create("SBATCH_PARTITION", nodes));
        Assert.Equal(Names(items), await ResultsAsync(queue, items));
        Assert.Equal(Names(items).Select(name => Item(name).Key.Hex).Order(), Begun().Order());
        report.Passed($"{items} items in order, each begun once");
    }

    [Fact]
    public async Task A_job_that_is_killed_is_submitted_again_and_counts_as_a_try_that_failed()
    {
        var report = new FaultReport(3, "a job of Slurm killed");
        var start = TimeProvider.System.GetTimestamp();
        await using var queue = Open(Job("[ $(wc -l < begun) -gt 1 ] || kill -9 $$; put done"));
        Assert.Equal(Names(1), await ResultsAsync(queue, 1));
        Assert.Equal(2, Begun().Length);
        var until = TimeProvider.System.GetElapsedTime(start);
        Assert.True(until < s_mostUntilAgain, $"{until}");
        var failed = Assert.Single(_heard, note => note.Kind == WorkNoteKind.Failed);
        Assert.Equal(137, failed.ExitCode);
        report.Passed(string.Create(CultureInfo.InvariantCulture, $"done after {until.TotalSeconds:0.0} s"));
    }

    [Fact]
    public async Task A_clean_stop_is_no_failure_and_one_that_fails_too_often_is_given_up_in_its_own_words()
    {
        await using var queue = Open(Job("[ $(grep -c $key begun) -gt 1 ] || exit 75; echo it does not do; exit 74"));
        var ended = new List<WorkResult>();
        var work = new OrderedWork(queue, await StoredResults.AtAsync(_root, _end.Token), Options with { MostAttempts = 1 },
            TimeProvider.System);
        await foreach (var (_, result) in work.RunAsync(Items(1), _end.Token))
        {
            ended.Add(result);
        }

        var only = Assert.Single(ended);
        Assert.Equal((WorkEnd.Failed, 74), (only.End, only.ExitCode));
        Assert.EndsWith(": it does not do", only.Reason, StringComparison.Ordinal);
        Assert.Equal(2, Begun().Length);
    }

    [Fact]
    public async Task What_two_ask_for_has_one_job_and_who_cancels_it_ends_that()
    {
        await using var first = Open(Job("sleep 600"));
        await using var second = Open(Job("sleep 600"));
        var item = Item("n0");
        await first.SubmitAsync(item, _end.Token);
        await second.SubmitAsync(item, _end.Token);
        await second.SubmitAsync(item, _end.Token);
        await UntilAsync(async () => (await first.StatusAsync(_end.Token)).Running == 1);
        var status = await first.StatusAsync(_end.Token);
        Assert.Equal((0, 1), (status.Waiting, status.Running));
        Assert.Equal([item.Key.Hex], Assert.Single(status.Workers).Working);
        await second.CancelAsync(item, _end.Token);
        await UntilAsync(async () => await first.StatusAsync(_end.Token) is { Waiting: 0, Running: 0 });
        Assert.Single(Begun());
    }

    [Fact]
    public async Task Of_two_jobs_for_one_item_one_runs_at_a_time()
    {
        var (queue, client) = (QueueOf(shared.Cluster), new EngineClient(_root, "/bin/sh", [Job("sleep 600")]));
        var (twice, other) = (Item("n0"), Item("n1"));
        await StoredItems.InFolderAsync(_root, _end.Token);
        SlurmJob[] jobs = [await SubmitAsync(twice), await SubmitAsync(twice), await SubmitAsync(other)];

        // The last of them runs, so Slurm has looked at the second one.
        await UntilAsync(async () => await StatesAsync() is ["RUNNING", _, "RUNNING"]);
        Assert.Equal(["RUNNING", "PENDING", "RUNNING"], await StatesAsync());
        await queue.CancelAsync(jobs, _end.Token);
        await UntilAsync(async () => (await StatesAsync()).All(state => state == "CANCELLED"));

        Task<SlurmJob> SubmitAsync(WorkItem item) =>
            queue.SubmitAsync(item, client, StoredItems.LogOf(_root, item.Key), TimeSpan.Zero, _end.Token);

        async Task<string[]> StatesAsync() => [.. (await queue.JobsAsync(_end.Token))
            .Where(job => jobs.Any(mine => mine.Id == job.Id)).OrderBy(job => job.Id).Select(job => job.State)];
    }

    [Fact]
    public async Task A_controller_that_is_killed_and_begun_again_costs_no_item()
    {
        using var cluster = SlurmCluster.Begin();
        await using var queue = Open(cluster, Job("put done"));
        var results = ResultsAsync(queue, 12);
        await UntilAsync(() => Task.FromResult(Directory.GetFiles(Path.Combine(_root, StoredResults.FolderName), "*.json").Length > 0));
        cluster.KillController();
        cluster.BeginController();
        Assert.Equal(Names(12), await results);
    }

    [Fact]
    public async Task What_Slurm_refuses_is_said_in_its_words()
    {
        await using var queue = Open(Job("put done"), KeyValuePair.Create("SBATCH_PARTITION", "nowhere"));
        var refused = await Assert.ThrowsAsync<Enas.Host.Cli.EngineUnavailableException>(() => ResultsAsync(queue, 1));
        Assert.Contains("invalid partition specified: nowhere", refused.Message, StringComparison.Ordinal);
    }

    private static WorkOptions Options => new("the owner") { Window = 24, SweepEvery = TimeSpan.FromSeconds(1) };

    private static string[] Names(int count) =>
        [.. Enumerable.Range(0, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"n{number}"))];

    private static WorkItem Item(string name) =>
        WorkItem.Of(WorkKind.Training, Encoding.UTF8.GetBytes($"\"{name}\""), WorkNeeds.OfProcessor(1), "the owner");

    private static async IAsyncEnumerable<WorkItem> Items(int count)
    {
        await Task.CompletedTask;
        foreach (var name in Names(count))
        {
            yield return Item(name);
        }
    }

    // A script of a job: notes that it began, then does what is given; "put done" puts a result as the program would, whole and once.
    private string Job(string does)
    {
        var script = Path.Combine(_root, "job.sh");
        File.WriteAllText(script, $$"""
            cd '{{_root}}'; key=$1; echo "$key" >> begun
            put() {
                name=$(sed 's/.*"description":"\(.*\)"}$/\1/' "work-items/$key.json")
                printf '{"format":1,"key":"%s","end":"%s","exitCode":0,"fingerprint":"%s"}\n' "$key" "$1" "$name" > "result-$key"
                ln "result-$key" "results/$key.json" && rm "result-$key"
            }
            {{does}}
            """);
        return script;
    }

    private string[] Begun() => File.ReadAllLines(Path.Combine(_root, "begun"));

    private SlurmWork Open(string job, params KeyValuePair<string, string>[] more) => Open(shared.Cluster, job, more);

    private SlurmWork Open(SlurmCluster cluster, string job, params KeyValuePair<string, string>[] more) => new(
        QueueOf(cluster, more), new EngineClient(_root, "/bin/sh", [job]), s_poll,
        TimeProvider.System);

    private static SlurmQueue QueueOf(SlurmCluster cluster, params KeyValuePair<string, string>[] more) =>
        new(new SlurmCommands([cluster.Settings, .. more]));

    private async Task<List<string?>> ResultsAsync(SlurmWork queue, int count)
    {
        var results = await StoredResults.AtAsync(_root, _end.Token);
        var found = new List<string?>();
        var work = new OrderedWork(queue, results, Options with { Hear = _heard.Enqueue }, TimeProvider.System);
        await foreach (var (_, result) in work.RunAsync(Items(count), _end.Token))
        {
            found.Add(result.Fingerprint);
        }

        return found;
    }

    private async Task UntilAsync(Func<Task<bool>> holds)
    {
        while (!await holds())
        {
            await Task.Delay(20, _end.Token);
        }
    }

    /// <summary>One cluster for all of them but those that break it.</summary>
    public sealed class Shared : IDisposable
    {
        public SlurmCluster Cluster { get; } = SlurmCluster.Begin();

        public void Dispose() => Cluster.Dispose();
    }
}
