using DuckDB.NET.Data;
using Enas.Pipeline.Projections;

namespace Enas.Storage.Sql;

/// <summary>Fills the table of all events with those of one search; disposing completes it.</summary>
internal sealed class EventRows(DuckDBAppender table, string search) : IProjection, IDisposable
{
    /// <inheritdoc />
    public void Apply(RecordedEvent recorded) => EventTable.Add(table, search, recorded.Committed);

    /// <inheritdoc />
    public void Dispose() => table.Dispose();
}
