using Enas.Pipeline.Events;
using Enas.Pipeline.Strategies;

namespace Enas.Pipeline.Replay;

/// <summary>
/// The schedule as a log has it. Where the job measures rounds in passes over the data, only the data or the log can tell how long they
/// are; deriving the policy again takes them from the log.
/// </summary>
/// <param name="changes">The first step of each phase of each round, ascending.</param>
/// <param name="totalSteps">Steps in the log.</param>
/// <param name="rounds">Rounds of the budget.</param>
/// <param name="policyStepsPerRound">Policy steps of a round, with the last of which it ends.</param>
internal sealed class RecordedSchedule(
    IReadOnlyList<StepPosition> changes, long totalSteps, int rounds, int policyStepsPerRound) : ISchedule
{
    /// <inheritdoc />
    public long TotalSteps => totalSteps;

    /// <inheritdoc />
    public StepPosition At(long step)
    {
        var (low, high) = (0, changes.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = changes[middle].Step <= step ? (middle, high) : (low, middle - 1);
        }

        return changes[low] with { Step = step };
    }

    /// <inheritdoc />
    public StepPosition End(long stepCount) => new(stepCount, Phases.Derive, rounds);

    /// <inheritdoc />
    /// <remarks>Only training asks, and here the log answers in its place.</remarks>
    public long WeightStepsBefore(long step) => 0;

    /// <inheritdoc />
    /// <remarks>A log can end with a round, as that of a search does that stopped itself: then no step after it says so.</remarks>
    public bool EndsRound(long step) => step + 1 < totalSteps ? At(step + 1).Round > At(step).Round
        : policyStepsPerRound > 0 && At(step).Phase == Phases.Policy && PolicyStepsInRound(step) == policyStepsPerRound;

    // Steps of a phase begin with a change and end before the next one.
    private long PolicyStepsInRound(long step) => changes.Index()
        .Where(change => change.Item.Phase == Phases.Policy && change.Item.Round == At(step).Round && change.Item.Step <= step)
        .Sum(change => Math.Min(step + 1, change.Index + 1 < changes.Count ? changes[change.Index + 1].Step : step + 1)
            - change.Item.Step);
}
