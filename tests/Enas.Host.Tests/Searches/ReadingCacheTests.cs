using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Readings;
using Enas.Host.Searches;
using Enas.Host.Tests.Cli;
using Enas.Host.Tests.Report;
using Enas.Host.Tests.Verbs.Sql;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;

namespace Enas.Host.Tests.Searches;

/// <summary>What <c>show</c> and <c>sql</c> say with a reading cache is what they say without it, whatever happened to log
/// or cache since.</summary>
public sealed class ReadingCacheTests : IDisposable
{
    private const int Rounds = 300;
    private const string Query = "SELECT * FROM events ORDER BY sequence";

    private readonly WorkFolder _work = new();

    private string Search => Path.Combine(_work.Root, "large");

    private string Record => Path.Combine(Search, "export", "reading-cache.json");

    private string Events => Path.Combine(Search, "export", "reading-cache.parquet");

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_glance_with_a_cache_is_the_whole_reading()
    {
        await LargeLog.CreateAsync(Search, Rounds);
        Assert.NotNull(await CacheAsync());
        await RequireSameAsync();

        // What came since is read from the log.
        await AppendAsync();
        Assert.NotNull(await CacheAsync());
        await RequireSameAsync();
    }

    [Fact]
    public async Task Show_and_sql_say_the_same_without_a_cache_with_it_and_with_a_broken_one()
    {
        await LargeLog.CreateAsync(Search, Rounds);
        await AppendAsync();
        string[] cached = [await SayAsync("show", "large", "--json"), await SayAsync("sql", "large", Query, "--csv")];
        Assert.Contains("\n", cached[1].Trim(), StringComparison.Ordinal);
        foreach (var harm in (Action[])[() =>
            Flip(Events), () => Flip(Record), () => File.WriteAllText(Record, "{}"), () => File.Delete(Record)])
        {
            harm();
            Assert.Equal(cached[0], await SayAsync("show", "large", "--json"));
            Assert.Equal(cached[1], await SayAsync("sql", "large", Query, "--csv"));
        }
    }

    /// <summary>Values that are an architecture's own, what it costs, and proposals that were turned down.</summary>
    [Theory]
    [InlineData("nas-bench-201-evolution.json")]
    [InlineData("nas-bench-201-pareto.json", "limits.multiplyAdds=80000000")]
    public async Task What_is_known_of_single_architectures_is_that_of_the_whole_reading(string job, params string[] sets)
    {
        _work.Job(job);
        var table = _work.Write("table.csv", SeedSearches.Table());
        string[] all = [$"data.path={table}", "budget.evaluations=230", "log.groupEvents=1", .. sets];
        await SayAsync(["run", job, "--out", "large", .. all.SelectMany(set => (string[])["--set", set])]);
        var cache = (await CacheAsync())!;
        var whole = await RecordedSearch.OpenAsync(Search);
        Assert.NotNull(LogSummary.TryRead(cache, whole.Job));
        Assert.Equal((sets.Length > 0, sets.Length > 0), (whole.State.RejectedCount > 0, whole.State.ArchitectureCosts.Count > 0));
        Assert.Equal(Known(whole), Known(await RecordedSearch.GlanceAsync(Search)));
        var shown = await SayAsync("show", "large");

        // As a summary was that had none of it: the log itself is read.
        var record = JsonNode.Parse((await File.ReadAllTextAsync(Record)).Split('\n')[0])!;
        var summary = JsonNode.Parse((string)record["Summary"]!)!;
        Assert.True(summary.AsObject().Remove("Known"));
        record["Summary"] = summary.ToJsonString();
        var bytes = Encoding.UTF8.GetBytes(record.ToJsonString());
        await File.WriteAllTextAsync(Record, $"{record.ToJsonString()}\n{Convert.ToHexStringLower(SHA256.HashData(bytes))}");
        Assert.NotNull(await CacheAsync());
        Assert.Equal(Known(whole), Known(await RecordedSearch.GlanceAsync(Search)));
        Assert.Equal(shown, await SayAsync("show", "large"));
    }

    [Fact]
    public async Task Damage_is_told_as_without_a_cache()
    {
        await LargeLog.CreateAsync(Search, Rounds);
        Flip(SegmentPath(137));
        Assert.Null(await CacheAsync());
        var shown = await _work.Enas("show", "large");
        Assert.Equal(ExitCodes.Difference, shown.ExitCode);
        Assert.Contains("segment 137", shown.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Difference, (await _work.Enas("sql", "large", "SELECT count(*) FROM events")).ExitCode);

        Flip(SegmentPath(137));
        Assert.NotNull(await CacheAsync());
        File.Move(SegmentPath(137), Path.Combine(_work.Root, "aside"));
        Assert.Equal(ExitCodes.Difference, (await _work.Enas("show", "large")).ExitCode);
    }

    [Fact]
    public async Task A_log_that_lost_its_end_has_no_cache()
    {
        await LargeLog.CreateAsync(Search, Rounds);
        File.Delete(SegmentPath(Directory.GetFiles(Path.Combine(Search, "segments")).Length - 1));
        Assert.Null(await CacheAsync());
        await RequireSameAsync();
    }

    [Fact]
    public async Task A_short_log_gets_none()
    {
        await LargeLog.CreateAsync(Search, rounds: 20);
        Assert.False(File.Exists(Record));
        await RequireSameAsync();
    }

    private static void Flip(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 4;
        File.WriteAllBytes(path, bytes);
    }

    // Every property of the state, so that one that is added and forgotten in the summary is found.
    private static string Text(RecordedSearch search) => JsonSerializer.Serialize(new
    {
        search.State,
        search.Job,
        search.Status,
        search.Fingerprint,
        search.EventHead,
        search.EventCount,
        search.FactCount,
        search.SegmentCount,
        search.Span,
        search.Milestones,
    });

    private static string[] Known(RecordedSearch search) =>
    [
        $"{search.State.Trials.Count} {search.State.ArchitectureCosts.Count} {search.State.RejectedCount} {search.State.RewardCount}",
        .. search.State.Trials.WithValue.Select(trial => string.Join(' ', [trial.Tokens, trial.Step, trial.Reward,
            trial.Evaluated.Measurement.Value, .. CostMeasure.All.Select(cost => (object?)search.State.ArchitectureCosts.Of(trial.Tokens)
                .Of(cost))])),
    ];

    private string SegmentPath(int number) => Path.Combine(Search, "segments", $"{number:D20}.parquet");

    private async Task RequireSameAsync() =>
        Assert.Equal(Text(await RecordedSearch.OpenAsync(Search)), Text(await RecordedSearch.GlanceAsync(Search)));

    private async Task<ReadingCache?> CacheAsync()
    {
        var folder = SearchFolder.Open(Search);
        await using var log = await ParquetEventLog.OpenReadAsync(folder, CancellationToken.None);
        return await ReadingCache.TryOpenAsync(folder, log, Product.Version, CancellationToken.None);
    }

    private async Task<string> SayAsync(params string[] arguments)
    {
        var result = await _work.Enas(arguments);
        Assert.True(result.ExitCode == ExitCodes.Done, result.Error);
        return result.Output;
    }

    // A writer that went on and died: an opening and an event of its own, and no cache anew.
    private async Task AppendAsync()
    {
        var folder = SearchFolder.Open(Search);
        await using var log = await ParquetEventLog.OpenWriterAsync(
            folder, new WriterDescription("large", "test", []), TimeProvider.System, CancellationToken.None);
        var row = new LogRow
        {
            Step = 1,
            Phase = "host",
            Epoch = 0,
            EventType = "alert",
            SchemaVersion = 1,
            IsFact = false,
            Facts = "{}",
            Observations = "{\"text\":\"é\"}"
        };
        await log.AppendAsync(log.NextSequence, [row], CancellationToken.None);
    }
}
