using System.Globalization;
using System.Text;

namespace Enas.Host.Display;

/// <summary>One plain line of progress, for logs and scripts.</summary>
internal static class ProgressLine
{
    /// <summary>The line for a snapshot.</summary>
    public static string Of(RunTitle title, ProgressSnapshot snapshot, DateTimeOffset now)
    {
        var state = snapshot.State;
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture,
            $"{now.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ} run={title.Name} step={state.StepCount}/{snapshot.PlannedSteps}");
        line.Append(CultureInfo.InvariantCulture,
            $" phase={ProgressWords.Phase(snapshot)} {title.RoundName}={ProgressWords.Round(title, snapshot)}");
        if (snapshot.IsScoring && title.Candidates > 0)
        {
            line.Append(CultureInfo.InvariantCulture, $" scored={state.ScoreCount}/{title.Candidates}");
        }

        if (snapshot.AreFinals)
        {
            line.Append(CultureInfo.InvariantCulture, $" finals={snapshot.FinalCount}/{title.Finals}");
        }

        if (snapshot.Child is { } child)
        {
            line.Append(CultureInfo.InvariantCulture, $" child_step={child.Step}/{child.Steps}");
        }

        Append(line, "reward_ema", state.RewardAverage, "0.0000");
        Append(line, "best", state.Best?.Reward, "0.0000");
        Append(line, "best_step", state.Best?.Step, "0");
        Append(line, "entropy", ProgressWords.EntropyShare(title, snapshot), "0.00");
        Append(line, "unique", ProgressWords.UniqueShare(snapshot), "0.00");
        Append(line, "skips", snapshot.RecentSkipShare, "0.00");
        Append(line, "loss", state.LossAverage, "0.0000");
        Append(line, "steps_per_s", snapshot.StepsPerSecond, "0.00");
        Append(line, "checkpoint_step", state.Checkpoints.Count > 0 ? state.Checkpoints[^1].Position.Step : null, "0");
        Append(line, "eta_s", state.Completed is null
            ? snapshot.Remaining(title)?.TotalSeconds is { } seconds ? Math.Ceiling(seconds) : null : null, "0");
        if (CollapseAlarm.Of(title, snapshot) is { Count: > 0 } alarms)
        {
            line.Append(CultureInfo.InvariantCulture, $" alarm={string.Join('+', alarms)}");
        }

        return line.ToString();
    }

    private static void Append(StringBuilder line, string name, double? value, string format)
    {
        if (value is { } number)
        {
            line.Append(CultureInfo.InvariantCulture, $" {name}={number.ToString(format, CultureInfo.InvariantCulture)}");
        }
    }
}
