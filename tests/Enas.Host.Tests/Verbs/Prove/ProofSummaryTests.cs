using Enas.Host.Verbs.Prove;
using Enas.Pipeline.Measures;

namespace Enas.Host.Tests.Verbs.Prove;

/// <summary>What a proof says of planted pairs: to the letter.</summary>
public sealed class ProofSummaryTests
{
    [Fact]
    public void A_search_that_is_better_in_each_pair_is_better_and_worth_as_many_trainings_as_reach_it()
    {
        var summary = ProofSummary.Of(Measure.Accuracy, [.. Enumerable.Range(0, 6).Select(i => Pair(i, 0.90 + (i / 1000.0), 0.88, 0.89))]);
        Assert.Equal(
            [
                "random: the search is better than the arm \"random trainings\" at equal cost: test accuracy 2.25 points higher in the "
                    + "mean of 6 pairs (95 %: 2.05 points higher to 2.45 points higher)",
                ": won 6 of 6 pairs; Wilcoxon's signed ranks p = 0.031; effect size d_z 12.03, "
                    + "which a proof of 3 pairs finds four times in five",
                "policy: the search is better than the arm \"uniform policy\", which was given up to 10 % more: test accuracy 1.25 points "
                    + "higher in the mean of 6 pairs (95 %: 1.05 points higher to 1.45 points higher)",
                ": won 6 of 6 pairs; Wilcoxon's signed ranks p = 0.031; effect size d_z 6.68, "
                    + "which a proof of 3 pairs finds four times in five",
                "worth: the search is worth more than the best of 3 random trainings; its cost paid for 3.0",
                "spread: under the training that random architectures get, their standard deviation is 0.87 points within pairs (18 of "
                    + "them); the choices of the search are 3.75 deviations above their mean and 2.60 deviations above what random search "
                    + "chose",
            ],
            Lines(summary));
        Assert.Equal([0.87, 0.875, 0.88], summary.Curve.Select(score => Math.Round(score, 9)));
    }

    [Fact]
    public void Finals_stand_beside_the_best_of_as_many_random_trainings()
    {
        var pairs = Enumerable.Range(0, 6).Select(i => Pair(i, 0.90 + (i / 1000.0), 0.88, null) with { Finals = 2 }).ToArray();
        var summary = ProofSummary.Of(Measure.Accuracy, pairs);
        Assert.Equal([ProofArm.RandomTrainings, ProofArm.NoRanking], summary.Comparisons.Select(comparison => comparison.Other));
        Assert.Equal(0.0275, summary.Comparisons[1].Difference.Mean, 9);
        Assert.Equal("ranking: the search is better than the arm \"no ranking\", the best of as many random trainings as it trained "
            + "architectures alone, under their training: test accuracy 2.75 points higher in the mean of 6 pairs (95 %: 2.55 points "
            + "higher to 2.95 points higher)",
            Lines(summary)[2]);
        Assert.Single(ProofSummary.Of(Measure.Accuracy, [.. pairs.Select(pair => pair with { Finals = 4 })]).Comparisons);
    }

    /// <summary>The last training is longer than the random ones: its score is no point on their curve.</summary>
    [Fact]
    public void Beside_the_curve_stands_what_the_choices_came_to_under_the_same_training()
    {
        ProofPair[] pairs = [.. Enumerable.Range(0, 2).Select(i => Pair(i, 0.95, 0.94, null))
            .Select(pair => pair with { Runs = [pair.Runs[0] with { AtChild = 0.87 + (0.01 * pair.Seed) }, pair.Runs[1]] })];
        Assert.Equal(0.875, ProofSummary.Of(Measure.Accuracy, pairs).AsRandom!.Value, 9);
        Assert.Null(ProofSummary.Of(Measure.Accuracy,
            [.. pairs.Select(pair => pair with { Runs = [pair.Runs[0] with { AtChild = null }, pair.Runs[1]] })]).AsRandom);
    }

    [Fact]
    public void What_cannot_be_told_is_not_told()
    {
        var summary = ProofSummary.Of(Measure.Accuracy, [Pair(1, 0.874, 0.88, null), Pair(2, 0.876, 0.87, null)]);
        Assert.StartsWith(
            "random: the search is not to be told apart from the arm \"random trainings\" at equal cost: test accuracy equal in",
            Lines(summary)[0], StringComparison.Ordinal);
        Assert.Equal("worth: the search is worth 3.0 random trainings; its cost paid for 3.0", Lines(summary)[^2]);
        var one = ProofSummary.Of(Measure.Accuracy, [Pair(1, 0.90, 0.88, null)]);
        Assert.Equal("random: too few pairs to tell the search from the arm \"random trainings\" at equal cost: test accuracy 2.00 points "
            + "higher in the mean of 1 pair", Lines(one)[0]);
        Assert.Equal("worth: too few pairs to tell how many random trainings the search is worth; its cost paid for 3.0", Lines(one)[^2]);
        Assert.Equal(("too-few", null), Worth(one));
    }

    [Fact]
    public void Two_pairs_do_not_tell_more_than_all_points_there_are()
    {
        var summary = ProofSummary.Of(Measure.Accuracy, [Pair(1, 0.70, 0.88, 0.5), Pair(2, 0.90, 0.80, 0.9)]);
        Assert.All(Lines(summary).Where(line => line.Contains("95 %", StringComparison.Ordinal)), line =>
            Assert.Contains("(95 %: 100.00 points lower to 100.00 points higher)", line, StringComparison.Ordinal));
        Assert.Equal((-1.0, 1.0), (summary.Comparisons[0].Difference.Low!.Value, summary.Comparisons[0].Difference.High!.Value));
    }

    /// <summary>Of three pairs no share is one of a hundred.</summary>
    [Fact]
    public void Pairs_that_were_won_and_drawn_are_counted()
    {
        var summary = ProofSummary.Of(Measure.Accuracy, [Pair(1, 0.90, 0.88, null), Pair(2, 0.91, 0.88, null), Pair(3, 0.88, 0.88, null)]);
        Assert.StartsWith(": won 2, drew 1 of 3 pairs; ", Lines(summary)[1], StringComparison.Ordinal);
        var one = ProofSummary.Of(Measure.Accuracy, [Pair(1, 0.87, 0.88, null)]);
        Assert.StartsWith(": won 0 of 1 pair; ", Lines(one)[1], StringComparison.Ordinal);
    }

    /// <summary>Where all are equal, a mean of equal numbers may differ from them in its last bits.</summary>
    [Fact]
    public void What_is_equal_but_for_rounding_is_worth_one_training_and_won_nothing()
    {
        const double all = 59 / 108.0;
        ProofPair[] pairs = [.. Enumerable.Range(0, 6).Select(i => new ProofPair((ulong)i,
            [
                new(ProofArm.Search, Math.BitDecrement(all), 1000, "folder", "fingerprint", Math.BitDecrement(all)),
                Run(ProofArm.RandomTrainings, all, 1000),
            ],
            [new(all, all, all), new(all, all, all - 0.1)], Finals: 2))];
        var summary = ProofSummary.Of(Measure.Accuracy, pairs);
        Assert.True(summary.AsRandom < summary.Curve[0]);
        Assert.All(summary.Comparisons, comparison =>
            Assert.Equal((0.0, 0, 6, false, false), (comparison.Difference.Mean, comparison.Difference.Won, comparison.Difference.Drawn,
                comparison.IsWorse, comparison.IsBetter)));
        Assert.Equal(2, summary.Comparisons.Count);
        Assert.Equal("worth: the search is worth 1.0 random trainings; its cost paid for 2.0", Lines(summary)[^1]);
        Assert.Equal(("as-many", 1.0), Worth(summary));
    }

    [Fact]
    public void What_is_worth_less_or_more_than_was_drawn_has_no_number()
    {
        ProofSummary Of(double search) => ProofSummary.Of(Measure.Accuracy, [Pair(1, search, 0.88, null), Pair(2, search, 0.88, null)]);
        Assert.Equal(("less-than-one", null), Worth(Of(0.8)));
        Assert.Equal(("more-than-drawn", null), Worth(Of(0.9)));
    }

    [Fact]
    public void Of_perplexities_less_is_better_and_differences_are_shares()
    {
        ProofPair[] pairs = [.. Enumerable.Range(0, 6).Select(i => new ProofPair((ulong)i,
            [Run(ProofArm.Search, 100 + i, 1000), Run(ProofArm.RandomTrainings, 110 + (i % 3), 1010)], []))];
        var summary = ProofSummary.Of(Measure.Perplexity, pairs);
        Assert.StartsWith("random: the search is better than the arm \"random trainings\" at equal cost: test perplexity 7.7 % lower "
            + "in the mean of 6 pairs", Lines(summary)[0], StringComparison.Ordinal);
        Assert.Equal(2, Lines(summary).Length);
        Assert.Equal(102.5, summary.Arms[0].Test, 1);
        var gain = new ProofText(summary).ToJson()["comparisons"]![0]!["meanGain"]!.GetValue<double>();
        Assert.Equal(1 - (summary.Arms[0].Test / summary.Arms[1].Test), gain, 9);
    }

    /// <summary>Two draws a pair, a hundredth apart: their deviation is that over the root of two, and pairs that lie apart add
    /// nothing.</summary>
    [Fact]
    public void The_gain_is_told_in_deviations_of_random_architectures_within_pairs()
    {
        ProofPair[] pairs = [.. ((double[])[0.5, 0.8]).Select((level, seed) => new ProofPair((ulong)seed,
            [Run(ProofArm.Search, level + 0.02, 1000), Run(ProofArm.RandomTrainings, level + 0.01, 1000)],
            [new(level, level, level), new(level + 0.01, level + 0.01, level + 0.01)]))];
        var spread = ProofSummary.Of(Measure.Accuracy, pairs).Spread!;
        Assert.Equal(4, spread.Count);
        Assert.Equal(0.01 / Math.Sqrt(2), spread.Deviation, 9);
        Assert.Equal(1.5 * Math.Sqrt(2), spread.AboveMean, 9);
        Assert.Equal(Math.Sqrt(2), spread.AboveChoice, 9);
        Assert.Null(ProofSummary.Of(Measure.Accuracy, [.. pairs.Select(pair => pair with { Draws = [pair.Draws[0]] })]).Spread);
    }

    [Fact]
    public void A_pair_without_the_other_arm_is_no_pair_of_it()
    {
        var summary = ProofSummary.Of(Measure.Accuracy, [Pair(1, 0.9, 0.88, 0.89), Pair(2, 0.9, 0.88, null)]);
        Assert.Equal([2, 1], summary.Comparisons.Select(comparison => comparison.Difference.Count));
        Assert.Empty(ProofSummary.Of(Measure.Accuracy, []).Arms);
        Assert.Equal("too-few", new ProofText(summary).ToJson()["comparisons"]![1]!["verdict"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(1000, 1019, "at equal cost: ")]
    [InlineData(1000, 1030, ", which was given up to 3 % more: ")]
    [InlineData(970, 1000, ", which was given up to 3 % less: ")]
    [InlineData(900, 1200, ", which was given between 10 % less and 20 % more: ")]
    public void An_arm_that_was_given_more_or_less_is_said_to_be(long least, long most, string words)
    {
        var summary = ProofSummary.Of(Measure.Accuracy, [.. ((long[])[least, most]).Select((cost, seed) => new ProofPair(
            (ulong)seed, [Run(ProofArm.Search, 0.9, 1000), Run(ProofArm.UniformWeights, 0.9, cost)], []))]);
        Assert.Equal(words.StartsWith("at", StringComparison.Ordinal), summary.Comparisons.Single().HasEqualCost);
        Assert.Contains(words, Lines(summary)[0], StringComparison.Ordinal);
    }

    /// <summary>Six pairs, all won or all lost: what an arm with more or less could have brought about is refused.</summary>
    [Theory]
    [InlineData(0.9, 1000, "better")]
    [InlineData(0.9, 1019, "better")]
    [InlineData(0.9, 1100, "better")]
    [InlineData(0.9, 970, "refused")]
    [InlineData(0.7, 1000, "worse")]
    [InlineData(0.7, 981, "worse")]
    [InlineData(0.7, 900, "worse")]
    [InlineData(0.7, 1030, "refused")]
    public void What_unequal_cost_could_explain_is_no_verdict(double search, long cost, string verdict)
    {
        var summary = ProofSummary.Of(Measure.Accuracy, [.. Enumerable.Range(0, 6).Select(i => new ProofPair(
            (ulong)i, [Run(ProofArm.Search, search + (i / 1000.0), 1000), Run(ProofArm.RandomTrainings, 0.8, cost)], []))]);
        var text = new ProofText(summary);
        Assert.Equal(verdict, text.ToJson()["comparisons"]![0]!["verdict"]!.GetValue<string>());
        Assert.Equal(verdict == "refused", text.Refusal is not null);
        if (verdict == "refused")
        {
            var given = cost > 1000 ? "which was given up to 3 % more" : "which was given up to 3 % less";
            Assert.StartsWith($"no verdict beside the arm \"random trainings\", {given}, and that could explain it: test accuracy ",
                text.Lines.First().Words, StringComparison.Ordinal);
        }
    }

    private static (string?, double?) Worth(ProofSummary summary) => new ProofText(summary).ToJson() is var json
        ? (json["worth"]?.GetValue<string>(), json["worthRandomTrainings"]?.GetValue<double>()) : default;

    private static string[] Lines(ProofSummary summary) =>
        [.. new ProofText(summary).Lines.Select(line => $"{line.Label}: {line.Words}")];

    private static ProofPair Pair(int seed, double search, double random, double? uniform) => new(
        (ulong)seed,
        [
            Run(ProofArm.Search, search, 1000), Run(ProofArm.RandomTrainings, random, 1015),
            .. uniform is { } test ? [Run(ProofArm.UniformWeights, test, 1100)] : Array.Empty<ProofRun>(),
        ],
        [new(0.7, 0.865, 0.7), new(0.8, random, 0.8), new(0.75, 0.865, 0.75)]);

    private static ProofRun Run(ProofArm arm, double test, long cost) => new(arm, test, cost, "folder", "fingerprint", test);
}
