using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Workers;

/// <summary>The trainings of one search in several processes at once: the facts are those of one after the other, whatever dies.</summary>
public sealed class ChildrenInSlotsTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public ChildrenInSlotsTests()
    {
        _work.Job("tiny-predictor.json");
        _work.Job("tiny-finals.json");
    }

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Finals_on_three_slots_are_those_of_one()
    {
        string[] few = ["--set", "budget.rounds=1", "--set", "finals.count=3", "--set", "finals.rungs=1",
            "--set", "finals.steps=4"];
        var (alone, ahead) = (await RunAsync("tiny-finals.json", "one", few),
            await RunAsync("tiny-finals.json", "slots", [.. few, "--slots", "3"]));
        Assert.Equal(Fingerprint(alone), Fingerprint(ahead));
        Assert.Equal(3, Results("slots").Length);
    }

    /// <summary>Seven of the nine that the budget has follow from results.</summary>
    [Theory]
    [InlineData("evolution", "strategy.population=2")]
    [InlineData("local-search", "strategy.improvement=first")]
    public async Task What_is_under_way_together_is_trained_together_and_the_search_is_that_of_one_slot(string strategy, string own)
    {
        string[] lag = ["--set", $"strategy.kind={strategy}", "--set", own, "--set", "evaluator.lag=3", "--set", "budget.evaluations=9",
            "--set", "child.steps=3", "--set", "derive.candidates=1"];
        _work.Write("lag.json", """
            {
              "schemaVersion": 1, "name": "lag", "preset": "small", "seed": 1,
              "data": { "kind": "generated", "states": 4, "vocabulary": 12, "branches": 3, "trainTokens": 400, "validTokens": 60,
                "testTokens": 60 },
              "space": { "nodes": 4 }, "evaluator": { "kind": "child" },
              "train": { "network": { "hidden": 8, "batchSize": 4, "sequenceLength": 5 }, "epochs": 1, "evaluationBatchSize": 2 }
            }
            """);
        var (alone, ahead) = (await RunAsync("lag.json", "one", lag), await RunAsync("lag.json", "slots", [.. lag, "--slots", "3"]));
        Assert.Equal(Fingerprint(alone), Fingerprint(ahead));
        var facts = await SearchFacts.OfAsync(_work, "one");
        Assert.NotEmpty(facts);
        Assert.Equal(facts, await SearchFacts.OfAsync(_work, "slots"));
        Assert.Equal(Fingerprint(alone), Fingerprint(await RunAsync("lag.json", "two", [.. lag, "--slots", "2"])));
        Assert.Equal(facts, await SearchFacts.OfAsync(_work, "two"));
        Assert.InRange(Results("slots").Length, 6, 11);
        Assert.NotEqual(Fingerprint(alone), Fingerprint(await RunAsync("lag.json", "none", [.. lag, "--set", "evaluator.lag=1"])));
        var replay = await _work.Enas("replay", "slots", "--mode", "policy");
        Assert.True(replay.ExitCode == 0, replay.Error);
    }

    [Fact]
    public async Task A_search_that_is_killed_among_its_slots_goes_on_and_trains_no_child_twice()
    {
        var alone = await RunAsync("tiny-predictor.json", "one");
        using (var killed = EnasProcess.Start(_work.Root, "run", "tiny-predictor.json", "--out", "killed", "--slots", "2"))
        {
            await HasResultsAsync("killed", 2);
            killed.Process.Kill();
            await killed.Process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var done = await Cluster.CompleteAsync(Path.Combine(_work.Root, "killed-children"));
        Assert.NotEmpty(done);
        var resumed = await _work.Enas("resume", "killed", "--slots", "2", "--json");
        Assert.Equal(Fingerprint(alone), Fingerprint(resumed));
        Assert.Empty(done.Except(await Cluster.CompleteAsync(Path.Combine(_work.Root, "killed-children"))));
        Assert.Equal(12, Directory.GetDirectories(Path.Combine(_work.Root, "killed-children"), "rung-*").Length);

        // The first four need no model, and the two uniform candidates nothing; each of the others needs the one before it, and is trained
        // where the search is.
        Assert.Equal(6, Results("killed").Length);
        Assert.Equal(0, (await _work.Enas("audit", "killed")).ExitCode);
    }

    [Fact]
    public async Task A_ranking_whose_folder_was_removed_is_made_again_ahead()
    {
        await _work.TinySearch("a");
        string[] rank = ["rank", "a", "--count", "2", "--set", "train.epochs=1", "--out", "r", "--slots", "2", "--json"];
        var first = await _work.Enas(rank);
        Directory.Delete(Path.Combine(_work.Root, "r", "random-01"), recursive: true);
        var again = await _work.Enas(rank);
        Assert.Contains("begun ahead: random-01", again.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("begun ahead: choice", again.Error, StringComparison.Ordinal);
        Assert.Equal(Count(first), Count(again));

        static int Count(EnasResult result) => result.Json().GetProperty("architectures").GetArrayLength();
    }

    [Theory]
    [InlineData("tiny.json", "trains no architectures alone")]
    [InlineData("jobs/any-outside.json", "evaluator.atOnce")]
    public async Task A_search_without_such_trainings_is_refused_before_it_begins(string job, string words)
    {
        var path = job.StartsWith("jobs/", StringComparison.Ordinal) ? Path.Combine(AppContext.BaseDirectory, job) : job;
        var refused = await _work.Enas("run", path, "--out", "none", "--slots", "2", "--json");
        Assert.Equal(64, refused.ExitCode);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_work.Root, "none")));
    }

    [Theory]
    [InlineData("lies outside of --root", "--root", "elsewhere")]
    [InlineData("it holds neither a key", "--root", ".", "--engine-credentials", "tiny-predictor.json")]
    public async Task A_search_whose_trainings_no_worker_could_do_is_refused_before_it_begins(string words, params string[] more)
    {
        // Nobody is asked, so nobody has to be there.
        var refused = await _work.Enas(["run", "tiny-predictor.json", "--out", "none", "--engine", "nats://127.0.0.1:1", .. more]);
        Assert.Equal(64, refused.ExitCode);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_work.Root, "none")));
    }

    private static string? Fingerprint(EnasResult result)
    {
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Json().GetProperty("fingerprint").GetString();
    }

    private Task<EnasResult> RunAsync(string job, string folder, params string[] more) =>
        _work.Enas(["run", job, "--out", folder, "--json", .. more]);

    private string[] Results(string search) => Directory.GetFiles(Path.Combine(_work.Root, $"{search}-children", "results"), "*.json");

    private async Task HasResultsAsync(string search, int count)
    {
        var results = Path.Combine(_work.Root, $"{search}-children", "results");
        using var limit = new CancellationTokenSource(EnasProcess.Longest);
        while (!Directory.Exists(results) || Directory.GetFiles(results, "*.json").Length < count)
        {
            await Task.Delay(5, limit.Token);
        }
    }
}
