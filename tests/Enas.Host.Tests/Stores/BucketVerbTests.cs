using System.Text.RegularExpressions;
using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Stores;

/// <summary>Every verb that takes a search takes one in a bucket, and says of it what it says of the same search in a folder.</summary>
public sealed partial class BucketVerbTests : IDisposable
{
    private static readonly string s_search = BucketWork.At("team/tiny");

    private readonly BucketWork _bucket = new();

    public void Dispose() => _bucket.Dispose();

    [Fact]
    public async Task A_search_in_a_bucket_is_the_search_in_a_folder_for_every_verb_that_reads()
    {
        var work = _bucket.Work;
        var folder = await work.TinySearch("tiny");
        var far = await _bucket.Enas("run", work.Tiny, "--out", s_search + "/", "--json");
        Assert.Equal((0, s_search, Fingerprint(folder)), (far.ExitCode, far.Json().GetProperty("search").GetString(), Fingerprint(far)));
        Assert.Equal(["team/"], _bucket.Objects.Folders(string.Empty));
        Assert.DoesNotContain(_bucket.Objects.Keys, key => key.Contains("/_tmp/", StringComparison.Ordinal));
        var (files, objects) = (Tree(work.Root), _bucket.Objects.Keys);
        foreach (var words in (string[][])[
            ["show", "*", "--json"], ["top", "*", "--json"], ["derive", "*", "--json"], ["audit", "*", "--json"],
            ["replay", "*", "--json"], ["replay", "*", "--mode", "policy", "--json"], ["replay", "*", "--mode", "full", "--json"],
            ["resume", "*", "--json"], ["sql", "*", "SELECT event_type, count(*) FROM events GROUP BY ALL ORDER BY 1"],
            ["draw", "*", "--format", "dot"], ["draw", "*", "--animate"]])
        {
            var (here, there) = (await Said("tiny", words), await Said(s_search, words));
            Assert.True(there.ExitCode == 0, $"{string.Join(' ', words)}: {there.Error}");
            Assert.Equal(Lasting(here.Output), Lasting(there.Output));
        }

        var both = await _bucket.Enas("compare", s_search, "tiny", "--json");
        Assert.Equal([s_search, Path.Combine(work.Root, "tiny")],
            both.Json().GetProperty("searches").EnumerateArray().Select(one => one.GetProperty("search").GetString()!));
        Assert.Equal(files, Tree(work.Root));
        Assert.Equal(objects, _bucket.Objects.Keys);
        var listed = (await _bucket.Enas("ls", BucketWork.At("team"), "--json")).Json().GetProperty("searches");
        Assert.Equal(s_search, Assert.Single(listed.EnumerateArray()).GetProperty("search").GetString());
        Assert.Empty((await _bucket.Enas("ls", BucketWork.At(string.Empty), "--json")).Json().GetProperty("searches").EnumerateArray());
    }

    [Fact]
    public async Task What_a_verb_writes_beside_a_search_in_a_bucket_is_written_there_and_a_file_goes_where_it_is_named()
    {
        var work = _bucket.Work;
        var before = Tree(work.Root);
        var run = await _bucket.Enas("run", work.Tiny, "--out", s_search, "--json", "--then", "train,export,report", "--set",
            "train.epochs=1", "--set", "checkpoint.keep=1");
        Assert.True(run.ExitCode == 0, run.Error);
        var then = run.Json().GetProperty("then");
        Assert.Equal((s_search + "-train", s_search + "-train/export/network.onnx", s_search + "/export/report.html"), (Text("training"),
            Text("network"), Text("report")));
        string Text(string name) => then.GetProperty(name).GetString()!;

        Assert.Equal(0, (await _bucket.Enas("export", s_search)).ExitCode);
        Assert.Equal(0, (await _bucket.Enas("audit", s_search + "-train")).ExitCode);
        var file = BucketWork.At("results/events.csv");
        string[] export = ["export", s_search, "--format", "csv", "--out", file];
        Assert.Equal(0, (await _bucket.Enas(export)).ExitCode);
        var taken = await _bucket.Enas(["export", s_search, "--format", "csv", "--out", BucketWork.At("team/tiny/export/events.parquet")]);
        Assert.Equal(64, taken.ExitCode);
        Assert.Contains("is there already; choose another name, or replace it with --force", taken.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await _bucket.Enas([.. export, "--force"])).ExitCode);
        Assert.All((string[])["team/tiny/export/events.parquet", "team/tiny/export/report.html", "team/tiny-train/export/network.onnx",
            "results/events.csv"], key => Assert.NotNull(_bucket.Objects.Get(key)));
        var theirs = await _bucket.Enas("export", s_search, "--out", s_search + "/segments/mine.parquet");
        Assert.Equal(64, theirs.ExitCode);
        Assert.Contains($"belongs to the search {s_search}", theirs.Error, StringComparison.Ordinal);
        Assert.Equal(before, Tree(work.Root));
    }

    [Fact]
    public async Task Branches_and_trainings_of_a_search_in_a_bucket_lie_beside_it()
    {
        var work = _bucket.Work;
        await work.TinySearch("tiny");
        Assert.Equal(0, (await _bucket.Enas("run", work.Tiny, "--out", s_search)).ExitCode);
        foreach (var words in (string[][])[
            ["fork", "*", "--at", "3", "--json"], ["train", "*", "--set", "train.epochs=1", "--json"],
            ["rank", "*", "--count", "2", "--set", "train.epochs=1", "--json"]])
        {
            var (here, there) = (await Said("tiny", words), await Said(s_search, words));
            Assert.True(there.ExitCode == 0, $"{string.Join(' ', words)}: {there.Error}");
            Assert.Equal(Lasting(here.Output), Lasting(there.Output));
        }

        Assert.All(_bucket.Objects.Folders("team/"), name => Assert.StartsWith("team/tiny", name, StringComparison.Ordinal));
        var report = await _bucket.Enas("report", s_search, "--json");
        Assert.Equal(3, report.Json().GetProperty("standAlone").GetProperty("architectures").GetArrayLength());
        var within = await _bucket.Enas("run", work.Tiny, "--out", s_search + "/segments/inner");
        Assert.Equal(64, within.ExitCode);
        Assert.Contains($"belongs to the search {s_search}", within.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Children_of_a_search_in_a_bucket_have_logs_there()
    {
        var work = _bucket.Work;
        work.Job("tiny-nas.json");
        var job = Path.Combine(work.Root, "tiny-nas.json");
        var folder = await SharedSearches.CopyAsync(Path.Combine(work.Root, "nas"), "tiny-nas.json", []);
        var far = await _bucket.Enas("run", job, "--out", BucketWork.At("nas"), "--json");
        Assert.Equal((0, Fingerprint(folder)), (far.ExitCode, Fingerprint(far)));
        Assert.NotEmpty(_bucket.Objects.Folders("nas-children/"));
        var audit = await _bucket.Enas("audit", BucketWork.At("nas"), "--json");
        Assert.Equal(0, audit.ExitCode);
        Assert.Equal((await work.Enas("audit", "nas", "--json")).Json().GetProperty("children").ToString(),
            audit.Json().GetProperty("children").ToString());
    }

    [Theory]
    [InlineData("@last")]
    [InlineData("tiny")]
    public void Names_are_looked_for_on_this_machine_only(string name)
    {
        var refusal = Assert.Throws<CommandLineException>(() => SearchLocator.Find(name, BucketWork.At("runs")));
        Assert.Contains($"\"{name}\" is no folder of a search", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("name one there by its whole address", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_works_in_folders_only_is_refused_in_words_and_leaves_nothing()
    {
        var work = _bucket.Work;
        work.Job("tiny-custom.json");
        foreach (var words in (string[][])[
            ["run", "tiny-custom.json", "--out", s_search], ["repair", s_search], ["show", BucketWork.At(string.Empty)],
            ["run", work.Tiny, "--out", "s3://searches"], ["show", "s3://sear ches/x"], ["prove", work.Tiny, "--out", s_search],
            ["data", "get", "ptb", "--to", s_search]])
        {
            var refused = await _bucket.Enas(words);
            Assert.True(refused.ExitCode == 64, $"{string.Join(' ', words)}: {refused.ExitCode} {refused.Error}");
            Assert.Contains("s3://sear", refused.Error, StringComparison.Ordinal);
        }

        Assert.Empty(_bucket.Objects.Keys);
        Assert.Empty(Directory.GetDirectories(work.Root));
    }

    private Task<EnasResult> Said(string search, string[] words) =>
        _bucket.Enas([.. words.Select(word => word == "*" ? search : word)]);

    // What two runs of one search have in common: not where they are, when they were and how long they took.
    private static string Lasting(string output) => Measured().Replace(output, string.Empty);

    [GeneratedRegex("""
        "(search|folder|training|eventHead|[a-zA-Z]*[rR]ecordedAt|[a-zA-Z]*[sS]econds|[a-zA-Z]*PerSecond)":\s*("[^"]*"|[-+.\deE]+|null)
        """)]
    private static partial Regex Measured();

    private static string Fingerprint(EnasResult result) => result.Json().GetProperty("fingerprint").GetString()!;

    private static string[] Tree(string root) => [.. Directory.GetFileSystemEntries(root, "*", SearchOption.AllDirectories).Order()];
}
