using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Enas.Pipeline.Work;

/// <summary>
/// An engine in memory, for one process: nothing is lost while it lives, and nothing is left when it ends. Items of a higher priority come
/// first, within a priority the oldest.
/// </summary>
/// <param name="time">The time of items that are given back for later.</param>
internal sealed class LocalQueue(TimeProvider time) : IWorkQueue, IWorkSource
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Entry, (int Priority, long Number)> _waiting = new();
    private readonly SortedDictionary<WorkKey, Entry> _entries = [];
    private readonly List<TaskCompletionSource<Entry?>> _takers = [];
    private readonly List<Channel<WorkNote>> _listeners = [];
    private long _number;
    private bool _isClosed;

    /// <inheritdoc />
    public ValueTask SubmitAsync(WorkItem item, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_isClosed && !_entries.ContainsKey(item.Key))
            {
                var entry = new Entry(item);
                _entries.Add(item.Key, entry);
                Offer(entry);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask CancelAsync(WorkItem item, CancellationToken cancellationToken)
    {
        Entry? entry;
        lock (_gate)
        {
            if (_entries.Remove(item.Key, out entry))
            {
                entry.IsGone = true;
            }
        }

        return entry is null ? ValueTask.CompletedTask : new ValueTask(entry.Lost.CancelAsync());
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<WorkNote> NotesAsync(string owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var notes = Channel.CreateUnbounded<WorkNote>();
        lock (_gate)
        {
            _listeners.Add(notes);
        }

        try
        {
            await foreach (var note in notes.Reader.ReadAllAsync(cancellationToken))
            {
                yield return note;
            }
        }
        finally
        {
            lock (_gate)
            {
                _listeners.Remove(notes);
            }
        }
    }

    /// <inheritdoc />
    public ValueTask<QueueStatus> StatusAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var running = _entries.Values.Count(entry => entry.IsTaken);
            return ValueTask.FromResult(new QueueStatus(_entries.Count - running, running, []));
        }
    }

    /// <inheritdoc />
    public async ValueTask<IWorkLease?> TakeAsync(WorkerOffer offer, CancellationToken cancellationToken)
    {
        var taker = new TaskCompletionSource<Entry?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_isClosed)
            {
                return null;
            }

            _takers.Add(taker);
            Match();
        }

        await using var cancelled = cancellationToken.Register(() => taker.TrySetCanceled(cancellationToken));
        var entry = await taker.Task;
        return entry is null ? null : new Lease(this, entry);
    }

    /// <inheritdoc />
    public ValueTask NoteAsync(string owner, WorkNote note, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _listeners.ForEach(listener => listener.Writer.TryWrite(note));
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isClosed = true;
            _takers.ForEach(taker => taker.TrySetResult(null));
            _takers.Clear();
        }

        return ValueTask.CompletedTask;
    }

    private void Offer(Entry entry)
    {
        entry.IsTaken = false;
        _waiting.Enqueue(entry, (-entry.Item.Priority, _number++));
        Match();
    }

    private void Match()
    {
        while (_takers.Count > 0 && _waiting.TryDequeue(out var entry, out _))
        {
            if (entry.IsGone)
            {
                continue;
            }

            entry.IsTaken = true;
            entry.Deliveries++;
            var given = false;
            while (!given && _takers.Count > 0)
            {
                given = _takers[0].TrySetResult(entry);
                _takers.RemoveAt(0);
            }

            if (!given)
            {
                entry.Deliveries--;
                Offer(entry);
            }
        }
    }

    private void End(Entry entry)
    {
        lock (_gate)
        {
            _entries.Remove(entry.Item.Key);
            entry.IsGone = true;
        }
    }

    private void GiveBack(Entry entry, TimeSpan notBefore)
    {
        if (notBefore > TimeSpan.Zero)
        {
            entry.Later = time.CreateTimer(_ => GiveBack(entry, TimeSpan.Zero), null, notBefore, Timeout.InfiniteTimeSpan);
            return;
        }

        lock (_gate)
        {
            if (!entry.IsGone && !_isClosed)
            {
                Offer(entry);
            }
        }
    }

    private sealed class Entry(WorkItem item)
    {
        public WorkItem Item { get; } = item;

        public CancellationTokenSource Lost { get; } = new();

        public int Deliveries { get; set; }

        public bool IsTaken { get; set; }

        public bool IsGone { get; set; }

        // Held, so that it is not collected before it is due.
        public ITimer? Later { get; set; }
    }

    private sealed class Lease(LocalQueue queue, Entry entry) : IWorkLease
    {
        private bool _isEnded;

        public WorkItem Item => entry.Item;

        public int Delivery => entry.Deliveries;

        public TimeSpan Life => Timeout.InfiniteTimeSpan;

        public CancellationToken Lost => entry.Lost.Token;

        public ValueTask RenewAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask EndAsync(CancellationToken cancellationToken)
        {
            _isEnded = true;
            queue.End(entry);
            return ValueTask.CompletedTask;
        }

        public ValueTask GiveBackAsync(TimeSpan notBefore, CancellationToken cancellationToken)
        {
            _isEnded = true;
            queue.GiveBack(entry, notBefore);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            if (!_isEnded)
            {
                queue.GiveBack(entry, TimeSpan.Zero);
            }

            return ValueTask.CompletedTask;
        }
    }
}
