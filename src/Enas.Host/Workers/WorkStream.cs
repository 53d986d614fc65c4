using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Enas.Pipeline.Work;

namespace Enas.Host.Workers;

/// <summary>Pieces that are done ahead as they become known, and each waited for by itself.</summary>
internal sealed class WorkStream : IAsyncDisposable
{
    private readonly Channel<(WorkItem Item, TaskCompletionSource Done)> _pieces =
        Channel.CreateUnbounded<(WorkItem Item, TaskCompletionSource Done)>();

    // Pieces come in where they are added, and out where their results come.
    private readonly ConcurrentQueue<TaskCompletionSource> _begun = new();
    private readonly CancellationTokenSource _end;
    private readonly Func<WorkItem, Task> _freshen;
    private readonly Action<WorkResult> _hear;
    private readonly CancellationToken _stop;
    private readonly Task _workers;
    private readonly Task _done;

    /// <summary>Nothing yet.</summary>
    /// <param name="work">Does it.</param>
    /// <param name="freshen">Looks at an item before it is asked for.</param>
    /// <param name="hear">Hears what came of each.</param>
    /// <param name="workers">Ends when nothing is done any more.</param>
    /// <param name="stop">Asks for a clean stop.</param>
    public WorkStream(
        OrderedWork work, Func<WorkItem, Task> freshen, Action<WorkResult> hear, Task workers, CancellationToken stop)
    {
        (_freshen, _hear, _workers, _stop) = (freshen, hear, workers, stop);
        _end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _done = Task.Run(() => FollowAsync(work), CancellationToken.None);
    }

    /// <summary>Begins one more piece.</summary>
    /// <returns>Ends when the piece was done, or it is clear that it is not done ahead; with the fault of whoever does pieces, if there is
    /// one, also where it came before this piece. After a stop it ends when nobody works on any piece.</returns>
    public Task Add(WorkItem item)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _pieces.Writer.TryWrite((item, done)) ? done.Task : _done;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _done.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    // Ends with the fault, if there is one: so does what is added afterwards.
    private async Task FollowAsync(OrderedWork work)
    {
        var fault = await FaultOfAsync(work);
        _pieces.Writer.Complete();
        while (_pieces.Reader.TryRead(out var left))
        {
            _begun.Enqueue(left.Done);
        }

        while (_begun.TryDequeue(out var waiting))
        {
            if (fault is null)
            {
                waiting.SetResult();
            }
            else
            {
                waiting.SetException(fault.SourceException);
            }
        }

        fault?.Throw();
    }

    // Whatever ends it, nobody waits for ever: also where the workers fail while they are waited for.
    private async Task<ExceptionDispatchInfo?> FaultOfAsync(OrderedWork work)
    {
        try
        {
            await FollowToEndAsync(work);
            return null;
        }
        catch (Exception thrown)
        {
            return ExceptionDispatchInfo.Capture(thrown);
        }
    }

    private async Task FollowToEndAsync(OrderedWork work)
    {
        try
        {
            await foreach (var (_, result) in work.RunAsync(ItemsAsync(), _end.Token))
            {
                _hear(result);
                if (_begun.TryDequeue(out var first))
                {
                    first.SetResult();
                }
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // After a stop nobody writes in the folders any more when the waits end; else whoever has the workers ends them.
            await (_stop.IsCancellationRequested ? _workers : Task.CompletedTask);
        }
    }

    private async IAsyncEnumerable<WorkItem> ItemsAsync()
    {
        await foreach (var (item, done) in _pieces.Reader.ReadAllAsync(_end.Token))
        {
            _begun.Enqueue(done);
            await _freshen(item);
            yield return item;
        }
    }
}
