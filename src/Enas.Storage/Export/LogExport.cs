using System.Text;
using Enas.Pipeline.Events;
using Enas.Pipeline.Projections;
using Enas.Storage.Files;
using Enas.Storage.Folders;
using Enas.Storage.Log;

namespace Enas.Storage.Export;

/// <summary>Kinds of exported files.</summary>
internal enum ExportFormat
{
    /// <summary>The log's own columns in few large row groups.</summary>
    Parquet,

    /// <summary>Comma-separated values.</summary>
    Csv,

    /// <summary>One JSON object a line.</summary>
    JsonLines,
}

/// <summary>What was exported.</summary>
/// <param name="File">Full path.</param>
/// <param name="ByteCount">Its size.</param>
/// <param name="Log">The pass over the log: ranges, heads, damage.</param>
internal sealed record ExportResult(string File, long ByteCount, RecoveredLog Log);

/// <summary>
/// Writes a log, or what can still be verified of it, to one file beside it. The log is read, not changed. A Parquet file is read back and
/// both chains walked over it before it gets its name; the text formats carry the hashes, but are not read back.
/// </summary>
internal static class LogExport
{
    /// <summary>Events of a row group.</summary>
    public const int GroupEvents = 100_000;

    // A group is written from memory: few large events are as many bytes as many small ones.
    private const long MostGroupText = 128L << 20;

    /// <summary>Exports.</summary>
    /// <param name="format">Kind of file.</param>
    /// <param name="mode">What to do when the log is damaged.</param>
    /// <param name="path">The file to be; what has this name is replaced.</param>
    /// <param name="cancellationToken">Leaves no file behind.</param>
    /// <exception cref="LogDamagedException">The log is damaged, and the mode is strict.</exception>
    /// <exception cref="LogUnavailableException">The log cannot be read, or the file not be written.</exception>
    public static Task<ExportResult> RunAsync(
        SearchFolder folder, ExportFormat format, RecoveryMode mode, string path, CancellationToken cancellationToken) =>
        RunAsync(folder, format, mode, path, GroupEvents, cancellationToken);

    /// <summary>The same, in groups of a size, and for others who want the events of this reading.</summary>
    internal static async Task<ExportResult> RunAsync(SearchFolder folder, ExportFormat format,
        RecoveryMode mode, string path, int groupEvents, CancellationToken cancellationToken, params IReadOnlyList<IProjection> others)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(path);
        var target = Path.GetFullPath(path);
        var staged = $"{target}.{Guid.NewGuid():N}.partial";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            var log = new RecoveredLog(folder, mode);
            await WriteAsync(log, format, mode, staged, groupEvents, others, cancellationToken);
            if (format == ExportFormat.Parquet)
            {
                await ExportVerification.VerifyAsync(staged, log.Ranges);
            }

            File.Move(staged, target, overwrite: true);
            return new ExportResult(target, new FileInfo(target).Length, log);
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot export to {target}", fault);
        }
        finally
        {
            Discard(staged);
        }
    }

    private static async Task WriteAsync(RecoveredLog log, ExportFormat format,
        RecoveryMode mode, string path, int groupEvents, IReadOnlyList<IProjection> others, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
        await using var writer = await CreateAsync(format, stream);
        var (rows, text) = (new List<CommittedRow>(), 0L);
        await foreach (var row in log.ReadAsync(cancellationToken))
        {
            others.Apply(row);
            rows.Add(row);
            text += row.Row.Facts.Length + row.Row.Observations.Length;
            if (rows.Count == groupEvents || text >= MostGroupText)
            {
                await writer.WriteAsync(rows);
                rows.Clear();
                text = 0;
            }
        }

        if (rows.Count > 0)
        {
            await writer.WriteAsync(rows);
        }

        await writer.CompleteAsync(KeyValues(log, mode));
    }

    private static async ValueTask<IExportWriter> CreateAsync(ExportFormat format, Stream stream) => format switch
    {
        ExportFormat.Parquet => await ParquetExport.CreateAsync(stream),
        ExportFormat.Csv => new CsvExport(new StreamWriter(stream, new UTF8Encoding(false))),
        _ => new JsonLinesExport(stream),
    };

    private static IReadOnlyList<KeyValuePair<string, string>> KeyValues(RecoveredLog log, RecoveryMode mode)
    {
        var (first, last) = log.Ranges.Count == 0 ? (null, null) : (log.Ranges[0], log.Ranges[^1]);
        var values = new List<KeyValuePair<string, string>>
        {
            new("enas.export", "1"),
            new("enas.format", SegmentFooter.Format),
            new("enas.search", log.SearchId ?? ""),
            new("enas.recovery", mode switch {
                RecoveryMode.Strict => "strict", RecoveryMode.UntilDamage => "until-damage", _ => "salvage" }),
            new("enas.segments", string.Join(' ', log.Ranges.Select(range => Text($"{range.FirstSegment}-{range.LastSegment}")))),
            new("enas.ranges", string.Join(' ', log.Ranges.Select(range => Text($"{range.FirstSequence}-{range.LastSequence}")))),
            new("enas.first_sequence", Text($"{first?.FirstSequence ?? 0}")),
            new("enas.last_sequence", Text($"{last?.LastSequence ?? -1}")),
            new("enas.count", Text($"{log.EventCount}")),
            new("enas.previous_event_head", Convert.ToHexStringLower((first?.PreviousEventHead ?? LogHeads.Start.EventHead).Span)),
            new("enas.event_head", log.EventHead),
            new("enas.fact_head", log.FactHead),
            new("enas.fact_count", Text($"{log.FactCount}")),
        };
        if (log.Damage is { } damage)
        {
            values.Add(new("enas.damage", damage.Message));
        }

        return values;
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            // Litter beside the file that was asked for; the failure itself is on its way.
        }
    }
}
