using Enas.Host.Tests.Cli;
using Enas.Host.Tests.Stores;

namespace Enas.Host.Tests.Workers;

/// <summary>Work over an engine whose searches and results are in a bucket: machines share nothing else.</summary>
public sealed class BucketClusterTests : IDisposable
{
    private static readonly string s_root = BucketWork.At("team");

    private readonly BucketWork _bucket = new();
    private readonly NatsServer _server = NatsServer.Begin();
    private readonly Cluster _cluster;

    public BucketClusterTests() => _cluster = new Cluster(
        _server.Url, children: 4, steps: 8, environment: [.. _bucket.Server.Variables, new("ENAS__Storage__S3__LeaseSeconds", "1")]);

    public void Dispose()
    {
        _cluster.Dispose();
        _server.Dispose();
        _bucket.Dispose();
    }

    [Fact]
    public async Task Children_are_trained_and_ranges_made_again_by_workers_that_have_nothing_but_the_bucket_in_common_and_one_is_killed()
    {
        var alone = await _cluster.AloneAsync();
        using var killed = Worker();
        using var coordinator = Start("run", "children.json", "--out", $"{s_root}/search");
        await UntilAsync(() => Results().Length > 0);
        Cluster.KillTree(killed);
        using var worker = Worker();
        Assert.Equal(alone, await Cluster.FingerprintAsync(coordinator));
        Assert.Equal(alone, (await Bucket("show", $"{s_root}/search", "--json")).Json().GetProperty("fingerprint").GetString());
        Assert.Empty(Directory.GetDirectories(_cluster.Work.Root, "search*"));
        using var replay = Start("replay", $"{s_root}/search", "--mode", "full");
        var replayed = await replay.EndAsync();
        Assert.True(replayed.ExitCode == 0, replayed.Error);
        Assert.Contains($"begun by {Environment.MachineName}/", replayed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_search_is_done_by_a_worker_in_the_bucket()
    {
        var alone = await _cluster.AloneAsync();
        using var worker = Worker();
        using var coordinator = Start("run", "children.json", "--whole", "--out", $"{s_root}/whole");
        Assert.Equal(alone, await Cluster.FingerprintAsync(coordinator));
        Assert.Single(Results());
    }

    [Fact]
    public async Task A_stopped_search_goes_on_and_architectures_are_ranked_beside_it_by_workers()
    {
        string[] two = ["run", "children.json", "--set", "derive.candidates=2"];
        var alone = (await Bucket([.. two, "--out", "alone", "--json"])).Json().GetProperty("fingerprint").GetString();
        using (var stopped = Start([.. two, "--out", $"{s_root}/search", "--stop-after-steps", "2"]))
        {
            using var first = Worker();
            Assert.Equal(75, (await stopped.EndAsync()).ExitCode);
        }

        using var worker = Worker();
        using var resumed = Start("resume", $"{s_root}/search");
        Assert.Equal(alone, await Cluster.FingerprintAsync(resumed));
        using var rank = Start("rank", $"{s_root}/search", "--count", "2");
        var ranked = await rank.EndAsync();
        Assert.True(ranked.ExitCode == 0, ranked.Error);
        Assert.Contains($"begun by {Environment.MachineName}/", ranked.Error, StringComparison.Ordinal);
        Assert.Contains(_bucket.Objects.Keys, key => key.StartsWith("team/search-rank/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("s3://searches", ".", "does not name a search: a bucket holds many")]
    [InlineData("s3://searches/team", null, "name their folder with --data")]
    public async Task A_root_at_an_address_has_a_prefix_and_data_are_named_beside_it(string root, string? data, string words)
    {
        string[] roots = ["--engine", _server.Url, "--root", root, .. data is null ? (string[])[] : ["--data", data]];
        foreach (var command in (string[][])[["worker", .. roots], ["run", "children.json", "--out", $"{s_root}/a", .. roots]])
        {
            using var process = EnasProcess.Start(_cluster.Work.Root, _cluster.Environment, command);
            var refused = await process.EndAsync();
            Assert.True(refused.ExitCode == 64, refused.Error);
            Assert.Contains(words, refused.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Slurm_wants_a_folder()
    {
        var refused = await Bucket(
            "run", "children.json", "--out", $"{s_root}/a", "--engine", "slurm", "--root", s_root, "--data", ".");
        Assert.Equal(64, refused.ExitCode);
        Assert.Contains("allowed is a folder, or a NATS server for an address", refused.Error, StringComparison.Ordinal);
    }

    private string[] Results() =>
        [.. _bucket.Objects.Keys.Where(key => key.StartsWith("team/results/", StringComparison.Ordinal))];

    private Task<EnasResult> Bucket(params string[] arguments) =>
        EnasVerb.RunAsync(_cluster.Work.Root, _bucket.Server.Variables, arguments);

    private EnasProcess Worker() => EnasProcess.Start(
        _cluster.Work.Root, _cluster.Environment,
        ["worker", "--engine", _server.Url, "--root", s_root, "--data", ".", "--threads", "1"]);

    private EnasProcess Start(params string[] arguments) => EnasProcess.Start(
        _cluster.Work.Root, _cluster.Environment,
        [.. arguments, "--engine", _server.Url, "--root", s_root, "--data", ".", "--threads", "1", "--json"]);

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(EnasProcess.Longest);
        while (!holds())
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
