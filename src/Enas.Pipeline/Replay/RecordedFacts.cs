using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps.Checkpoint;

namespace Enas.Pipeline.Replay;

/// <summary>
/// The facts of a log in order, read as they are needed. Whoever makes facts again holds them against this, or takes its answers from here.
/// </summary>
internal sealed class RecordedFacts : IAsyncDisposable
{
    private readonly IAsyncEnumerator<CommittedRow> _rows;
    private readonly List<(long Sequence, CheckpointSaved Saved)> _checkpoints = [];
    private CommittedRow? _next;
    private bool _hasEnded;

    /// <summary>The facts from an event on.</summary>
    /// <param name="fromSequence">The first event.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="tolerance">How the numbers of an inexact backend may differ; null for bit for bit.</param>
    public RecordedFacts(IEventLog log, long fromSequence, CancellationToken cancellationToken, ReplayTolerance? tolerance = null)
    {
        Tolerance = tolerance;
        _rows = log.ReadAsync(fromSequence, cancellationToken).GetAsyncEnumerator(cancellationToken);
    }

    /// <summary>How the numbers of an inexact backend may differ; null for bit for bit.</summary>
    public ReplayTolerance? Tolerance { get; }

    /// <summary>Facts held against the log so far.</summary>
    public long ComparedCount { get; private set; }

    /// <summary>The next recorded fact; null at the end of the log.</summary>
    public async ValueTask<CommittedRow?> PeekAsync()
    {
        while (_next is null && !_hasEnded)
        {
            if (!await _rows.MoveNextAsync())
            {
                _hasEnded = true;
            }
            else if (_rows.Current.FactIndex is not null)
            {
                _next = _rows.Current;
            }
            else if (SearchEvents.FromRow(_rows.Current.Row) is CheckpointSaved saved)
            {
                _checkpoints.Add((_rows.Current.Sequence, saved));
            }
        }

        return _next;
    }

    /// <summary>Holds a fact against the next recorded one and moves on.</summary>
    /// <returns>What follows from: the fact as it was made, with a tolerance as it was recorded.</returns>
    /// <exception cref="ReplayDivergedException">They differ, or nothing more was recorded.</exception>
    public async ValueTask<LogRow> ExpectAsync(LogRow made)
    {
        var recorded = await PeekAsync()
            ?? throw new ReplayDivergedException(
                new Divergence(null, made.Step, made.EventType, "event_type", "nothing more", made.EventType));
        if (FactComparison.FirstDifference(recorded, made, Tolerance) is { } difference)
        {
            throw new ReplayDivergedException(difference);
        }

        _next = null;
        ComparedCount++;
        return Tolerance is null ? made : recorded.Row;
    }

    /// <summary>Checkpoints that the log names between the last fact that was compared and the next one.</summary>
    public async ValueTask<IReadOnlyList<(long Sequence, CheckpointSaved Saved)>> TakeCheckpointsAsync()
    {
        await PeekAsync();
        var taken = _checkpoints.ToArray();
        _checkpoints.Clear();
        return taken;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _rows.DisposeAsync();
}
