using Enas.Pipeline.Events;

namespace Enas.Storage.Export;

/// <summary>Comma-separated values (RFC 4180) with the log's column names; hashes are hexadecimal, times ISO 8601,
/// absent is empty.</summary>
internal sealed class CsvExport(TextWriter writer) : IExportWriter
{
    private bool _hasHeader;

    /// <inheritdoc/>
    public async ValueTask WriteAsync(IReadOnlyList<CommittedRow> rows)
    {
        await HeadAsync();
        foreach (var row in rows)
        {
            await LineAsync(ExportColumns.All.Select(column => column.Text(row)));
        }
    }

    /// <inheritdoc/>
    public async ValueTask CompleteAsync(IReadOnlyList<KeyValuePair<string, string>> keyValues) => await HeadAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => writer.DisposeAsync();

    private async ValueTask HeadAsync()
    {
        if (!_hasHeader)
        {
            _hasHeader = true;
            await LineAsync(ExportColumns.All.Select(column => column.Name));
        }
    }

    private Task LineAsync(IEnumerable<string?> fields) => writer.WriteAsync(string.Join(',', fields.Select(CsvField.Of)) + "\n");
}
