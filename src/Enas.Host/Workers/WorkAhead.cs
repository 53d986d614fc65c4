using Enas.Pipeline.Work;

namespace Enas.Host.Workers;

/// <summary>Pieces that are done ahead, waited for one after the other.</summary>
internal sealed class WorkAhead : IAsyncDisposable
{
    private readonly IReadOnlyList<WorkItem?> _pieces;
    private readonly Func<WorkItem, Task> _freshen;
    private readonly Action<WorkResult> _hear;
    private readonly CancellationTokenSource _end;
    private readonly CancellationToken _stop;
    private readonly IAsyncEnumerator<(long Ordinal, WorkResult Result)>? _results;
    private readonly Task _workers;
    private Task<bool>? _moving;
    private int _next;

    /// <summary>Begins.</summary>
    /// <param name="work">Does it; null for nothing ahead.</param>
    /// <param name="pieces">The items in order; null for a piece that is not done ahead.</param>
    /// <param name="freshen">Looks at an item before it is asked for.</param>
    /// <param name="hear">Hears what came of each.</param>
    /// <param name="workers">Ends when nothing is done any more.</param>
    /// <param name="stop">Asks for a clean stop.</param>
    public WorkAhead(
        OrderedWork? work, IReadOnlyList<WorkItem?> pieces, Func<WorkItem, Task> freshen, Action<WorkResult> hear, Task workers,
        CancellationToken stop)
    {
        (_pieces, _freshen, _hear, _workers, _stop) = (pieces, freshen, hear, workers, stop);
        _end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _results = work?.RunAsync(Items(), _end.Token).GetAsyncEnumerator(CancellationToken.None);
        _moving = _results?.MoveNextAsync().AsTask();
    }

    /// <summary>Waits until the next piece is done, or until it is clear that it is not done ahead: afterwards whoever wants it can do it
    /// and finds as much of it as there is.</summary>
    /// <returns>Its result; null of a piece that is not done ahead, and after a stop.</returns>
    public async Task<WorkResult?> NextAsync()
    {
        if (_results is null || _pieces[_next++] is null)
        {
            return null;
        }

        try
        {
            if (!await _moving!)
            {
                return null;
            }

            // What comes after it goes on meanwhile.
            var result = _results.Current.Result;
            _moving = _results.MoveNextAsync().AsTask();
            _hear(result);
            return result;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Nobody writes in the folders any more when this comes back.
            await _workers;
            return null;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        if (_results is not null)
        {
            await ((Task)_moving!).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _results.DisposeAsync();
        }

        _end.Dispose();
    }

    private async IAsyncEnumerable<WorkItem> Items()
    {
        foreach (var item in _pieces)
        {
            if (item is not null)
            {
                await _freshen(item);
                yield return item;
            }
        }
    }
}
