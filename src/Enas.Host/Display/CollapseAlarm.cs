using System.Globalization;

namespace Enas.Host.Display;

/// <summary>
/// Says when a search has collapsed: to networks that only pass their input on, or to a handful of architectures. Both are known ways in
/// which searches with shared weights go wrong unnoticed.
/// </summary>
internal static class CollapseAlarm
{
    private const double MostSkips = 0.6;
    private const double LeastUnique = 0.1;

    /// <summary>Fewer samples than this say nothing.</summary>
    private const int LeastSamples = 200;

    /// <summary>What is wrong, one word each, for scripts; empty when nothing is.</summary>
    public static IReadOnlyList<string> Of(RunTitle title, ProgressSnapshot snapshot) =>
        Of(title.SpaceSize, snapshot.RecentSampleCount, snapshot.RecentUniqueCount, snapshot.RecentSkipShare);

    private static List<string> Of(double spaceSize, int sampleCount, int uniqueCount, double? skipShare)
    {
        if (sampleCount < LeastSamples)
        {
            return [];
        }

        List<string> alarms = [];
        if (skipShare > MostSkips)
        {
            alarms.Add("skips");
        }

        // A space smaller than the samples has no more to offer.
        if (uniqueCount < LeastUnique * Math.Min(sampleCount, spaceSize))
        {
            alarms.Add("unique");
        }

        return alarms;
    }

    /// <summary>A sentence for each alarm, with what to do about it.</summary>
    public static IEnumerable<string> Sentences(RunTitle title, ProgressSnapshot snapshot) => Sentences(
        title.SpaceSize, snapshot.RecentSampleCount, snapshot.RecentUniqueCount, snapshot.RecentSkipShare, title.Remedies)
            .Select(words => $"warning: {words}");

    /// <summary>The same of samples of a log, without the word that a terminal begins them with.</summary>
    public static IEnumerable<string> Sentences(double spaceSize, RecentSamples recent, CollapseRemedies remedies) =>
        Sentences(spaceSize, recent.Count, recent.UniqueCount, recent.SkipShare, remedies);

    private static IEnumerable<string> Sentences(
        double spaceSize, int sampleCount, int uniqueCount, double? skipShare, CollapseRemedies remedies) =>
        Of(spaceSize, sampleCount, uniqueCount, skipShare).Select(alarm => alarm == "skips"
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{100 * skipShare:0} % of the skips that were possible in the last {sampleCount} "
                + $"samples were taken{remedies.OfSkips}")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"only {uniqueCount} of the last {sampleCount} "
                + $"samples are different; the search has stopped to explore{remedies.OfSameness}"));
}
