using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Spaces.Custom;
using Enas.Pipeline.Steps;
using Enas.Pipeline.Steps.Child;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Strategies.Evolution;
using Enas.Pipeline.Strategies.Halving;
using Enas.Pipeline.Tests.Search;

namespace Enas.Pipeline.Tests.Spaces.Custom;

/// <summary>Searches of spaces of one's own under every strategy that can search them, with programs that are played here.</summary>
public sealed class CustomSearchTests
{
    private const int Evaluations = 14;

    /// <summary>Strategies with a number of architectures under way.</summary>
    public static TheoryData<string, int> Cases =>
    [
        .. from kind in SpaceCatalog.StrategiesOf(SpaceCatalog.Of(CustomSpace.Name))
           from lag in kind.ProposesAhead ? (int[])[1, 4] : [1]
           select (kind.Name, lag),
    ];

    [Fact]
    public void Every_discrete_strategy_can_search_them() => Assert.Equal(
        ["enas", "evolution", "halving", "local-search", "nas", "policy-table", "predictor", "random"],
        SpaceCatalog.StrategiesOf(SpaceCatalog.Of(CustomSpace.Name)).Select(kind => kind.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_stop_in_any_evaluation_and_a_resume_give_the_facts_of_the_whole(string strategy, int lag)
    {
        var job = Job(strategy, lag);
        var programs = new PlayedPrograms(job);
        using var whole = SearchHarness.WithChildren(job, SpaceCatalog.Create(job), programs);
        Assert.True((await whole.StartAsync()).IsComplete);
        for (var at = 0; at < programs.Count; at += 3)
        {
            using var first = SearchHarness.WithChildren(job, SpaceCatalog.Create(job), new PlayedPrograms(job) { StopsAt = at });
            Assert.False((await first.StartAsync()).IsComplete);
            using var second = SearchHarness.WithChildren(job, SpaceCatalog.Create(job), new PlayedPrograms(job));
            (second.Log, second.Checkpoints) = (first.Log, first.Checkpoints);
            Assert.True((await second.ResumeAsync()).IsComplete);
            Assert.True(whole.Log.FactHead == second.Log.FactHead, $"other facts after a stop in evaluation {at}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_policy_is_derived_again_from_what_programs_said(string strategy, int lag)
    {
        var job = Job(strategy, lag);
        using var whole = SearchHarness.WithChildren(job, SpaceCatalog.Create(job), new PlayedPrograms(job));
        var state = (await whole.StartAsync()).State;
        Assert.Contains(state.Children, child => child.Outcome.Failure is not null);
        Assert.Equal(0, state.FailedStepCount);
        using var policy = SearchHarness.WithChildren(job, SpaceCatalog.Create(job), new NoChildTrainer());
        Assert.Equal(whole.Log.FactCount - 1, (await policy.ReplayAsync(whole.Log, policyOnly: true)).FactCount);
    }

    // Of lower losses the best is chosen, and one that failed counts as the worst that the job says.
    [Fact]
    public async Task Lower_values_can_be_better_and_a_failure_is_the_worst()
    {
        var job = Job("random", 1, "evaluator.measure=loss", "evaluator.direction=lower", "evaluator.worst=50");
        using var whole = SearchHarness.WithChildren(job, SpaceCatalog.Create(job), new PlayedPrograms(job));
        var state = (await whole.StartAsync()).State;
        var rewards = whole.Log.Rows.Where(row => row.Row.EventType == RewardEvaluated.Name)
            .Select(row => RewardEvaluated.FromRow(row.Row)).ToArray();
        Assert.All(rewards, reward => Assert.Equal(reward.HasValue ? -reward.Evaluated.Measurement.Value : -50, reward.Reward));
        Assert.Contains(rewards, reward => !reward.HasValue);
        Assert.Equal(state.Children.Min(child => child.Outcome.Program!.Value), state.Completed!.Score);
    }

    // Neither where all values lie below the 0 that a failure counts where a job says nothing, nor where the worst that it names is none.
    [Theory]
    [InlineData("enas", "higher"), InlineData("nas", "lower"), InlineData("policy-table", "higher"), InlineData("policy-table", "lower")]
    [InlineData("evolution", "higher"), InlineData("evolution", "lower"), InlineData("local-search", "higher")]
    [InlineData("halving", "higher"), InlineData("halving", "lower")]
    public async Task What_fails_never_looks_better_than_what_works(string strategy, string direction)
    {
        string[] measure = direction == "higher" ? ["evaluator.measure=gain"]
            : ["evaluator.measure=loss", "evaluator.direction=lower", "evaluator.worst=0.05"];
        var job = Job(strategy, 1, measure);
        var programs = new PlayedPrograms(job) { Shift = direction == "higher" ? -5 : 0 };
        using var whole = SearchHarness.WithChildren(job, SpaceCatalog.Create(job), programs);
        await whole.StartAsync();
        var rewards = whole.Log.Rows.Where(row => row.Row.EventType == RewardEvaluated.Name)
            .Select(row => RewardEvaluated.FromRow(row.Row)).ToArray();
        Assert.Contains(rewards, reward => !reward.HasValue);
        Assert.All(rewards.Index().Where(reward => !reward.Item.HasValue), failed => Assert.All(
            rewards.Take(failed.Index).Where(reward => reward.HasValue), works => Assert.True(failed.Item.Reward <= works.Reward)));
        Assert.All(rewards, reward => Assert.Equal(reward.HasValue ? reward.Reward : double.MinValue, reward.Standing));
        var failures = rewards.Where(reward => !reward.HasValue).Select(reward => reward.Tokens).ToArray();
        var entered = whole.Log.Rows.Where(row => row.Row.EventType is PopulationUpdated.Name or RungUpdated.Name)
            .Select(row => row.Row).ToArray();
        Assert.Equal(strategy is "evolution" or "halving", entered.Length > 0);
        Assert.All(entered.Where(row => failures.Contains(row.Architecture)), row => Assert.Equal(double.MinValue, row.Reward));
    }

    // Slot n is proposed in step n - lag + 1: from the results of all slots up to n - lag.
    [Theory]
    [InlineData("evolution"), InlineData("random"), InlineData("policy-table"), InlineData("local-search")]
    public async Task Proposals_are_ahead_by_the_lag_and_no_further(string strategy)
    {
        var job = Job(strategy, 4);
        var programs = new PlayedPrograms(job);
        using var harness = SearchHarness.WithChildren(job, SpaceCatalog.Create(job), programs);
        await harness.StartAsync();
        var sampled = harness.Log.Rows.Where(row => row.Row.EventType == ArchitectureSampled.Name)
            .Select(row => ArchitectureSampled.FromRow(row.Row)).ToArray();
        Assert.Equal([0, 0, 0, 0, .. Enumerable.Range(1, sampled.Length - 4).Select(step => (long)step)],
            sampled.Select(sample => sample.Position.Step));
        Assert.Equal([0, 1, 2, 3, .. Enumerable.Repeat(3, sampled.Length - 4)], sampled.Select(sample => sample.Ordinal));
        Assert.Equal(4, programs.MostExpected);
    }

    [Theory]
    [InlineData("median", 1), InlineData("median", 4), InlineData("successive-halving", 4)]
    public async Task Hopeless_programs_are_stopped_by_what_is_recorded_and_a_replay_makes_the_decision_again(string rule, int lag)
    {
        var job = Job("random", lag, $"evaluator.stopRule={rule}", "evaluator.stopAfterTrials=2");
        using var whole = SearchHarness.WithChildren(job, SpaceCatalog.Create(job), new PlayedPrograms(job));
        var state = (await whole.StartAsync()).State;
        Assert.Contains(state.Children, child => child.Outcome.Program!.StoppedAt is not null);
        using var policy = SearchHarness.WithChildren(job, SpaceCatalog.Create(job), new NoChildTrainer());
        Assert.Equal(whole.Log.FactCount - 1, (await policy.ReplayAsync(whole.Log, policyOnly: true)).FactCount);
        var stopped = whole.Log.Rows.First(row => row.Row.EventType == ChildTrained.Name
            && row.Row.Facts.Contains("stopped_at", StringComparison.Ordinal));
        var forged = whole.Log.Forged((int)stopped.Sequence, row => row with
        {
            Facts = row.Facts.Replace("\"stopped_at\":1,", "", StringComparison.Ordinal)
            .Replace("\"stopped_at\":2,", "", StringComparison.Ordinal)
        });
        var divergence = await Assert.ThrowsAsync<ReplayDivergedException>(() => policy.ReplayAsync(forged, policyOnly: true));
        Assert.Equal(stopped.Sequence, divergence.Divergence.Sequence);
    }

    private static JobOptions Job(string strategy, int lag, params string[] sets)
    {
        string[] own = strategy == "halving" ? ["strategy.candidates=9", "strategy.steps=9"]
            : [$"budget.evaluations={Evaluations}", .. lag > 1 ? (string[])[$"evaluator.lag={lag}"] : []];
        return CustomJobs.Job(CustomJobs.Decisions, strategy, [.. own,
            .. strategy == "evolution" ? (string[])["strategy.population=5"] : [],
            "derive.candidates=2", "log.groupEvents=1", "checkpoint.everySteps=4", .. sets]);
    }
}
