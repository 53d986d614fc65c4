using System.Text.RegularExpressions;
using Enas.Host.Report;

namespace Enas.Host.Tests.Report;

/// <summary>What a report says and draws of searches and final trainings of each kind, whole and not.</summary>
public sealed partial class ReportWordsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("enas-test-").FullName;

    private string Folder => Path.Combine(_root, "search");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("tiny.json", "0 0 1 1 2", "perplexity", "token")]
    [InlineData("tiny-macro.json", "0 1 1 2 1 1", "accuracy", "image")]
    public async Task A_training_has_the_charts_of_a_training(string job, string tokens, string measure, string unit)
    {
        var training = await RealSearch.TrainAsync(Folder, job, tokens);
        var charts = ReportCharts.Of(training, StandAlone.None);
        Assert.Equal(["Validation", "Training loss", "Learning rates"], charts.Select(chart => chart.Title));
        Assert.All(charts, chart => Assert.NotNull(chart.Content));
        Assert.StartsWith($"The {measure} on the whole validation set", charts[0].Note, StringComparison.Ordinal);
        var points = charts[0].Content!["series"]![0]!["data"]!.AsArray();
        Assert.Equal("epoch", (string?)charts[0].Content!["x"]);
        Assert.Equal(Enumerable.Range(1, points.Count).Select(epoch => (double)epoch), points.Select(point => (double)point![0]!));
        Assert.Equal(TrainingCharts.Validations(training).Select(point => ChartSpec.Short(point.Value)),
            points.Select(point => (double)point![1]!));
        Assert.Equal($"Cross-entropy of each step in nats per {unit}.", charts[1].Note);

        var page = ReportPage.Write(training, StandAlone.None);
        Assert.DoesNotContain("Nothing to draw", page, StringComparison.Ordinal);
        Assert.DoesNotContain("skip connections", page, StringComparison.Ordinal);
        Assert.DoesNotContain("shared weights", page, StringComparison.Ordinal);
        Assert.DoesNotContain("architectures sampled", page, StringComparison.Ordinal);
        Assert.Contains($"test {measure}, measured once", page, StringComparison.Ordinal);
        Assert.Contains("<h2>The architecture</h2>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tiny.json", false)]
    [InlineData("tiny-micro.json", false)]
    [InlineData("tiny-macro.json", true)]
    public async Task Only_a_space_without_skip_decisions_is_said_to_have_none(string job, bool hasSkips)
    {
        var empty = Skips(await RealSearch.EmptyAsync(Folder, job));
        Assert.Equal((hasSkips ? "No architecture was sampled for the policy yet."
            : "This space has no decisions on skip connections.", null), (empty.Note, empty.Content));
        var whole = Skips(await RealSearch.RunAsync(Folder + "-whole", job));
        Assert.Equal(hasSkips, whole.Content is not null);
        Assert.Equal(hasSkips, whole.Note.StartsWith("Share of the skip connections", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verdict_stands_before_every_figure_and_what_is_not_drawn_is_one_line_each()
    {
        var search = await RealSearch.RunAsync(Folder, "tiny.json");
        var page = ReportPage.Write(search, StandAlone.None);
        Assert.InRange(page.IndexOf("class=\"verdict\"", StringComparison.Ordinal), 0,
            page.IndexOf("class=\"tiles\"", StringComparison.Ordinal));
        Assert.Contains("data generated", page, StringComparison.Ordinal);
        Assert.Contains($"chosen: {search.Result!.Tokens}", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing to draw", page, StringComparison.Ordinal);
        Assert.Contains("<li>Skip rate: This space has no decisions on skip connections.</li>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Points_of_the_reward_have_the_architectures_that_got_them()
    {
        var search = await RealSearch.RunAsync(Folder, "tiny.json");
        var points = ReportCharts.Reward(search).Content!["series"]!.AsArray().First(one => (string?)one!["kind"] == "points")!;
        var names = points["of"]!.AsArray().Select(place => (string)points["names"]![(int)place!]!);
        Assert.Equal(search.Series.Rewards.Select(reward => reward.Tokens), names);
    }

    [Fact]
    public async Task Every_chart_of_an_empty_search_says_why_it_is_empty()
    {
        var charts = ReportCharts.Of(await RealSearch.EmptyAsync(Folder, "tiny-macro.json"), StandAlone.None);
        Assert.All(charts, chart => Assert.Null(chart.Content));
        Assert.All(charts.SkipLast(1), chart => Assert.EndsWith(" yet.", chart.Note, StringComparison.Ordinal));
        Assert.StartsWith("0 of this search's architectures were also trained from scratch", charts[^1].Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_random_candidate_is_told_and_is_no_band()
    {
        var charts = ReportCharts.Of(await RealSearch.RunAsync(Folder, "tiny.json", stopAfterSteps: null, "derive.candidates=1"),
            StandAlone.None);
        Assert.EndsWith("One random candidate was scored; a band of what chance does needs two.", charts[0].Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_to_a_damage_nothing_is_said_of_how_it_ended()
    {
        var whole = await RealSearch.RunAsync(Folder, "tiny.json", stopAfterSteps: null, "log.groupEvents=4");
        Assert.Empty(ReportPage.Missing(whole));
        var segment = Directory.GetFiles(whole.Folder.Segments).Order(StringComparer.Ordinal).ElementAt(2);
        var bytes = await File.ReadAllBytesAsync(segment);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(segment, bytes);

        var damaged = await ReportedSearch.OpenAsync(Folder, RecoveryMode.UntilDamage);
        Assert.Equal("damaged", damaged.Status);
        Assert.StartsWith("The log is damaged. This report shows what comes before the damage",
            Assert.Single(ReportPage.Missing(damaged)), StringComparison.Ordinal);
        Assert.DoesNotContain("without a word", ReportPage.Write(damaged, StandAlone.None), StringComparison.Ordinal);
        var glance = await RecordedSearch.OpenAsync(Folder, RecoveryMode.UntilDamage);
        Assert.Equal("damaged", glance.Status);
    }

    [Fact]
    public async Task Axes_of_shares_end_where_shares_do_and_no_stretch_is_drawn_twice()
    {
        var charts = ReportCharts.Of(await RealSearch.RunAsync(Folder, "tiny-macro.json"), StandAlone.None).ToDictionary(chart => chart.Id);
        Assert.Equal("[0,100,20]", charts["entropy"].Content!["limits"]!.ToJsonString());
        Assert.Equal("[0,100,100]", charts["unique"].Content!["limits"]!.ToJsonString());
        Assert.Equal("[0,1,1]", charts["skips"].Content!["limits"]!.ToJsonString());
        AssertDistinct(charts["shares"].Content!["columns"]!.AsArray().Select(column => (string)column!));
        foreach (var (chart, series) in new[] { ("unique", 0), ("unique", 1), ("skips", 0) })
        {
            AssertDistinct(charts[chart].Content!["series"]![series]!["data"]!.AsArray().Select(point => (double)point![0]!));
        }
    }

    [Fact]
    public async Task No_two_drawings_of_a_page_share_an_id_and_each_arrow_has_its_head()
    {
        var page = ReportPage.Write(await RealSearch.RunAsync(Folder, "tiny-macro.json"), StandAlone.None);
        var body = page[page.IndexOf("<main>", StringComparison.Ordinal)..page.IndexOf("</main>", StringComparison.Ordinal)];
        string[] ids = [.. Ids().Matches(body).Select(id => id.Groups[1].Value)];
        AssertDistinct(ids);
        Assert.True(ids.Count(id => id.StartsWith("arrow", StringComparison.Ordinal)) > 1);
        Assert.All(Drawings().Matches(body), drawing =>
        {
            var own = Ids().Match(drawing.Value).Groups[1].Value;
            Assert.All(Heads().Matches(drawing.Value), head => Assert.Equal(own, head.Groups[1].Value));
        });
    }

    private static ChartSpec Skips(ReportedSearch search) => ReportCharts.Of(search, StandAlone.None).Single(chart => chart.Id == "skips");

    private static void AssertDistinct<T>(IEnumerable<T> values)
    {
        T[] all = [.. values];
        Assert.True(all.Length > 1);
        Assert.Equal(all.Distinct(), all);
    }

    [GeneratedRegex(" id=\"([^\"]+)\"")]
    private static partial Regex Ids();

    [GeneratedRegex("<svg .*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Drawings();

    [GeneratedRegex(@"url\(#([^)]+)\)")]
    private static partial Regex Heads();
}
