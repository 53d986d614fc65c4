using System.Text.RegularExpressions;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Steps.Child;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Tests.Search;
using Enas.TestKit;
using Enas.TestKit.Faults;

namespace Enas.Pipeline.Tests.Strategies.Contract;

/// <summary>What every strategy promises where each architecture is trained alone: failures, stops, repeats, forgeries.</summary>
public sealed class ChildContractTests
{
    /// <summary>Eighteen cells.</summary>
    private static readonly RnnCellSpace s_tiny = new(
        TestJobs.Space(3, firstActivation: "tanh") with { Activations = ["tanh", "relu", "sigmoid"] });

    public static TheoryData<string> Cases => [.. ContractCase.OfChildren];

    [Fact]
    public void Every_strategy_that_can_do_without_shared_weights_is_among_them() => Assert.Equal(
        ["enas", "evolution", "halving", "local-search", "mnas", "nas", "policy-table", "predictor", "random"],
        ContractCase.OfChildren.Select(name => name.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait(FaultPlan.Trait, "14")]
    public async Task A_failed_child_is_a_fact_of_the_worst_reward_and_the_search_goes_on(string name)
    {
        static bool Fails(Architecture architecture) => architecture.Values.Sum() % 3 == 0;
        var given = ContractCase.Of(name);
        using var whole = given.Harness(children: new ContractChildren(given.Space, Fails));
        var state = (await whole.StartAsync()).State;
        Assert.Equal(0, state.FailedStepCount);
        Assert.Contains(state.Children, child => child.Outcome.Failure is not null);
        Assert.All(state.Children, child => Assert.Equal(Fails(given.Space.Parse(child.Tokens)), child.Outcome.Failure is not null));
        var rewards = whole.Log.Rows.Where(row => row.Row.EventType == RewardEvaluated.Name)
            .Select(row => RewardEvaluated.FromRow(row.Row)).ToArray();
        Assert.All(rewards, reward => Assert.Equal(Fails(given.Space.Parse(reward.Tokens)), reward.Reward == 0 && !reward.HasValue));
        Assert.False(Fails(given.Space.Parse(state.Completed!.Tokens)));
        Assert.False(Fails(given.Space.Parse(state.Best!.Tokens)));
        using var policy = given.PolicyHarness();
        Assert.Equal(whole.Log.FactCount - 1, (await policy.ReplayAsync(whole.Log, policyOnly: true)).FactCount);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_search_whose_children_all_fail_ends_without_a_result(string name)
    {
        var given = ContractCase.Of(name);
        using var harness = given.Harness(children: new ContractChildren(given.Space, _ => true));
        var outcome = await harness.StartAsync();
        Assert.True(outcome.IsComplete);
        Assert.Null(outcome.State.Best);
        Assert.Null(outcome.State.Completed!.Score);
        Assert.Equal(outcome.State.ToString(), (await harness.Log.StateAsync()).ToString());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait(FaultPlan.Trait, "2")]
    public async Task A_stop_within_any_child_and_a_resume_give_the_fingerprint_of_the_whole(string name)
    {
        var given = ContractCase.Of(name, "log.groupEvents=1");
        var children = new ContractChildren(given.Space);
        using var whole = given.Harness(children: children);
        await whole.StartAsync();
        for (var at = 0; at < children.Trained.Count; at++)
        {
            using var first = given.Harness(children: new ContractChildren(given.Space) { StopsAt = at });
            var stopped = await first.StartAsync();
            Assert.False(stopped.IsComplete);
            Assert.Equal(stopped.State.ToString(), (await first.Log.StateAsync()).ToString());
            Assert.True(stopped.State.Children.Count <= at);
            using var second = given.Harness();
            (second.Log, second.Checkpoints) = (first.Log, first.Checkpoints);
            Assert.True((await second.ResumeAsync()).IsComplete);
            Assert.True(whole.Log.FactHead == second.Log.FactHead, $"other facts after a stop in child {at}");
        }
    }

    /// <summary>A small space, in which most proposals were made before.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task No_child_is_asked_for_twice(string name)
    {
        var given = ContractCase.Of(name).Over(s_tiny);
        var children = new ContractChildren(s_tiny);
        using var harness = given.Harness(children: children);
        var state = (await harness.StartAsync()).State;
        Assert.Equal(children.Trained.Distinct(), children.Trained);
        Assert.Equal(children.Trained, state.Children.Select(child => child.Order));
        Assert.Equal(given.Strategy.Name == "halving", children.Trained.Exists(child => child.Rung > 0));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait(FaultPlan.Trait, "13")]
    public async Task A_forged_child_is_found_by_what_was_made_of_it(string name)
    {
        var given = ContractCase.Of(name);
        using var whole = given.Harness();
        await whole.StartAsync();
        foreach (var child in whole.Log.Rows.Where(row => row.Row.EventType == ChildTrained.Name))
        {
            var forged = whole.Log.Forged((int)child.Sequence, row => ChildTrained.FromRow(
                row with { Facts = Regex.Replace(row.Facts, "\"loss_sum\":[^,}]+", "\"loss_sum\":1.5") }).ToRow());
            Assert.Equal(child.Sequence, (await DivergenceAsync(given.Harness(), forged, policyOnly: false)).Sequence);

            // The reward, or the score of a candidate, follows from the counts.
            Assert.Equal(child.Sequence + 1, (await DivergenceAsync(given.PolicyHarness(), forged, policyOnly: true)).Sequence);
        }
    }

    private static async Task<Divergence> DivergenceAsync(SearchHarness harness, InMemoryEventLog forged, bool policyOnly)
    {
        using var again = harness;
        return (await Assert.ThrowsAsync<ReplayDivergedException>(() => again.ReplayAsync(forged, policyOnly))).Divergence;
    }
}
