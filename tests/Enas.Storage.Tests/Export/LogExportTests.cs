using System.Text.Json;
using Enas.Pipeline.Events;
using Enas.Storage.Tests.Audit;
using ParquetSharp;

namespace Enas.Storage.Tests.Export;

/// <summary>One file with the same events and heads, whatever reads it; and what can be had of a damaged log.</summary>
public sealed class LogExportTests
{
    private const int GroupEvents = 40;

    [Fact]
    public async Task Three_readers_see_the_same_events_and_heads()
    {
        using var search = await RecordedSearch.OfAsync(60);
        var report = await search.AuditAsync();
        var before = search.Listing();
        var result = await ExportAsync(search, ExportFormat.Parquet, RecoveryMode.Strict);
        Assert.Equal(before, search.Listing().Where(file => !file.Contains("/export/", StringComparison.Ordinal)));
        Assert.Equal((report.EventHead, report.FactHead, report.IntactEventCount),
            (result.Log.EventHead, result.Log.FactHead, result.Log.EventCount));

        using var arrow = new ParquetFileReader(result.File);
        var keys = arrow.FileMetaData.KeyValueMetadata;
        Assert.Equal(report.IntactEventCount, arrow.FileMetaData.NumRows);
        Assert.Equal((report.IntactEventCount + GroupEvents - 1) / GroupEvents, arrow.FileMetaData.NumRowGroups);
        Assert.Equal((report.EventHead, report.FactHead, $"0-{report.SegmentCount - 1}"),
            (keys["enas.event_head"], keys["enas.fact_head"], keys["enas.segments"]));

        var duck = Row($"SELECT count(*), lower(hex(arg_max(event_hash, sequence))), "
            + $"lower(hex(arg_max(fact_hash, sequence))), min(sequence), max(sequence) FROM read_parquet('{result.File}')");
        Assert.Equal([report.IntactEventCount, report.EventHead, report.FactHead, 0L, report.IntactEventCount - 1], duck);
        Assert.Equal(Row($"SELECT sum(reward), string_agg(loss::VARCHAR, ' "
            + $"' ORDER BY sequence), count(architecture) FROM read_parquet('{search.Folder.Segments}/*.parquet')"), Row($"SELECT "
            + $"sum(reward), string_agg(loss::VARCHAR, ' ' ORDER BY sequence), count(architecture) FROM read_parquet('{result.File}')"));
    }

    [Fact]
    public async Task Text_formats_hold_the_same_values()
    {
        using var search = await RecordedSearch.OfAsync(12);
        var segments = $"read_parquet('{search.Folder.Segments}/*.parquet')";
        const string columns = "count(*), sum(sequence), sum(step), string_agg(event_type, ' ' ORDER BY sequence), sum(reward), "
            + "count(loss), string_agg(log_prob::VARCHAR, ' ' ORDER BY sequence), string_agg(architecture, '|' ORDER BY sequence)";
        var expected = Row(
            $"SELECT {columns}, string_agg(facts, '|' ORDER BY sequence), lower(hex(arg_max(event_hash, sequence))) FROM {segments}");
        var csv = await ExportAsync(search, ExportFormat.Csv, RecoveryMode.Strict);
        Assert.Equal(expected, Row($"SELECT {columns}, string_agg(facts, '|' ORDER BY sequence), "
            + $"arg_max(event_hash, sequence) FROM read_csv('{csv.File}', types={{'facts': 'VARCHAR', 'architecture': 'VARCHAR'}})"));
        var lines = await File.ReadAllLinesAsync((await ExportAsync(search, ExportFormat.JsonLines, RecoveryMode.Strict)).File);
        Assert.Equal((long)lines.Length, Convert.ToInt64(expected[0]));
        using var last = JsonDocument.Parse(lines[^1]);
        Assert.Equal(expected[^1], last.RootElement.GetProperty("event_hash").GetString());
        using var fact = JsonDocument.Parse(lines[1]);
        Assert.Equal("search", fact.RootElement.GetProperty("facts").GetProperty("kind").GetString());
        Assert.False(fact.RootElement.TryGetProperty("reward", out _));
    }

    [Fact]
    public async Task Recovery_modes_refuse_stop_or_leave_out()
    {
        using var search = await RecordedSearch.OfAsync(20);
        var intact = await search.AuditAsync();
        var bytes = await File.ReadAllBytesAsync(search.Segment(7));
        bytes[^100] ^= 4;
        await File.WriteAllBytesAsync(search.Segment(7), bytes);
        File.Delete(search.Segment(15));
        var before = search.Listing();
        var refused = await Assert.ThrowsAsync<LogDamagedException>(() => ExportAsync(search, ExportFormat.Parquet, RecoveryMode.Strict));
        Assert.StartsWith("segment 7:", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, search.Listing());

        var until = await ExportAsync(search, ExportFormat.Parquet, RecoveryMode.UntilDamage);
        Assert.Equal((7, 7L), (until.Log.SegmentCount, until.Log.Damage!.Segment));
        Assert.Equal(until.Log.EventCount, Convert.ToInt64(Row($"SELECT count(*) FROM read_parquet('{until.File}')")[0]));

        var salvage = await ExportAsync(search, ExportFormat.Parquet, RecoveryMode.Salvage);
        Assert.Equal([(0L, 6L), (8, 14), (16, intact.SegmentCount - 1)],
            salvage.Log.Ranges.Select(range => (range.FirstSegment, range.LastSegment)));
        Assert.Equal((intact.EventHead, intact.IntactFactCount), (salvage.Log.EventHead, salvage.Log.FactCount));
        using var arrow = new ParquetFileReader(salvage.File);
        Assert.Equal(salvage.Log.EventCount, arrow.FileMetaData.NumRows);
        Assert.StartsWith("segment 7:", arrow.FileMetaData.KeyValueMetadata["enas.damage"], StringComparison.Ordinal);
        Assert.Equal(string.Join(' ', salvage.Log.Ranges.Select(range => $"{range.FirstSequence}-{range.LastSequence}")),
            arrow.FileMetaData.KeyValueMetadata["enas.ranges"]);
    }

    [Fact]
    public async Task A_file_that_reads_back_differently_is_never_named()
    {
        using var search = await RecordedSearch.OfAsync(12);
        var result = await ExportAsync(search, ExportFormat.Parquet, RecoveryMode.Strict);
        var end = result.Log.Ranges[0];
        foreach (var wrong in new[] { end with { After = end.After with { EventHead = new byte[32] } }, end with {
            LastSequence = end.LastSequence + 1 }, end with { LastSequence = end.LastSequence - 1 } })
        {
            await Assert.ThrowsAsync<LogDamagedException>(() => ExportVerification.VerifyAsync(result.File, [wrong]));
        }
    }

    [Fact]
    public async Task An_empty_log_gives_an_empty_file()
    {
        using var search = new RecordedSearch();
        var result = await ExportAsync(search, ExportFormat.Parquet, RecoveryMode.Strict);
        Assert.Equal(0, result.Log.EventCount);
        Assert.Equal(0L, Row($"SELECT count(*) FROM read_parquet('{result.File}')")[0]);
    }

    private static Task<ExportResult> ExportAsync(RecordedSearch search, ExportFormat format, RecoveryMode mode) =>
        LogExport.RunAsync(search.Folder,
            format, mode, Path.Combine(search.Folder.Export, $"{mode}.{format}"), GroupEvents, CancellationToken.None);

    private static object[] Row(string sql) => Assert.Single(DuckDb.Query(sql));
}
