using System.Text.Json;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Host.Tests.Cli;
using Enas.Host.Verbs.Prove;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;

namespace Enas.Host.Tests.Verbs.Prove;

/// <summary>A small proof as people run it.</summary>
public sealed class ProveTests : IDisposable
{
    private static readonly string[] s_prove = ["prove", "tiny.json", "--pairs", "2", "--out", "p", "--set", "train.epochs=1", "--json"];

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Arms_have_equal_cost_and_what_is_gone_is_made_again()
    {
        var first = await _work.Enas(s_prove);
        Assert.True(first.ExitCode == 0, first.Error);
        var proof = first.Json();
        Assert.True(proof.GetProperty("complete").GetBoolean());
        var pairs = proof.GetProperty("pairs").EnumerateArray().ToArray();
        Assert.Equal([1UL, 2UL], pairs.Select(pair => pair.GetProperty("seed").GetUInt64()));
        Assert.All(pairs, pair =>
        {
            var runs = pair.GetProperty("runs").EnumerateArray().ToArray();
            Assert.Equal(["search", "random-trainings", "uniform-policy"], runs.Select(run => run.GetProperty("arm").GetString()));
            long[] costs = [.. runs.Select(run => run.GetProperty("cost").GetInt64())];
            Assert.True(costs[0] > 0);

            // Random search never gets less than the search, and no more than one training more.
            var trainings = pair.GetProperty("randomTrainings").GetInt32();
            Assert.InRange(costs[1], costs[0], costs[0] + (2 * costs[1] / trainings));
        });
        var random = proof.GetProperty("comparisons")[0];
        Assert.Equal(("random-trainings", 2), (random.GetProperty("other").GetString(), random.GetProperty("pairs").GetInt32()));
        Assert.NotEmpty(proof.GetProperty("bestOfRandom").EnumerateArray());
        var page = await File.ReadAllTextAsync(Path.Combine(_work.Root, "p", "proof.html"));
        Assert.Contains("What N random trainings come to", page, StringComparison.Ordinal);
        Assert.Contains("<p>Won ", page, StringComparison.Ordinal);

        Directory.Delete(Path.Combine(_work.Root, "p", "seed-1", "random-trainings", "001"), recursive: true);
        Directory.Delete(Path.Combine(_work.Root, "p", "seed-2", "uniform-policy"), recursive: true);
        Directory.Delete(Path.Combine(_work.Root, "p", "seed-2", "uniform-policy-trained"), recursive: true);

        // As a process leaves it that dies before its first fact.
        foreach (var part in (string[])["segments", "checkpoints"])
        {
            Array.ForEach(Directory.GetFiles(Path.Combine(_work.Root, "p", "seed-2", "search-trained", part)), File.Delete);
        }

        var again = await _work.Enas(s_prove);
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.True(JsonElement.DeepEquals(proof, again.Json()));
        Assert.Contains("search is complete; nothing was changed", again.Error, StringComparison.Ordinal);

        // Another job or another first seed is another proof, and leaves the page as it is.
        foreach (var set in (string[])["space.nodes=4", "seed=2", "budget.rounds=3", "train.epochs=2"])
        {
            var other = await _work.Enas([.. s_prove, "--set", set]);
            Assert.Equal(65, other.ExitCode);
            Assert.Contains("holds a proof of another job than this one (\"tiny\", from seed 1 on)", other.Error, StringComparison.Ordinal);
        }

        Assert.Empty(proof.GetProperty("remarks").EnumerateArray());
        Assert.Equal(page, await File.ReadAllTextAsync(Path.Combine(_work.Root, "p", "proof.html")));

        // Fewer pairs than planned are said to be.
        var fewer = (await _work.Enas([.. s_prove.Select(word => word == "2" ? "1" : word)])).Json();
        Assert.Equal((2, 1, 1), (fewer.GetProperty("planned").GetInt32(), fewer.GetProperty("asked").GetInt32(),
            fewer.GetProperty("pairsNotCounted").GetInt32()));
        Assert.StartsWith("1 pair is counted, and 2 were planned when the proof began; 1 more lies in the folder and is not counted",
            Assert.Single(fewer.GetProperty("remarks").EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.Contains("<p>1 pair is counted, and 2 were planned",
            await File.ReadAllTextAsync(Path.Combine(_work.Root, "p", "proof.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seeds_do_not_go_round()
    {
        string[] prove = ["prove", "tiny.json", "--out", "p", "--set", $"seed={ulong.MaxValue}", "--set", "data.seed=1"];
        var refused = await _work.Enas([.. prove, "--pairs", "2"]);
        Assert.Equal(64, refused.ExitCode);
        Assert.Contains("the largest seed is 18446744073709551615", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_work.Root, "p")));
        await _work.TinySearch("s");
        var ranked = await _work.Enas("rank", "s", "--count", "2", "--seeds", "2", "--set", $"seed={ulong.MaxValue}", "--set",
            "data.seed=1");
        Assert.Equal(64, ranked.ExitCode);
        Assert.Contains("the largest seed is 18446744073709551615", ranked.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Random_trainings_are_those_that_the_search_itself_makes()
    {
        var job = Path.Combine(AppContext.BaseDirectory, "jobs", "tiny-nas.json");
        string[] prove = ["prove", job, "--pairs", "1", "--out", "p", "--json"];
        var first = await _work.Enas(prove);
        Assert.True(first.ExitCode == 0, first.Error);
        var runs = first.Json().GetProperty("pairs")[0].GetProperty("runs").EnumerateArray().ToArray();
        Assert.EndsWith("random-trainings-trained", runs[1].GetProperty("folder").GetString(), StringComparison.Ordinal);
        Assert.True(runs[1].GetProperty("cost").GetInt64() >= runs[0].GetProperty("cost").GetInt64());

        // The last training is the longer one, and the choice is trained by both.
        async Task<long> StepsOf(string folder) =>
            (await _work.Enas("show", $"p/seed-1/{folder}", "--json")).Json().GetProperty("steps").GetInt64();
        Assert.Equal(12, await StepsOf("random-trainings/001"));
        Assert.Equal(12, await StepsOf("search-as-random"));
        Assert.True(await StepsOf("search-trained") > 12);
        Assert.True(JsonElement.DeepEquals(first.Json(), (await _work.Enas(prove)).Json()));

        // A child of its search that is damaged is seen, as a damaged random training is.
        var children = Directory.GetDirectories(Path.Combine(_work.Root, "p", Path.GetFileName(Directory.GetDirectories(
            Path.Combine(_work.Root, "p")).Single()), "search-children"));
        var segment = Directory.GetFiles(Path.Combine(children[0], "segments"))[0];
        var bytes = await File.ReadAllBytesAsync(segment);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(segment, bytes);
        var damaged = await _work.Enas(prove);
        Assert.Equal(10, damaged.ExitCode);
        Assert.Contains($"is damaged: {Path.GetFileName(children[0])}: ", damaged.Error, StringComparison.Ordinal);
    }

    /// <summary>What the search may not choose, random search may not choose either.</summary>
    [Fact]
    public async Task Random_architectures_keep_the_limits_of_the_job()
    {
        _work.Job("tiny-mnas.json");
        string[] prove = ["prove", "tiny-mnas.json", "--pairs", "1", "--out", "p", "--set", "limits.parameters=3500",
            "--set", "objective.kind=limit", "--set", "objective.target=0", "--set", "budget.evaluations=2",
            "--set", "derive.candidates=1", "--set", "child.steps=2", "--set", "train.epochs=1"];
        var result = await _work.Enas([.. prove, "--json"]);
        Assert.True(result.ExitCode == 0, result.Error);
        var trainings = Directory.GetDirectories(Path.Combine(_work.Root, "p", "seed-3", "random-trainings"));
        Assert.NotEmpty(trainings);
        var job = JobLoading.Read(Path.Combine(_work.Root, "tiny-mnas.json"), []).Options!;
        var (counts, space) = (TaskCatalog.Load(job).UsedCosts(job)!, SpaceCatalog.Create(job));
        foreach (var training in trainings)
        {
            var network = (await RecordedSearch.OpenAsync(training)).State.Started!.Architecture!;
            var counted = counts.UsedCountsOf(space.Parse(network)).Parameters;
            Assert.InRange(counted, 1, 3500);
        }

        Assert.Equal("random architectures are drawn within the limits of the job too: at most 3,500 (parameters)",
            Assert.Single(result.Json().GetProperty("remarks").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task What_is_no_fair_comparison_is_refused_before_anything_is_trained()
    {
        _work.Job("tiny-mnas.json");
        _work.Job("tiny-custom.json");
        foreach (var (words, asked) in new (string, string[])[]
        {
            ("prove compares accuracy alone, and objective.kind \"soft\" searches for accuracy and multiply-adds together",
                ["tiny-mnas.json"]),
            ("--set objective.kind=limit --set objective.target=0 --set limits.multiplyAdds=N", ["tiny-mnas.json"]),
            ("limits.latencyMs is about a measured time", ["tiny-mnas.json", "--set", "objective.kind=limit", "--set",
                "objective.target=0", "--set", "limits.latencyMs=5"]),
            ("its architectures are evaluated outside of Enas", ["tiny-custom.json"]),
        })
        {
            var refused = await _work.Enas(["prove", .. asked, "--out", "p"]);
            Assert.True(refused.ExitCode == 65, refused.Error);
            Assert.Contains(words, refused.Error, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(Path.Combine(_work.Root, "p")));
        var job = JobLoading.Read(_work.Tiny, []).Options!;
        Assert.Null(ProofLimits.RefusalOf(job));
        Assert.EndsWith("--set objective.kind=limit --set objective.reference=0 --set limits.multiplyAdds=N", ProofLimits.RefusalOf(
            job with { Objective = job.Objective with { Kind = ObjectiveOptions.Pareto, Reference = 5 } }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proof_that_comes_to_nothing_says_why()
    {
        _work.Job("tiny-finals.json");
        string[] prove = ["prove", "tiny-finals.json", "--pairs", "1", "--out", "p", "--set", "train.network.learningRateMaximum=1e9"];
        var first = await _work.Enas(prove);
        Assert.Equal(12, first.ExitCode);
        const string why = "no result    seed-3/search: nothing is chosen: every training of the finals failed";
        Assert.Contains(why, first.Output, StringComparison.Ordinal);
        Assert.Contains(why, (await _work.Enas(prove)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("finals.steps=6")]
    [InlineData("child.test=false")]
    public async Task Random_trainings_are_those_of_the_finals(string steps)
    {
        string[] prove = ["prove", "tiny-macro.json", "--pairs", "1", "--out", "p", "--json",
            "--set", "finals.count=2", "--set", steps, "--set", "train.epochs=2"];
        var first = await _work.Enas(prove);
        Assert.True(first.ExitCode == 0, first.Error);
        var proof = first.Json();
        var runs = proof.GetProperty("pairs")[0].GetProperty("runs").EnumerateArray().ToArray();
        Assert.Equal(["search", "random-trainings", "uniform-policy"], runs.Select(run => run.GetProperty("arm").GetString()));
        Assert.EndsWith("random-trainings-trained", runs[1].GetProperty("folder").GetString(), StringComparison.Ordinal);
        Assert.True(runs[1].GetProperty("cost").GetInt64() >= runs[0].GetProperty("cost").GetInt64());
        Assert.Equal("no-ranking", proof.GetProperty("comparisons").EnumerateArray().Last().GetProperty("other").GetString());
        Assert.Equal(JsonValueKind.Null, proof.GetProperty("comparisons").EnumerateArray().Last().GetProperty("leastCost").ValueKind);

        // The last training is the longer one.
        async Task<long> StepsOf(string folder) =>
            (await _work.Enas("show", $"p/seed-3/{folder}", "--json")).Json().GetProperty("steps").GetInt64();
        Assert.True(await StepsOf("random-trainings/001") < await StepsOf("search-trained"));
        Assert.Equal(await StepsOf("random-trainings/001"), await StepsOf("search-as-random"));
        Assert.True(JsonElement.DeepEquals(proof, (await _work.Enas(prove)).Json()));
    }

    [Fact]
    public async Task Options_that_only_its_own_strategy_has_cost_a_search_no_arm()
    {
        _work.Job("tiny-darts.json");
        var result = await _work.Enas("prove", "tiny-darts.json", "--pairs", "1", "--out", "p", "--json", "--set", "train.epochs=1",
            "--set", "strategy.order=first");
        Assert.True(result.ExitCode == 0, result.Error);
        var proof = result.Json();
        Assert.Equal(["search", "random-trainings", "uniform-policy"],
            proof.GetProperty("pairs")[0].GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("arm").GetString()));
        Assert.Empty(proof.GetProperty("leftOut").EnumerateArray());
    }

    /// <summary>The job of <c>eng/prove-digits</c>, on digits that a formula wrote in UCI's form.</summary>
    [Fact]
    public async Task The_job_of_the_digits_proves_with_children_chosen_by_a_model()
    {
        const string job = "digits-nas-bench-201-proof.json";
        foreach (var (name, lines) in new (string, int)[] { ("optdigits.tra", 120), ("optdigits.tes", 40) })
        {
            _work.Write($"digits/{name}", string.Concat(Enumerable.Range(0, lines).Select(line => string.Join(
                ',', Enumerable.Range(0, 64).Select(pixel => ((1 + pixel) * (1 + (line % 10))) % 17).Append(line % 10)) + "\n")));
        }

        var result = await _work.Enas("prove", Path.Combine(AppContext.BaseDirectory, "jobs", job), "--pairs", "1", "--out", "p", "--json",
            "--set", "data.path=digits", "--set", "budget.evaluations=4", "--set", "strategy.initial=2", "--set", "strategy.pool=20",
            "--set", "child.steps=3", "--set", "train.steps=16");
        Assert.True(result.ExitCode == 0, result.Error);
        var pair = result.Json().GetProperty("pairs")[0];
        Assert.Equal(["search", "random-trainings"],
            pair.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("arm").GetString()));
        Assert.InRange(pair.GetProperty("randomTrainings").GetInt32(), 2, 20);
        Assert.StartsWith("uniform-policy: its architectures are trained alone",
            Assert.Single(result.Json().GetProperty("leftOut").EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.Contains("<p>Left out: uniform-policy: its architectures are trained alone",
            await File.ReadAllTextAsync(Path.Combine(_work.Root, "p", "proof.html")), StringComparison.Ordinal);
        Assert.Equal(5, Directory.GetDirectories(Path.Combine(_work.Root, "p", "seed-21", "search-children")).Length);
    }

    [Fact]
    public async Task A_null_model_has_no_arm_without_its_policy_and_a_table_has_nothing_to_prove()
    {
        var proof = (await _work.Enas("prove", "tiny.json", "--pairs", "1", "--set", "strategy.kind=random", "--set", "train.epochs=1",
            "--json")).Json();
        Assert.Equal(["search", "random-trainings"],
            proof.GetProperty("arms").EnumerateArray().Select(arm => arm.GetProperty("arm").GetString()));
        Assert.Equal("too-few", proof.GetProperty("comparisons")[0].GetProperty("verdict").GetString());
        Assert.True(Directory.Exists(Path.Combine(_work.Root, "runs", "tiny-proof", "seed-1", "search")));
        File.Copy(Path.Combine(AppContext.BaseDirectory, "jobs", "nas-bench-201-evolution.json"), Path.Combine(_work.Root, "table.json"));
        var table = await _work.Enas("prove", "table.json");
        Assert.Equal(65, table.ExitCode);
        Assert.Contains("values of a table cost nothing", table.Error, StringComparison.Ordinal);
        Assert.Equal(64, (await _work.Enas("prove", "tiny.json", "--pairs", "0")).ExitCode);
    }
}
