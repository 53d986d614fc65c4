using System.Text.Json;
using Enas.Host.Service;

namespace Enas.Host.Tests.Cli;

/// <summary>Every verb on a search and on a training whose scores are not finite: nothing is chosen, and each says so in words that lead
/// out of it.</summary>
public sealed class DivergedTests : IDisposable
{
    private const string Cause = "updates that are too large, as sharedWeights.learningRate "
        + "is 1E+30 and sharedWeights.clipNorm is 0, which clips no gradient. Lower the rate, or set a clipNorm above 0.";
    private const string Words = "nothing is chosen: the candidates' scores are not finite. "
        + "4 of 6 steps failed, because a loss, a gradient or a reward was not finite; they changed nothing. Likely cause: " + Cause;
    private const string TrainingCause = "updates that are too large, as train.network.learningRate "
        + "is 1E+30 and train.network.clipNorm is 0, which clips no gradient. Lower the rate, or set a clipNorm above 0.";
    private const string TrainingWords = "no result: the validation score is not finite. 8 "
        + "of 9 steps failed, because a loss, a gradient or a reward was not finite; they changed nothing. Likely cause: " + TrainingCause;

    private static readonly string[] s_huge = ["--set", "sharedWeights.learningRate=1e30", "--set", "sharedWeights.clipNorm=0"];
    private static readonly string[] s_hugeTraining = ["--set", "train.network.learningRate=1e30", "--set", "train.network.clipNorm=0"];

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_search_without_a_finite_score_chooses_nothing_and_ends_with_12_however_it_came_to_its_end()
    {
        var run = await _work.Enas(["run", "tiny.json", "--out", "runs/d", .. s_huge]);
        Assert.Equal(12, run.ExitCode);
        Assert.Contains("best     nothing is chosen: the candidates' scores are not finite\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("failed   4 of 6 steps failed, because a loss, a gradient or a reward was not finite; they changed nothing\n",
            run.Output, StringComparison.Ordinal);
        Assert.Contains($"cause    most likely {Cause[..^1]}\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("enas train", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("enas draw", run.Output, StringComparison.Ordinal);

        var again = await _work.Enas("resume", "runs/d", "--json");
        AssertNone(again, Words);
        Assert.Equal(75, (await _work.Enas(["run", "tiny.json", "--out", "runs/stopped", "--stop-after-steps", "3", .. s_huge])).ExitCode);
        AssertNone(await _work.Enas("resume", "runs/stopped", "--json"), Words);
        var fork = await _work.Enas("fork", "runs/d", "--at", "3", "--json");
        Assert.Equal(12, fork.ExitCode);
        Assert.StartsWith("nothing is chosen: the candidates' scores are not finite. 2 of 3 steps failed, ",
            fork.Json().GetProperty("noResult").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_records_it_as_failed_with_its_reason()
    {
        var printed = await _work.TinySearch("d", s_huge);
        var ended = FireRules.Ended(
            new Fire("tiny", default, FireState.Running),
                SearchProcess.EndOf(printed.ExitCode, printed.Output, isOverLimit: false), maxAttempts: 3, DateTimeOffset.UnixEpoch);
        Assert.Equal((FireState.Failed, 12, $"{Words[..^1]}; another attempt would not help"), (ended.State, ended.ExitCode, ended.Reason));
        Assert.NotNull(ended.Fingerprint);
    }

    [Fact]
    public async Task Verbs_that_look_at_such_a_search_say_so_and_end_with_0()
    {
        AssertNone(await _work.TinySearch("runs/d", s_huge), Words);
        var ls = await OutputAsync("ls");
        Assert.Contains("not finite", Assert.Single(ls.Split('\n'), line => line.StartsWith("d ", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        var listed = Assert.Single((await _work.Enas("ls", "--json")).Json().GetProperty("searches").EnumerateArray());
        Assert.Equal((JsonValueKind.Null, Words),
            (listed.GetProperty("best").ValueKind, listed.GetProperty("noResult").GetProperty("message").GetString()));

        var show = await OutputAsync("show", "d");
        Assert.Contains("result       nothing is chosen: the candidates' scores are not finite\n", show, StringComparison.Ordinal);
        Assert.Contains($"cause        most likely {Cause[..^1]}\n", show, StringComparison.Ordinal);
        Assert.DoesNotContain("chosen       ", show, StringComparison.Ordinal);
        Assert.DoesNotContain("h[t]", show, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, (await _work.Enas("show", "d", "--json")).Json().GetProperty("best").ValueKind);
        Assert.Equal($"d has no reward: {Words}\n", await OutputAsync("top", "d"));
        var derive = await OutputAsync("derive", "d");
        Assert.EndsWith($"{Words}\n", derive, StringComparison.Ordinal);
        Assert.DoesNotContain(" chosen", derive[..derive.IndexOf("nothing", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.Contains($", complete; {Words}", (await _work.Enas("doctor", "d", "--json")).Json().ToString(), StringComparison.Ordinal);

        await OutputAsync("report", "d", "--out", "d.html");
        var page = await File.ReadAllTextAsync(Path.Combine(_work.Root, "d.html"));
        Assert.Contains(System.Net.WebUtility.HtmlEncode("N" + Words[1..]), page, StringComparison.Ordinal);
        Assert.DoesNotContain("chosen (", page, StringComparison.Ordinal);
        Assert.DoesNotContain("of the choice", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_need_a_choice_works_on_it_and_what_needs_one_is_refused()
    {
        AssertNone(await _work.TinySearch("d", s_huge), Words);
        foreach (var verb in (string[][])[["audit", "d"], ["replay", "d"], ["replay", "d", "--mode", "policy"], ["replay",
            "d", "--mode", "full"], ["sql", "d", "SELECT * FROM candidates"], ["export", "d", "--format", "csv", "--out", "d.csv"]])
        {
            await OutputAsync(verb);
        }

        foreach (var (verb, doing) in (IEnumerable<(string[], string)>)[(["train", "d"], "train"),
            (["draw", "d"], "draw"), (["rank", "d", "--count", "2"], "rank")])
        {
            var refused = await _work.Enas(verb);
            Assert.Equal(66, refused.ExitCode);
            Assert.StartsWith($"enas: d has no choice to {doing}: {Words}", refused.Error, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await _work.Enas("train", "d", "--arch", "0 0 1 1 2", "--out", "given")).ExitCode);
    }

    [Fact]
    public async Task A_training_without_a_finite_score_ends_with_12_and_every_verb_says_so()
    {
        var train = await _work.Enas(
            ["train", "--job", "tiny.json", "--arch", "0 0 1 1 2", "--out", "runs/t", "--json", .. s_hugeTraining]);
        AssertNone(train, TrainingWords);
        Assert.Equal(JsonValueKind.Null, train.Json().GetProperty("validationPerplexity").ValueKind);
        var said = await _work.Enas("resume", "runs/t");
        Assert.Equal(12, said.ExitCode);
        Assert.Contains("epoch 1      validation perplexity not finite\nbest       "
            + "  no result: the validation score is not finite\nfailed       8 of 9 steps failed, ", said.Output, StringComparison.Ordinal);
        Assert.Contains($"cause        most likely {TrainingCause[..^1]}\n", said.Output, StringComparison.Ordinal);
        Assert.Contains("not finite", await OutputAsync("ls"), StringComparison.Ordinal);
        Assert.Contains("result       no result: the validation score is not finite\n",
            await OutputAsync("show", "t"), StringComparison.Ordinal);
        Assert.Equal("t has no reward: a final training samples nothing\n", await OutputAsync("top", "t"));
        Assert.EndsWith(TrainingWords + "\n", await OutputAsync("derive", "t"), StringComparison.Ordinal);
        Assert.Contains("h[t]", await OutputAsync("draw", "t"), StringComparison.Ordinal);
        await OutputAsync("audit", "t");
        await OutputAsync("replay", "t", "--mode", "full");
        await OutputAsync("sql", "t", "SELECT * FROM training");
        await OutputAsync("report", "t", "--out", "t.html");
        Assert.Contains(System.Net.WebUtility.HtmlEncode("N" + TrainingWords[1..]),
            await File.ReadAllTextAsync(Path.Combine(_work.Root, "t.html")), StringComparison.Ordinal);
        foreach (var format in (string[])["onnx", "safetensors", "json"])
        {
            var refused = await _work.Enas("export", "t", "--format", format);
            Assert.Equal((66, $"enas: t has no network to take away: {TrainingWords}\n"), (refused.ExitCode, refused.Error));
        }

        // What it trains is known, and the cure is another rate.
        var cured = await _work.Enas("train", "t", "--set", "train.network.learningRate=1", "--out", "cured", "--json");
        Assert.Equal((0, "0 0 1 1 2"), (cured.ExitCode, cured.Json().GetProperty("architecture").GetString()));
        var compared = await OutputAsync("compare", "t", "cured");
        Assert.Contains("not finite", Assert.Single(compared.Split('\n'), line => line.StartsWith("t  ", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.Contains($"t: N{TrainingWords[1..]}", compared, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ranking_whose_trainings_diverge_ends_with_12_and_leaves_them_out()
    {
        Assert.Equal(0, (await _work.TinySearch("search")).ExitCode);
        var rank = await _work.Enas(["rank", "search", "--count", "2", .. s_hugeTraining]);
        Assert.Equal(12, rank.ExitCode);
        Assert.DoesNotContain("NaN", rank.Output, StringComparison.Ordinal);
        Assert.Contains("alone        chosen not finite; 0 random: median not finite, best not finite (validation)\n",
            rank.Output, StringComparison.Ordinal);
        Assert.Contains($"left out     chosen: {TrainingWords[..60]}", rank.Output, StringComparison.Ordinal);
        Assert.Contains("n = 0", rank.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await _work.Enas("report", "search", "--out", "search.html")).ExitCode);
    }

    [Fact]
    public async Task An_accuracy_of_outputs_that_are_no_numbers_is_no_result_either()
    {
        var run = await _work.Enas(
            "run", "tiny-macro.json", "--out", "images", "--set", "sharedWeights.learningRateMaximum=1e30", "--json");
        Assert.Equal(12, run.ExitCode);
        Assert.Contains("sharedWeights.learningRateMaximum is 1E+30 and sharedWeights.clipNorm is 0",
            run.Json().GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(" %", await OutputAsync("derive", "images"), StringComparison.Ordinal);
        var train = await _work.Enas(
            "train", "images", "--arch", "0 1 1 2 1 1", "--out", "trained", "--set", "train.network.learningRateMaximum=1e30", "--json");
        Assert.Equal((12, JsonValueKind.Null), (train.ExitCode, train.Json().GetProperty("validationAccuracy").ValueKind));
        await OutputAsync("report", "trained", "--out", "trained.html");
    }

    [Fact]
    public async Task Steps_that_failed_on_the_way_to_a_result_are_told()
    {
        var run = await _work.Enas("run", "tiny.json", "--out", "some",
            "--set", "sharedWeights.learningRate=500", "--set", "sharedWeights.clipNorm=0", "--set", "seed=3", "--set", "budget.rounds=6");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("failed   5 of 18 steps, because a loss, a gradient or a reward was not finite; they changed nothing\n",
            run.Output, StringComparison.Ordinal);
        Assert.Contains("policy   2 candidates: best 3.2E+190, median not finite; 1 not finite, counted as the worst\n",
            run.Output, StringComparison.Ordinal);
        Assert.Contains("random   2 uniform architectures beside them: best not finite, median not finite; 2 not finite, "
            + "counted as the worst\nverdict  too few to say: 2 and 2 of them; 4 of each can show a difference\n",
            run.Output, StringComparison.Ordinal);
    }

    private static void AssertNone(EnasResult result, string words)
    {
        Assert.Equal(12, result.ExitCode);
        var json = result.Json();
        Assert.True(json.GetProperty("complete").GetBoolean());
        Assert.Equal(words, json.GetProperty("noResult").GetProperty("message").GetString());
        Assert.Equal((12, words),
            (json.GetProperty("error").GetProperty("exitCode").GetInt32(), json.GetProperty("error").GetProperty("message").GetString()));
    }

    private async Task<string> OutputAsync(params string[] arguments)
    {
        var result = await _work.Enas(arguments);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', arguments)} ended with {result.ExitCode}: {result.Error}");
        return result.Output;
    }
}
