using System.Runtime.CompilerServices;

namespace Enas.Pipeline.Work;

/// <summary>
/// Hands items out, waits, sweeps, and yields their results in the order of the items, whatever the engine does. It knows no engine, and
/// no result depends on when one came.
/// </summary>
/// <param name="queue">The engine; not owned.</param>
/// <param name="results">What is done: looked into before anything is asked for, so that nothing is computed twice.</param>
/// <param name="options">How work is asked for.</param>
/// <param name="time">The time of sweeps.</param>
internal sealed class OrderedWork(IWorkQueue queue, IResultStore results, WorkOptions options, TimeProvider time)
{
    /// <summary>
    /// The results of items, each once, by ordinals from 0. At most <see cref="WorkOptions.Window"/> items are ahead of the first whose
    /// result was not taken; the next item is asked for when there is room, so that it may depend on the results before it.
    /// </summary>
    /// <param name="items">The items; taken one at a time, and never ahead of the window.</param>
    /// <param name="cancellationToken">Ends it; what runs goes on.</param>
    public async IAsyncEnumerable<(long Ordinal, WorkResult Result)> RunAsync(
        IAsyncEnumerable<WorkItem> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var open = new OpenWork(queue, results, options, time);
        await using var next = new NextItem(items.GetAsyncEnumerator(end.Token), open.Wake, end);
        var (waiting, ordinal) = (new Queue<OpenItem>(), 0L);
        while (true)
        {
            while (waiting.Count < options.Window && next.IsReady && await next.TakeAsync() is { } item)
            {
                waiting.Enqueue(await open.AddAsync(item, cancellationToken));
            }

            if (waiting.TryPeek(out var first) && first.Result is { } result)
            {
                open.Close(waiting.Dequeue());
                yield return (ordinal++, result);
            }
            else if (waiting.Count == 0 && next.IsAtEnd)
            {
                yield break;
            }
            else
            {
                await open.WaitAsync(cancellationToken);
            }
        }
    }

    // The items may come slowly, or only after results: it is looked ahead for one of them while results are waited for.
    private sealed class NextItem(IAsyncEnumerator<WorkItem> items, Action wake, CancellationTokenSource end) : IAsyncDisposable
    {
        private Task<bool>? _moving;

        /// <summary>Whether there are no more.</summary>
        public bool IsAtEnd { get; private set; }

        /// <summary>Whether the next one, or the end, can be taken without waiting; if not, whoever waits is woken then.</summary>
        public bool IsReady
        {
            get
            {
                if (_moving is not null || IsAtEnd)
                {
                    return !IsAtEnd && _moving!.IsCompleted;
                }

                _moving = items.MoveNextAsync().AsTask();
                if (_moving.IsCompleted)
                {
                    return true;
                }

                _ = _moving.ContinueWith(
                    _ => wake(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                return false;
            }
        }

        public async ValueTask<WorkItem?> TakeAsync()
        {
            IsAtEnd = !await _moving!;
            _moving = null;
            return IsAtEnd ? null : items.Current;
        }

        public async ValueTask DisposeAsync()
        {
            await end.CancelAsync();
            if (_moving is not null)
            {
                await ((Task)_moving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await items.DisposeAsync();
        }
    }
}
