using Enas.Host.Readings;
using Enas.Host.Report;
using Enas.Host.Statistics;

namespace Enas.Host.Tests.Report;

/// <summary>What a comparison counts: a seed once, and only what has a value.</summary>
public sealed class ComparisonTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("enas-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Two_seeds_are_a_mean_and_a_deviation()
    {
        var (a, b) = (await RunAsync("a", 1), await RunAsync("b", 2));
        var comparison = new Comparison([a, b]);
        var group = Assert.Single(comparison.Groups);
        var (first, second) = (Comparison.Best(a)!.Value, Comparison.Best(b)!.Value);
        Assert.Equal((first + second) / 2, comparison.Summaries[0].Mean, 12);
        Assert.Equal(Math.Abs(first - second) / Math.Sqrt(2), comparison.Summaries[0].Deviation, 12);
        Assert.StartsWith("enas: 2 seeds of one job, best reward ",
            Assert.Single(comparison.Summaries[0].Words), StringComparison.Ordinal);
        Assert.Equal("enas", group.Curve(Rewards).Name);
    }

    [Fact]
    public async Task Seconds_of_a_curve_have_parts_and_steps_have_none()
    {
        var group = Assert.Single(new Comparison([await RunAsync("a", 1), await RunAsync("b", 2)]).Groups);
        IReadOnlyList<CurvePoint> Times(ReportedSearch search) =>
            [new(0.0004, search.Job.Seed), new(0.0012, search.Job.Seed), new(2.5, search.Job.Seed)];
        var (exact, whole) = (group.Curve(Times, isWhole: false), group.Curve(Times, isWhole: true));
        Assert.Equal((0.0004, 2.5), (exact.Mean[0].X, exact.Mean[^1].X));
        Assert.Equal(201, exact.Band.Count);
        Assert.Equal([0.0004, 1.0004, 2.0004], whole.Mean.Select(point => point.X));
        Assert.All(exact.Mean, point => Assert.Equal(1.5, point.Value));
    }

    [Fact]
    public async Task Option_that_has_one_value_in_all_jobs_is_no_difference_however_it_came_by_it()
    {
        var rows = new Comparison(
            [await RunAsync("cells", 1), await RealSearch.RunAsync(PathOf("networks"), "tiny-macro.json")]).Differences;
        Assert.Contains(rows, row => row.Option == "space.kind");
        Assert.All(rows, row => Assert.NotEqual(row.Values[0], row.Values[1]));
    }

    [Fact]
    public async Task A_seed_given_twice_is_one_seed_and_the_second_is_named()
    {
        var comparison = new Comparison([await RunAsync("a", 1), await RunAsync("again", 1), await RunAsync("b", 2)]);
        Assert.Equal([["a", "b"], ["again"]], Names(comparison));
        Assert.Equal(["a", "b"], comparison.Summaries[0].Counted.Select(one => one.Name));
        Assert.Equal(["again: the job and seed of a and its fingerprint, so it is drawn alone and not counted as another seed"],
            comparison.Summaries[1].Words);

        // One search and its copy are no seeds at all.
        var pair = new Comparison([comparison.Searches[0], comparison.Searches[1]]);
        Assert.Equal([["a"], ["again"]], Names(pair));
        Assert.DoesNotContain(pair.Summaries.SelectMany(summary => summary.Words), word => word.Contains('±', StringComparison.Ordinal));
        Assert.Empty(pair.Groups[0].Curve(Rewards).Band);
    }

    [Fact]
    public async Task Of_one_seed_the_search_that_came_farthest_counts()
    {
        var comparison = new Comparison(
            [await RunAsync("stopped", 1, stopAfterSteps: 3), await RunAsync("whole", 1), await RunAsync("b", 2)]);
        Assert.Equal([["whole", "b"], ["stopped"]], Names(comparison));
        Assert.Equal("stopped: the job and seed of whole, so it is drawn alone and not counted as another seed",
            Assert.Single(comparison.Summaries[1].Words));
    }

    [Fact]
    public async Task Searches_without_a_reward_are_not_counted_and_incomplete_ones_are_named()
    {
        // After two weight steps there is a loss and no reward yet.
        var comparison = new Comparison(
        [
            await RunAsync("a", 1),
            await RealSearch.EmptyAsync(PathOf("empty"), "tiny.json", "seed=2"),
            await RunAsync("warming", 3, stopAfterSteps: 2),
            await RunAsync("stopped", 4, stopAfterSteps: 3),
        ]);
        Assert.Equal([["a", "warming", "stopped"], ["empty"]], Names(comparison));
        var seeds = comparison.Summaries[0];
        Assert.Equal(["a", "stopped"], seeds.Counted.Select(one => one.Name));
        Assert.Equal(["stopped"], seeds.Incomplete.Select(one => one.Name));
        Assert.Equal((Comparison.Best(comparison.Searches[0])!.Value + Comparison.Best(comparison.Searches[3])!.Value) / 2, seeds.Mean, 12);
        Assert.StartsWith("enas: 2 seeds of one job, best reward ", seeds.Words[0], StringComparison.Ordinal);
        Assert.EndsWith("; not complete: stopped (up to step 3)", seeds.Words[0], StringComparison.Ordinal);
        Assert.Equal("warming: no reward yet, so it is not counted as a seed", seeds.Words[1]);
        Assert.Equal(["empty: nothing to draw yet, so it is not counted as a seed"], comparison.Summaries[1].Words);
        Assert.Equal("enas (2 of 3 seeds)", comparison.Groups[0].Curve(Rewards).Name);
        Assert.Equal("enas", comparison.Groups[0].Curve(search => search.Series.Losses).Name);
        Assert.Equal(["enas: not complete: stopped (up to step 3)", seeds.Words[1]], seeds.Remarks);
        Assert.All(seeds.Remarks, word =>
            Assert.Contains(System.Net.WebUtility.HtmlEncode(word), ComparisonPage.Write(comparison), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Final_trainings_of_other_architectures_are_no_seeds_of_one_job()
    {
        var comparison = new Comparison(
        [
            await RealSearch.TrainAsync(PathOf("one"), "tiny.json", "0 0 1 1 2"),
            await RealSearch.TrainAsync(PathOf("other"), "tiny.json", "1 0 1 0 3"),
            await RealSearch.TrainAsync(PathOf("seed"), "tiny.json", "0 0 1 1 2", "seed=2"),
        ]);
        Assert.Equal([["one", "seed"], ["other"]], Names(comparison));
        Assert.StartsWith("training 0 0 1 1 2: 2 seeds of one job, validation perplexity ",
            Assert.Single(comparison.Summaries[0].Words), StringComparison.Ordinal);
        Assert.Equal(
            (comparison.Searches[0].Milestones.Completed!.Score!.Value + comparison.Searches[2].Milestones.Completed!.Score!.Value) / 2,
            comparison.Summaries[0].Mean, 12);
    }

    [Fact]
    public async Task What_has_another_measure_has_a_table_and_axes_of_its_own()
    {
        var comparison = new Comparison(
        [
            await RunAsync("cells", 1),
            await RealSearch.RunAsync(PathOf("networks"), "tiny-macro.json"),
            await RealSearch.TrainAsync(PathOf("cell"), "tiny.json", "0 0 1 1 2"),
            await RealSearch.TrainAsync(PathOf("network"), "tiny-macro.json", "0 1 1 2 1 1"),
            await RealSearch.RunAsync(PathOf("rewarded"), "tiny.json", stopAfterSteps: null, "reward.c=1"),
        ]);
        Assert.Equal(
            [
                "Searches: perplexity, lower is better; reward 80 / perplexity, higher is better",
                "Searches: accuracy in %, higher is better; reward accuracy from 0 to 1, higher is better",
                "Final trainings: perplexity, lower is better",
                "Final trainings: accuracy in %, higher is better",
                "Searches: perplexity, lower is better; reward 1 / perplexity, higher is better",
            ],
            comparison.Sections.Select(section => section.Title));
        Assert.Equal([["cells"], ["networks"], ["cell"], ["network"], ["rewarded"]],
            comparison.Sections.Select(section => section.Members.Select(one => one.Name)));
        Assert.Contains("chosen perplexity", comparison.Sections[0].Head);
        Assert.Contains("chosen accuracy", comparison.Sections[1].Head);
        AssertScores(comparison.Sections[2],
            "validation perplexity", "test perplexity", comparison.Searches[2], scale: 1, unit: string.Empty);
        AssertScores(comparison.Sections[3], "validation accuracy", "test accuracy", comparison.Searches[3], scale: 100, unit: " %");
        var page = ComparisonPage.Write(comparison);
        Assert.All(comparison.Sections, section =>
            Assert.Contains($"<h2>{System.Net.WebUtility.HtmlEncode(section.Title)}</h2>", page, StringComparison.Ordinal));
        string[] charts = [.. page.Split("id=\"chart-").Skip(1).Select(rest => rest[..rest.IndexOf('"', StringComparison.Ordinal)])];
        Assert.Equal(charts.Distinct(), charts);
        Assert.Contains("validation-2", charts);
        Assert.Contains("validation-3", charts);
    }

    [Fact]
    public async Task A_comparison_stands_best_beside_best_and_median_beside_median()
    {
        var section = Assert.Single(new Comparison([await RunAsync("a", 1), await RunAsync("b", 2)]).Sections);
        Assert.Equal(["chosen perplexity", "random best", "policy median", "random median"], section.Head.Skip(7).Take(4));
        var candidates = section.Members[0].Search.Milestones.Candidates;
        double[] Scores(string source) =>
            [.. candidates.Where(candidate => candidate.Source == source).Select(candidate => candidate.Score!.Value)];
        Assert.Equal(
            new[] { Scores("policy").Min(), Scores("random").Min(), Median(Scores("policy")), Median(Scores("random")) }.Select(score =>
                score.ToString("F2", System.Globalization.CultureInfo.InvariantCulture)),
            section.Rows.First().Skip(7).Take(4));
    }

    private static double Median(double[] values) => Sample.Quantile(values, 0.5);

    private static void AssertScores(
        ComparisonSection section, string validation, string test, ReportedSearch training, double scale, string unit)
    {
        Assert.Equal([validation, test], section.Head.Skip(4).Take(2));
        double[] scores = [training.Milestones.Completed!.Score!.Value, training.Milestones.Completed.TestScore!.Value];
        Assert.Equal(scores.Select(score => (scale * score).ToString("F2", System.Globalization.CultureInfo.InvariantCulture) + unit),
            Assert.Single(section.Rows).Skip(4).Take(2));
    }

    private static IReadOnlyList<SeriesPoint> Rewards(ReportedSearch search) => [.. search.Series.Rewards.Select(reward => reward.Point)];

    private static string[][] Names(Comparison comparison) =>
        [.. comparison.Groups.Select(group => group.Members.Select(one => one.Name).ToArray())];

    private string PathOf(string name) => Path.Combine(_root, name);

    private Task<ReportedSearch> RunAsync(string name, int seed, long? stopAfterSteps = null) =>
        RealSearch.RunAsync(PathOf(name), "tiny.json", stopAfterSteps, FormattableString.Invariant($"seed={seed}"));
}
