using Enas.Host.Searches;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Score;
using Enas.TestKit;

namespace Enas.Host.Tests.Searches;

/// <summary>What is said of a choice beside random candidates, on planted scores: to the letter.</summary>
public sealed class RandomComparisonTests
{
    private static readonly StepPosition s_end = new(10, Phases.Derive, 1);

    [Fact]
    public void A_choice_that_no_random_one_beats_stands_best_beside_best_and_mean_beside_mean()
    {
        var job = TestJobs.Tiny();
        var comparison = Of(job, [3.52, 4.48], [3.75, 5.25], entropy: RandomComparison.UniformEntropyOf(job) / 2);
        Assert.Equal(
            [
                "policy: 2 candidates: best 3.52, median 4.00 (middle half 3.76 to 4.24)",
                "random: 2 uniform architectures beside them: best 3.75, median 4.50 (middle half 4.12 to 4.88)",
                "verdict: too few to say: 2 and 2 of them; 4 of each can show a difference",
                "moved: the policy's entropy is 2.43 nats at its last sample, 50 % of the 4.85 of a uniform one",
            ],
            Lines(comparison));
        Assert.Equal(0, comparison.BetterThanChoice);
    }

    [Theory]
    [InlineData(0.949, "")]
    [InlineData(0.951, ": it has hardly moved")]
    [InlineData(1.0, ": it has hardly moved")]
    public void A_policy_that_is_nearly_uniform_is_said_to_have_hardly_moved(double share, string words)
    {
        var job = TestJobs.Tiny();
        Assert.EndsWith($" of the 4.85 of a uniform one{words}",
            Of(job, [3.5], [4], share * RandomComparison.UniformEntropyOf(job)).Moved, StringComparison.Ordinal);
    }

    [Fact]
    public void The_entropy_term_of_the_sampled_action_is_no_measure_of_that()
    {
        var job = TestJobs.Tiny();
        job = job with { Policy = job.Policy with { Entropy = "sampled" } };
        Assert.EndsWith("of a uniform one", Of(job, [3.5], [4], RandomComparison.UniformEntropyOf(job)).Moved, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_ones_that_are_better_than_the_choice_are_counted_and_the_best_is_named()
    {
        var comparison = Of(TestJobs.Tiny(), [3.5, 3.7], [3.2, 3.4, 9], entropy: null);
        Assert.Equal(
            [
                "policy: 2 candidates: best 3.50, median 3.60 (middle half 3.55 to 3.65)",
                "random: 3 uniform architectures beside them: best 3.20, median 3.40 (middle half 3.30 to 6.20); "
                    + "the best of 2 of them is 3.27 in the mean",
                ": 2 of the random ones are better than the choice, which is made among the policy's alone; the best is random 0: 3.20",
                "verdict: too few to say: 2 and 3 of them; 4 of each can show a difference",
            ],
            Lines(comparison));
        Assert.Equal(
            "2 of the random ones are better than the choice, which is made among the policy's alone; the best is random 0: 3.20.",
                comparison.Sentences.ElementAt(2));
        Assert.Equal(("random 0", 3.2), (comparison.BetterRandom!.Tokens, comparison.BetterRandom.Score));
    }

    [Fact]
    public void Of_accuracies_more_is_better()
    {
        var comparison = RandomComparison.Of(
            OfImages(), new SearchCompleted(s_end, "highest-validation-accuracy", "policy 0", null, null, null, null, Accuracy: 0.65),
            [Images("policy", 0, 13), Images("random", 0, 16), Images("random", 1, 13)], entropy: null, hasResult: true)!;
        Assert.Equal(
            [
                "policy: 1 candidate: best 65.00 %, mean 65.00 %",
                "random: 2 uniform architectures beside it: best 80.00 %, mean 72.50 % (sd 10.61 points); "
                    + "the best of 1 of them is 72.50 % in the mean",
                ": 1 of the random ones is better than the choice, which is made among the policy's alone; the best is random 0: 80.00 %",
                "verdict: too few to say: 1 and 2 of them; 4 of each can show a difference",
            ],
            Lines(comparison));
    }

    [Fact]
    public void Random_search_wins_nothing_over_itself()
    {
        var comparison = Of(TestJobs.Tiny(strategy: "random"), [3.52, 4.48], [3.76, 5.24], entropy: 5.95);
        Assert.Equal(
            [
                "search: 2 candidates, which random search draws uniformly: best 3.52, median 4.00 (middle half 3.76 to 4.24)",
                "random: 2 uniform architectures beside them: best 3.76, median 4.50 (middle half 4.13 to 4.87)",
                "verdict: nothing to tell: both are drawn alike, so a difference between them is chance",
            ],
            Lines(comparison));
        Assert.Null(comparison.Moved);
    }

    [Fact]
    public void A_strategy_without_a_policy_has_candidates_of_the_search()
    {
        var comparison = Of(TestJobs.Tiny(strategy: "halving"), [3.5, 3.7], [3.2, 3.4, 9], entropy: null);
        Assert.Equal(["search", "random", "", "verdict"], comparison.Lines.Select(line => line.Label));
        Assert.StartsWith("Search: 2 candidates", comparison.Sentences.First(), StringComparison.Ordinal);
        Assert.All(comparison.Sentences, words => Assert.DoesNotContain("policy", words, StringComparison.OrdinalIgnoreCase));
        Assert.Equal("policy", SearchJson.Chosen(TestJobs.Tiny(strategy: "halving"),
            SearchState.Empty with { Completed = Completed(3) })!["source"]!.GetValue<string>());
    }

    /// <summary>What stands beside a choice of finals was scored in another way, and on fewer data than later stages.</summary>
    [Fact]
    public void Scores_of_a_screening_say_on_what_and_with_what()
    {
        CandidateScored[] screened = [.. new[] { ("policy", 13), ("random", 16) }
            .Select(one => Images(one.Item1, 0, one.Item2) with { Stage = ScoreStages.Screen, Checkpoints = 2 })];
        var completed = new SearchCompleted(s_end, "highest-final-validation-accuracy", "policy 0", null, null, 0.7, null, Accuracy: 0.9,
            Source: "policy", FinalRanks: ["policy-0", "random-0"]);
        var lines = RandomComparison.Of(OfImages(), completed, screened, entropy: null, hasResult: true)!.Lines.ToArray();
        Assert.Equal("1 candidate, on 10 images with the shared weights: best 65.00 %, mean 65.00 %", lines[0].Words);
        Assert.Equal("1 uniform architecture beside it, likewise: best 80.00 %, mean 80.00 %", lines[1].Words);
        Assert.StartsWith("1 candidate, with the shared weights: ", RandomComparison.Of(OfImages(), completed,
            [.. screened.Select(one => one with { Stage = null })], entropy: null, hasResult: true)!.Lines.First().Words,
            StringComparison.Ordinal);
    }

    /// <summary>Where finals chose, the best random one is theirs; a score with shared weights is no measure of the choice.</summary>
    [Fact]
    public void The_best_random_one_is_measured_as_the_choice_was()
    {
        var comparison = Of(TestJobs.Tiny(), [3.5, 3.7], [3.2, 3.4, 9], entropy: null);
        var held = Completed(3) with { RandomBest = 120, FinalRanks = ["policy-0", "random-0"] };
        Assert.Equal(3.2, RandomBest.Of(Completed(3), isByMeasure: true, null, comparison));
        Assert.Equal(120, RandomBest.Of(held, isByMeasure: true, null, comparison));
        Assert.Null(RandomBest.Of(held with { RandomBest = null }, isByMeasure: true, null, comparison));
        Assert.Null(RandomBest.Of(null, isByMeasure: true, null, null));
    }

    [Theory]
    [InlineData("enas", "policy")]
    [InlineData("policy-table", "policy")]
    [InlineData("nas", "policy")]
    [InlineData("random", "search")]
    [InlineData("halving", "search")]
    [InlineData("spos", "search")]
    [InlineData("evolution", "search")]
    [InlineData("local-search", "search")]
    [InlineData("predictor", "search")]
    public void Candidates_are_the_policys_where_one_learns(string strategy, string name)
    {
        var job = TestJobs.Tiny(strategy: strategy);
        Assert.Equal((name, name, "random"),
            (OwnCandidates.NameOf(job), OwnCandidates.Shown(job, "policy"), OwnCandidates.Shown(job, "random")));
        Assert.Equal(name, OwnCandidates.NameOf([TestJobs.Tiny(), job]));
    }

    [Fact]
    public void Scores_that_are_not_finite_are_the_worst()
    {
        var comparison = Of(TestJobs.Tiny(), [3.5, null], [null, 4.5, null], entropy: null);
        Assert.Equal(
            [
                "policy: 2 candidates: best 3.50, median not finite; "
                    + "1 not finite, counted as the worst",
                "random: 3 uniform architectures beside them: best 4.50, median not finite; "
                    + "2 not finite, counted as the worst; the best of 2 of them is not finite in the mean",
                "verdict: too few to say: 2 and 3 of them; 4 of each can show a difference",
            ],
            Lines(comparison));
    }

    [Fact]
    public void There_is_no_comparison_without_a_choice()
    {
        var job = TestJobs.Tiny();
        Assert.Null(RandomComparison.Of(job, null, [Tokens("random", 0, 3)], null, hasResult: true));
        Assert.Null(RandomComparison.Of(job, Completed(null), [Tokens("random", 0, null)], null, hasResult: false));
        Assert.Null(RandomComparison.Of(job, Completed(3), [Tokens("validation", 0, 3)], null, hasResult: true));
    }

    private static string[] Lines(RandomComparison comparison) => [.. comparison.Lines.Select(line => $"{line.Label}: {line.Words}")];

    private static RandomComparison Of(JobOptions job, double?[] policy, double?[] random, double? entropy) => RandomComparison.Of(
        job,
        Completed(policy.Min()),
        [.. policy.Select((score, i) => Tokens("policy", i, score)), .. random.Select((score, i) => Tokens("random", i, score))],
        entropy,
        hasResult: true)!;

    private static SearchCompleted Completed(double? perplexity) =>
        new(s_end, "lowest-validation-perplexity", "policy 0", perplexity, null, null, null);

    private static CandidateScored Tokens(string source, int ordinal, double? perplexity) =>
        new(s_end, source, ordinal, $"{source} {ordinal}", perplexity, perplexity is null ? null : 1, 100);

    private static CandidateScored Images(string source, int ordinal, int correct) =>
        new(s_end, source, ordinal, $"{source} {ordinal}", null, 1, 20, correct);

    private static JobOptions OfImages()
    {
        var job = TestJobs.Tiny();
        return job with { Space = job.Space with { Kind = "macro-cnn" } };
    }
}
