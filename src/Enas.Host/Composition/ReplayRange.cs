using Enas.Pipeline.Events;

namespace Enas.Host.Composition;

/// <summary>Steps of a search that are made again on their own.</summary>
/// <param name="FromStep">The first of them; the start, or where a checkpoint is.</param>
/// <param name="ToStep">Number of steps at its end.</param>
/// <param name="WithEnding">Whether what was recorded after the last step is made again too.</param>
/// <param name="IsBase">Whether another range begins at its end: then the checkpoint there must come out.</param>
internal sealed record ReplayRange(long FromStep, long ToStep, bool WithEnding, bool IsBase)
{
    /// <summary>The ranges between starts.</summary>
    /// <param name="starts">Where they begin, ascending.</param>
    /// <param name="toStep">Number of steps at the end of the last one.</param>
    /// <param name="withEnding">Whether the last one has the recorded ending.</param>
    public static IReadOnlyList<ReplayRange> Between(IReadOnlyList<long> starts, long toStep, bool withEnding) =>
        [.. starts.Select((start, i) => i + 1 < starts.Count
            ? new ReplayRange(start, starts[i + 1], WithEnding: false, IsBase: true)
            : new ReplayRange(start, toStep, withEnding, IsBase: false))];
}

/// <summary>What it showed to make a range again; a function of log, job, data and checkpoints.</summary>
/// <param name="FactCount">Facts that came out as recorded.</param>
/// <param name="StepCount">Steps made again.</param>
/// <param name="CheckpointCount">Checkpoints whose weights came out.</param>
/// <param name="EmptyCheckpointCount">Checkpoints in which there is nothing to compare.</param>
/// <param name="ChildrenFound">Children whose own logs say what the facts say.</param>
/// <param name="ChildrenAbsent">Children whose folders are not there.</param>
internal sealed record RangeFindings(
    long FactCount, long StepCount, int CheckpointCount, int EmptyCheckpointCount, int ChildrenFound, int ChildrenAbsent)
{
    /// <summary>What came out with other bits on an inexact backend, near enough; null when every bit came out.</summary>
    public string? Differing { get; init; }

    /// <summary>The first difference, which ended it; null where there is none.</summary>
    public Divergence? Divergence { get; init; }

    /// <summary>The findings of a range that did not come out.</summary>
    public static RangeFindings Of(Divergence divergence) => new(0, 0, 0, 0, 0, 0) { Divergence = divergence };
}
