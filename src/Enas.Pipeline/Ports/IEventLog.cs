using Enas.Pipeline.Events;

namespace Enas.Pipeline.Ports;

/// <summary>
/// The log of one search. One writer at a time. When <see cref="AppendAsync"/> returns, its events survive process death and, on a
/// disk that honours fsync, power loss; they are in the log all together or not at all; no acknowledged event is ever changed,
/// reordered or removed.
/// </summary>
public interface IEventLog : IAsyncDisposable
{
    /// <summary>The sequence the next appended event gets.</summary>
    long NextSequence { get; }

    /// <summary>Number of facts so far.</summary>
    long FactCount { get; }

    /// <summary>Head of the fact chain: the fingerprint so far.</summary>
    string FactHead { get; }

    /// <summary>Head of the event chain.</summary>
    string EventHead { get; }

    /// <summary>
    /// Commits rows as one unit. Throws <see cref="LogFencedException"/> when another writer owns the number,
    /// <see cref="LogUnavailableException"/> on disk or I/O failure (the process must end: after a failed append nothing may be retried),
    /// <see cref="LogDamagedException"/> when what is there does not verify.
    /// </summary>
    /// <param name="expectedSequence">Must equal <see cref="NextSequence"/>.</param>
    /// <param name="rows">At least one row, in order.</param>
    /// <param name="cancellationToken">Honoured only before the commit begins.</param>
    ValueTask<IReadOnlyList<CommittedRow>> AppendAsync(
        long expectedSequence, IReadOnlyList<LogRow> rows, CancellationToken cancellationToken);

    /// <summary>The committed events from <paramref name="fromSequence"/> on, in order, verified as they are read.</summary>
    IAsyncEnumerable<CommittedRow> ReadAsync(long fromSequence, CancellationToken cancellationToken);
}
