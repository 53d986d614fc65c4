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
    public static IReadOnlyList<string> Of(RunTitle title, ProgressSnapshot snapshot)
    {
        if (snapshot.RecentSampleCount < LeastSamples)
        {
            return [];
        }

        List<string> alarms = [];
        if (snapshot.RecentSkipShare > MostSkips)
        {
            alarms.Add("skips");
        }

        // A space smaller than the samples has no more to offer.
        if (snapshot.RecentUniqueCount < LeastUnique * Math.Min(snapshot.RecentSampleCount, title.SpaceSize))
        {
            alarms.Add("unique");
        }

        return alarms;
    }

    /// <summary>A sentence for each alarm, with what to do about it.</summary>
    public static IEnumerable<string> Sentences(RunTitle title, ProgressSnapshot snapshot) =>
        Of(title, snapshot).Select(alarm => alarm == "skips"
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"warning: {100 * snapshot.RecentSkipShare:0} % of the skips that were possible in the last {snapshot.RecentSampleCount} "
                + $"samples were taken; train the shared weights longer before the policy, or raise policy.entropyWeight")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"warning: only {snapshot.RecentUniqueCount} of the last {snapshot.RecentSampleCount} "
                + $"samples are different; the policy has stopped to explore: raise policy.entropyWeight or policy.temperature"));
}
