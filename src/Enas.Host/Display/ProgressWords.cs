using System.Globalization;
using Enas.Pipeline.Events;

namespace Enas.Host.Display;

/// <summary>How progress is put into words, the same on the panel and on plain lines.</summary>
internal static class ProgressWords
{
    /// <summary>What is being done: an operational commit is the one of a checkpoint, or of an opening before any step.</summary>
    public static string Phase(ProgressSnapshot snapshot) => snapshot switch
    {
        { State.Completed: not null } => "done",
        { IsScoring: true } => "scoring",
        { Phase: Phases.Host, StepsHere: 0 } => "opening",
        { Phase: Phases.Host } => "checkpoint",
        _ => snapshot.Phase,
    };

    /// <summary>The round that is being worked at, from 1, of all rounds.</summary>
    public static string Round(RunTitle title, ProgressSnapshot snapshot) =>
        title.Rounds == 0
            ? (snapshot.Round + 1).ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Min(snapshot.Round + 1, title.Rounds)}/{title.Rounds}");

    /// <summary>Entropy of the last sample as a share of a uniform policy's; null before the first and where there is no choice.</summary>
    public static double? EntropyShare(RunTitle title, ProgressSnapshot snapshot) =>
        snapshot.State.LastEntropy is { } entropy && title.UniformEntropy > 0 ? entropy / title.UniformEntropy : null;

    /// <summary>Share of different architectures among the last samples; null before the first.</summary>
    public static double? UniqueShare(ProgressSnapshot snapshot) =>
        snapshot.RecentSampleCount > 0 ? (double)snapshot.RecentUniqueCount / snapshot.RecentSampleCount : null;

    /// <summary>Minutes and seconds, with hours in front from one hour on; a day is 24 hours more.</summary>
    public static string Clock(TimeSpan span) => span.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalHours}:{span:mm\\:ss}")
        : span.ToString(@"mm\:ss", CultureInfo.InvariantCulture);
}
