using System.Text.Json.Nodes;
using Enas.Host.Cli;

namespace Enas.Host.Report;

/// <summary>Several searches on one page: their curves, their figures, and where their jobs differ.</summary>
internal static class ComparisonPage
{
    private const double Decay = 0.95;

    /// <summary>The HTML text.</summary>
    public static string Write(Comparison comparison)
    {
        var page = new PageWriter("Comparison - Enas").Raw($"<header><h1>{PageWriter.Escape(string.Join(", ", comparison.Names))}</h1><p>{comparison.Searches.Count} searches</p></header>");
        foreach (var word in comparison.Missing)
        {
            page.Raw($"<p class=\"warning\">{PageWriter.Escape(word)}</p>");
        }

        page.Raw("<section>").Table(Comparison.Head, comparison.Rows);
        foreach (var word in comparison.Summaries.SelectMany(summary => summary.Words))
        {
            page.Raw($"<p>{PageWriter.Escape(word)}</p>");
        }

        page.Raw("</section>");
        page.Raw("<section>").Charts(
        [
            Chart(comparison, "average", "Reward, moving average", "reward", series => Smoothing.Average(Rewards(series), Decay)),
            Chart(comparison, "best", "Best reward so far", "reward", series => Smoothing.BestSoFar(Rewards(series))),
            Chart(comparison, "entropy", "Entropy of the policy", "nats", series => Smoothing.Average(series.Entropies, Decay)),
            Chart(comparison, "loss", comparison.Searches.Any(search => search.IsTraining) ? "Training loss" : "Training loss of the shared weights", "loss", series => Smoothing.Average(series.Losses, Decay)),
        ]).Raw("</section>");
        page.Raw("<section><h2>Where the jobs differ</h2>");
        if (comparison.Differences.Count == 0)
        {
            page.Raw("<p>Nowhere but in name and tags.</p>");
        }
        else
        {
            page.Table(["option", .. comparison.Names], comparison.Differences.Select(row => (IEnumerable<string>)[row.Option, .. row.Values.Select(value => value ?? "-")]));
        }

        return page.Raw($"</section><footer>Written by enas {PageWriter.Escape(Product.Version)} from the logs alone. Charts: Apache ECharts 6.0.0, Apache License 2.0.</footer>").Close();
    }

    private static List<SeriesPoint> Rewards(SearchSeries series) => [.. series.Rewards.Select(reward => reward.Point)];

    private static ChartSpec Chart(Comparison comparison, string id, string title, string y, Func<SearchSeries, IReadOnlyList<SeriesPoint>> curveOf)
    {
        var series = new List<JsonObject?>();
        foreach (var (number, group) in comparison.Groups.Index())
        {
            var (name, mean, band) = group.Curve(curveOf);
            foreach (var one in (JsonObject?[])[ChartSpec.Band(name, band), ChartSpec.Series(name, id == "best" && band.Count == 0 ? "step" : "line", mean)])
            {
                one?.Add("color", number);
                series.Add(one);
            }
        }

        return ChartSpec.Lines(id, title, "Searches of one job that differ in their seed alone are drawn as their mean over the steps that all of them have reached, with the standard deviation as a band.", "step", y, series)
            .Or(comparison.Searches.All(search => search.IsTraining) ? "Final trainings have neither rewards nor a policy." : "None of the searches has come so far.");
    }
}
