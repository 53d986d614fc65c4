using System.Text.Json;
using Enas.Host.Report;

namespace Enas.Host.Tests.Cli;

/// <summary>Zero-cost proxies in every place that says something of them: the smallest search by one, its finals, and a ranking.</summary>
public sealed class ZeroCostTests : IDisposable
{
    private const string Fingerprint = "343bd252b63e1af49c451912673146a99e1b1eb7675a175b77b197f8a8d9bf09";

    private readonly WorkFolder _work = new();

    public ZeroCostTests() => _work.Job("tiny-zero-cost.json");

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_search_by_a_proxy_ends_with_finals_that_say_which_way_each_proxy_points()
    {
        var run = await _work.Enas("run", "tiny-zero-cost.json", "--out", "z", "--threads", "3", "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(Fingerprint, run.Json().GetProperty("fingerprint").GetString());
        var proxies = run.Json().GetProperty("proxies").EnumerateArray().ToArray();
        Assert.Equal(["multiply-adds", "naswot", "synflow", "snip", "grad-norm"],
            proxies.Select(one => one.GetProperty("proxy").GetString()));
        Assert.All(proxies, one => Assert.Equal(5, one.GetProperty("count").GetInt32()));
        Assert.Contains("naswot: Spearman rho", run.Error, StringComparison.Ordinal);

        var derived = await _work.Enas("derive", "z", "--json");
        Assert.All(derived.Json().GetProperty("finals").EnumerateArray(),
            place => Assert.True(place.GetProperty("proxies").GetProperty("grad_norm").GetDouble() > 0));
        Assert.Matches(@"rung +rank +accuracy +steps +parameters +multiply-adds +naswot +synflow +snip +grad-norm", derived.Error);
        Assert.Matches(@"(?m)^naswot +from", derived.Error);
        Assert.Matches(" search +[0-9]", derived.Error);
        Assert.DoesNotContain("policy", derived.Error, StringComparison.OrdinalIgnoreCase);
        foreach (var mode in (string[])["policy", "full"])
        {
            var replay = await _work.Enas("replay", "z", "--mode", mode);
            Assert.True(replay.ExitCode == 0, replay.Output + replay.Error);
        }

        var report = await _work.Enas("report", "z", "--out", "z.html");
        Assert.True(report.ExitCode == 0, report.Error);
        var page = await File.ReadAllTextAsync(Path.Combine(_work.Root, "z.html"));
        Assert.Contains("grad-norm: Spearman rho", page, StringComparison.Ordinal);

        // The best random one beside the choice is the finals' for all who name one.
        var best = derived.Json().GetProperty("finals").EnumerateArray()
            .Where(place => place.GetProperty("rung").GetInt32() == 0 && place.GetProperty("source").GetString() == "random")
            .Max(place => place.GetProperty("score").GetDouble());
        Assert.Equal([best, best],
            ((JsonElement[])[run.Json(), derived.Json()]).Select(json => json.GetProperty("randomBest").GetDouble()));
        Assert.Equal(best, (await ReportedSearch.OpenAsync(Path.Combine(_work.Root, "z"), RecoveryMode.Strict)).RandomBest);
        Assert.Contains("accuracy of the best random finalist, trained alone as the choice was", page, StringComparison.Ordinal);
    }

    /// <summary>What a proxy says is no accuracy, and where less is better it is no reward of less than nothing in per cent.</summary>
    [Fact]
    public async Task A_page_and_a_comparison_show_scores_in_the_proxy()
    {
        foreach (var name in (string[])["a", "b"])
        {
            var run = await _work.Enas("run", "tiny-zero-cost.json", "--out", name, "--set", "finals.count=0",
                "--set", "proxies.recorded=[]", "--set", "strategy.warmStart=none", "--set", "evaluator.proxy=snip",
                "--set", "evaluator.order=lower", "--set", $"seed={name.Length + name[0]}");
            Assert.True(run.ExitCode == 0, run.Error);
        }

        Assert.Equal(0, (await _work.Enas("report", "a", "--out", "a.html")).ExitCode);
        var page = File.ReadAllText(Path.Combine(_work.Root, "a.html"));
        Assert.Contains("snip of the choice", page, StringComparison.Ordinal);
        Assert.Contains("snip of the best of 4 random ones", page, StringComparison.Ordinal);
        Assert.DoesNotContain("accuracy of the", page, StringComparison.Ordinal);
        var compared = await _work.Enas("compare", "a", "b");
        Assert.True(compared.ExitCode == 0, compared.Error);
        Assert.Contains("snip, lower is better", compared.Output + compared.Error, StringComparison.Ordinal);
        Assert.Contains("chosen snip", compared.Output + compared.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(" %", compared.Output + compared.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ranking_holds_every_proxy_against_its_trainings()
    {
        _work.Job("tiny-nas-bench-201.json");
        Assert.Equal(0, (await _work.Enas("run", "tiny-nas-bench-201.json", "--out", "s")).ExitCode);
        var rank = await _work.Enas("rank", "s", "--count", "3", "--proxies", "--json",
            "--set", "train.steps=2", "--set", "proxies.batchSize=8");
        Assert.True(rank.ExitCode == 0, rank.Error);
        Assert.Equal(["parameters", "multiply-adds", "naswot", "synflow", "snip", "grad-norm"],
            rank.Json().GetProperty("proxies").EnumerateArray().Select(one => one.GetProperty("proxy").GetString()));
        Assert.All(rank.Json().GetProperty("architectures").EnumerateArray(),
            row => Assert.Equal(JsonValueKind.Number, row.GetProperty("proxies").GetProperty("multiply_adds").ValueKind));
        Assert.Contains("proxy        synflow: Spearman rho", rank.Error, StringComparison.Ordinal);
        Assert.Equal(64, (await _work.Enas("rank", "s", "--references", "--table", "x.csv")).ExitCode);
    }
}
