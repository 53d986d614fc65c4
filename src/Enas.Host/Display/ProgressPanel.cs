using System.Globalization;
using Enas.Pipeline.Events;
using Enas.Pipeline.Search;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Enas.Host.Display;

/// <summary>The live panel: six lines, at most 80 columns, whatever the state.</summary>
internal static class ProgressPanel
{
    private const int Width = 78;
    private const int BarWidth = 30;

    /// <summary>The panel for a snapshot, or for a search that has not committed yet.</summary>
    public static IRenderable Draw(RunTitle title, ProgressSnapshot? snapshot, bool unicode)
    {
        var lines = Lines(title, snapshot, unicode).Select(line => line.Length > Width ? line[..Width] : line).ToArray();
        return new Rows(lines.Select((line, i) => (IRenderable)new Text(" " + line, i == 0 ? new Style(decoration: Decoration.Bold) : Style.Plain)
        {
            Overflow = Overflow.Crop,
        }));
    }

    internal static IReadOnlyList<string> Lines(RunTitle title, ProgressSnapshot? snapshot, bool unicode)
    {
        var head = $"{title.Name}  {title.Space}  {title.Strategy}  seed {title.Seed}";
        if (snapshot is null)
        {
            return [head, "starting", string.Empty, string.Empty, string.Empty, string.Empty];
        }

        var state = snapshot.State;
        return
        [
            head,
            $"{Bar(snapshot.Share, unicode)} {snapshot.Share,4:0%}  step {Whole(state.StepCount)}/{Whole(snapshot.PlannedSteps)}  {Clock(snapshot.Elapsed)} < {Left(snapshot)} left",
            $"phase {Phase(snapshot),-20} {Number(snapshot.StepsPerSecond, "0.0")} steps/s   {state.FailedStepCount} failed   {state.Checkpoints.Count} checkpoints",
            $"reward ema {Number(state.RewardAverage),-9} best {Number(state.Best?.Reward),-9} mean {Number(Mean(state)),-9} baseline {Number(state.Baseline)}",
            $"loss {Number(state.LossAverage),-9} entropy {Number(state.LastEntropy),-9} rate {Number(state.LastLearningRate, "0.####"),-9} samples {Whole(state.SampleCount)}",
            $"best {state.Best?.Tokens ?? "-"}",
        ];
    }

    private static double? Mean(SearchState state) => state.RewardCount == 0 ? null : state.RewardSum / state.RewardCount;

    private static string Phase(ProgressSnapshot snapshot) => snapshot switch
    {
        { State.Completed: not null } => "done",
        { State.Candidates.Count: > 0 and var scored } => $"scoring, {scored} done",
        { Phase: Phases.Host } => "checkpoint",
        _ => snapshot.Phase,
    };

    private static string Bar(double share, bool unicode)
    {
        var full = (int)Math.Round(BarWidth * Math.Clamp(share, 0, 1));
        return new string(unicode ? '━' : '#', full) + new string(unicode ? '─' : '.', BarWidth - full);
    }

    private static string Left(ProgressSnapshot snapshot) => snapshot.Remaining is { } remaining ? Clock(remaining) : "?";

    private static string Clock(TimeSpan span) => span.TotalHours >= 1
        ? span.ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture)
        : span.ToString(@"mm\:ss", CultureInfo.InvariantCulture);

    private static string Whole(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Number(double? value, string format = "0.0000") => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
