using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Steps.Child;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Tests.Jobs;
using Enas.Pipeline.Tests.Search;

namespace Enas.Pipeline.Tests.Spaces.Custom;

/// <summary>Objectives and limits over costs that programs say.</summary>
public sealed class SaidCostTests
{
    private const int Most = 25;

    /// <summary>Strategies with an objective.</summary>
    public static TheoryData<string, string> Cases =>
    [
        .. from strategy in (string[])["random", "evolution", "local-search", "halving", "nas", "policy-table", "predictor"]
           from kind in (string[])["soft", "limit", "penalised"]
           select (strategy, kind),
        ("evolution", "pareto"),
        ("evolution", "pareto-limit"),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_stop_and_a_resume_give_the_facts_of_the_whole_and_a_replay_needs_no_program(string strategy, string kind)
    {
        var job = Job(strategy, kind);
        using var whole = SearchHarness.WithChildren(job, SpaceCatalog.Create(job), new PlayedPrograms(job));
        Assert.True((await whole.StartAsync()).IsComplete);
        using var first = SearchHarness.WithChildren(job, SpaceCatalog.Create(job), new PlayedPrograms(job) { StopsAt = 4 });
        Assert.False((await first.StartAsync()).IsComplete);
        using var second = SearchHarness.WithChildren(job, SpaceCatalog.Create(job), new PlayedPrograms(job));
        (second.Log, second.Checkpoints) = (first.Log, first.Checkpoints);
        Assert.True((await second.ResumeAsync()).IsComplete);
        Assert.Equal(whole.Log.FactHead, second.Log.FactHead);
        using var policy = SearchHarness.WithChildren(job, SpaceCatalog.Create(job), new NoChildTrainer());
        Assert.Equal(whole.Log.FactCount - 1, (await policy.ReplayAsync(whole.Log, policyOnly: true)).FactCount);
    }

    // A cost that somebody changed in the log is seen by what was made of it.
    [Theory]
    [InlineData("soft"), InlineData("penalised"), InlineData("pareto")]
    public async Task A_reward_or_a_place_in_the_population_is_made_again_from_the_cost(string kind)
    {
        var job = Job("evolution", kind);
        using var whole = SearchHarness.WithChildren(job, SpaceCatalog.Create(job), new PlayedPrograms(job));
        await whole.StartAsync();
        var child = whole.Log.Rows.First(row => row.Row.EventType == ChildTrained.Name
            && ChildTrained.FromRow(row.Row) is { Evaluated: not null } one && one.Outcome.Costs.Values[0].Value > Most);
        var forged = whole.Log.Forged((int)child.Sequence, row => ChildTrained.FromRow(row) is var read
            ? (read with { Outcome = Cheaper(read) }).ToRow() : row);
        using var policy = SearchHarness.WithChildren(job, SpaceCatalog.Create(job), new NoChildTrainer());
        await Assert.ThrowsAsync<ReplayDivergedException>(() => policy.ReplayAsync(forged, policyOnly: true));

        static Enas.Pipeline.Ports.ChildOutcome Cheaper(ChildTrained read) => read.Outcome with
        {
            Program = read.Outcome.Program! with { Costs = [new("cost", read.Outcome.Costs.Values[0].Value + 1)] },
        };
    }

    // MnasNet's formula with its exponents, by hand.
    [Fact]
    public async Task A_soft_objective_weighs_what_was_said()
    {
        var rewards = await RewardsAsync(Job("random", "soft"), new PlayedPrograms(Job("random", "soft")));
        Assert.All(rewards.Where(reward => reward.HasValue), reward => Assert.Equal(
            reward.Evaluated.Measurement.Value * Math.Pow(CostOf(reward.Tokens) / 10.0, -0.5), reward.Reward, 12));
    }

    [Fact]
    public async Task What_is_above_a_limit_counts_as_one_without_a_value_and_is_never_chosen()
    {
        var job = Job("random", "limit");
        using var whole = SearchHarness.WithChildren(job, SpaceCatalog.Create(job), new PlayedPrograms(job));
        var state = (await whole.StartAsync()).State;
        var children = state.Children.Where(child => child.Outcome.Failure is null).ToArray();
        var above = children.Where(child => CostOf(child.Tokens) > Most).Select(child => child.Tokens).ToArray();
        Assert.NotEmpty(above);
        Assert.All(Rewards(whole).Where(reward => reward.Evaluated.Failure != "exit-1"), reward =>
            Assert.Equal(above.Contains(reward.Tokens) ? "above-limit" : null, reward.Evaluated.Failure));
        var best = children.Where(child => !above.Contains(child.Tokens)).Max(child => child.Evaluated!.Measurement.Value);
        Assert.Equal("best-value-within-limits", state.Completed!.Rule);
        Assert.Equal(best, state.Completed.Score);
        Assert.True(CostOf(state.Completed.Tokens) <= Most);
    }

    [Fact]
    public async Task What_is_above_a_limit_can_be_punished_instead()
    {
        var rewards = await RewardsAsync(Job("random", "penalised"), new PlayedPrograms(Job("random", "penalised")));
        Assert.Contains(rewards, reward => CostOf(reward.Tokens) > Most);
        Assert.All(rewards.Where(reward => reward.HasValue), reward => Assert.Equal(
            reward.Evaluated.Measurement.Value * Math.Min(1, (double)Most / CostOf(reward.Tokens)), reward.Reward, 12));
    }

    // By going through all pairs.
    [Fact]
    public async Task The_candidates_of_a_front_are_those_that_nothing_dominates()
    {
        var job = Job("evolution", "pareto", "derive.candidates=50");
        using var whole = SearchHarness.WithChildren(job, SpaceCatalog.Create(job), new PlayedPrograms(job));
        var state = (await whole.StartAsync()).State;
        (string Tokens, double Value, double Cost)[] all =
            [.. state.Trials.WithValue.Select(trial => (trial.Tokens, trial.Reward, (double)CostOf(trial.Tokens)))];
        var front = all.Where(one => !all.Any(other => other.Value >= one.Value && other.Cost <= one.Cost
            && (other.Value > one.Value || other.Cost < one.Cost))).Select(one => (one.Value, one.Cost)).Distinct().Order();
        Assert.Equal(front, state.Candidates.Where(scored => scored.Source == "policy")
            .Select(scored => (scored.Score!.Value, (double)CostOf(scored.Tokens))).Order());
    }

    // Who was stopped said no result, and these programs say costs with that alone.
    [Fact]
    public async Task Without_the_cost_that_the_job_asks_for_nothing_has_a_value()
    {
        var job = Job("random", "soft", "evaluator.stopRule=median", "evaluator.stopAfterTrials=2");
        using var whole = SearchHarness.WithChildren(job, SpaceCatalog.Create(job), new PlayedPrograms(job));
        var state = (await whole.StartAsync()).State;
        var stopped = state.Children.Where(child => child.Outcome.Program!.StoppedAt is not null).Select(child => child.Tokens).ToArray();
        Assert.NotEmpty(stopped);
        Assert.All(Rewards(whole).Where(reward => stopped.Contains(reward.Tokens)), reward =>
            Assert.Equal("no-cost", reward.Evaluated.Failure));
        var silent = await RewardsAsync(Job("evolution", "pareto"), new PlayedPrograms(Job("evolution", "pareto")) { SaysCosts = false });
        Assert.All(silent, reward => Assert.False(reward.HasValue));
    }

    // A power of it would be no number.
    [Fact]
    public void Of_a_soft_objective_a_cost_is_above_0()
    {
        var objective = ObjectiveCatalog.Of(Job("random", "soft"));
        var cost = CostMeasure.Own("cost");
        Assert.Equal("cost-not-positive", objective.RefusalOf(ArchitectureCosts.Of([new CostValue(cost, 0)])));
        Assert.Null(objective.RefusalOf(ArchitectureCosts.Of([new CostValue(cost, 0.5)])));
        Assert.Equal("no-cost", objective.RefusalOf(ArchitectureCosts.Of([new CostValue(CostMeasure.Own("other"), 1)])));
    }

    [Fact]
    public void Costs_of_programs_are_not_those_of_networks()
    {
        Assert.NotEqual(CostMeasure.Parameters, CostMeasure.Own("parameters"));
        Assert.True(CostMeasure.Own("a") == CostMeasure.Own("a") && CostMeasure.Own("a") != CostMeasure.Own("b"));
        Assert.Equal(["1,200", "3.25", "1E-09", "-4"], ((double[])[1200, 3.25, 1e-9, -4]).Select(CostMeasure.Own("a").Measure.Format));
    }

    [Theory]
    [InlineData("{\"b\": 2, \"a\": 1.50}", "{\"a\":1.5,\"b\":2}")]
    [InlineData("{}", "{}")]
    public void Limits_have_one_text(string json, string canonical)
    {
        var job = JobText.Options(CustomJobs.Text(strategy: "random").Replace("\"evaluator\"",
            $"\"limits\": {{ \"costs\": {json} }}, \"evaluator\"", StringComparison.Ordinal));
        Assert.Equal(canonical, job.Own.Json("limits.costs"));
        Assert.Equal(job.ToResolvedJson(), JobText.Options(job.ToResolvedJson()).ToResolvedJson());
    }

    [Theory]
    [InlineData("\"limits\": { \"costs\": [] }", "limits.costs", "expected names of costs with the most of each")]
    [InlineData("\"limits\": { \"costs\": { \"a b\": 1 } }", "limits.costs", "which is no name of a cost")]
    [InlineData("\"limits\": { \"costs\": { \"a\": 0 } }", "limits.costs", "expected a number above 0")]
    [InlineData("\"limits\": { \"costs\": { \"a\": \"1\" } }", "limits.costs", "expected a number above 0")]
    [InlineData("\"limits\": { \"costs\": { \"accuracy\": 1 } }", "objective.cost", "which is the measure")]
    [InlineData("\"objective\": { \"kind\": \"soft\" }", "objective.cost", "is what Enas counts of its own networks")]
    [InlineData("\"objective\": { \"kind\": \"soft\", \"cost\": \"=\" }", "objective.cost", "no name of a cost")]
    [InlineData("\"objective\": { \"exceeding\": \"penalised\" }", "objective.exceeding", "set one in limits")]
    public void What_cannot_be_meant_is_refused(string section, string key, string words) => Assert.Contains(
        JobText.Read(CustomJobs.Text(strategy: "random")
            .Replace("\"evaluator\"", section + ", \"evaluator\"", StringComparison.Ordinal)).Errors,
        error => error.Key == key && error.Message.Contains(words, StringComparison.Ordinal));

    private static int CostOf(string tokens) => PlayedPrograms.CostOf(CustomJobs.Space().Parse(tokens));

    private static RewardEvaluated[] Rewards(SearchHarness search) =>
        [.. search.Log.Rows.Where(row => row.Row.EventType == RewardEvaluated.Name).Select(row => RewardEvaluated.FromRow(row.Row))];

    private static async Task<RewardEvaluated[]> RewardsAsync(JobOptions job, PlayedPrograms programs)
    {
        using var whole = SearchHarness.WithChildren(job, SpaceCatalog.Create(job), programs);
        await whole.StartAsync();
        return Rewards(whole);
    }

    private static JobOptions Job(string strategy, string kind, params string[] sets)
    {
        var objective = kind switch
        {
            "soft" => "\"objective\": { \"kind\": \"soft\", \"cost\": \"cost\", \"target\": 10, "
                + "\"alpha\": -0.5, \"beta\": -0.5 }",
            "limit" => $"\"limits\": {{ \"costs\": {{ \"cost\": {Most} }} }}",
            "penalised" => "\"objective\": { \"exceeding\": \"penalised\" }, "
                + $"\"limits\": {{ \"costs\": {{ \"cost\": {Most} }} }}",
            "pareto" => "\"objective\": { \"kind\": \"pareto\", \"cost\": \"cost\" }",
            _ => "\"objective\": { \"kind\": \"pareto\", \"cost\": \"cost\" }, "
                + $"\"limits\": {{ \"costs\": {{ \"cost\": {Most} }} }}",
        };
        string[] own = strategy == "halving" ? ["strategy.candidates=9", "strategy.steps=9"] : ["budget.evaluations=14"];
        return JobText.Options(
            CustomJobs.Text(strategy: strategy).Replace("\"evaluator\"", objective + ", \"evaluator\"", StringComparison.Ordinal),
            [.. own, .. strategy == "evolution" ? (string[])["strategy.population=5"] : [],
                .. kind.StartsWith("pareto", StringComparison.Ordinal) ? (string[])["strategy.elimination=worst"] : [],
                "derive.candidates=2", "log.groupEvents=1", "checkpoint.everySteps=4", .. sets]);
    }
}
