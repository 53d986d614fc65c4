using Enas.Pipeline.Search;

namespace Enas.Host.Display;

/// <summary>What is committed, and when it was.</summary>
/// <param name="State">The fold of the log.</param>
/// <param name="PlannedSteps">Steps of the whole budget.</param>
/// <param name="Phase">What is being done now.</param>
/// <param name="Elapsed">Since the start.</param>
/// <param name="SincePrevious">Since the last commit that is shown.</param>
internal sealed record ProgressSnapshot(SearchState State, long PlannedSteps, string Phase, TimeSpan Elapsed, TimeSpan SincePrevious)
{
    /// <summary>Share of the steps that is done.</summary>
    public double Share => PlannedSteps == 0 ? 1 : (double)State.StepCount / PlannedSteps;

    /// <summary>Steps a second so far.</summary>
    public double StepsPerSecond => Elapsed.TotalSeconds > 0 ? State.StepCount / Elapsed.TotalSeconds : 0;

    /// <summary>Time that the remaining steps take at this speed; null before there is a speed.</summary>
    public TimeSpan? Remaining => State.StepCount == 0
        ? null
        : TimeSpan.FromSeconds((PlannedSteps - State.StepCount) * Elapsed.TotalSeconds / State.StepCount);
}
