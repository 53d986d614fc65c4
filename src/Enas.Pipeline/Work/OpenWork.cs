using System.Threading.Channels;

namespace Enas.Pipeline.Work;

/// <summary>An item that was asked for.</summary>
internal sealed class OpenItem(WorkItem item)
{
    private readonly SortedSet<string> _failed = new(StringComparer.Ordinal);

    /// <summary>The item.</summary>
    public WorkItem Item { get; } = item;

    /// <summary>What came of it; null as long as that is not known.</summary>
    public WorkResult? Result { get; set; }

    /// <summary>How many wait for it: the same item can be asked for more than once.</summary>
    public int WaiterCount { get; set; } = 1;

    /// <summary>Counts a try that failed, once however often it is told.</summary>
    /// <returns>How many have failed.</returns>
    public int CountFailure(string attempt)
    {
        _failed.Add(attempt);
        return _failed.Count;
    }
}

/// <summary>
/// What is open: asks the engine for it, looks into the results when there is a note and at every sweep, and asks again for what has none.
/// So the engine may lose, repeat, reorder and delay what it likes. Used by one caller at a time.
/// </summary>
internal sealed class OpenWork : IAsyncDisposable
{
    private const int MostSignals = 1024;

    private readonly IWorkQueue _queue;
    private readonly IResultStore _results;
    private readonly WorkOptions _options;
    private readonly CancellationTokenSource _end = new();
    private readonly SortedDictionary<WorkKey, OpenItem> _open = [];
    private readonly ITimer _sweep;

    // A signal that is dropped under a flood of them is no loss: the sweep finds what it told of.
    private readonly Channel<WorkNote?> _signals = Channel.CreateBounded<WorkNote?>(new BoundedChannelOptions(MostSignals)
    {
        FullMode = BoundedChannelFullMode.DropOldest,
        SingleReader = true,
        AllowSynchronousContinuations = true,
    });

    private bool _isSweepDue;
    private Task _listening;

    /// <summary>Nothing open.</summary>
    /// <param name="queue">The engine; not owned.</param>
    /// <param name="results">What is done.</param>
    /// <param name="options">How it is asked for.</param>
    /// <param name="time">The time of sweeps.</param>
    public OpenWork(IWorkQueue queue, IResultStore results, WorkOptions options, TimeProvider time)
    {
        (_queue, _results, _options) = (queue, results, options);
        _listening = ListenAsync();
        _sweep = time.CreateTimer(_ => DueForSweep(), null, options.SweepEvery, options.SweepEvery);
    }

    /// <summary>How many are open.</summary>
    public int Count => _open.Count;

    /// <summary>Opens an item: takes its result where there is one, else asks for it.</summary>
    public async ValueTask<OpenItem> AddAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (_open.TryGetValue(item.Key, out var known))
        {
            known.WaiterCount++;
            return known;
        }

        var added = new OpenItem(item) { Result = await _results.FindAsync(item.Key, cancellationToken) };
        _open.Add(item.Key, added);
        if (added.Result is null)
        {
            await SubmitAsync(item, cancellationToken);
        }

        return added;
    }

    /// <summary>Closes an item for one of those who waited for it.</summary>
    public void Close(OpenItem item)
    {
        if (--item.WaiterCount == 0)
        {
            _open.Remove(item.Item.Key);
        }
    }

    /// <summary>Ends a wait from outside: there may be something new to do.</summary>
    public void Wake() => _signals.Writer.TryWrite(null);

    /// <summary>Waits for something to happen and takes note of it: afterwards items may have results.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        var note = await _signals.Reader.ReadAsync(cancellationToken);
        if (_isSweepDue)
        {
            _isSweepDue = false;
            await SweepAsync(cancellationToken);
        }

        if (note is not null && _open.TryGetValue(note.Key, out var item) && item.Result is null)
        {
            await HearAsync(item, note, cancellationToken);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _sweep.DisposeAsync();
        await _end.CancelAsync();
        await _listening;
        _end.Dispose();
    }

    private void DueForSweep()
    {
        _isSweepDue = true;
        Wake();
    }

    private async ValueTask SweepAsync(CancellationToken cancellationToken)
    {
        if (_listening.IsCompleted)
        {
            _listening = ListenAsync();
        }

        foreach (var item in _open.Values.Where(item => item.Result is null).ToArray())
        {
            item.Result = await _results.FindAsync(item.Item.Key, cancellationToken);
            if (item.Result is null)
            {
                await SubmitAsync(item.Item, cancellationToken);
            }
        }
    }

    private async ValueTask HearAsync(OpenItem item, WorkNote note, CancellationToken cancellationToken)
    {
        item.Result = await _results.FindAsync(note.Key, cancellationToken);
        if (item.Result is not null || note.Kind != WorkNoteKind.Failed || item.CountFailure(note.Attempt) < _options.MostAttempts)
        {
            return;
        }

        item.Result = WorkResult.Without(note.Key, WorkEnd.Failed, note.ExitCode, note.Reason);
        try
        {
            await _queue.CancelAsync(item.Item, cancellationToken);
        }
        catch (WorkUnavailableException)
        {
            // Best effort: whoever takes it tries once more, in vain.
        }
    }

    private async ValueTask SubmitAsync(WorkItem item, CancellationToken cancellationToken)
    {
        try
        {
            await _queue.SubmitAsync(item, cancellationToken);
            _options.Watch?.Answered();
        }
        catch (WorkUnavailableException fault)
        {
            // The next sweep asks again.
            _options.Watch?.Away(fault);
        }
    }

    private async Task ListenAsync()
    {
        try
        {
            await foreach (var note in _queue.NotesAsync(_options.Owner, _end.Token))
            {
                _options.Hear?.Invoke(note);
                if (note.Kind is WorkNoteKind.Ended or WorkNoteKind.Failed)
                {
                    _signals.Writer.TryWrite(note);
                }
            }
        }
        catch (Exception fault) when (fault is WorkUnavailableException or OperationCanceledException)
        {
            // The next sweep listens again, unless this is the end.
        }
    }
}
