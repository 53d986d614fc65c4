using System.Collections.Concurrent;
using System.Text;
using Enas.Pipeline.Work;

namespace Enas.Pipeline.Tests.Work;

/// <summary>A worker does each item once, whatever comes of it, and lives.</summary>
public sealed class WorkLoopTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Results _results = new();
    private readonly ConcurrentQueue<string> _tried = new();
    private readonly CancellationTokenSource _drain = new();

    public void Dispose() => _drain.Dispose();

    [Fact]
    public async Task Items_of_a_higher_priority_come_first_and_within_one_the_oldest()
    {
        await using var queue = new LocalQueue(TimeProvider.System);
        foreach (var number in Enumerable.Range(0, 50))
        {
            await queue.SubmitAsync(Item($"low {number}"), default);
        }

        await queue.SubmitAsync(Item("high", priority: 3), default);
        await queue.SubmitAsync(Item("high", priority: 3), default);
        await RunAsync(queue, 51, item => Done(item));
        Assert.Equal(["high", .. Enumerable.Range(0, 50).Select(number => $"low {number}")], _tried);
    }

    [Fact]
    public async Task What_has_a_result_is_not_done_again()
    {
        await using var queue = new LocalQueue(TimeProvider.System);
        await _results.PutAsync(WorkResult.Done(Item("a").Key, 0, "f"), default);
        await queue.SubmitAsync(Item("a"), default);
        await RunAsync(queue, 1, item => Done(item));
        Assert.Empty(_tried);
    }

    [Fact]
    public async Task An_item_that_is_impossible_is_told_and_the_next_one_is_done()
    {
        await using var queue = new LocalQueue(TimeProvider.System);
        await queue.SubmitAsync(Item("bad"), default);
        await queue.SubmitAsync(Item("forged") with { Description = Encoding.UTF8.GetBytes("other") }, default);
        await queue.SubmitAsync(Item("good"), default);
        var notes = await RunAsync(queue, 3, item => NameOf(item) == "bad" ? new WorkTry(65, "line 3") : Done(item));
        Assert.Equal(["bad", "good"], _tried);
        var bad = await _results.FindAsync(Item("bad").Key, default);
        Assert.Equal((WorkEnd.Impossible, 65, "line 3"), (bad!.End, bad.ExitCode, bad.Reason));
        Assert.Null(await _results.FindAsync(Item("forged").Key, default));
        var failed = Assert.Single(notes, note => note.Kind == WorkNoteKind.Failed);
        Assert.Contains("is not the hash", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_try_that_fails_is_told_and_made_again_later()
    {
        var time = new SimulatedTime();
        await using var queue = new LocalQueue(time);
        await queue.SubmitAsync(Item("a"), default);
        var notes = await RunAsync(queue, 2, item => _tried.Count == 1 ? new WorkTry(74, "full") : Done(item), () => time.Next());
        Assert.Equal(["a", "a"], _tried);
        Assert.Equal(TimeSpan.FromSeconds(5), time.Elapsed);
        Assert.Equal([WorkNoteKind.Failed, WorkNoteKind.Ended], notes.Select(note => note.Kind));
    }

    [Fact]
    public async Task A_fault_of_a_try_ends_no_worker()
    {
        await using var queue = new LocalQueue(TimeProvider.System);
        await queue.SubmitAsync(Item("broken"), default);
        await queue.SubmitAsync(Item("good"), default);
        var notes = await RunAsync(queue, 2, item => NameOf(item) == "broken" ? throw new IOException("no process") : Done(item));
        Assert.Equal((WorkNoteKind.Failed, "no process"), (notes[0].Kind, notes[0].Reason));
        Assert.NotNull(await _results.FindAsync(Item("good").Key, default));
    }

    [Fact]
    public async Task A_time_that_runs_out_in_a_try_is_a_failure_and_the_worker_lives()
    {
        await using var queue = new LocalQueue(TimeProvider.System);
        await queue.SubmitAsync(Item("slow"), default);
        await queue.SubmitAsync(Item("good"), default);
        var notes = await RunAsync(queue, 2, item => NameOf(item) == "slow" ? throw new TaskCanceledException("no answer") : Done(item));
        Assert.Equal("no answer", Assert.Single(notes, note => note.Kind == WorkNoteKind.Failed).Reason);
        Assert.NotNull(await _results.FindAsync(Item("good").Key, default));
    }

    [Fact]
    public async Task What_a_drained_worker_has_goes_to_another_one_at_once_and_is_no_failure()
    {
        await using var queue = new LocalQueue(TimeProvider.System);
        await queue.SubmitAsync(Item("a"), default);
        await Loop(queue, (_, _) =>
        {
            _drain.Cancel();
            return new WorkTry(75, "stopped");
        }).RunAsync(1, _drain.Token).WaitAsync(s_patience);
        var lease = await queue.TakeAsync(new WorkerOffer("other", "cpu"), default).AsTask().WaitAsync(s_patience);
        Assert.Equal("a", NameOf(lease!.Item));
    }

    /// <summary>A lease that runs out while the engine is away gives the item to a second worker, and the first still does it.</summary>
    [Theory]
    [InlineData(true, 30)]
    [InlineData(false, 5)]
    public async Task What_another_process_still_does_is_no_failed_try_and_is_looked_at_again_after_a_lease(bool isHeld, int seconds)
    {
        var source = new OneLease(Item("a"));
        var runner = new Runner(this, (_, _) => new WorkTry(75, "another process has it", isHeld));
        await new WorkLoop(source, _results, runner, new WorkerOffer("w", "cpu"), TimeProvider.System)
            .RunAsync(1, _drain.Token).WaitAsync(s_patience);
        Assert.Equal(TimeSpan.FromSeconds(seconds), source.GivenBackFor);
        Assert.Equal([WorkNoteKind.Started, isHeld ? WorkNoteKind.Progress : WorkNoteKind.Failed], source.Notes.Select(note => note.Kind));
        Assert.Equal("another process has it", source.Notes[^1].Reason);
    }

    [Theory]
    [InlineData("a1", "a1", true)]
    [InlineData(null, "a1", true)]
    [InlineData("a1", null, true)]
    [InlineData("a1", "b2", false)]
    public async Task An_item_of_another_store_is_left_to_others_in_words(string? ofItem, string? ofWorker, bool isTried)
    {
        var (source, said) = (new OneLease(Item("a") with { Store = ofItem }), new List<string>());
        await new WorkLoop(source, _results, new Runner(this, (item, _) => Done(item)), new WorkerOffer("w", "cpu", ofWorker),
            TimeProvider.System)
        { Say = said.Add }.RunAsync(1, _drain.Token).WaitAsync(s_patience);
        Assert.Equal(isTried ? ["a"] : (string[])[], _tried);
        Assert.Equal(isTried ? null : TimeSpan.FromSeconds(5), source.GivenBackFor);
        Assert.Equal(isTried ? (WorkNoteKind.Ended, 0) : (WorkNoteKind.Failed, 69), (source.Notes[^1].Kind, source.Notes[^1].ExitCode));
        Assert.All(said, words => Assert.Contains("has the mark a1, its own b2", words, StringComparison.Ordinal));
        Assert.Equal(isTried ? 0 : 1, said.Count);
    }

    [Fact]
    public async Task A_cancelled_item_is_lost_and_nothing_is_put()
    {
        await using var queue = new LocalQueue(TimeProvider.System);
        await queue.SubmitAsync(Item("a"), default);
        var lease = await queue.TakeAsync(new WorkerOffer("w", "cpu"), default);
        await queue.CancelAsync(Item("a"), default);
        Assert.True(lease!.Lost.IsCancellationRequested);
        await lease.GiveBackAsync(TimeSpan.Zero, default);
        Assert.Equal((0L, 0L), ((await queue.StatusAsync(default)).Waiting, (await queue.StatusAsync(default)).Running));
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(7, 320)]
    [InlineData(8, 600)]
    [InlineData(1000, 600)]
    public void Patience_doubles_up_to_ten_minutes(int delivery, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), WorkLoop.PatienceAfter(delivery));

    private static WorkItem Item(string name, int priority = 0) =>
        WorkItem.Of(WorkKind.Training, Encoding.UTF8.GetBytes(name), WorkNeeds.OfProcessor(1), "me", priority);

    private static string NameOf(WorkItem item) => Encoding.UTF8.GetString(item.Description.Span);

    private WorkTry Done(WorkItem item)
    {
        _results.PutAsync(WorkResult.Done(item.Key, 0, NameOf(item)), default).AsTask().GetAwaiter().GetResult();
        return new WorkTry(0);
    }

    private WorkLoop Loop(LocalQueue queue, Func<WorkItem, CancellationToken, WorkTry> runner) =>
        new(queue, _results, new Runner(this, runner), new WorkerOffer("w", "cpu"), TimeProvider.System);

    // Until so many items have ended or failed.
    private async Task<List<WorkNote>> RunAsync(LocalQueue queue, int ends, Func<WorkItem, WorkTry> runner, Func<bool>? moveOn = null)
    {
        var notes = new List<WorkNote>();
        using var listening = new CancellationTokenSource();
        var heard = queue.NotesAsync("me", listening.Token).GetAsyncEnumerator();
        var next = heard.MoveNextAsync().AsTask();
        var working = Loop(queue, (item, _) => runner(item)).RunAsync(1, _drain.Token);
        while (notes.Count < ends)
        {
            while (moveOn is not null && notes.Count > 0 && !next.IsCompleted && !moveOn())
            {
                await Task.Yield();
            }

            Assert.True(await next.WaitAsync(s_patience));
            if (heard.Current.Kind is WorkNoteKind.Ended or WorkNoteKind.Failed)
            {
                notes.Add(heard.Current);
            }

            next = heard.MoveNextAsync().AsTask();
        }

        await _drain.CancelAsync();
        await working.WaitAsync(s_patience);
        await listening.CancelAsync();
        return notes;
    }

    private sealed class Runner(WorkLoopTests tests, Func<WorkItem, CancellationToken, WorkTry> run) : IWorkRunner
    {
        public Task<WorkTry> TryAsync(WorkItem item, CancellationToken drain, CancellationToken lost)
        {
            tests._tried.Enqueue(NameOf(item));
            return Task.FromResult(run(item, drain));
        }
    }

    // An engine with leases, which gives one item once.
    private sealed class OneLease(WorkItem item) : IWorkSource, IWorkLease
    {
        private bool _isGiven;

        public TimeSpan? GivenBackFor { get; private set; }

        public List<WorkNote> Notes { get; } = [];

        public WorkItem Item => item;

        public int Delivery => 1;

        public TimeSpan Life => TimeSpan.FromSeconds(30);

        public CancellationToken Lost => CancellationToken.None;

        public ValueTask<IWorkLease?> TakeAsync(WorkerOffer offer, CancellationToken cancellationToken)
        {
            var isFirst = !_isGiven;
            _isGiven = true;
            return ValueTask.FromResult<IWorkLease?>(isFirst ? this : null);
        }

        public ValueTask NoteAsync(string owner, WorkNote note, CancellationToken cancellationToken)
        {
            Notes.Add(note);
            return ValueTask.CompletedTask;
        }

        public ValueTask RenewAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask EndAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask GiveBackAsync(TimeSpan notBefore, CancellationToken cancellationToken)
        {
            GivenBackFor = notBefore;
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Results : IResultStore
    {
        public ValueTask ForgetAsync(WorkKey key, CancellationToken cancellationToken) => throw new NotSupportedException();

        private readonly ConcurrentDictionary<WorkKey, WorkResult> _all = new();

        public ValueTask<WorkResult?> FindAsync(WorkKey key, CancellationToken cancellationToken) =>
            ValueTask.FromResult(_all.GetValueOrDefault(key));

        public ValueTask<bool> PutAsync(WorkResult result, CancellationToken cancellationToken) =>
            ValueTask.FromResult(_all.TryAdd(result.Key, result));
    }
}
