using System.Text;
using Enas.Pipeline.Events;

namespace Enas.Storage.Log;

/// <summary>What a row must be before anything is written: afterwards it can never be taken back.</summary>
internal static class RowChecks
{
    /// <summary>
    /// Largest text, in bytes. The codec repeats the least and the greatest text of a column four times each, uncompressed, in page
    /// header and footer, and cannot be told not to.
    /// </summary>
    public const int MaximumTextBytes = 1 << 20;

    /// <summary>
    /// Most events in one commit. With <see cref="MaximumCommitBytes"/> it bounds what a reader makes room for, whatever a segment claims,
    /// to less than 256 MB.
    /// </summary>
    public const int MaximumRows = 1 << 16;

    /// <summary>Most text in one commit, in bytes. In memory a text takes twice as much, and once more while it is decoded.</summary>
    public const long MaximumCommitBytes = 32L << 20;

    /// <exception cref="ArgumentException">No rows or too many, a missing, malformed or oversized text, a number that
    /// is not finite.</exception>
    public static void Check(IReadOnlyList<LogRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0)
        {
            throw new ArgumentException("a commit needs at least one row", nameof(rows));
        }

        if (rows.Count > MaximumRows)
        {
            throw new ArgumentException($"a commit holds at most {MaximumRows} events, not {rows.Count}", nameof(rows));
        }

        var total = 0L;
        for (var i = 0; i < rows.Count; i++)
        {
            total += Check(rows[i] ?? throw new ArgumentException($"row {i} is null", nameof(rows)), i);
        }

        if (total > MaximumCommitBytes)
        {
            throw new ArgumentException($"a commit holds at most {MaximumCommitBytes} bytes of text, not {total}", nameof(rows));
        }
    }

    private static long Check(LogRow row, int index)
    {
        CheckNumbers(row, index);
        return CheckText(row.Phase, "phase", index) + CheckText(row.EventType, "event_type", index) + CheckText(row.Facts, "facts", index)
            + CheckText(row.Observations, "observations", index)
                + (row.Architecture is null ? 0 : CheckText(row.Architecture, "architecture", index));
    }

    private static void CheckNumbers(LogRow row, int index)
    {
        foreach (var column in PromotedColumns.All)
        {
            if (column.Get(row) is { } value && !double.IsFinite(value))
            {
                throw new ArgumentException(
                    $"row {index} ({row.EventType}): {column.Name} is {value}; absent is null, and a log holds no other");
            }
        }
    }

    private static long CheckText(string text, string name, int index)
    {
        try
        {
            var bytes = EventChain.Utf8.GetByteCount(text ?? throw new ArgumentException($"row {index}: {name} is null"));
            return bytes <= MaximumTextBytes
                ? bytes
                : throw new ArgumentException($"row {index}: {name} has {bytes} bytes; a log keeps at most {MaximumTextBytes} in one text");
        }
        catch (EncoderFallbackException fault)
        {
            throw new ArgumentException($"row {index}: {name} is not valid Unicode", fault);
        }
    }
}
