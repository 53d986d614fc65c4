using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Readings;
using Enas.Host.Searches;

namespace Enas.Host.Report;

/// <summary>Several searches on one page: their curves, their figures, and where their jobs differ.</summary>
internal static class ComparisonPage
{
    private const double Decay = Smoothing.Decay;
    private const string Step = "step";

    /// <summary>The HTML text.</summary>
    public static string Write(Comparison comparison)
    {
        var page = new PageWriter("Comparison - Enas")
            .Raw($"<header><h1>{PageWriter.Escape(comparison.Title)}</h1><p>{PageWriter.Escape(comparison.Subtitle)}</p></header>");
        foreach (var word in comparison.Missing)
        {
            page.Raw($"<p class=\"warning\">{PageWriter.Escape(word)}</p>");
        }

        foreach (var (number, section) in comparison.Sections.Index())
        {
            Write(page, section, number);
        }

        page.Raw("<section><h2>Where the jobs differ</h2>");
        WriteDifferences(page, comparison);
        return page.Raw($"</section><footer>Written by enas {PageWriter.Escape(Product.Version)} "
            + $"from the logs alone. Charts: Apache ECharts 6.0.0, Apache License 2.0.</footer>").Close();
    }

    private static void WriteDifferences(PageWriter page, Comparison comparison)
    {
        var (names, rows) = comparison.ShownDifferences;
        if (rows.Count == 0)
        {
            page.Raw($"<p>Nowhere but in {(comparison.HasSeeds ? "seed, name and tags" : "name and tags")}.</p>");
        }
        else if (names.Count <= Comparison.Few)
        {
            page.Table(["option", .. names],
                rows.Select(row => (IEnumerable<string>)[row.Option, .. row.Values.Select(value => value ?? "-")]));
        }
        else
        {
            page.Table(["option", "values"], rows.Select(row => (string[])[row.Option, JobDifferences.Words(row.Values, names)]));
        }
    }

    // Each section has charts of its own: no axis is shared by values of two units.
    private static void Write(PageWriter page, ComparisonSection section, int number)
    {
        page.Raw($"<section><h2>{PageWriter.Escape(section.Title)}</h2>");
        if (section.HasSeeds)
        {
            var (head, rows) = section.GroupTable();
            page.Table(head, rows).Raw($"<p class=\"note\">{PageWriter.Escape(char.ToUpperInvariant(section.GroupNote[0])
                + section.GroupNote[1..])}.</p>");
        }
        else
        {
            page.Table(section.Head, section.Rows);
        }

        foreach (var word in section.HasSeeds ? section.GroupWords : section.Summaries.SelectMany(summary => summary.Words))
        {
            page.Raw($"<p>{PageWriter.Escape(word)}</p>");
        }

        foreach (var one in section.HasSeeds ? [] : section.Members.Where(one => one.Search.AgainstRandom is not null))
        {
            page.Raw($"<p>{PageWriter.Escape($"{one.Name}: {string.Join(' ', one.Search.AgainstRandom!.Sentences)}")}</p>");
        }

        foreach (var word in section.CostWords)
        {
            page.Raw($"<p>{PageWriter.Escape($"{char.ToUpperInvariant(word[0])}{word[1..]}.")}</p>");
        }

        if (section.Members.Any(one => one.Search.Result is not null && ValidationNote.Of(one.Search.Job) is not null))
        {
            page.Raw($"<p class=\"note\">{PageWriter.Escape(ValidationNote.Words)}</p>");
        }

        page.Charts(section.IsTraining ? OfTrainings(section, number) : OfSearches(section, number));
        if (section.HasSeeds)
        {
            page.Raw($"<details{(section.Members.Count <= Comparison.Few ? " open" : string.Empty)}><summary>"
                + $"{section.Members.Count} {(section.IsTraining ? "trainings" : "searches")}, one by one</summary>")
                .Table(section.Head, section.Rows).Raw("</details>");
        }

        page.Raw("</section>");
    }

    // Where no weights are trained nothing but evaluations takes steps, and strategies may take several in one.
    private static IEnumerable<ChartSpec> OfSearches(ComparisonSection section, int number)
    {
        Func<ReportedSearch, List<SeriesPoint>> rewards = section.HasSharedWeights ? Rewards : Evaluations;
        var x = section.HasSharedWeights ? Step : "evaluations";
        var average = Chart(section, $"average-{number}", "Reward, moving average", x, "reward",
            search => Smoothing.Average(rewards(search), Decay));
        var best = Chart(section, $"best-{number}", "Best reward so far", x, "reward",
            search => BestSoFar(rewards(search), isWhole: !section.HasSeeds), single: "step");
        if (section.HasSeeds)
        {
            best = best with { Note = best.Note + " The first tenth is left out: the axis would show little beside its rise." };
        }

        // Rewards from shared weights grow with the weights, and their best is a matter of luck; others say at once what was found.
        yield return section.HasSharedWeights ? average : best;
        yield return section.HasSharedWeights ? best : average;
        var entropy = Chart(section, $"entropy-{number}", "Entropy of the policy", Step, "nats",
            search => Smoothing.Average(search.Series.Entropies, Decay));
        if (section.HasSharedWeights || entropy.Content is not null)
        {
            yield return entropy;
        }

        if (section.HasSharedWeights)
        {
            yield return Chart(section, $"loss-{number}", "Training loss of the shared weights", Step, "loss",
                search => Smoothing.Average(search.Series.Losses, Decay));
        }
    }

    private static IEnumerable<ChartSpec> OfTrainings(ComparisonSection section, int number) =>
    [
        Chart(section, $"validation-{number}",
            "Validation after each epoch", Step, ComparisonSection.MeasureOf(section.Members[0].Search), TrainingCharts.Validations),
        Chart(section, $"loss-{number}", "Training loss", Step, "loss", search => Smoothing.Average(search.Series.Losses, Decay)),
    ];

    private static List<SeriesPoint> Rewards(ReportedSearch search) => [.. search.Series.Rewards.Select(reward => reward.Point)];

    // The best so far has a point where it rises, so the value that it has there is that of the point before.
    private static IReadOnlyList<SeriesPoint> BestSoFar(IReadOnlyList<SeriesPoint> rewards, bool isWhole)
    {
        var best = Smoothing.BestSoFar(rewards);
        var from = best.Count == 0 ? 0 : best[^1].Step / 10;
        return isWhole || best.Count == 0 || best[0].Step > from
            ? best : [best.Last(point => point.Step <= from) with { Step = from }, .. best.Where(point => point.Step > from)];
    }

    private static List<SeriesPoint> Evaluations(ReportedSearch search) =>
        [.. search.Series.Rewards.Select((reward, i) => reward.Point with { Step = i + 1 })];

    private static ChartSpec Chart(ComparisonSection section,
        string id, string title, string x, string y, Func<ReportedSearch, IReadOnlyList<SeriesPoint>> curveOf, string single = "line")
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
            + $"drawn as their mean over the {(x == Step ? "steps" : x)} that all of them have reached, "
            + "with the standard deviation as a band.",
            x, y, series)
            .Or($"None of the {(section.IsTraining ? "trainings" : "searches")} has come so far.");
    }
}
