using System.Globalization;
using System.Text.Json;
using Enas.Host.Tests.Cli;
using Enas.Pipeline.Spaces.NasBench201;

namespace Enas.Host.Tests.Verbs.Rank;

/// <summary>Cells of a table scored with the shared weights of a finished search.</summary>
public sealed class TableRankTests : IAsyncLifetime
{
    private const int Rows = 40;

    private readonly WorkFolder _work = new();

    public async ValueTask InitializeAsync()
    {
        _work.Job("tiny-nas-bench-201.json");
        Assert.Equal(0, (await _work.Enas("run", "tiny-nas-bench-201.json", "--out", "s", "--set", "derive.checkpoints=2")).ExitCode);

        // Any numbers: what they are is known.
        var space = new NasBench201Space();
        _work.Write("table.csv", "arch,cifar10_test_200ep,other\n" + string.Concat(Enumerable.Range(0, Rows).Select(number =>
            string.Create(CultureInfo.InvariantCulture, $"{CellOf(space, number)},{number + 50},{number / 100.0}\n"))));
    }

    public ValueTask DisposeAsync()
    {
        _work.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Scores_are_made_once_and_go_on_where_they_were()
    {
        var few = (await RankAsync("--count", "12")).Json();
        Assert.Equal((12, 32), (few.GetProperty("count").GetInt32(), few.GetProperty("images").GetInt32()));
        var first = Scores();
        Assert.Equal(13, first.Length);

        // As a killed process may leave it: the last line is half there.
        File.WriteAllText(ScoresFile, string.Join('\n', first[..11]) + "\n" + first[11][..20]);
        var again = await RankAsync("--count", "12");
        Assert.Contains("10 are scored already", again.Error, StringComparison.Ordinal);
        Assert.Equal(few.GetProperty("byAccuracy").GetRawText(), again.Json().GetProperty("byAccuracy").GetRawText());
        Assert.Equal(first, Scores());

        // More go on from fewer, and all of them are each once.
        var all = (await RankAsync()).Json();
        Assert.Equal(Rows, all.GetProperty("count").GetInt32());
        Assert.Equal(first, Scores()[..13]);
        Assert.Equal(Rows + 1, Scores().Distinct().Count());
        Assert.Equal((0.89, 0.695), (all.GetProperty("tableBest").GetDouble(), Math.Round(all.GetProperty("tableMean").GetDouble(), 12)));
        Assert.Equal(1, all.GetProperty("byLoss").GetProperty("best").GetArrayLength());

        var other = await _work.Enas("rank", "s", "--table", "table.csv", "--images", "64");
        Assert.Equal(65, other.ExitCode);
        Assert.Contains("other weights or other images", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_score_is_that_of_the_search_itself()
    {
        var candidates = (await _work.Enas("derive", "s", "--json")).Json().GetProperty("candidates");
        var tokens = candidates[0].GetProperty("architecture").GetString()!;
        var second = candidates.EnumerateArray().Select(row => row.GetProperty("architecture").GetString()!).First(cell => cell != tokens);
        _work.Write("two.csv", $"arch,cifar10_test_200ep\n{tokens},90\n{second},80\n");
        var report = await _work.Enas("rank", "s", "--table", "two.csv", "--out", "two");
        Assert.True(report.ExitCode == 0, report.Error);
        Assert.Contains("each on 64 validation images", report.Output, StringComparison.Ordinal);
        Assert.Contains("the mean over 2 checkpoints", report.Output, StringComparison.Ordinal);
        foreach (var line in File.ReadAllLines(Path.Combine(_work.Root, "two", "scores.csv")).Skip(1).Select(line => line.Split(',')))
        {
            var recorded = candidates.EnumerateArray().First(row => row.GetProperty("architecture").GetString() == line[0]);
            Assert.Equal(recorded.GetProperty("accuracy").GetDouble(),
                int.Parse(line[2], CultureInfo.InvariantCulture) / double.Parse(line[1], CultureInfo.InvariantCulture), 12);
        }
    }

    [Fact]
    public async Task What_costs_no_weights_stands_beside_the_scores()
    {
        var space = new NasBench201Space();
        const string Better = "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|nor_conv_3x3~0|nor_conv_3x3~1|nor_conv_3x3~2|";
        const string Middle = "|nor_conv_1x1~0|+|nor_conv_1x1~0|nor_conv_1x1~1|+|nor_conv_1x1~0|nor_conv_1x1~1|nor_conv_1x1~2|";
        const string Worse = "|skip_connect~0|+|skip_connect~0|skip_connect~1|+|skip_connect~0|skip_connect~1|skip_connect~2|";
        Assert.All((string[])[Better, Middle, Worse], cell => space.Parse(cell));
        _work.Write("sizes.csv", $"arch,cifar10_test_200ep\n{Better},90\n{Middle},80\n{Worse},70\n");
        var counted = await _work.Enas("rank", "s", "--table", "sizes.csv", "--images", "32", "--json");
        var proxy = Assert.Single(counted.Json().GetProperty("proxies").EnumerateArray());
        Assert.Equal(("multiply-adds", 3, 1.0), (proxy.GetProperty("proxy").GetString(), proxy.GetProperty("count").GetInt32(),
            proxy.GetProperty("kendall").GetProperty("value").GetDouble()));
        Assert.Contains("proxy        multiply-adds: Spearman rho 1.00", counted.Error + counted.Output, StringComparison.Ordinal);

        var all = await _work.Enas("rank", "s", "--table", "sizes.csv", "--images", "32", "--json", "--proxies");
        Assert.Equal(["parameters", "multiply-adds", "naswot", "synflow", "snip", "grad-norm"],
            all.Json().GetProperty("proxies").EnumerateArray().Select(one => one.GetProperty("proxy").GetString()!));
    }

    [Fact]
    public async Task Counting_needs_no_batch_and_what_needs_one_is_refused_before_anything_is_scored()
    {
        var run = await _work.Enas("run", "tiny-nas-bench-201.json", "--out", "few", "--set", "proxies.batchSize=257");
        Assert.True(run.ExitCode == 0, run.Error);
        var refused = await _work.Enas("rank", "few", "--table", "table.csv", "--count", "2", "--images", "32", "--proxies");
        Assert.Equal(65, refused.ExitCode);
        Assert.Contains("proxies", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_work.Root, "few-rank-table")));
        var counted = await _work.Enas("rank", "few", "--table", "table.csv", "--count", "3", "--images", "32", "--json");
        Assert.Single(counted.Json().GetProperty("proxies").EnumerateArray());
    }

    [Fact]
    public async Task Data_that_lie_elsewhere_now_are_used_for_proxies_too()
    {
        foreach (var (file, count) in ((string, int)[])[("train.csv", 48), ("test.csv", 8)])
        {
            _work.Write(Path.Combine("images", file), string.Concat(Enumerable.Range(0, count).Select(image =>
                string.Join(',', Enumerable.Range(0, 64).Select(pixel => ((image * 31) + (pixel * (7 + (image % 2)))) % 256))
                    + $",{image % 2}\n")));
        }

        _work.Write("images.json", """
            {
              "schemaVersion": 1, "name": "images", "preset": "small", "seed": 3, "data": { "kind": "images", "path": "images" },
              "space": { "kind": "nas-bench-201" }, "proxies": { "batchSize": 8 },
              "strategy": {
                "kind": "random", "warmUpSteps": 0, "weightStepsPerRound": 1, "policyStepsPerRound": 1, "samplesPerPolicyStep": 1
              },
              "sharedWeights": { "filters": 4, "batchSize": 8, "warmUpSteps": 0, "annealSteps": 4 }, "reward": { "batchSize": 4 },
              "budget": { "rounds": 1 }, "derive": { "candidates": 2, "batchSize": 4 },
              "train": { "epochs": 2, "evaluationBatchSize": 4, "network": { "filters": 4, "batchSize": 8, "restartPeriod": 2 } }
            }
            """);
        var run = await _work.Enas("run", "images.json", "--out", "moved");
        Assert.True(run.ExitCode == 0, run.Error);
        Directory.Move(Path.Combine(_work.Root, "images"), Path.Combine(_work.Root, "there"));
        var ranked = await _work.Enas("rank", "moved", "--table", "table.csv", "--count", "3", "--images", "4", "--json", "--proxies",
            "--set", "data.path=there");
        Assert.True(ranked.ExitCode == 0, ranked.Error);
        Assert.Equal(6, ranked.Json().GetProperty("proxies").GetArrayLength());
    }

    [Theory]
    [InlineData(64, "--count 41: allowed are numbers from 2 to 40", "--table", "table.csv", "--count", "41")]
    [InlineData(64, "--images 0: allowed are numbers from 1", "--table", "table.csv", "--images", "0")]
    [InlineData(64, "--column stands with --table", "--column", "other")]
    [InlineData(64, "--table trains nothing", "--table", "table.csv", "--seeds", "2")]
    [InlineData(65, "nothing", "--table", "table.csv", "--column", "nothing")]
    [InlineData(66, "none.csv", "--table", "none.csv")]
    public async Task What_cannot_be_is_refused(int exitCode, string words, params string[] arguments)
    {
        var refused = await _work.Enas(["rank", "s", .. arguments]);
        Assert.Equal(exitCode, refused.ExitCode);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
    }

    private string ScoresFile => Path.Combine(_work.Root, "s-rank-table", "scores.csv");

    private string[] Scores() => File.ReadAllLines(ScoresFile);

    private async Task<EnasResult> RankAsync(params string[] more)
    {
        var result = await _work.Enas(["rank", "s", "--table", "table.csv", "--images", "32", "--json", .. more]);
        Assert.True(result.ExitCode == 0, result.Error);
        return result;
    }

    // Every 390th of the 15,625 cells.
    private static string CellOf(NasBench201Space space, int number) => space.FromValues(
        [.. Enumerable.Range(0, 6).Select(edge => number * 390 / (int)Math.Pow(5, edge) % 5)]).Tokens;
}
