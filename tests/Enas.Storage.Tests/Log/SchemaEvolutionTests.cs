using Enas.Pipeline.Events;
using Enas.Pipeline.Search;
using Enas.TestKit;
using Enas.TestKit.Faults;

namespace Enas.Storage.Tests.Log;

/// <summary>Logs of other versions: what may be added is read, what may not is refused by name.</summary>
[Trait(FaultPlan.Trait, "12")]
public sealed class SchemaEvolutionTests
{
    [Theory]
    [InlineData("layer-pruned", 1)]
    [InlineData("reward-evaluated", 2)]
    [InlineData("candidate-scored", 2)]
    public async Task An_unknown_event_is_kept_by_the_log_and_refused_by_whoever_needs_all_of_them(string eventType, int version)
    {
        using var search = new TestSearch();
        await using (var log = await search.WriteAsync())
        {
            await log.AppendAsync(1, [Rows.Fact(3, eventType) with { SchemaVersion = version, Facts = """{"layer":7}""" }],
                CancellationToken.None);
        }

        Assert.Equal("""{"layer":7}""", (await search.ReadAllAsync())[1].Row.Facts);
        await using var reader = await search.ReadAsync();
        var fault = await Assert.ThrowsAsync<LogDamagedException>(reader.StateAsync);
        Assert.Contains(eventType, fault.Message, StringComparison.Ordinal);
        Assert.Contains($"schema version {version}", fault.Message, StringComparison.Ordinal);
        Assert.Empty((await reader.ProjectAsync(new Milestones())).Candidates);
    }

    [Fact]
    public async Task Columns_may_be_added_and_optional_ones_left_out_and_readers_see_one_table()
    {
        using var search = new TestSearch();
        await search.FillAsync(4);
        var rows = await search.ReadAllAsync();
        await ReplaceAsync(search, 2, new SegmentVariant { Added = "perplexity" });

        // The first and the last hold operational events only, which have none of these.
        await ReplaceAsync(search, 0, new SegmentVariant { Omitted = ["architecture", "reward", "learning_rate"] });
        await ReplaceAsync(search, 5, new SegmentVariant { Omitted = ["fact_index", "duration_ms"], Added = "perplexity" });
        Assert.Equal(rows.Select(row => row.Row), (await search.ReadAllAsync()).Select(row => row.Row));
        await using (var log = await search.WriteAsync())
        {
            Assert.Equal(rows.Count + 1, log.NextSequence);
        }

        var answer = DuckDb.Query(search.Folder.Segments, """
            SELECT count(*), count(reward), sum(reward), count(perplexity), min(perplexity), count(DISTINCT architecture)
            FROM read_parquet('segments/*.parquet', union_by_name=true)
            """)[0];
        Assert.Equal(rows.Count + 1L, answer[0]);
        Assert.Equal(4L, answer[1]);
        Assert.Equal(rows.Sum(row => row.Row.Reward), answer[2]);
        Assert.Equal((5L, 2.5), (answer[3], answer[4]));
        Assert.Equal(4L, answer[5]);
    }

    [Fact]
    public async Task A_column_that_is_left_out_though_it_held_something_is_found()
    {
        using var search = new TestSearch();
        await search.FillAsync(2, close: false);
        await ReplaceAsync(search, 1, new SegmentVariant { Omitted = ["reward"] });
        var fault = await Assert.ThrowsAsync<LogDamagedException>(search.ReadAllAsync);
        Assert.Contains("segment 1, event 3: event_hash", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sequence")]
    [InlineData("event_type")]
    [InlineData("facts")]
    [InlineData("recorded_at")]
    [InlineData("event_hash")]
    public async Task A_column_that_every_event_has_must_be_there(string column)
    {
        using var search = new TestSearch();
        await search.FillAsync(2, close: false);
        await ReplaceAsync(search, 1, new SegmentVariant { Omitted = [column] });
        await RefusedAsync(search, "segment 1: it cannot be decoded");
    }

    [Fact]
    public async Task A_format_of_the_future_is_refused_by_its_number()
    {
        using var search = new TestSearch();
        await search.FillAsync(2, close: false);
        await ReplaceAsync(search, 2, new SegmentVariant { Keys = new Dictionary<string, string> { ["enas.format"] = "2" } });
        await RefusedAsync(search, "segment 2: format 2 is not known to this version");
    }

    private static async Task ReplaceAsync(TestSearch search, int number, SegmentVariant variant)
    {
        var segment = SegmentDecoder.Decode(await File.ReadAllBytesAsync(search.Segment(number)), number);
        await File.WriteAllBytesAsync(search.Segment(number), await variant.EncodeAsync(segment.Footer, segment.Rows));
    }

    private static async Task RefusedAsync(TestSearch search, string words)
    {
        var read = await Assert.ThrowsAsync<LogDamagedException>(search.ReadAllAsync);
        Assert.Contains(words, read.Message, StringComparison.Ordinal);
        var write = await Assert.ThrowsAsync<LogDamagedException>(async () => await search.WriteAsync());
        Assert.Contains(words, write.Message, StringComparison.Ordinal);
    }
}
