using System.Text.RegularExpressions;
using ParquetSharp;

namespace Enas.Storage.Tests.Log;

/// <summary>The log is plain Parquet: readers that share no code with the writer see the same.</summary>
public sealed class ReaderTests
{
    private const int Steps = 150;

    [Fact]
    public async Task Three_readers_agree_on_count_head_and_mean_reward()
    {
        using var search = new TestSearch();
        await search.FillAsync(Steps);
        var rows = await search.ReadAllAsync();
        var expected = (rows.Count, Convert.ToHexStringLower(rows[^1].EventHash.Span), Mean(rows.Select(row => row.Row.Reward)));
        Assert.Equal(1 + (4 * Steps) + 1, expected.Count);
        Assert.Equal(expected, ReadWithDuckDb(search));
        Assert.Equal(expected, ReadWithArrow(search));
    }

    [Fact]
    public async Task Types_and_footer_are_what_the_documentation_says()
    {
        using var search = new TestSearch();
        await search.FillAsync(2);
        var described = Query(search, "DESCRIBE SELECT * FROM read_parquet('segments/*.parquet', union_by_name=true)");
        Assert.Equal(
            "sequence BIGINT,step BIGINT,phase VARCHAR,epoch INTEGER,event_type VARCHAR,schema_version INTEGER,fact_index BIGINT,"
            + "facts VARCHAR,observations VARCHAR,recorded_at TIMESTAMP WITH TIME ZONE,fact_hash BLOB,event_hash BLOB,architecture VARCHAR,"
            + "log_prob DOUBLE,entropy DOUBLE,loss DOUBLE,metric DOUBLE,reward DOUBLE,baseline DOUBLE,advantage DOUBLE,grad_norm DOUBLE,"
            + "learning_rate DOUBLE,duration_ms DOUBLE",
            string.Join(',', described.Select(row => $"{row[0]} {row[1]}")));
        var codecs = Query(search, "SELECT DISTINCT compression FROM parquet_metadata('segments/*.parquet')");
        Assert.Equal("ZSTD", Assert.Single(codecs)[0]);
        var keys = Query(search, "SELECT string_agg(key::VARCHAR, ' ') FROM parquet_kv_metadata('segments/00000000000000000001.parquet')");
        Assert.EndsWith("enas.sha256", (string)keys[0][0], StringComparison.Ordinal);
        var time = Query(search, "SELECT epoch_us(recorded_at) FROM read_parquet('segments/*.parquet') LIMIT 1");
        Assert.Equal(Timestamps.ToMicroseconds(new StoppedClock().GetUtcNow()), time[0][0]);
    }

    [Fact]
    public async Task Readers_that_prune_by_statistics_find_events_by_their_time()
    {
        using var search = new TestSearch();
        await search.FillAsync(Steps);
        var rows = (await search.ReadAllAsync()).Count;
        var time = Timestamps.ToMicroseconds(new StoppedClock().GetUtcNow());
        Assert.Equal((long)rows,
            Query(search, $"SELECT count(*) FROM read_parquet('segments/*.parquet') WHERE recorded_at >= make_timestamptz({time})")[0][0]);
        Assert.Equal(0L,
            Query(search, $"SELECT count(*) FROM read_parquet('segments/*.parquet') WHERE recorded_at > make_timestamptz({time})")[0][0]);
        var sorted = Query(search,
            "SELECT epoch_us(recorded_at) FROM read_parquet('segments/*.parquet', union_by_name=true) ORDER BY recorded_at, sequence");
        Assert.All(sorted, row => Assert.Equal(time, row[0]));
        Assert.Equal(rows, sorted.Count);
    }

    [Fact]
    public async Task Queries_in_the_documentation_run()
    {
        using var search = new TestSearch();
        await search.FillAsync(Steps);
        var document = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "log-format.md"));
        var queries = Regex.Matches(document, "```sql\n(.*?)```", RegexOptions.Singleline).Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(4, queries.Length);
        var results = queries.Select(query => Query(search, query)).ToArray();
        Assert.Equal(Steps / 10, results[0].Count);
        Assert.Equal(10, Convert.ToInt32(results[0][0][1]));
        Assert.InRange(results[1].Count, 1, 10);
        Assert.Equal(3.0, results[1][0][1]);
        Assert.Equal([0L, 100L], results[2].Select(row => row[0]));
        Assert.Equal(["identity", "relu", "sigmoid", "tanh"], results[3].Select(row => row[0]));
        Assert.Equal(1.0, results[3].Sum(row => Convert.ToDouble(row[2])), 12);
    }

    private static (int Count, string Head, double Mean) ReadWithDuckDb(TestSearch search)
    {
        var row = Query(search, """
            SELECT count(*), lower(hex(arg_max(event_hash, sequence))), avg(reward)
            FROM read_parquet('segments/*.parquet', union_by_name=true)
            """)[0];
        return (Convert.ToInt32(row[0]), (string)row[1], Convert.ToDouble(row[2]));
    }

    private static (int Count, string Head, double Mean) ReadWithArrow(TestSearch search)
    {
        var (count, head, rewards) = (0, "", new List<double?>());
        foreach (var path in Directory.GetFiles(search.Folder.Segments).Order(StringComparer.Ordinal))
        {
            using var reader = new ParquetFileReader(path);
            using var group = reader.RowGroup(0);
            var rows = checked((int)group.MetaData.NumRows);
            var schema = reader.FileMetaData.Schema;
            using var hashes = group.Column(schema.ColumnIndex("event_hash")).LogicalReader<byte[]>();
            using var values = group.Column(schema.ColumnIndex("reward")).LogicalReader<double?>();
            head = Convert.ToHexStringLower(hashes.ReadAll(rows)[^1]);
            Assert.Equal(head, reader.FileMetaData.KeyValueMetadata["enas.event_head"]);
            rewards.AddRange(values.ReadAll(rows));
            count += rows;
        }

        return (count, head, Mean(rewards));
    }

    // Rewards are multiples of 1/8, so every order of summation gives the same.
    private static double Mean(IEnumerable<double?> rewards) => rewards.Where(reward => reward.HasValue).Average()!.Value;

    private static List<object[]> Query(TestSearch search, string sql) => DuckDb.Query(search.Folder.Segments, sql);
}
