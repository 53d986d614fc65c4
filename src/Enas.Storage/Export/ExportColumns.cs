using System.Globalization;
using Enas.Pipeline.Events;
using Enas.Storage.Log;

namespace Enas.Storage.Export;

/// <summary>A column of the text formats.</summary>
/// <param name="Name">As in the log.</param>
/// <param name="Kind">How it is written where texts and numbers differ.</param>
/// <param name="Text">Its value as text; null when absent.</param>
internal sealed record ExportColumn(string Name, ExportKind Kind, Func<CommittedRow, string?> Text);

/// <summary>How a value of the log is written as JSON.</summary>
internal enum ExportKind
{
    Text,
    Number,
    Json,
}

/// <summary>The columns of the text formats, in the log's order.</summary>
internal static class ExportColumns
{
    public static readonly IReadOnlyList<ExportColumn> All =
    [
        Integer("sequence", row => row.Sequence),
        Integer("step", row => row.Row.Step),
        new("phase", ExportKind.Text, row => row.Row.Phase),
        Integer("epoch", row => row.Row.Epoch),
        new("event_type", ExportKind.Text, row => row.Row.EventType),
        Integer("schema_version", row => row.Row.SchemaVersion),
        Integer("fact_index", row => row.FactIndex),
        new("facts", ExportKind.Json, row => row.Row.Facts),
        new("observations", ExportKind.Json, row => row.Row.Observations),
        new("recorded_at", ExportKind.Text, row =>
            row.RecordedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture)),
        new("fact_hash", ExportKind.Text, row => Convert.ToHexStringLower(row.FactHash.Span)),
        new("event_hash", ExportKind.Text, row => Convert.ToHexStringLower(row.EventHash.Span)),
        new("architecture", ExportKind.Text, row => row.Row.Architecture),
        .. PromotedColumns.All.Select(column => new ExportColumn(
            column.Name, ExportKind.Number, row => column.Get(row.Row)?.ToString("R", CultureInfo.InvariantCulture))),
    ];

    private static ExportColumn Integer(string name, Func<CommittedRow, long?> get) =>
        new(name, ExportKind.Number, row => get(row)?.ToString(CultureInfo.InvariantCulture));
}
