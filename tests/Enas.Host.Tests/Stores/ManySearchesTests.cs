using System.Text.Json;
using System.Text.RegularExpressions;
using Enas.Host.Tests.Cli;
using Enas.Host.Tests.Layering;
using Enas.Storage.Tests;

namespace Enas.Host.Tests.Stores;

/// <summary>Many logs as one data set, in a folder and in a bucket, and the queries of its page.</summary>
public sealed partial class ManySearchesTests : IDisposable
{
    private readonly BucketWork _bucket = new();

    public void Dispose() => _bucket.Dispose();

    [Fact]
    public async Task A_data_set_takes_what_is_new_and_complete_and_its_page_queries_it()
    {
        var work = _bucket.Work;
        var first = Fingerprint(await work.TinySearch("runs/a"));
        await work.TinySearch("runs/again");
        await work.TinySearch("runs/part", "--stop-after-steps", "2");
        var added = (await _bucket.Enas("export", "runs", "--out", "set", "--json")).Json();
        Assert.Equal((1, 1, 1), Counts(added));
        Assert.Equal("it is not complete", added.GetProperty("leftOut")[0].GetProperty("why").GetString());
        var part = Path.Combine(work.Root, "set", "events", $"search={first}", "part.parquet");
        Assert.Equal(part, added.GetProperty("added")[0].GetProperty("file").GetString());
        Assert.Equal([part], Directory.GetFiles(Path.Combine(work.Root, "set"), "*", SearchOption.AllDirectories));

        var (before, bytes) = (File.GetLastWriteTimeUtc(part), await File.ReadAllBytesAsync(part, TestContext.Current.CancellationToken));
        var second = Fingerprint(await work.TinySearch("more/b", "--set", "seed=2"));
        Assert.Equal((1, 2, 1), Counts((await _bucket.Enas("export", "more/b", "runs", "--out", "set/", "--json")).Json()));
        Assert.Equal((0, 3, 1), Counts((await _bucket.Enas("export", "more/b", "runs", "--out", "set", "--json")).Json()));
        Assert.Equal(before, File.GetLastWriteTimeUtc(part));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(part, TestContext.Current.CancellationToken));

        var queries = await QueriesAsync(Path.Combine(work.Root, "set"));
        Assert.Equal(3, queries.Length);
        var chosen = DuckDb.Query(queries[0]);
        Assert.Equal([("enas", "rnn-cell", 1UL, first[..12]), ("enas", "rnn-cell", 2UL, second[..12])],
            chosen.Select(row => ((string)row[0], (string)row[1], (ulong)row[2], (string)row[5])));
        var evaluated = DuckDb.Query(queries[1]);
        Assert.Equal(8L, evaluated.Sum(row => (long)row[2]));
        var hours = DuckDb.Query(queries[2]);
        Assert.Equal(8L, hours.Where(row => (string)row[1] == "shared-weights-trained").Sum(row => (long)row[2]));
    }

    [Fact]
    public async Task A_data_set_in_a_bucket_holds_the_same_files_of_searches_in_folders_and_buckets()
    {
        var work = _bucket.Work;
        var first = Fingerprint(await work.TinySearch("runs/a"));
        Assert.Equal(0, (await _bucket.Enas("run", work.Tiny, "--set", "seed=2", "--out", BucketWork.At("team/b"))).ExitCode);
        string[] export = ["export", "runs", BucketWork.At("team"), "--out", BucketWork.At("set"), "--json"];
        var added = (await _bucket.Enas(export)).Json();
        Assert.Equal((2, 0, 0), Counts(added));
        Assert.Equal((0, 2, 0), Counts((await _bucket.Enas(export)).Json()));
        Assert.Equal(2, _bucket.Objects.Folders("set/events/").Count);
        Assert.Equal(0, (await _bucket.Enas("export", "runs", "--out", "set")).ExitCode);
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(work.Root, "set", "events", $"search={first}", "part.parquet"),
                TestContext.Current.CancellationToken),
            _bucket.Objects.Get($"set/events/search={first}/part.parquet"));
    }

    [Fact]
    public async Task What_is_no_data_set_is_refused_and_a_damaged_log_is_left_out()
    {
        var work = _bucket.Work;
        await work.TinySearch("runs/a");
        await work.TinySearch("runs/bad", "--set", "seed=2");
        foreach (var words in (string[][])[["runs"], ["runs", "--out", "set", "--format", "csv"], ["runs", "--out", "set", "--force"],
            ["runs", "--out", "runs/a/segments"], ["runs", "runs/a", "--out", "set", "--recovery", "salvage"]])
        {
            Assert.Equal(64, (await _bucket.Enas(["export", .. words])).ExitCode);
        }

        Assert.False(Directory.Exists(Path.Combine(work.Root, "set")));
        var segment = Path.Combine(work.Root, "runs", "bad", "segments", "00000000000000000002.parquet");
        var bytes = await File.ReadAllBytesAsync(segment, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(segment, bytes, TestContext.Current.CancellationToken);
        var result = await _bucket.Enas("export", "runs", "--out", "set", "--json");
        Assert.Equal((10, (1, 0, 1)), (result.ExitCode, Counts(result.Json())));
        Assert.Single(Directory.GetFiles(Path.Combine(work.Root, "set"), "*", SearchOption.AllDirectories));
    }

    private static async Task<string[]> QueriesAsync(string set)
    {
        var page = await File.ReadAllTextAsync(SourceProject.PathOf("docs", "many-searches.md"), TestContext.Current.CancellationToken);
        var duckdb = page.Split("\n## ").Single(section => section.StartsWith("With DuckDB", StringComparison.Ordinal));
        return [.. Blocks().Matches(duckdb).Select(block => block.Groups[1].Value.Replace("'set/", $"'{set}/", StringComparison.Ordinal))];
    }

    private static (int Added, int There, int LeftOut) Counts(JsonElement json)
    {
        int Of(string name) => json.GetProperty(name).GetArrayLength();
        return (Of("added"), Of("there"), Of("leftOut"));
    }

    private static string Fingerprint(EnasResult result) => result.Json().GetProperty("fingerprint").GetString()!;

    [GeneratedRegex("```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
