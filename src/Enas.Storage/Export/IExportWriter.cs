using Enas.Pipeline.Events;

namespace Enas.Storage.Export;

/// <summary>Writes verified events to one file of some format, in order.</summary>
internal interface IExportWriter : IAsyncDisposable
{
    /// <summary>Writes a group of events.</summary>
    ValueTask WriteAsync(IReadOnlyList<CommittedRow> rows);

    /// <summary>Writes what can only be said at the end.</summary>
    /// <param name="keyValues">Source range and heads, in order.</param>
    ValueTask CompleteAsync(IReadOnlyList<KeyValuePair<string, string>> keyValues);
}
