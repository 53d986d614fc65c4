using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Readings;

namespace Enas.Host.Report;

/// <summary>Several searches on one page: their curves, their figures, and where their jobs differ.</summary>
internal static class ComparisonPage
{
    private const double Decay = 0.95;

    /// <summary>The HTML text.</summary>
    public static string Write(Comparison comparison)
    {
        var page = new PageWriter("Comparison - Enas")
            .Raw($"<header><h1>{PageWriter.Escape(string.Join(", ", comparison.Names))}</h1><p>{comparison.Searches.Count} "
            + $"searches</p></header>");
        foreach (var word in comparison.Missing)
        {
            page.Raw($"<p class=\"warning\">{PageWriter.Escape(word)}</p>");
        }

        foreach (var (number, section) in comparison.Sections.Index())
        {
            Write(page, section, number);
        }

        page.Raw("<section><h2>Where the jobs differ</h2>");
        if (comparison.Differences.Count == 0)
        {
            page.Raw("<p>Nowhere but in name and tags.</p>");
        }
        else
        {
            page.Table(["option", .. comparison.Names],
                comparison.Differences.Select(row => (IEnumerable<string>)[row.Option, .. row.Values.Select(value => value ?? "-")]));
        }

        return page.Raw($"</section><footer>Written by enas {PageWriter.Escape(Product.Version)} "
            + $"from the logs alone. Charts: Apache ECharts 6.0.0, Apache License 2.0.</footer>").Close();
    }

    // Each section has charts of its own: no axis is shared by values of two units.
    private static void Write(PageWriter page, ComparisonSection section, int number)
    {
        page.Raw($"<section><h2>{PageWriter.Escape(section.Title)}</h2>").Table(section.Head, section.Rows);
        foreach (var word in section.Summaries.SelectMany(summary => summary.Words))
        {
            page.Raw($"<p>{PageWriter.Escape(word)}</p>");
        }

        foreach (var one in section.Members.Where(one => one.Search.AgainstRandom is not null))
        {
            page.Raw($"<p>{PageWriter.Escape($"{one.Name}: {string.Join(' ', one.Search.AgainstRandom!.Sentences)}")}</p>");
        }

        page.Charts(section.IsTraining ? OfTrainings(section, number) : OfSearches(section, number)).Raw("</section>");
    }

    private static IEnumerable<ChartSpec> OfSearches(ComparisonSection section, int number) =>
    [
        Chart(section, $"average-{number}", "Reward, moving average", "reward", search => Smoothing.Average(Rewards(search), Decay)),
        Chart(section, $"best-{number}", "Best reward so far", "reward", search => Smoothing.BestSoFar(Rewards(search)), single: "step"),
        Chart(section, $"entropy-{number}", "Entropy of the policy", "nats", search => Smoothing.Average(search.Series.Entropies, Decay)),
        Chart(section, $"loss-{number}", "Training loss of the shared weights", "loss",
            search => Smoothing.Average(search.Series.Losses, Decay)),
    ];

    private static IEnumerable<ChartSpec> OfTrainings(ComparisonSection section, int number) =>
    [
        Chart(section, $"validation-{number}",
            "Validation after each epoch", ComparisonSection.MeasureOf(section.Members[0].Search), TrainingCharts.Validations),
        Chart(section, $"loss-{number}", "Training loss", "loss", search => Smoothing.Average(search.Series.Losses, Decay)),
    ];

    private static List<SeriesPoint> Rewards(ReportedSearch search) => [.. search.Series.Rewards.Select(reward => reward.Point)];

    private static ChartSpec Chart(ComparisonSection section,
        string id, string title, string y, Func<ReportedSearch, IReadOnlyList<SeriesPoint>> curveOf, string single = "line")
    {
        var series = new List<JsonObject?>();
        foreach (var (number, group) in section.Groups.Index())
        {
            var (name, mean, band) = group.Curve(curveOf);
            foreach (var one in (JsonObject?[])[ChartSpec.Band(name, band),
                ChartSpec.Series(name, band.Count == 0 ? single : "line", mean)])
            {
                one?.Add("color", number);
                series.Add(one);
            }
        }

        return ChartSpec.Lines(id, title, "Searches of one job that differ in their seed alone are "
            + "drawn as their mean over the steps that all of them have reached, with the standard deviation as a band.", "step", y, series)
            .Or($"None of the {(section.IsTraining ? "trainings" : "searches")} has come so far.");
    }
}
