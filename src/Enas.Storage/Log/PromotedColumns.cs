using Enas.Pipeline.Events;

namespace Enas.Storage.Log;

/// <summary>
/// The numbers that people query, in column order. The event chain of format 1 covers these and no others, so a column that comes later
/// stands beside this list: logs that are there must keep their heads.
/// </summary>
internal sealed record PromotedColumn(string Name, Func<LogRow, double?> Get);

internal static class PromotedColumns
{
    public static readonly IReadOnlyList<PromotedColumn> All =
    [
        new("log_prob", row => row.LogProb),
        new("entropy", row => row.Entropy),
        new("loss", row => row.Loss),
        new("metric", row => row.Metric),
        new("reward", row => row.Reward),
        new("baseline", row => row.Baseline),
        new("advantage", row => row.Advantage),
        new("grad_norm", row => row.GradNorm),
        new("learning_rate", row => row.LearningRate),
        new("duration_ms", row => row.DurationMs),
    ];
}
