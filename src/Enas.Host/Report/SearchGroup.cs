namespace Enas.Host.Report;

/// <summary>Searches of one job that differ in their seed alone.</summary>
/// <param name="Name">What the group is called: its search, or the first one and how many there are.</param>
/// <param name="Searches">The searches, in the order they were given.</param>
internal sealed record SearchGroup(string Name, IReadOnlyList<ReportedSearch> Searches)
{
    private const int GridSteps = 200;

    /// <summary>Groups searches by their job without its seed.</summary>
    public static IReadOnlyList<SearchGroup> Of(IReadOnlyList<ReportedSearch> searches, IReadOnlyList<string> names) =>
    [
        .. searches.Select((search, i) => (Search: search, Name: names[i], Job: JobDifferences.WithoutSeed(search.Folder.ReadResolvedJob())))
            .GroupBy(one => one.Job, StringComparer.Ordinal)
            .Select(group => new SearchGroup(
                group.Count() == 1 ? group.First().Name : FormattableString.Invariant($"{group.First().Name} and {group.Count() - 1} more"), [.. group.Select(one => one.Search)])),
    ];

    /// <summary>
    /// The mean of a curve over the searches and, for two or more, the standard deviation (with n - 1) around it, on an even grid of steps that
    /// all have reached; between its points a curve holds its last value.
    /// </summary>
    public (IReadOnlyList<SeriesPoint> Mean, IReadOnlyList<(long Step, double Low, double High)> Band) Curve(Func<SearchSeries, IReadOnlyList<SeriesPoint>> curveOf)
    {
        IReadOnlyList<SeriesPoint>[] curves = [.. Searches.Select(search => curveOf(search.Series)).Where(curve => curve.Count > 0)];
        if (curves.Length == 0)
        {
            return ([], []);
        }

        if (curves.Length == 1)
        {
            return (curves[0], []);
        }

        var (from, to) = (curves.Max(curve => curve[0].Step), curves.Min(curve => curve[^1].Step));
        var (mean, band) = (new List<SeriesPoint>(), new List<(long, double, double)>());
        for (var i = 0; i <= GridSteps && from <= to; i++)
        {
            var step = from + ((to - from) * i / GridSteps);
            if (mean.Count > 0 && mean[^1].Step == step)
            {
                continue;
            }

            var (average, deviation) = ReportCharts.MeanAndDeviation([.. curves.Select(curve => At(curve, step))]);
            mean.Add(new SeriesPoint(step, average));
            band.Add((step, average - deviation, average + deviation));
        }

        return (mean, band);
    }

    private static double At(IReadOnlyList<SeriesPoint> curve, long step)
    {
        var (low, high) = (0, curve.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = curve[middle].Step <= step ? (middle, high) : (low, middle - 1);
        }

        return curve[low].Value;
    }
}
