using Enas.Host.Tests.Cli;
using Enas.TestKit;

namespace Enas.Host.Tests.Exactness;

/// <summary>
/// One search of each job over the published table, by the program and into a real log. The table is no part of the project: eng/test runs
/// this where it is.
/// </summary>
public sealed class NasBench201Tests : IDisposable
{
    private const string BestByValidation =
        "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|skip_connect~0|nor_conv_1x1~1|nor_conv_3x3~2|";

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Theory(Explicit = true)]
    [InlineData(
        "random",
        "305ecb065919dec3965611e56e4f2b57f2738539a31d4d7e58ddcd68bd08ccae",
        "|nor_conv_3x3~0|+|nor_conv_1x1~0|nor_conv_3x3~1|+|skip_connect~0|nor_conv_1x1~1|skip_connect~2|")]
    [InlineData(
        "enas",
        "dd1c320fdf7dbe02994037d3675c24ef047dc932fbc433092f0b97143ffec062",
        "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|skip_connect~0|skip_connect~1|nor_conv_3x3~2|")]
    [InlineData(
        "policy-table",
        "f3fd32f327a06209327370811880b8bde4224216984b3a8c900cd30fa65baafe",
        "|nor_conv_3x3~0|+|nor_conv_1x1~0|none~1|+|skip_connect~0|nor_conv_3x3~1|nor_conv_1x1~2|")]
    [InlineData("evolution", "8887fe4166947ec6faf6b1b042093cb9ec75ac957737bd9ab9eae98723590f71", BestByValidation)]
    [InlineData("local-search", "c0d452bdd72fcbd2478264733e980e2b91162258d2eb77f5039b4f8e46da6716", BestByValidation)]
    [InlineData("pareto", "5b0d145e2f3e151aa19b1e9aeeb90d243e97f56eb477458a0f03beb08d28fb83", BestByValidation)]
    [InlineData(
        "mnas",
        "5a50d32e99ba55c6df9c903b1226e6f951fc7c1e8b1e8545920105fee34e3778",
        "|nor_conv_3x3~0|+|nor_conv_1x1~0|nor_conv_3x3~1|+|skip_connect~0|nor_conv_1x1~1|nor_conv_1x1~2|")]
    public async Task A_search_of_the_table_has_one_fingerprint_and_comes_out_again(string strategy, string fingerprint, string chosen)
    {
        var job = Path.Combine(AppContext.BaseDirectory, "jobs", $"nas-bench-201-{strategy}.json");
        var run = await _work.Program("run", job, "--set", "data.path=" + NasBench201File.Path, "--out", "table", "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(fingerprint, run.Json().GetProperty("fingerprint").GetString());
        Assert.Equal(chosen, run.Json().GetProperty("chosen").GetProperty("architecture").GetString());
        Assert.Equal(0.943733, run.Json().GetProperty("optimum").GetProperty("accuracy").GetDouble(), 1e-9);
        foreach (var again in (string[][])[["audit", "table"],
            ["replay", "table", "--mode", "policy"], ["replay", "table", "--mode", "full"]])
        {
            var result = await _work.Enas(again);
            Assert.True(result.ExitCode == 0, result.Output + result.Error);
        }
    }

    [Fact(Explicit = true)]
    public async Task What_a_search_of_a_table_cannot_do_is_refused_with_a_way_out_that_works()
    {
        var job = Path.Combine(AppContext.BaseDirectory, "jobs", "nas-bench-201-evolution.json");
        await _work.Enas("run", job, "--set", "data.path=" + NasBench201File.Path, "--set", "budget.evaluations=60", "--out", "table");
        var rank = await _work.Enas("rank", "table", "--count", "2");
        Assert.Equal((65, 0), (rank.ExitCode, Directory.GetDirectories(_work.Root, "*rank*").Length));
        var longer = await _work.Enas("resume", "table", "--set", "budget.evaluations=70");
        Assert.Equal(65, longer.ExitCode);
        Assert.EndsWith("Start a new search with the larger one", longer.Error.TrimEnd(), StringComparison.Ordinal);
        var fork = await _work.Enas("fork", "table", "--at", "50");
        Assert.Equal(65, fork.ExitCode);
        Assert.Contains("table cannot be branched", fork.Error, StringComparison.Ordinal);
    }
}
