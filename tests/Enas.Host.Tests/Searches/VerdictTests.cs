using Enas.Host.Searches;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Score;
using Enas.TestKit;

namespace Enas.Host.Tests.Searches;

/// <summary>What is said of planted candidates beside planted random ones: to the letter.</summary>
public sealed class VerdictTests
{
    private const string Of = "with the shared weights the perplexity of the policy's candidates is";

    private const string Median = "by the median difference of all pairs";

    private static readonly StepPosition s_end = new(10, Phases.Derive, 1);
    private static readonly double?[] s_low = [.. Enumerable.Range(0, 10).Select(i => (double?)(3 + (i / 10.0)))];
    private static readonly double?[] s_high = [.. Enumerable.Range(0, 10).Select(i => (double?)(4 + (i / 10.0)))];

    [Fact]
    public void A_policy_that_is_equal_to_random_is_not_told_apart()
    {
        var verdict = Perplexities(s_low, s_low);
        Assert.Equal($"not to be told apart from random: {Of} equal to that of random ones, {Median} (95 %: 8.6 % lower to 9.4 % higher)",
            verdict.Words);
        Assert.Equal((VerdictKind.NotToldApart, "not-told-apart", "not told apart"), (verdict.Kind, verdict.Name, verdict.Short));
    }

    [Fact]
    public void A_better_policy_is_better()
    {
        var verdict = Perplexities(s_low, s_high);
        Assert.Equal($"better than random: {Of} 22.5 % lower than that of random ones, {Median} (95 %: 28.6 % lower to 15.9 % lower)",
            verdict.Words);
        Assert.Equal((VerdictKind.Better, 0.225, 0.159, 0.286),
            (verdict.Kind, Round(verdict.Gain), Round(verdict.Low), Round(verdict.High)));
    }

    [Fact]
    public void A_worse_policy_is_worse()
    {
        var verdict = Perplexities(s_high, s_low);
        Assert.Equal($"worse than random: {Of} 29.0 % higher than that of random ones, {Median} (95 %: 18.9 % higher to 40.0 % higher)",
            verdict.Words);
        Assert.Equal((VerdictKind.Worse, -0.29, -0.4, -0.189),
            (verdict.Kind, Round(verdict.Gain), Round(verdict.Low), Round(verdict.High)));
    }

    [Fact]
    public void One_outlier_says_nothing()
    {
        Assert.Equal($"not to be told apart from random: {Of} equal to that of random ones, {Median} (95 %: 8.6 % lower to 12.1 % higher)",
            Perplexities([.. s_low[..9], 1e9], s_low).Words);
        Assert.Equal($"better than random: {Of} 22.5 % lower than that of random ones, {Median} (95 %: 28.6 % lower to 14.6 % lower)",
            Perplexities([.. s_low[..9], 1e9], s_high).Words);
        Assert.Equal(
            "policy: 10 candidates: best 3.00, median 3.45 (middle half 3.23 to 3.68)",
            $"policy: {Comparison(TestJobs.Tiny(), [.. s_low[..9], 1e9], s_low).Lines.First().Words}");
    }

    [Fact]
    public void A_candidate_that_diverged_is_the_worst()
    {
        Assert.Equal($"better than random: {Of} 22.5 % lower than that of random ones, {Median} "
            + "(95 %: 28.6 % lower to 14.6 % lower; what is not finite counts as the worst)",
            Perplexities([.. s_low[..9], null], s_high).Words);
        var verdict = Perplexities([.. s_low[..4], null, null, null, null, null, null], s_high);
        Assert.Equal($"not to be told apart from random: {Of} any amount higher than that of random ones, {Median} "
            + "(95 %: 27.9 % lower to any amount higher; what is not finite counts as the worst)", verdict.Words);
        Assert.Equal((null, null, 0.279), (verdict.Gain, verdict.Low, Round(verdict.High)));
    }

    [Fact]
    public void A_perplexity_that_is_many_times_higher_is_not_counted_out() => Assert.Equal(
        $"worse than random: {Of} more than 1,000 % higher than that of random ones, {Median} "
            + "(95 %: more than 1,000 % higher to more than 1,000 % higher)",
        Perplexities([100, 101, 102, 103], [1, 1.1, 1.2, 1.3]).Words);

    [Fact]
    public void Too_few_are_too_few()
    {
        Assert.Equal("too few to say: 3 and 4 of them; 4 of each can show a difference", Perplexities(s_low[..3], s_high[..4]).Words);
        Assert.Equal(VerdictKind.Better, Perplexities(s_low[..4], s_high[..4]).Kind);
    }

    /// <summary>The order of scores with weights that diverged is chance, and "equal" would say that something was measured.</summary>
    [Fact]
    public void Weights_that_diverged_rank_nothing()
    {
        double?[] diverged = [null, null, null, null, null, null, null, null, null, 3];
        var verdict = Perplexities(diverged, [.. s_high[..5], null, null, null, null, null]);
        Assert.Equal("nothing to tell: the shared weights diverged, so the order of scores with them says nothing: 9 of 10 candidates and "
            + "5 of 10 random ones are not finite. Lower the learning rate of the shared weights", verdict.Words);
        Assert.Equal((VerdictKind.Diverged, "diverged", "diverged", null), (verdict.Kind, verdict.Name, verdict.Short, verdict.Gain));
        Assert.Equal(VerdictKind.Worse, Perplexities(diverged, s_high).Kind);
    }

    [Fact]
    public void Of_accuracies_more_is_better()
    {
        Assert.Equal("better than random: with the shared weights the accuracy of the policy's candidates is 10.00 points higher "
            + $"than that of random ones, {Median} (95 %: 7.00 points higher to 13.00 points higher)", Accuracies(700, 600).Words);
        var verdict = Accuracies(700, 720);
        Assert.Equal("not to be told apart from random: with the shared weights the accuracy of the policy's candidates is 2.00 "
            + $"points lower than that of random ones, {Median} (95 %: 5.00 points lower to 1.00 points higher)", verdict.Words);
        Assert.Equal((-0.02, -0.05, 0.01), (Round(verdict.Gain), Round(verdict.Low), Round(verdict.High)));
        Assert.Equal("""{"kind":"not-told-apart","gain":-0.02""", verdict.ToJson().ToJsonString()[..37]);
        Assert.Equal("""{"kind":"not-told-apart","gain":0,""", Accuracies(700, 700).ToJson().ToJsonString()[..34]);
    }

    [Fact]
    public void Random_search_has_nothing_to_tell() => Assert.Equal(
        "nothing to tell: both are drawn alike, so a difference between them is chance",
        Comparison(TestJobs.Tiny(strategy: "random"), s_low, s_high).Verdict.Words);

    /// <summary>Its candidates are the best of many that were evaluated with the shared weights.</summary>
    [Fact]
    public void Evolution_on_shared_weights_is_told_to_be_compared_with_its_equals()
    {
        var comparison = Comparison(TestJobs.Tiny(strategy: "spos"), s_low, s_high);
        Assert.Equal("no-equals", comparison.Verdict.Name);
        Assert.StartsWith("10 candidates, the best that were evaluated: ", comparison.Lines.First().Words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_of_a_table_is_told_to_be_compared_with_its_equals()
    {
        var job = TestJobs.Tiny();
        job = job with { Space = job.Space with { Kind = "nas-bench-201" }, Data = job.Data with { Kind = "table" } };
        var comparison = Comparison(job, s_low, s_high);
        const string Unequal = "nothing to tell: the candidates are the best of all that the search evaluated, and the random ones were "
            + "not chosen from as many; ";
        Assert.Equal(Unequal + "'enas compare' holds it against a search with strategy.kind \"random\" and the same budget",
            comparison.Verdict.Words);
        Assert.Equal(Unequal + "this is random search itself", Comparison(job with { Strategy = job.Strategy with { Kind = "random" } },
            s_low, s_high).Verdict.Words);
        Assert.StartsWith("10 candidates, the best that were evaluated: ", comparison.Lines.First().Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_random_ones_nothing_says_what_chance_does()
    {
        var verdict = RandomComparison.VerdictOf(null, null, new SearchCompleted(s_end, "rule", "a", 3, null, null, null), hasResult: true);
        Assert.Equal("nothing to tell: no uniformly random architecture was scored beside the choice, so nothing says what chance does",
            verdict!.Words);
        Assert.Null(RandomComparison.VerdictOf(null, null, null, hasResult: true));
        Assert.Null(RandomComparison.VerdictOf(null, null, new SearchCompleted(s_end, "rule", "a", 3, null, null, null), hasResult: false));
    }

    // A choice of finals has a score of its own scale, and may be a random one: what stands beside it is scored alike with shared weights.
    [Theory]
    [InlineData("random", "random 3")]
    [InlineData("policy", "policy 7")]
    public void A_search_with_finals_is_judged_by_what_was_scored_alike(string source, string tokens)
    {
        CandidateScored[] scored =
            [.. s_high.Select((score, i) => Tokens("policy", i, score)), .. s_low.Select((score, i) => Tokens("random", i, score))];
        var comparison = RandomComparison.Of(
            TestJobs.Tiny(),
            new SearchCompleted(s_end, "lowest-final-validation-perplexity", tokens, 120, null, 119, null, Source: source),
            scored, entropy: null, hasResult: true)!;
        Assert.Equal(["policy", "random", "verdict"], comparison.Lines.Select(line => line.Label));
        Assert.Equal(VerdictKind.Worse, comparison.Verdict.Kind);
        Assert.Equal((0, null), (comparison.BetterThanChoice, comparison.BetterRandom));
    }

    [Fact]
    public void A_best_of_many_is_told_for_as_many_as_there_are_others() => Assert.Equal(
        "10 uniform architectures beside them: best 4.00, median 4.45 (middle half 4.22 to 4.67); "
            + "the best of 4 of them is 4.12 in the mean",
        Comparison(TestJobs.Tiny(), s_low[..4], s_high).Lines.ElementAt(1).Words);

    private static Verdict Perplexities(double?[] policy, double?[] random) => Comparison(TestJobs.Tiny(), policy, random).Verdict;

    private static RandomComparison Comparison(JobOptions job, double?[] policy, double?[] random) => RandomComparison.Of(
        job,
        new SearchCompleted(s_end, "lowest-validation-perplexity", "policy 0", policy.Min(), null, null, null),
        [.. policy.Select((score, i) => Tokens("policy", i, score)), .. random.Select((score, i) => Tokens("random", i, score))],
        entropy: null,
        hasResult: true)!;

    private static Verdict Accuracies(int policy, int random)
    {
        var job = TestJobs.Tiny();
        return RandomComparison.Of(
            job with { Space = job.Space with { Kind = "macro-cnn" } },
            new SearchCompleted(s_end, "highest-validation-accuracy", "policy 9", null, null, null, null, Accuracy: (policy + 90) / 1000.0),
            [.. Enumerable.Range(0, 10).SelectMany(i =>
                (CandidateScored[])[Images("policy", i, policy + (10 * i)), Images("random", i, random + (10 * i))])],
            entropy: null,
            hasResult: true)!.Verdict;
    }

    private static CandidateScored Tokens(string source, int ordinal, double? perplexity) =>
        new(s_end, source, ordinal, $"{source} {ordinal}", perplexity, perplexity is null ? null : 1, 100);

    private static CandidateScored Images(string source, int ordinal, int correct) =>
        new(s_end, source, ordinal, $"{source} {ordinal}", null, 1, 1000, correct);

    private static double Round(double? value) => Math.Round(value!.Value, 3);
}
