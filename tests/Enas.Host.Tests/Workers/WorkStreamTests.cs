using System.Text;
using Enas.Host.Workers;
using Enas.Pipeline.Work;

namespace Enas.Host.Tests.Workers;

/// <summary>Whoever waits for a piece of a stream waits no longer than it is done or somebody may do it, however the stream ends.</summary>
public sealed class WorkStreamTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();

    public void Dispose() => _stop.Dispose();

    [Fact]
    public async Task Pieces_that_come_in_while_others_are_done_are_all_done()
    {
        await using var queue = new LocalQueue(TimeProvider.System);
        await using var stream = Stream(queue, new AllDone(), Task.CompletedTask);
        var waits = new Queue<Task>();
        for (var number = 0; number < 20_000; number++)
        {
            waits.Enqueue(stream.Add(Item(number)));
            while (waits.Count > 3 && waits.TryDequeue(out var first))
            {
                await first.WaitAsync(s_patience, TestContext.Current.CancellationToken);
            }
        }

        await Task.WhenAll(waits).WaitAsync(s_patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_fault_ends_what_waits_and_what_is_added_afterwards()
    {
        await using var queue = new LocalQueue(TimeProvider.System);
        await using var stream = Stream(queue, new AllDone(), Task.CompletedTask, () => throw new IOException("the disk is gone"));
        await FaultAsync(stream.Add(Item(0)));
        await FaultAsync(stream.Add(Item(1)));

        static async Task FaultAsync(Task wait) => Assert.Equal("the disk is gone", (await Assert.ThrowsAsync<IOException>(
            () => wait.WaitAsync(s_patience, TestContext.Current.CancellationToken))).Message);
    }

    /// <summary>Whoever ended the waits at the stop would not know how the workers end later.</summary>
    [Fact]
    public async Task After_a_stop_waits_end_as_the_workers_end_and_not_before_them()
    {
        await using var queue = new LocalQueue(TimeProvider.System);
        var workers = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stream = Stream(queue, new NothingDone(), workers.Task);
        var wait = stream.Add(Item(0));
        await _stop.CancelAsync();
        workers.SetException(new IOException("the last worker failed"));
        Assert.Equal("the last worker failed", (await Assert.ThrowsAsync<IOException>(
            () => wait.WaitAsync(s_patience, TestContext.Current.CancellationToken))).Message);
    }

    [Fact]
    public async Task After_a_stop_waits_end_when_nobody_works_any_more()
    {
        await using var queue = new LocalQueue(TimeProvider.System);
        var workers = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stream = Stream(queue, new NothingDone(), workers.Task);
        var wait = stream.Add(Item(0));
        await _stop.CancelAsync();
        workers.SetResult();
        await wait.WaitAsync(s_patience, TestContext.Current.CancellationToken);
        await stream.Add(Item(1)).WaitAsync(s_patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Workers_that_fail_after_a_stop_leave_nobody_waiting()
    {
        await using var queue = new LocalQueue(TimeProvider.System);
        await using var stream = Stream(queue, new NothingDone(), Task.FromException(new IOException("a worker failed")));
        var wait = stream.Add(Item(0));
        await _stop.CancelAsync();
        Assert.Equal("a worker failed", (await Assert.ThrowsAsync<IOException>(
            () => wait.WaitAsync(s_patience, TestContext.Current.CancellationToken))).Message);
    }

    private WorkStream Stream(IWorkQueue queue, IResultStore results, Task workers, Func<Task>? freshen = null) => new(
        new OrderedWork(queue, results, new WorkOptions("me"), TimeProvider.System),
        _ => freshen?.Invoke() ?? Task.CompletedTask, _ => { }, workers, _stop.Token);

    private static WorkItem Item(int number) =>
        WorkItem.Of(WorkKind.Training, Encoding.UTF8.GetBytes($"{number}"), WorkNeeds.OfProcessor(1), "me");

    private sealed class AllDone : IResultStore
    {
        public ValueTask<WorkResult?> FindAsync(WorkKey key, CancellationToken cancellationToken) =>
            ValueTask.FromResult<WorkResult?>(WorkResult.Done(key, 0, "f"));

        public ValueTask<bool> PutAsync(WorkResult result, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask ForgetAsync(WorkKey key, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class NothingDone : IResultStore
    {
        public ValueTask<WorkResult?> FindAsync(WorkKey key, CancellationToken cancellationToken) =>
            ValueTask.FromResult<WorkResult?>(null);

        public ValueTask<bool> PutAsync(WorkResult result, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask ForgetAsync(WorkKey key, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
