using Enas.Pipeline.Events;
using Enas.Pipeline.Projections;
using Enas.Storage.Log;

namespace Enas.Storage.Readings;

/// <summary>
/// One reading of a log: hands each committed event to all projections, once, in order and verified. It can follow a log that grows, since
/// each call reads on where the last one ended. Not thread-safe.
/// </summary>
/// <param name="log">The log, open for reading; whoever opened it disposes it.</param>
/// <param name="from">The first event to read; the number after the last one for those that are yet to come.</param>
/// <param name="projections">Who gets the events.</param>
internal sealed class LogReading(ParquetEventLog log, long from, params IReadOnlyList<IProjection> projections)
{
    private SegmentFooter? _read = from > 0 && from == log.NextSequence ? log.Last : null;
    private bool _hasLooked;

    /// <summary>A reading from the first event on.</summary>
    public LogReading(ParquetEventLog log, params IReadOnlyList<IProjection> projections)
        : this(log, 0, projections)
    {
    }

    /// <summary>The next event to read: all before it were handed on.</summary>
    public long NextSequence { get; private set; } = from;

    /// <summary>
    /// Reads what was committed since the last call; the first call reads what the log held when it was opened. What is new must continue
    /// what was read.
    /// </summary>
    /// <param name="cancellationToken">Looked at between commits; the next call goes on with those that were not read.</param>
    /// <param name="until">Asked after each commit whether that is enough for now; null to read to the end.</param>
    /// <returns>Whether there was anything.</returns>
    /// <exception cref="LogDamagedException">The log is not what its hashes say, or it was cut, repaired or replaced since
    /// the last call.</exception>
    /// <exception cref="LogUnavailableException">It cannot be read now; another call goes on.</exception>
    public async ValueTask<bool> ReadOnAsync(CancellationToken cancellationToken, Func<bool>? until = null)
    {
        if (_hasLooked && NextSequence >= log.NextSequence)
        {
            await log.RefreshAsync(cancellationToken);
        }

        _hasLooked = true;
        var before = NextSequence;
        await foreach (var segment in log.ReadAfterAsync(_read, NextSequence, cancellationToken))
        {
            foreach (var row in segment.Rows)
            {
                if (row.Sequence >= NextSequence)
                {
                    projections.Apply(row);
                    NextSequence = row.Sequence + 1;
                }
            }

            _read = segment.Footer;
            if (until is not null && until())
            {
                break;
            }
        }

        return NextSequence > before;
    }
}
