using Enas.Host.Readings;
using Enas.Host.Statistics;

namespace Enas.Host.Report;

/// <summary>A search among those that are compared.</summary>
/// <param name="Name">Its name among them.</param>
internal sealed record NamedSearch(ReportedSearch Search, string Name);

/// <summary>A curve of a group: the mean over those of its searches that have it, and the band around it; both empty
/// where none has.</summary>
/// <param name="Name">The searches that it is of: one by its name, or the group with how many of its seeds have it.</param>
/// <param name="Band">One standard deviation to both sides, for two searches or more.</param>
internal sealed record GroupCurve(string Name, IReadOnlyList<CurvePoint> Mean, IReadOnlyList<CurveBand> Band);

/// <summary>
/// Searches of one job that differ in their seed alone, each seed once; or a search by itself. A mean over one seed twice, or over a search
/// that has nothing yet, would claim more than was done.
/// </summary>
/// <param name="Members">The searches, in the order they were given.</param>
/// <param name="Aside">Why a search of the same job stands by itself; null for all others.</param>
internal sealed record SearchGroup(IReadOnlyList<NamedSearch> Members, string? Aside = null)
{
    private const int GridSteps = 200;

    /// <summary>What its searches are called together, see <see cref="GroupNames"/>.</summary>
    public string Name { get; init; } = NameOf(Members);

    /// <summary>
    /// Groups searches by their job without its seed, and final trainings by their architecture too. Of searches with one seed the one that
    /// came farthest is the group's.
    /// </summary>
    public static IReadOnlyList<SearchGroup> Of(IReadOnlyList<NamedSearch> searches) =>
        [.. searches.GroupBy(one => Identity(one.Search), StringComparer.Ordinal).SelectMany(job => OfJob([.. job]))];

    /// <summary>What searches are called together where nothing else names them: by name, or the first and how many more.</summary>
    private static string NameOf(IReadOnlyList<NamedSearch> searches) =>
        searches.Count == 1 ? searches[0].Name : FormattableString.Invariant($"{searches[0].Name} and {searches.Count - 1} more");

    /// <summary>The mean of a curve over steps, see below.</summary>
    public GroupCurve Curve(Func<ReportedSearch, IReadOnlyList<SeriesPoint>> curveOf) =>
        Curve(search => [.. curveOf(search).Select(point => new CurvePoint(point.Step, point.Value))], isWhole: true);

    /// <summary>
    /// The mean of a curve over the searches that have it and, for two or more, the standard deviation (with n - 1) around it, on an even
    /// grid over what all have reached; between its points a curve holds its last value.
    /// </summary>
    /// <param name="curveOf">A search's own curve, along its axis.</param>
    /// <param name="isWhole">Whether the axis has whole numbers alone, as that of steps; seconds have parts.</param>
    public GroupCurve Curve(Func<ReportedSearch, IReadOnlyList<CurvePoint>> curveOf, bool isWhole)
    {
        (NamedSearch Of, IReadOnlyList<CurvePoint> Points)[] drawn =
            [.. Members.Select(one => (one, curveOf(one.Search))).Where(one => one.Item2.Count > 0)];
        if (drawn.Length < 2)
        {
            return drawn.Length == 0 ? new GroupCurve(Name, [], []) : new GroupCurve(drawn[0].Of.Name, drawn[0].Points, []);
        }

        IReadOnlyList<CurvePoint>[] curves = [.. drawn.Select(one => one.Points)];
        var (from, to) = (curves.Max(curve => curve[0].X), curves.Min(curve => curve[^1].X));
        var (mean, band) = (new List<CurvePoint>(), new List<CurveBand>());
        for (var i = 0; i <= GridSteps && from <= to; i++)
        {
            var along = (to - from) * i / GridSteps;
            var x = from + (isWhole ? Math.Floor(along) : along);
            if (mean.Count > 0 && mean[^1].X == x)
            {
                continue;
            }

            var (average, deviation) = Sample.MeanAndDeviation([.. curves.Select(curve => At(curve, x))]);
            mean.Add(new CurvePoint(x, average));
            band.Add(new CurveBand(x, average - deviation, average + deviation));
        }

        var some = drawn.Length == Members.Count
            ? string.Empty : FormattableString.Invariant($" ({drawn.Length} of {Members.Count} seeds)");
        return new GroupCurve(Name + some, mean, band);
    }

    // What determines it but the seed: the job as it was last changed, what a final training trains, and where a branch left its parent.
    private static string Identity(ReportedSearch search) => string.Join(
        '\n', JobDifferences.WithoutSeed(search.ResolvedJob),
        search.Milestones.Started?.Architecture, search.Milestones.Started?.Fork?.Checkpoint);

    private static IEnumerable<SearchGroup> OfJob(NamedSearch[] searches)
    {
        NamedSearch[] farthest =
        [
            .. searches.Where(one => one.Search.Series.HasCurves)
                .GroupBy(one => one.Search.Job.Seed)
                .Select(seed => seed.OrderByDescending(one => one.Search.Milestones.Completed is not null)
                    .ThenByDescending(one => one.Search.Span.LastStep).First()),
        ];
        NamedSearch[] members = [.. searches.Where(farthest.Contains)];
        if (members.Length > 0)
        {
            yield return new SearchGroup(members);
        }

        foreach (var other in searches.Except(members))
        {
            var twin = members.FirstOrDefault(one => one.Search.Job.Seed == other.Search.Job.Seed);
            yield return new SearchGroup([other], (twin, members.Length, other.Search.Series.HasCurves) switch
            {
                ({ } same, _, true) => $"the job and seed of "
                    + $"{same.Name}{(same.Search.Fingerprint == other.Search.Fingerprint ? " and its fingerprint" : string.Empty)}, "
                    + $"so it is drawn alone and not counted as another seed",
                (_, > 0, false) => "nothing to draw yet, so it is not counted as a seed",
                _ => null,
            });
        }
    }

    private static double At(IReadOnlyList<CurvePoint> curve, double x) =>
        curve[Math.Max(0, Ordered.First(curve, point => point.X > x) - 1)].Value;
}
