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
        line.Append(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ} run={title.Name} step={state.StepCount}/{snapshot.PlannedSteps} phase={snapshot.Phase}");
        Append(line, "reward_ema", state.RewardAverage);
        Append(line, "best", state.Best?.Reward);
        Append(line, "entropy", state.LastEntropy);
        Append(line, "loss", state.LossAverage);
        if (state.Candidates.Count > 0)
        {
            line.Append(CultureInfo.InvariantCulture, $" scored={state.Candidates.Count}");
        }

        if (state.Completed is null && snapshot.Remaining is { } remaining)
        {
            line.Append(CultureInfo.InvariantCulture, $" eta_s={Math.Ceiling(remaining.TotalSeconds):0}");
        }

        return line.ToString();
    }

    private static void Append(StringBuilder line, string name, double? value)
    {
        if (value is { } number)
        {
            line.Append(CultureInfo.InvariantCulture, $" {name}={number:0.0000}");
        }
    }
}
