using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Enas.Host.Tests.Cli;

/// <summary>What architectures cost, the limits of a job and its front, in every place that says so: small networks on built-in pictures,
/// each trained alone for a few steps.</summary>
public sealed class ArchitectureCostTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public ArchitectureCostTests() => _work.Job("tiny-mnas.json");

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_search_with_a_limit_keeps_it_and_says_what_everything_costs()
    {
        var run = await _work.Enas("run", "tiny-mnas.json", "--out", "mnas", "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        var most = await NumberAsync("SELECT max(parameters) AS n FROM candidates");
        Assert.InRange(most, 1, 10_000);
        Assert.InRange(await NumberAsync("SELECT min(CAST(facts ->> '$.value' AS BIGINT)) AS n FROM events "
            + "WHERE event_type = 'proposal-rejected'"), 10_001, 1_000_000);
        Assert.Equal(0, await NumberAsync(
            "SELECT count(*) AS n FROM children JOIN architecture_costs USING (architecture) WHERE architecture_costs.parameters > 10000"));
        Assert.Equal(0, await NumberAsync("SELECT count(*) AS n FROM architectures WHERE multiply_adds IS NULL"));
        Assert.Equal(0, await NumberAsync("SELECT count(*) AS n FROM work WHERE cost IS NULL"));

        var shown = await _work.Enas("show", "mnas", "--json");
        var costs = shown.Json().GetProperty("costs");
        Assert.InRange(costs.GetProperty("parameters").GetInt64(), 1, 10_000);
        Assert.Matches(@"costs +[\d,]+ parameters, [\d.]+ M multiply-adds", shown.Error);
        Assert.Matches(@"rejected +\d+ proposals? (was|were) above a limit", shown.Error);
        var top = await _work.Enas("top", "mnas", "--json");
        Assert.All(top.Json().GetProperty("architectures").EnumerateArray(),
            row => Assert.InRange(row.GetProperty("costs").GetProperty("parameters").GetInt64(), 1, 10_000));
        Assert.Contains("multiply-adds", top.Error, StringComparison.Ordinal);
        var derived = await _work.Enas("derive", "mnas", "--json");
        Assert.All(derived.Json().GetProperty("candidates").EnumerateArray(),
            row => Assert.Equal(JsonValueKind.Object, row.GetProperty("costs").ValueKind));
        foreach (var mode in (string[])["policy", "full"])
        {
            var replay = await _work.Enas("replay", "mnas", "--mode", mode);
            Assert.True(replay.ExitCode == 0, replay.Output + replay.Error);
            var given = Regex.Match(replay.Output + replay.Error, @"given what the trainings of architectures came to and the recorded "
                + @"costs of (?<count>[\d,]+) architectures, every sampled architecture");
            Assert.Equal(mode == "policy", given.Success);
            Assert.True(!given.Success || int.Parse(given.Groups["count"].Value, NumberStyles.Number, CultureInfo.InvariantCulture)
                == await NumberAsync("SELECT count(DISTINCT architecture) AS n FROM architecture_costs"));
        }
    }

    [Fact]
    public async Task A_measured_latency_is_recorded_and_taken_in_a_full_replay()
    {
        string[] sets = ["--set", "costs.latency=true", "--set", "costs.repeats=3", "--set", "costs.warmUp=1",
            "--set", "strategy.kind=random", "--set", "objective.kind=accuracy", "--set", "objective.target=0",
            "--set", "limits.parameters=0", "--set", "budget.evaluations=2", "--set", "evaluator.kind=child",
            "--set", "derive.candidates=1"];
        var run = await _work.Enas(["run", "tiny-mnas.json", "--out", "timed", .. sets]);
        Assert.True(run.ExitCode == 0, run.Error);
        var replay = await _work.Enas("replay", "timed", "--mode", "full", "--json");
        Assert.True(replay.ExitCode == 0, replay.Output + replay.Error);
        Assert.InRange(replay.Json().GetProperty("latenciesTaken").GetInt32(), 2, 6);
        Assert.Contains("measured times taken as recorded, not proven", replay.Error, StringComparison.Ordinal);
        var slowest = (await _work.Enas("sql", "timed", "SELECT min(latency_ms) AS n FROM architecture_costs", "--json")).Json();
        Assert.True(slowest.GetProperty("rows")[0].GetProperty("n").GetDouble() > 0);
    }

    [Fact]
    public async Task A_limit_that_nothing_keeps_is_refused_before_a_folder_is_made()
    {
        var run = await _work.Enas("run", "tiny-mnas.json", "--out", "mnas", "--set", "limits.parameters=5");
        Assert.Equal(65, run.ExitCode);
        Assert.Contains("none of 1,000 uniform architectures of the space keeps the limits of the job: the least parameters among them is ",
            run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_work.Root, "mnas")));
    }

    private async Task<long> NumberAsync(string query)
    {
        var answer = await _work.Enas("sql", "mnas", query, "--json");
        Assert.True(answer.ExitCode == 0, answer.Error);
        return answer.Json().GetProperty("rows")[0].GetProperty("n").GetInt64();
    }
}
