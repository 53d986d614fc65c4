using Enas.Host.Searches;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Cost;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Strategies;
using Enas.TestKit;

namespace Enas.Host.Tests.Searches;

/// <summary>Where costs are in the objective, a choice is compared with random candidates by the objective as well.</summary>
public sealed class ObjectiveComparisonTests
{
    private static readonly StepPosition s_end = new(10, Phases.Derive, 1);

    // The choice has 65 %; one random candidate has more at ten times the cost, and one a little more at half the cost.
    private static readonly (string Source, int Ordinal, int Correct, double Cost)[] s_scored =
        [("policy", 0, 13, 100), ("random", 0, 16, 1000), ("random", 1, 14, 50), ("random", 2, 12, 90)];

    [Fact]
    public void By_a_soft_objective_less_cost_outweighs_accuracy()
    {
        var comparison = Of(new ObjectiveOptions { Kind = "soft", Cost = "parameters", Target = 100, Alpha = -1, Beta = -1 });
        Assert.Equal(
            [
                "1 candidate: best by the objective 65.00 %, mean 65.00 %",
                "3 uniform architectures beside it: best by the objective 70.00 %, mean 70.00 % (sd 10.00 points); "
                    + "the best of 1 of them is 70.00 % in the mean",
                "2 of the random ones are better than the choice, which is made among the policy's alone; the best is random 1: 70.00 %, "
                    + "by the objective of the job and not by the accuracy alone",
            ],
            comparison.Lines.Take(3).Select(line => line.Words));
        Assert.Equal("random 1", comparison.BetterRandom!.Tokens);
    }

    [Fact]
    public void What_is_above_a_limit_is_not_better_whatever_its_accuracy()
    {
        var comparison = Of(
            new ObjectiveOptions { Kind = "limit", Exceeding = "penalised" }, new LimitOptions { Parameters = 500 });
        Assert.Equal((1, "random 1"), (comparison.BetterThanChoice, comparison.BetterRandom!.Tokens));
        Assert.Equal(0.7, comparison.Random.Best);
        comparison = Of(new ObjectiveOptions { Kind = "limit", Exceeding = "penalised" }, new LimitOptions { Parameters = 60 });
        Assert.Equal((1, "random 1"), (comparison.BetterThanChoice, comparison.BetterRandom!.Tokens));
    }

    [Fact]
    public void By_the_measure_alone_costs_say_nothing()
    {
        var comparison = Of(new ObjectiveOptions { Kind = "accuracy" });
        Assert.Equal((2, "random 0"), (comparison.BetterThanChoice, comparison.BetterRandom!.Tokens));
    }

    [Fact]
    public void Candidates_are_listed_and_told_apart_by_the_objective_too()
    {
        var job = Job(new ObjectiveOptions { Kind = "soft", Cost = "parameters", Target = 100, Alpha = -1, Beta = -1 }, new LimitOptions());
        var order = new CandidateOrder(job, Costs(s_scored));
        Assert.Equal(["random 1", "random 2", "policy 0", "random 0"],
            StagedScores.Farthest([], Candidates(s_scored), order).Select(scored => scored.Tokens));

        // All of the strategy's have the lower accuracy, at a tenth of the cost.
        (string, int, int, double)[] cheap =
            [.. Enumerable.Range(0, 8).SelectMany(i => new[] { ("policy", i, 8, 100.0), ("random", i, 10, 1000.0 + i) })];
        var verdict = Of(job.Objective, scored: cheap).Verdict;
        Assert.Equal(VerdictKind.Better, verdict.Kind);
        Assert.Contains("the reward of the policy's candidates is ", verdict.Words, StringComparison.Ordinal);
        Assert.Equal(VerdictKind.Worse, Of(new ObjectiveOptions { Kind = "accuracy" }, scored: cheap).Verdict.Kind);
    }

    private static RandomComparison Of(
        ObjectiveOptions objective, LimitOptions? limits = null, (string, int, int, double)[]? scored = null) =>
        RandomComparison.Of(
            Job(objective, limits ?? new()),
            new SearchCompleted(s_end, "rule", "policy 0", null, null, null, null, Accuracy: 0.65),
            Candidates(scored ?? s_scored), entropy: null, hasResult: true, Costs(scored ?? s_scored))!;

    private static JobOptions Job(ObjectiveOptions objective, LimitOptions limits)
    {
        var job = TestJobs.Tiny();
        return job with { Space = job.Space with { Kind = "macro-cnn" }, Objective = objective, Limits = limits };
    }

    private static CandidateScored[] Candidates((string Source, int Ordinal, int Correct, double Cost)[] scored) =>
    [
        .. scored.Select(one =>
            new CandidateScored(s_end, one.Source, one.Ordinal, $"{one.Source} {one.Ordinal}", null, 1, 20, one.Correct)),
    ];

    private static KnownCosts Costs((string Source, int Ordinal, int Correct, double Cost)[] scored) => scored.Aggregate(
        KnownCosts.Empty, (known, one) => known.With(new CostsMeasured(s_end, one.Ordinal, $"{one.Source} {one.Ordinal}",
            ArchitectureCosts.Of([new CostValue(CostMeasure.Parameters, one.Cost)]))));
}
