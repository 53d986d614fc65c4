using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Enas.Host.Display;

/// <summary>The live panel: eight lines, at most 80 columns or the terminal's, whatever the state.</summary>
internal static class ProgressPanel
{
    private const int LineCount = 8;
    private const int WidestLine = 78;
    private const int WidestBar = 30;

    /// <summary>A bar shorter than this says nothing.</summary>
    private const int ShortestBar = 5;

    /// <summary>The panel for a snapshot, or for a search that has not committed yet.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="snapshot">The last commit, or null.</param>
    /// <param name="sinceCommit">Time since then.</param>
    /// <param name="unicode">Whether the bar may be drawn with line characters.</param>
    /// <param name="columns">Width of the terminal.</param>
    /// <param name="notice">What is to be said besides, in the place of the last line; null for nothing.</param>
    public static IRenderable Draw(
        RunTitle title, ProgressSnapshot? snapshot, TimeSpan sinceCommit, bool unicode, int columns, string? notice = null)
    {
        // A line as wide as the terminal would wrap on some, and a word that is cut off is better than a panel that moves.
        var lines = Lines(title, snapshot, sinceCommit, unicode, Math.Clamp(columns - 2, 0, WidestLine), notice);
        return new Rows(
            lines.Select((line, i) => (IRenderable)new Text(" " + line, i == 0 ? new Style(decoration: Decoration.Bold) : Style.Plain)
            {
                Overflow = Overflow.Crop,
            }));
    }

    internal static IReadOnlyList<string> Lines(
        RunTitle title, ProgressSnapshot? snapshot, TimeSpan sinceCommit, bool unicode, int width, string? notice = null)
    {
        var head = $"{title.Name}  {title.Space}  {title.Strategy}  seed {title.Seed}";
        string[] lines = snapshot is null ? [head, "starting", .. Enumerable.Repeat(string.Empty, LineCount - 2)]
            : Lines(title, head, snapshot, sinceCommit, unicode, width);
        return [.. lines.SkipLast(1).Append(notice ?? lines[^1]).Select(line => line.Length > width ? line[..width] : line)];
    }

    private static string[] Lines(RunTitle title, string head, ProgressSnapshot snapshot, TimeSpan sinceCommit, bool unicode, int width)
    {
        var state = snapshot.State;
        return
        [
            head,
            Advance(title, snapshot, unicode, width),
            $"phase {ProgressWords.Phase(snapshot),-11} {title.RoundName} {ProgressWords.Round(title, snapshot),-9} "
                + $"{Number(snapshot.StepsPerSecond, "0.0")} steps/s   {Whole(state.FailedStepCount)} failed{Alarms(title, snapshot)}",
            $"reward ema {Number(state.RewardAverage),-9} best {Best(state.Best)} "
                + $" mean {Number(Mean(state)),-9} baseline {Number(state.Baseline)}",
            Course(title, snapshot, unicode),
            $"loss {Number(state.LossAverage),-9} entropy {Percent(ProgressWords.EntropyShare(title, snapshot))} "
                + $"of uniform  rate {Number(state.LastLearningRate, "0.####"),-7} unique "
                + $"{Percent(ProgressWords.UniqueShare(snapshot))} of {Whole(snapshot.RecentSampleCount)}",
            $"best {state.Best?.Tokens ?? "-"}",
            $"{Whole(state.SampleCount)} samples   checkpoint {Checkpoint(state)}   last commit {Age(sinceCommit)} ago",
        ];
    }

    private static string Advance(RunTitle title, ProgressSnapshot snapshot, bool unicode, int width)
    {
        var state = snapshot.State;
        var done = snapshot.IsScoring && title.Candidates > 0
            ? $"scored {state.ScoreCount}/{title.Candidates}"
            : snapshot.AreFinals ? $"finals {snapshot.FinalCount}/{title.Finals}"
            : $"step {Whole(state.StepCount)}/{Whole(snapshot.PlannedSteps)}";
        done += snapshot.Child is { } child ? $" ({Whole(child.Step)}/{Whole(child.Steps)})" : string.Empty;
        var left = snapshot.Remaining(title) is { } remaining ? ProgressWords.Clock(remaining) : "?";
        var words = $"{Percent(snapshot.Share(title))}  {done}  {ProgressWords.Clock(snapshot.Elapsed)} < {left} left";
        var bar = Math.Min(WidestBar, width - words.Length - 1);
        return bar < ShortestBar ? words : $"{Bar(snapshot.Share(title), bar, unicode)} {words}";
    }

    // The average reward as it went, from its least to its greatest, and where random candidates came out in the unit of the reward.
    private static string Course(RunTitle title, ProgressSnapshot snapshot, bool unicode)
    {
        var random = title.RandomOf(snapshot.State) is { } band
            ? string.Create(CultureInfo.InvariantCulture, $"  random {band.Mean:0.0000} +- {band.Deviation:0.0000}") : string.Empty;
        return snapshot.Course.Count < 2 ? $"course -{random}" : $"course {SparkText.Of(snapshot.Course, unicode)}{random}";
    }

    private static string Bar(double share, int width, bool unicode)
    {
        var full = (int)Math.Round(width * Math.Clamp(share, 0, 1));
        return new string(unicode ? '━' : '#', full) + new string(unicode ? '─' : '.', width - full);
    }

    private static string Alarms(RunTitle title, ProgressSnapshot snapshot) =>
        CollapseAlarm.Of(title, snapshot) is { Count: > 0 } alarms ? $"   COLLAPSED: {string.Join(", ", alarms)}" : string.Empty;

    private static double? Mean(Pipeline.Search.SearchState state) => state.RewardCount == 0 ? null : state.RewardSum / state.RewardCount;

    private static string Best(Pipeline.Search.BestSample? best) => best is null ? "-" : $"{Number(best.Reward)} (#{Whole(best.Step)})";

    private static string Checkpoint(Pipeline.Search.SearchState state) =>
        state.Checkpoints.Count == 0 ? "none yet" : $"step {Whole(state.Checkpoints[^1].Position.Step)}";

    private static string Age(TimeSpan age) => age.TotalSeconds < 60
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, age.TotalSeconds):0.0} s")
        : ProgressWords.Clock(age);

    private static string Whole(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    // InvariantCulture's own percent format has a space before the sign.
    private static string Percent(double? share) =>
        share is { } value ? $"{(100 * value).ToString("0", CultureInfo.InvariantCulture),3}%" : "  -";

    private static string Number(double? value, string format = "0.0000") => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
