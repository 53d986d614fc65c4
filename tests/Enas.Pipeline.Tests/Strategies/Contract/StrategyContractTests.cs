using System.Text.RegularExpressions;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Tests.Search;
using Enas.TestKit;
using Enas.TestKit.Faults;

namespace Enas.Pipeline.Tests.Strategies.Contract;

/// <summary>What every strategy promises, over the whole pipeline and a log in memory.</summary>
public sealed class StrategyContractTests
{
    public static TheoryData<string> Cases => [.. ContractCase.All];

    [Fact]
    public void Every_strategy_of_the_catalog_is_under_the_contract() =>
        Assert.All(StrategyCatalog.All, kind =>
            Assert.Contains(ContractCase.All, name => name.StartsWith(kind.Name + " ", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_same_seed_gives_the_same_facts_on_any_number_of_threads_and_another_seed_others(string name)
    {
        using var one = await RunAsync(ContractCase.Of(name));
        Assert.True(one.Log.FactCount > 20);
        foreach (var threads in (int[])[1, 2, 7])
        {
            using var again = await RunAsync(ContractCase.Of(name), threads: threads);
            Assert.Equal(one.Log.FactHead, again.Log.FactHead);
        }

        using var other = await RunAsync(ContractCase.Of(name, "seed=8"));
        Assert.NotEqual(one.Log.FactHead, other.Log.FactHead);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait(FaultPlan.Trait, "2")]
    public async Task A_stop_after_any_step_and_a_resume_give_the_fingerprint_of_the_whole(string name)
    {
        var given = ContractCase.Of(name);
        using var whole = await RunAsync(given);
        var steps = (await whole.Log.StateAsync()).StepCount;
        for (var step = 0; step <= steps; step++)
        {
            using var first = given.Harness();
            await first.StartAsync(stopAfterSteps: step);
            using var second = given.Harness();
            (second.Log, second.Checkpoints) = (first.Log, first.Checkpoints);
            Assert.True((await second.ResumeAsync()).IsComplete);
            Assert.True(whole.Log.FactHead == second.Log.FactHead, $"other facts after a stop at step {step}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait(FaultPlan.Trait, "2")]
    public async Task A_kill_behind_any_commit_and_a_resume_give_the_fingerprint_of_the_whole(string name)
    {
        var given = ContractCase.Of(name, "log.groupEvents=1");
        using var whole = await RunAsync(given);
        Assert.True(whole.Log.CommitSizes.Count > (await whole.Log.StateAsync()).StepCount);
        for (var commits = 1; commits < whole.Log.CommitSizes.Count; commits++)
        {
            // With the checkpoints that there were, and with none.
            foreach (var checkpoints in (InMemoryCheckpointStore[])[whole.Checkpoints, new()])
            {
                using var second = given.Harness();
                (second.Log, second.Checkpoints) = (whole.Log.Prefix(commits), checkpoints);
                Assert.True((await second.ResumeAsync()).IsComplete);
                Assert.True(whole.Log.FactHead == second.Log.FactHead, $"other facts after a kill behind commit {commits}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait(FaultPlan.Trait, "13")]
    public async Task Every_fact_is_derived_again_from_the_rewards_alone_and_from_the_evaluator(string name)
    {
        var given = ContractCase.Of(name);
        using var whole = await RunAsync(given);
        foreach (var policyOnly in (bool[])[true, false])
        {
            using var again = policyOnly ? given.PolicyHarness() : given.Harness();
            var outcome = await again.ReplayAsync(whole.Log, policyOnly);
            Assert.Equal(whole.Log.FactCount - 1, outcome.FactCount);
            Assert.NotNull(outcome.State.Completed);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait(FaultPlan.Trait, "13")]
    public async Task A_forged_reward_is_found(string name)
    {
        var given = ContractCase.Of(name);
        using var whole = await RunAsync(given);
        var rewards = whole.Log.Rows.Where(row => row.Row.EventType == RewardEvaluated.Name).ToArray();
        foreach (var reward in rewards)
        {
            // A reward that its measurement does not give.
            var plain = whole.Log.Forged((int)reward.Sequence, row =>
                row with { Facts = Regex.Replace(row.Facts, "\"reward\":[^,}]+", "\"reward\":0.125") });
            Assert.Equal(reward.Sequence, (await DivergenceAsync(given, plain, policyOnly: true)).Sequence);
            Assert.Equal(reward.Sequence, (await DivergenceAsync(given, plain, policyOnly: false)).Sequence);

            // A measurement with all that follows from it: a replay with data knows better. One of the policy alone finds what was made of
            // it, in the step itself, in a later one, or in the choice.
            var consistent = whole.Log.Forged((int)reward.Sequence, row => Consistent(given.Job, row));
            Assert.Equal(reward.Sequence, (await DivergenceAsync(given, consistent, policyOnly: false)).Sequence);
            var made = await DivergenceAsync(given, consistent, policyOnly: true);
            Assert.True(made.Sequence >= reward.Sequence, $"{made} is before the forged reward {reward.Sequence}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Events_come_back_from_their_rows_and_the_fold_of_the_log_is_the_state_of_the_run(string name)
    {
        var given = ContractCase.Of(name);
        using var harness = given.Harness();
        var outcome = await harness.StartAsync();
        Assert.Equal(outcome.State.ToString(), (await harness.Log.StateAsync()).ToString());
        foreach (var row in harness.Log.Rows.Select(row => row.Row))
        {
            var happened = SearchEvents.FromRow(row)!;
            Assert.Equal(row with { DurationMs = null, Observations = string.Empty },
                happened.ToRow() with { DurationMs = null, Observations = string.Empty });
        }

        var own = given.Strategy.Events.Select(kind => kind.Name).Where(kind => kind != "space-exhausted");
        Assert.All(own, kind => Assert.Contains(harness.Log.Rows, row => row.Row.EventType == kind));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_choice_is_the_best_that_was_seen_or_the_best_candidate(string name)
    {
        var given = ContractCase.Of(name);
        using var harness = await RunAsync(given);
        var state = await harness.Log.StateAsync();
        var objective = ObjectiveCatalog.Of(given.Job);
        var chosen = state.Candidates.Where(candidate => candidate.Source == "policy")
            .MinBy(candidate => objective.Rank(candidate.Measurement!, state.ArchitectureCosts.Of(candidate.Tokens)))!;
        Assert.Equal(chosen.Tokens, state.Completed!.Tokens);
        if (!given.HasSharedWeights)
        {
            Assert.Equal(state.Best!.Tokens, state.Completed.Tokens);
        }

        if (given is { HasSharedWeights: false, HasChildren: false })
        {
            Assert.Equal(0.9 * state.Completed.Accuracy!.Value, state.Completed.TestAccuracy!.Value, 1e-12);
        }
    }

    private static LogRow Consistent(JobOptions job, LogRow row)
    {
        var was = RewardEvaluated.FromRow(row);
        var forged = was.Windows.Count > 0
            ? Evaluated.Of([new WindowLoss(100, 300)]) : new Evaluated(new Measurement(Measure.Accuracy, 0.999), []);
        return RewardEvaluated.Of(was.Position, was.Ordinal, was.Tokens, forged, new MeasureObjective(job.Reward)).ToRow();
    }

    private static async Task<Divergence> DivergenceAsync(ContractCase given, InMemoryEventLog forged, bool policyOnly)
    {
        using var again = policyOnly ? given.PolicyHarness() : given.Harness();
        return (await Assert.ThrowsAsync<ReplayDivergedException>(() => again.ReplayAsync(forged, policyOnly))).Divergence;
    }

    private static async Task<SearchHarness> RunAsync(ContractCase given, int threads = 1)
    {
        var harness = given.Harness(threads: threads);
        Assert.True((await harness.StartAsync()).IsComplete);
        return harness;
    }
}
