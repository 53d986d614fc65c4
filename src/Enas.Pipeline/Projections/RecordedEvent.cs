using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Events;

namespace Enas.Pipeline.Projections;

/// <summary>
/// A committed event on its way to the projections. What its row says is parsed when the first of them asks, once for all: a reading that
/// needs only the columns costs no parsing.
/// </summary>
/// <param name="committed">The row at its place in the log.</param>
public sealed class RecordedEvent(CommittedRow committed)
{
    private ISearchEvent? _happened;
    private bool _isParsed;

    /// <summary>The row at its place in the log.</summary>
    public CommittedRow Committed => committed;

    /// <summary>The row itself.</summary>
    public LogRow Row => committed.Row;

    /// <summary>What happened; null for an operational event that changes no state.</summary>
    /// <exception cref="LogDamagedException">The row is none of its event, or this program does not know it.</exception>
    public ISearchEvent? Happened
    {
        get
        {
            if (!_isParsed)
            {
                _happened = SearchEvents.FromRow(Row);
                _isParsed = true;
            }

            return _happened;
        }
    }

    /// <summary>The same, and null also for what a newer program wrote and this one does not know.</summary>
    public ISearchEvent? HappenedIfKnown => SearchEvents.Knows(Row) ? Happened : null;
}
