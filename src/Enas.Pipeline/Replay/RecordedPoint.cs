using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Training;

namespace Enas.Pipeline.Replay;

/// <summary>A log cut between two steps.</summary>
/// <param name="State">The fold of everything before the cut.</param>
/// <param name="NextSequence">The first event after it.</param>
/// <param name="FactHead">Head of the fact chain at the cut, 64 hexadecimal digits.</param>
public sealed record RecordedPoint(SearchState State, long NextSequence, string FactHead)
{
    /// <summary>Cuts after so many steps; after all there are when there are fewer.</summary>
    public static async Task<RecordedPoint> AtAsync(IEventLog log, long stepCount, CancellationToken cancellationToken) =>
        (await AtAsync(log, [stepCount], cancellationToken))[0];

    /// <summary>Cuts after each of the given numbers of steps, ascending, in one pass.</summary>
    public static async Task<IReadOnlyList<RecordedPoint>> AtAsync(
        IEventLog log, IReadOnlyList<long> stepCounts, CancellationToken cancellationToken)
    {
        var points = new List<RecordedPoint>();
        var point = new RecordedPoint(SearchState.Empty, 0, new FactChain().Fingerprint);
        await foreach (var committed in log.ReadAsync(0, cancellationToken))
        {
            while (points.Count < stepCounts.Count && IsReached(point.State, stepCounts[points.Count]) && !EndsStep(committed.Row))
            {
                points.Add(point);
            }

            if (points.Count == stepCounts.Count)
            {
                return points;
            }

            point = new RecordedPoint(
                point.State.Apply(committed.Row), committed.Sequence + 1, Convert.ToHexStringLower(committed.FactHash.Span));
        }

        while (points.Count < stepCounts.Count)
        {
            points.Add(point);
        }

        return points;
    }

    private static bool EndsStep(LogRow row) => SearchEvents.FromRow(row) is CandidateScored { Source: FinalTraining.ValidationSource };

    // Step 0 begins after the first fact, which is no step.
    private static bool IsReached(SearchState state, long stepCount) => state.Started is not null && state.StepCount >= stepCount;
}
