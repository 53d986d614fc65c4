using Enas.Pipeline.Events;
using Enas.Pipeline.Projections;
using Enas.Pipeline.Steps.Sample;

namespace Enas.Storage.Tests.Cache;

/// <summary>DuckDB takes the events of a reading cache as one file, and what it has then is what it has of the log.</summary>
public sealed class CachedEventsTests : IDisposable
{
    private const string Program = "test";
    private const string Query =
        "SELECT * REPLACE (hex(fact_hash) AS fact_hash, hex(event_hash) AS event_hash) FROM events ORDER BY sequence";

    private readonly TestSearch _search = new();

    public void Dispose() => _search.Dispose();

    [Fact]
    public async Task The_cached_file_itself_is_taken_and_says_what_the_log_says()
    {
        await FillAsync();
        var cache = await CacheAsync();
        using var cached = SqlDatabase.Create();
        var loaded = await cached.TryLoadAsync("one", cache, CancellationToken.None);
        Assert.NotNull(loaded);
        Assert.True(loaded.EventCount > ReadingCache.FewestSegments);
        using var read = SqlDatabase.Create();
        Assert.Equal(loaded, await LoadAsync(read, cache: null));
        Assert.Equal(Lines(read), Lines(cached));
    }

    [Fact]
    public async Task A_file_that_is_not_what_was_published_is_not_taken_and_the_log_is_read()
    {
        await FillAsync();
        var cache = await CacheAsync();
        var path = Path.Combine(_search.Folder.Export, ReadingCache.EventsName);
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        using var database = SqlDatabase.Create();
        Assert.Null(await database.TryLoadAsync("one", cache, CancellationToken.None));
        using var read = SqlDatabase.Create();
        Assert.Equal(await LoadAsync(read, cache: null), await LoadAsync(database, cache));
        Assert.Equal(Lines(read), Lines(database));
    }

    [Fact]
    public async Task A_summary_that_is_larger_than_any_reader_takes_is_left_out_and_the_events_stay()
    {
        await FillAsync(new Text(new string('x', CacheRecord.MostBytes)));
        Assert.InRange(new FileInfo(Path.Combine(_search.Folder.Export, "reading-cache.json")).Length, 1, 1 << 16);
        await using var log = await _search.ReadAsync();
        var cache = await ReadingCache.TryOpenAsync(_search.Folder, log, Program, CancellationToken.None);
        Assert.Equal(ICacheSummary.None, cache!.Summary);
        Assert.NotNull(await cache.TryFindEventsAsync(CancellationToken.None));
        Assert.Null(await ReadingCache.TryOpenSummaryAsync(_search.Folder, log, Program, CancellationToken.None));

        // An audit finds nothing to say of it.
        var before = await LogAudit.RunAsync(_search.Folder, null, CancellationToken.None);
        var after = await CacheAudit.AddToAsync(before, _search.Folder, Program, new Text("anything"), CancellationToken.None);
        Assert.Equal(before.Findings, after.Findings);
    }

    [Fact]
    public async Task A_summary_that_is_there_is_given_to_who_wants_it()
    {
        await FillAsync();
        await using var log = await _search.ReadAsync();
        Assert.NotNull(await ReadingCache.TryOpenSummaryAsync(_search.Folder, log, Program, CancellationToken.None));
    }

    private static string[] Lines(SqlDatabase database)
    {
        using var answer = database.Query(Query);
        return [.. answer.Rows().Select(row => string.Join('|', row))];
    }

    private async Task FillAsync(ICacheSummary? summary = null)
    {
        await using (var log = await _search.WriteAsync())
        {
            for (var step = 0; step < ReadingCache.FewestSegments + 8; step++)
            {
                var sampled = new ArchitectureSampled(new StepPosition(step, Phases.Weights, 0), 0, $"{step % 3} {step % 5}", -1.5, 0.25);
                await log.AppendAsync(log.NextSequence, [sampled.ToRow()], CancellationToken.None);
            }

            await log.CloseAsync("completed", CancellationToken.None);
        }

        await ReadingCache.PublishAsync(_search.Folder, Program, summary ?? new Counted(), CancellationToken.None);
    }

    private async Task<ReadingCache> CacheAsync()
    {
        await using var log = await _search.ReadAsync();
        var cache = await ReadingCache.TryOpenAsync(_search.Folder, log, Program, CancellationToken.None);
        Assert.NotNull(cache);
        Assert.Equal($"{cache.EventCount} events", cache.Summary);
        return cache;
    }

    private sealed class Text(string text) : ICacheSummary
    {
        public void Apply(RecordedEvent recorded)
        {
        }

        public string ToText() => text;
    }

    private sealed class Counted : ICacheSummary
    {
        private long _count;

        public void Apply(RecordedEvent recorded) => _count++;

        public string ToText() => $"{_count} events";
    }

    private async Task<LoadedSearch> LoadAsync(SqlDatabase database, ReadingCache? cache)
    {
        await using var log = await _search.ReadAsync();
        return await database.LoadAsync("one", log, cache, CancellationToken.None);
    }
}
