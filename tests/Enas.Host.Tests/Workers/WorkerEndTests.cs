using System.Diagnostics;
using System.Globalization;
using System.Text;
using Enas.Host.Tests.Cli;
using Enas.Host.Tests.Service;
using Enas.Host.Workers.Nats;
using Enas.Pipeline.Events;
using Enas.Pipeline.Projections;
using Enas.Pipeline.Work;
using Enas.Storage.Searches;
using Enas.TestKit.Faults;

namespace Enas.Host.Tests.Workers;

/// <summary>Real workers in the middle of a training: one is told to stop, one is killed, one is given what is forged. The times are marks
/// of <c>eng/cluster</c>; the short form asks what happens, not when.</summary>
public sealed class WorkerEndTests : IDisposable
{
    private const string Owner = "search-children";

    // Each commit is one event, and there is a checkpoint after every fourth step.
    private const string InTheMiddle = "after-acknowledge:12:stop";

    private static readonly TimeSpan s_mostUntilTaken = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_mostUntilBegun = TimeSpan.FromSeconds(8);

    private readonly NatsServer _server = NatsServer.Begin();
    private readonly CancellationTokenSource _end = new(EnasProcess.Longest);
    private readonly List<(WorkNote Note, long At)> _notes = [];

    private static bool IsFull => FaultPlan.Factor > 1;

    public void Dispose()
    {
        _end.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task A_worker_that_is_told_to_stop_ends_within_two_steps_and_another_takes_its_item()
    {
        var report = new FaultReport(9, "SIGTERM to a worker in an item");
        using var cluster = new Cluster(_server.Url, children: 1, steps: 24, groupEvents: 1);
        await using var queue = Open();
        var hearing = HearAsync(queue);
        var alone = await cluster.AloneAsync();
        var first = cluster.Worker(
            [.. Faults.Hooks.FaultHooks.Environment, new("ENAS_FAILPOINT", InTheMiddle), new("ENAS_COMMIT_WAIT_MS", "1000")]);
        using var coordinator = cluster.Coordinator("search");
        var item = await Cluster.StoppedItemAsync(first);
        var child = Assert.Single(Directory.GetDirectories(Path.Combine(cluster.Work.Root, Owner), "rung-*"));
        var before = await StepsAsync(child);
        cluster.Worker();
        await UntilAsync(async () => (await queue.StatusAsync(_end.Token)).Workers.Count == 2);

        // Its item hears of the stop before its time goes on.
        ServiceProbe.Terminate(first.Process);
        await UntilAsync(() => Task.FromResult(!Holds(first.Process.Id, InputOf(item))));
        Cluster.Wake(item);
        await first.Process.WaitForExitAsync(_end.Token);
        var ended = Stopwatch.GetTimestamp();
        Assert.Equal(75, first.Process.ExitCode);
        var taken = await BegunAsync(number: 2);
        Assert.InRange(await StepsAsync(child, ofWriter: 1) - before, 0, 2);
        Assert.Equal(alone, await Cluster.FingerprintAsync(coordinator));
        var seconds = Math.Max(0, Stopwatch.GetElapsedTime(ended, taken).TotalSeconds);
        Assert.True(!IsFull || seconds < s_mostUntilTaken.TotalSeconds, $"another one took it after {seconds:0.0} s");
        report.Passed(string.Create(CultureInfo.InvariantCulture,
            $"ended with 75 within two steps; another had it {seconds:0.00} s after that; the fingerprint of one process"));
        await EndAsync(hearing);
    }

    [Fact]
    public async Task A_worker_whose_server_is_gone_ends_when_it_is_told_to()
    {
        using var cluster = new Cluster(_server.Url, children: 1, steps: 24, groupEvents: 1);
        var worker = cluster.Worker([.. Faults.Hooks.FaultHooks.Environment, new("ENAS_FAILPOINT", InTheMiddle)]);
        using var coordinator = cluster.Coordinator("search");
        var item = await Cluster.StoppedItemAsync(worker);
        _server.Kill();
        ServiceProbe.Terminate(worker.Process);
        await UntilAsync(() => Task.FromResult(!Holds(worker.Process.Id, InputOf(item))));
        Cluster.Wake(item);
        await worker.Process.WaitForExitAsync(_end.Token);
        Assert.Equal(75, worker.Process.ExitCode);
    }

    [Fact]
    public async Task What_a_killed_worker_had_is_begun_elsewhere_after_its_lease_and_goes_on_from_its_checkpoint()
    {
        var report = new FaultReport(3, "kill -9 of a worker in an item");
        var lease = IsFull ? 5 : 2;
        using var cluster = new Cluster(
            _server.Url, children: 1, steps: 24, groupEvents: 1,
            environment: [new("ENAS__Work__LeaseSeconds", lease.ToString(CultureInfo.InvariantCulture))]);
        await using var queue = Open();
        var hearing = HearAsync(queue);
        var alone = await cluster.AloneAsync();
        var first = cluster.Worker([.. Faults.Hooks.FaultHooks.Environment, new("ENAS_FAILPOINT", InTheMiddle)]);
        using var coordinator = cluster.Coordinator("search");
        await Cluster.StoppedItemAsync(first);
        var child = Assert.Single(Directory.GetDirectories(Path.Combine(cluster.Work.Root, Owner), "rung-*"));
        var before = await StepsAsync(child);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(child, "checkpoints")));
        cluster.Worker();
        await UntilAsync(async () => (await queue.StatusAsync(_end.Token)).Workers.Count == 2);
        Cluster.KillTree(first);
        var killed = Stopwatch.GetTimestamp();
        var seconds = Stopwatch.GetElapsedTime(killed, await BegunAsync(number: 2)).TotalSeconds;
        Assert.Equal(alone, await Cluster.FingerprintAsync(coordinator));

        // What was committed is not there twice: the second writer goes on behind it.
        Assert.Equal(before, await StepsAsync(child, ofWriter: 1));
        Assert.True(!IsFull || seconds < s_mostUntilBegun.TotalSeconds, $"it was begun elsewhere after {seconds:0.0} s");
        report.Passed(string.Create(CultureInfo.InvariantCulture,
            $"begun elsewhere after {seconds:0.0} s with a lease of {lease} s, from its checkpoint; the fingerprint of one process"));
        await EndAsync(hearing);
    }

    [Fact]
    public async Task Forged_items_are_refused_and_the_worker_lives()
    {
        var report = new FaultReport(13, "forged items");
        using var cluster = new Cluster(_server.Url, children: 1, steps: 4);
        await using var queue = Open();
        var alone = await cluster.AloneAsync();
        var path = Item("{\"format\":1,\"kind\":\"training\",\"place\":\"../../etc\",\"numerics\":\"n\",\"job\":{},\"file\":\"\"}");
        var kind = Item("{\"format\":1,\"kind\":\"command\",\"run\":\"rm -rf /\"}");
        var other = Item("{\"format\":1,\"kind\":\"search\"}");
        await queue.SubmitAsync(path, _end.Token);
        await queue.SubmitAsync(kind, _end.Token);
        await queue.SubmitAsync(other with { Key = Item("\"another\"").Key }, _end.Token);
        var large = Item($"\"{new string('x', WorkItem.MostBytes)}\"");
        await queue.SubmitAsync(large, _end.Token);
        var refused = await Assert.ThrowsAsync<WorkUnavailableException>(
            () => queue.SubmitAsync(Item($"\"{new string('x', 300 << 10)}\""), _end.Token).AsTask());
        Assert.Contains("message size exceeds maximum allowed", refused.Message, StringComparison.Ordinal);
        Assert.Equal(4, (await queue.StatusAsync(_end.Token)).Waiting);
        using var worker = EnasProcess.Start(
            cluster.Work.Root, cluster.Environment, ["worker", "--engine", _server.Url, "--root", ".", "--threads", "1"]);
        var said = worker.Process.StandardOutput.ReadToEndAsync(_end.Token);
        await UntilAsync(async () => await queue.StatusAsync(_end.Token) is { Waiting: 0, Running: 0 });
        report.Passed("a place outside, an unknown kind, another hash, 257 KiB: refused in words and removed; 300 KiB: not taken");

        // The two whose keys are right are impossible, in words; the others have no result, since a key may be another item's.
        var results = await Enas.Storage.Work.StoredResults.AtAsync(cluster.Work.Root, _end.Token);
        foreach (var (item, words) in ((WorkItem, string)[])[(path, "its place is \"../../etc\""), (kind, "its kind is \"command\"")])
        {
            var result = (await results.FindAsync(item.Key, _end.Token))!;
            Assert.Equal((WorkEnd.Impossible, 65), (result.End, result.ExitCode));
            Assert.Contains(words, result.Reason, StringComparison.Ordinal);
        }

        Assert.Equal(2, Directory.GetFiles(Path.Combine(cluster.Work.Root, "results"), "*.json").Length);
        using var coordinator = cluster.Coordinator("search");
        Assert.Equal(alone, await Cluster.FingerprintAsync(coordinator));
        Assert.False(worker.Process.HasExited);

        // Whoever looks after the worker reads all of it there.
        ServiceProbe.Terminate(worker.Process);
        string[] toBeSaid = ["exit code 65: an item of work is refused: its place is \"../../etc\"",
            "exit code 65: an item of work is refused: its kind is \"command\"", "is refused and removed: its key ",
            "is refused and removed: its description has 262146 bytes; allowed are 262144"];
        var text = await said;
        Assert.All(toBeSaid, one => Assert.Contains(one, text, StringComparison.Ordinal));
    }

    private NatsWork Open() => NatsWork.Open(EngineAddress.Parse(_server.Url, null), TimeSpan.FromSeconds(2), null, TimeProvider.System);

    private static WorkItem Item(string description) => WorkItem.Of(
        WorkKind.Training, Encoding.UTF8.GetBytes(description), WorkNeeds.OfProcessor(1), "somebody");

    // Steps that are committed; those of one opening for writing, and of all before it.
    private static async Task<long> StepsAsync(string child, int ofWriter = int.MaxValue)
    {
        var writers = new Writers();
        _ = await RecordedSearch.OpenAsync(child, writers);
        return writers.StepsUntil(ofWriter);
    }

    // The other end of a pipe is open for as long as somebody holds it.
    private static string InputOf(int process) =>
        new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/fd/0")).LinkTarget!;

    private static bool Holds(int process, string pipe)
    {
        try
        {
            return Directory.GetFiles(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/fd"))
                .Any(file => new FileInfo(file).LinkTarget == pipe);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private async Task HearAsync(NatsWork queue)
    {
        await foreach (var note in queue.NotesAsync(Owner, _end.Token))
        {
            lock (_notes)
            {
                _notes.Add((note, Stopwatch.GetTimestamp()));
            }
        }
    }

    // When the item of the first one was begun for that time.
    private async Task<long> BegunAsync(int number)
    {
        var at = 0L;
        await UntilAsync(() =>
        {
            lock (_notes)
            {
                var begun = _notes.Where(one => one.Note.Kind == WorkNoteKind.Started).ToArray();
                var same = begun.Where(one => one.Note.Key == begun[0].Note.Key).ToArray();
                at = same.Length >= number ? same[number - 1].At : 0;
            }

            return Task.FromResult(at > 0);
        });
        return at;
    }

    private async Task UntilAsync(Func<Task<bool>> holds)
    {
        while (!await holds())
        {
            await Task.Delay(5, _end.Token);
        }
    }

    private async Task EndAsync(Task hearing)
    {
        await _end.CancelAsync();
        await hearing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // Steps by who wrote them.
    private sealed class Writers : IProjection
    {
        private readonly List<long> _steps = [];

        public void Apply(RecordedEvent recorded)
        {
            if (recorded.Row.EventType == "writer-opened")
            {
                _steps.Add(_steps.LastOrDefault());
            }
            else if (recorded.Happened is IEndsStep)
            {
                _steps[^1] = Math.Max(_steps[^1], recorded.Row.Step + 1);
            }
        }

        public long StepsUntil(int writer) => _steps[Math.Min(writer, _steps.Count) - 1];
    }
}
