using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.NasBench201;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Steps.Cost;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Strategies.Exhaustion;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Strategies.Exhaustion;

public sealed class ProposalCountsTests
{
    private static readonly StepPosition s_position = new(7, Phases.Policy, 0);
    private static readonly BudgetOptions s_counted = new() { Rounds = 0, Evaluations = 3 };
    private static readonly BudgetOptions s_free = s_counted with { Repeats = BudgetOptions.FreeRepeats };

    [Fact]
    public void Repeats_are_counted_in_all_and_in_a_row()
    {
        var counts = After(null, 1, 2, null, 3);
        Assert.Equal(new ProposalCounts(5, 3, 1, false, RepeatsBefore: 2), counts);
        Assert.Equal(counts, counts.Apply(Rewarded("a")));
    }

    [Fact]
    public void A_budget_counts_repeats_or_lets_them_go_free()
    {
        Assert.False(After(null, 1).IsDone(s_counted));
        Assert.True(After(null, 1, 1).IsDone(s_counted));
        Assert.False(After(null, 1, 1, null).IsDone(s_free));
        Assert.True(After(null, 1, 1, null, null).IsDone(s_free));
        Assert.True(After([null]).Apply(new SpaceExhausted(s_position, 1)).IsDone(s_free));
    }

    [Fact]
    public void A_rejected_proposal_does_not_count_and_is_nothing_new()
    {
        var rejected = new ProposalRejected(s_position, 0, "a", new CostValue(CostMeasure.Parameters, 9), 5);
        var counts = After(null, 1, 2, null).Apply(rejected);
        Assert.Equal((3, 2, 3), (counts.Count, counts.Repeats, counts.RepeatsInARow));
        Assert.Equal(After(null, 1, 2).Count, counts.Count);
    }

    [Fact]
    public void A_thousand_repeats_in_a_row_find_nothing_new()
    {
        var space = new NasBench201Space();
        Assert.False((ProposalCounts.None with { RepeatsInARow = 999 }).FindsNothingNew(s_free, space, Trials.Empty));
        Assert.True((ProposalCounts.None with { RepeatsInARow = 1000 }).FindsNothingNew(s_free, space, Trials.Empty));
        Assert.False((ProposalCounts.None with { RepeatsInARow = 1000 }).FindsNothingNew(s_counted, space, Trials.Empty));
    }

    [Fact]
    public void A_space_that_was_evaluated_whole_has_nothing_new()
    {
        var space = new RnnCellSpace(TestJobs.Space(1));
        var three = new[] { "0", "1", "2" }.Aggregate(Trials.Empty, (all, tokens) => all.With(Rewarded(tokens)));
        Assert.False(ProposalCounts.None.FindsNothingNew(s_free, space, three));
        Assert.True(ProposalCounts.None.FindsNothingNew(s_free, space, three.With(Rewarded("3"))));
        Assert.False(ProposalCounts.None.FindsNothingNew(s_counted, space, three.With(Rewarded("3"))));
    }

    private static ProposalCounts After(params long?[] repeatsOf) => repeatsOf.Aggregate(
        ProposalCounts.None,
        (counts, repeatOf) => counts.Apply(new ArchitectureSampled(s_position, 0, "a", LogProb: null, Entropy: null, repeatOf)));

    private static RewardEvaluated Rewarded(string tokens) =>
        new(s_position, 0, tokens, 0.5, new Evaluated(new Measurement(Measure.Accuracy, 0.5), []));
}
