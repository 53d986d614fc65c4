using Enas.Host.Dashboard.Answers;
using Enas.Host.Dashboard.Following;
using Enas.Host.Readings;
using Enas.Host.Report;

namespace Enas.Host.Dashboard.Views;

/// <summary>Several searches side by side: the groups, curves and figures of <c>compare</c>.</summary>
internal static class CompareView
{
    /// <summary>The page.</summary>
    /// <param name="of">What x is.</param>
    public static ComparisonAnswer Of(IReadOnlyList<SearchData> searches, string of)
    {
        var comparison = new Comparison([.. searches.Select(search => search.Report)]);
        var groups = comparison.Groups;
        SearchData DataOf(ReportedSearch report) => searches.First(search => ReferenceEquals(search.Report, report));
        return new ComparisonAnswer
        {
            Title = comparison.Title,
            Subtitle = comparison.Subtitle,
            Searches =
            [
                .. comparison.Searches.Zip(comparison.Names, (search, name) => new ComparedSearchAnswer
                {
                    Id = DataOf(search).Found.Id,
                    Name = name,
                    Status = search.Status,
                    Group = groups.Index().First(group => group.Item.Members.Any(one => ReferenceEquals(one.Search, search))).Index,
                }),
            ],
            Groups = [.. groups.Select(group => group.Name)],
            Of = of,
            Charts =
            [
                .. comparison.Sections.Index().SelectMany(section => ChartsOf(section.Item, section.Index, of, DataOf)),
            ],
            Tables = [.. comparison.Sections.SelectMany(TablesOf)],
            Differences = DifferencesOf(comparison),
            Remarks = [.. comparison.Missing, .. comparison.Sections.SelectMany(section => section.HasSeeds
                ? section.GroupWords : section.Summaries.SelectMany(summary => summary.Words))],
        };
    }

    private static IEnumerable<TextTableAnswer> TablesOf(ComparisonSection section)
    {
        if (section.HasSeeds)
        {
            var (head, rows) = section.GroupTable();
            yield return new TextTableAnswer { Title = $"{section.Title}; {section.GroupNote}", Head = head, Rows = rows };
        }

        yield return new TextTableAnswer { Title = section.Title, Head = section.Head, Rows = [.. section.Rows] };
    }

    private static TextTableAnswer DifferencesOf(Comparison comparison)
    {
        var (names, rows) = comparison.ShownDifferences;
        return new TextTableAnswer
        {
            Title = rows.Count > 0 ? "Where the jobs differ"
                : $"The jobs differ nowhere but in {(comparison.HasSeeds ? "seed, name and tags" : "name and tags")}",
            Head = ["option", .. names],
            Rows = [.. rows.Select(row => (IReadOnlyList<string>)[row.Option, .. row.Values.Select(value => value ?? "-")])],
        };
    }

    private static IEnumerable<CompareChartAnswer> ChartsOf(
        ComparisonSection section, int number, string of, Func<ReportedSearch, SearchData> dataOf)
    {
        (string Id, string Title, string Unit, Func<ReportedSearch, IReadOnlyList<SeriesPoint>> Curve)[] charts = section.IsTraining ?
        [
            ("validation", "Validation after each epoch",
                ComparisonSection.MeasureOf(section.Members[0].Search), TrainingCharts.Validations),
            ("loss", "Training loss", "nats", Losses),
        ] :
        [
            ("average", "Reward, moving average", "reward", search => Smoothing.Average(Rewards(search), Smoothing.Decay)),
            ("best", "Best reward so far", "reward", search => Smoothing.BestSoFar(Rewards(search))),
            ("entropy", "Entropy of the policy", "nats", search => Smoothing.Average(search.Series.Entropies, Smoothing.Decay)),
            ("loss", "Training loss of the shared weights", "nats", Losses),
        ];
        foreach (var (id, title, unit, curve) in charts)
        {
            CompareCurveAnswer[] curves = [.. section.Groups.Select(group => CurveOf(group, of, dataOf, curve))];
            if (curves.Any(one => one.X.Count > 0))
            {
                yield return new CompareChartAnswer
                {
                    Id = Answering.Text($"{id}-{number}"),
                    Title = title,
                    Note = section.HasSeeds ? "Seeds of one job are drawn as their mean over what all of them have reached, with the "
                        + "standard deviation as a band." : string.Empty,
                    Unit = unit,
                    Curves = curves,
                };
            }
        }
    }

    private static CompareCurveAnswer CurveOf(SearchGroup group, string of, Func<ReportedSearch, SearchData> dataOf,
        Func<ReportedSearch, IReadOnlyList<SeriesPoint>> curveOf)
    {
        var curve = group.Curve(report => [.. curveOf(report)
            .Select(point => new CurvePoint(SeriesView.XOf(dataOf(report), point.Step, of), point.Value))], of != SeriesQuery.Seconds);
        var mean = curve.Band.Count > 0 ? curve.Mean : Smoothing.Thin(curve.Mean, point => point.Value);
        return new CompareCurveAnswer
        {
            Name = curve.Name,
            X = [.. mean.Select(point => point.X)],
            Mean = [.. mean.Select(point => Answering.Finite(point.Value))],
            Low = [.. curve.Band.Select(point => Answering.Finite(point.Low))],
            High = [.. curve.Band.Select(point => Answering.Finite(point.High))],
        };
    }

    private static IReadOnlyList<SeriesPoint> Rewards(ReportedSearch search) =>
        [.. search.Series.Rewards.Select(reward => reward.Point)];

    private static List<SeriesPoint> Losses(ReportedSearch search) => Smoothing.Average(search.Series.Losses, Smoothing.Decay);
}
