using System.Runtime.InteropServices;

namespace Enas.Host.Tests.Cli;

/// <summary>Searches on images by the real executable: every verb, and both kinds of end by SIGKILL.</summary>
public sealed class ImageSearchTests : IDisposable
{
    // Commits after every step, so that there is always something to lose.
    private static readonly string[] s_everyStep =
        ["--set", "log.groupSeconds=0", "--set", "log.groupEvents=1", "--set", "checkpoint.everySteps=5"];

    private readonly WorkFolder _work = new();

    public ImageSearchTests() => _work.Job("tiny-nas-bench-201.json");

    public static TheoryData<string> Jobs => ["tiny-macro", "tiny-micro", "tiny-nas-bench-201"];

    public void Dispose() => _work.Dispose();

    [Theory]
    [MemberData(nameof(Jobs))]
    public async Task Every_verb_works_on_a_search_on_images(string job)
    {
        var run = (await SharedSearches.CopyAsync(Path.Combine(_work.Root, "s"), job + ".json", [])).Json();
        Assert.Equal("validation-accuracy", run.GetProperty("best").GetProperty("metric").GetString());
        Assert.InRange(run.GetProperty("best").GetProperty("score").GetDouble(), 0, 1);
        Assert.Contains("validation accuracy", (await _work.Enas("show", "s")).Output, StringComparison.Ordinal);
        Assert.Equal(8, (await _work.Enas("derive", "s", "--json")).Json().GetProperty("candidates").GetArrayLength());
        Assert.Contains("<svg", (await _work.Enas("draw", "s", "--format", "svg")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await _work.Enas("top", "s")).ExitCode);
        Assert.Equal(0, (await _work.Enas("replay", "s", "--mode", "policy")).ExitCode);
        Assert.Equal(0, (await _work.Enas("replay", "s", "--mode", "full")).ExitCode);
        Assert.Equal(0, (await _work.Enas("fork", "s", "--at", "20", "--set", "policy.learningRate=0.01", "--out", "f")).ExitCode);
        Assert.Contains("accuracy", (await _work.Enas("sql", "s", "SELECT avg(reward) AS accuracy FROM rewards")).Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Jobs))]
    public async Task A_killed_search_and_a_killed_training_go_on_to_the_same_fingerprints(string job)
    {
        string[] longer = ["--set", "strategy.warmUpSteps=40", "--set", "train.epochs=4"];
        var whole = Fingerprint(await _work.Enas(["run", job + ".json", "--json", "--out", "whole", .. longer]));
        await KilledAsync("part", ["run", job + ".json", "--out", "part", .. longer, .. s_everyStep]);
        Assert.Equal(whole, Fingerprint(await _work.Enas("resume", "part", "--json")));

        var trained = Fingerprint(await _work.Enas("train", "whole", "--json", "--out", "trained"));
        await KilledAsync("again", ["train", "part", "--out", "again", .. s_everyStep]);
        Assert.Equal(trained, Fingerprint(await _work.Enas("resume", "again", "--json")));
    }

    [Fact]
    public async Task Rank_trains_the_choice_and_random_ones_and_goes_on_where_it_was()
    {
        await SharedSearches.CopyAsync(Path.Combine(_work.Root, "s"), "tiny-macro.json", []);
        string[] rank = ["rank", "s", "--count", "3", "--set", "train.epochs=1", "--json"];
        var first = (await _work.Enas(rank)).Json();
        Assert.Equal(3, first.GetProperty("count").GetInt32());
        Assert.Equal(4, first.GetProperty("architectures").GetArrayLength());
        Assert.InRange(first.GetProperty("kendall").GetProperty("value").GetDouble(), -1, 1);
        Directory.Delete(Path.Combine(_work.Root, "s-rank", "random-02"), recursive: true);
        var second = (await _work.Enas(rank)).Json();
        Assert.Equal(
            first.GetProperty("architectures").EnumerateArray().Select(row => row.GetProperty("trainingFingerprint").GetString()),
            second.GetProperty("architectures").EnumerateArray().Select(row => row.GetProperty("trainingFingerprint").GetString()));
        var other = await _work.Enas("rank", "s", "--count", "3", "--set", "train.epochs=2");
        Assert.Equal(65, other.ExitCode);
        Assert.Contains("holds another training", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_seeds_tell_whether_a_ranking_can_be_trusted_and_keep_the_data()
    {
        await SharedSearches.CopyAsync(Path.Combine(_work.Root, "s"), "tiny-macro.json", []);
        var rank = (await _work.Enas("rank", "s", "--count", "2", "--seeds", "2", "--set", "train.epochs=1", "--json")).Json();
        var trainings = rank.GetProperty("architectures").EnumerateArray().Where(row => row.GetProperty("source").GetString() == "random")
            .Select(row => row.GetProperty("trainings")).ToArray();
        Assert.All(trainings, row => Assert.Equal([3UL, 4UL], row.EnumerateArray().Select(own => own.GetProperty("seed").GetUInt64())));
        var reliability = rank.GetProperty("reliability");
        Assert.Equal((2, 2), (reliability.GetProperty("architectures").GetInt32(), reliability.GetProperty("seeds").GetInt32()));
        Assert.InRange(reliability.GetProperty("intraclassCorrelation").GetDouble(), -1, 1);

        // Within, by hand from the losses in the logs: of two scores the variance is half the square of their difference.
        const string loss = "SELECT (facts ->> '$.loss_sum')::DOUBLE / (facts ->> '$.images')::INT AS loss FROM events "
            + "WHERE event_type = 'candidate-scored' AND (facts ->> '$.source') = 'validation'";
        var variance = 0.0;
        foreach (var pair in trainings)
        {
            var folders = pair.EnumerateArray().Select(own => own.GetProperty("folder").GetString()!).ToArray();
            var losses = (await _work.Enas(["sql", .. folders, loss, "--json"])).Json().GetProperty("rows").EnumerateArray()
                .Select(row => row.GetProperty("loss").GetDouble()).ToArray();
            Assert.Equal(2, losses.Length);
            variance += (losses[0] - losses[1]) * (losses[0] - losses[1]) / 2 / trainings.Length;
        }

        Assert.Equal(Math.Sqrt(variance), rank.GetProperty("reliabilityOfLoss").GetProperty("withinSd").GetDouble(), 1e-9);
        var first = (await _work.Enas("show", "s-rank/chosen", "--json")).Json();
        var second = (await _work.Enas("show", "s-rank/chosen-seed-2", "--json")).Json();
        Assert.NotEqual(first.GetProperty("fingerprint").GetString(), second.GetProperty("fingerprint").GetString());
        const string digest = "SELECT facts ->> '$.data_digest' AS digest FROM events WHERE event_type = 'search-started'";
        Assert.Equal(
            (await _work.Enas("sql", "s-rank/chosen", digest)).Output, (await _work.Enas("sql", "s-rank/chosen-seed-2", digest)).Output);
        Assert.Equal(64, (await _work.Enas("rank", "s", "--seeds", "0")).ExitCode);

        // The report says the same of the trainings that it finds.
        var report = (await _work.Enas("report", "s", "--out", "s.html", "--json")).Json().GetProperty("standAlone");
        Assert.True(System.Text.Json.JsonElement.DeepEquals(reliability, report.GetProperty("reliability")));
        Assert.True(System.Text.Json.JsonElement.DeepEquals(rank.GetProperty("kendall"), report.GetProperty("kendall")));
        Assert.Equal(2, report.GetProperty("count").GetInt32());
        Assert.Equal(["chosen", "random", "random"],
            report.GetProperty("architectures").EnumerateArray().Select(row => row.GetProperty("source").GetString()).Order());
        var page = await File.ReadAllTextAsync(Path.Combine(_work.Root, "s.html"));
        Assert.Contains("intraclass correlation", page, StringComparison.Ordinal);
        Assert.Contains(reliability.GetProperty("verdict").GetString()![1..40], page, StringComparison.Ordinal);
        Assert.Contains("are all taken on the validation set", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Networks_that_people_designed_are_trained_beside_them()
    {
        await _work.Enas("run", "tiny-macro.json", "--out", "s", "--set", "space.operations=[\"convolution-3x3\",\"max-pool-3x3\"]");
        var ranked = await _work.Enas("rank", "s", "--count", "2", "--references", "--set", "train.epochs=1", "--json");
        Assert.Contains("reference    resnet-macro ", ranked.Error, StringComparison.Ordinal);
        var rows = ranked.Json().GetProperty("architectures").EnumerateArray().ToArray();
        Assert.Equal(["chosen", "random", "random", "reference", "reference"], rows.Select(row => row.GetProperty("source").GetString()));
        Assert.Equal(["resnet-macro", "vgg-macro"], rows.Skip(3).Select(row => row.GetProperty("name").GetString()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, rows[3].GetProperty("shared").ValueKind);
        Assert.Equal(2, ranked.Json().GetProperty("count").GetInt32());
        Assert.True(Directory.Exists(Path.Combine(_work.Root, "s-rank", "reference-vgg-macro")));
        var report = (await _work.Enas("report", "s", "--out", "s.html", "--json")).Json().GetProperty("standAlone");
        Assert.Contains("vgg-macro",
            report.GetProperty("architectures").EnumerateArray().Select(row => row.GetProperty("source").GetString()));

        var trained = await _work.Enas("train", "s", "--arch", "resnet-macro", "--set", "train.epochs=1", "--json", "--out", "t");
        Assert.Equal(rows[3].GetProperty("architecture").GetString(), trained.Json().GetProperty("architecture").GetString());
        Assert.StartsWith("<svg", (await _work.Enas("draw", "--arch", "nasnet-a", "--format", "svg")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await _work.Enas("draw", "--arch", "resnet-201", "--format", "dot")).ExitCode);
    }

    /// <summary>The numbers of docs/algorithms.md#parameter-counts.</summary>
    [Theory]
    [InlineData("cifar10-macro-official.json", 697_860, 41_856, "largest", 0)]
    [InlineData("cifar10-micro-official.json", null, 41_733, "enas-micro", 494_848)]
    public async Task Validate_counts_the_published_numbers(string job, int? supernet, int policy, string finalOf, int auxiliary)
    {
        var parameters = (await _work.Enas("validate", Path.Combine(AppContext.BaseDirectory, "jobs", job),
            "--set", "data.path=nowhere", "--explain", "--no-time", "--json")).Json().GetProperty("parameters");
        Assert.Equal(supernet ?? parameters.GetProperty("supernet").GetInt32(), parameters.GetProperty("supernet").GetInt32());
        Assert.Equal(policy, parameters.GetProperty("policy").GetInt32());
        Assert.Equal(finalOf, parameters.GetProperty("finalOf").GetString());
        Assert.Equal(auxiliary, parameters.GetProperty("finalAuxiliary").GetInt32());
        if (finalOf == "enas-micro")
        {
            Assert.Equal(3_894_372, parameters.GetProperty("final").GetInt32());
        }
    }

    [Fact]
    public async Task The_published_cells_train_by_their_name()
    {
        var trained = (await _work.Enas(
            "train", "--job", "tiny-micro.json",
                "--arch", "enas-micro", "--set", "space.nodes=5", "--set", "train.epochs=1", "--json", "--out", "t")).Json();
        Assert.StartsWith("0 2 0 0 0 4 0 1", trained.GetProperty("architecture").GetString(), StringComparison.Ordinal);
        Assert.InRange(trained.GetProperty("testAccuracy").GetDouble(), 0, 1);
    }

    private async Task KilledAsync(string folder, string[] arguments)
    {
        using var enas = EnasProcess.Start(_work.Root, [.. arguments, "--threads", "1"]);
        await _work.HasSegments(folder, 12);

        Assert.Equal(0, Kill(enas.Process.Id, 9));
        Assert.Equal(137, (await enas.EndAsync()).ExitCode);
    }

    private static string Fingerprint(EnasResult result)
    {
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Json().GetProperty("fingerprint").GetString()!;
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
