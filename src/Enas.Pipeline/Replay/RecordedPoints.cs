using Enas.Pipeline.Events;
using Enas.Pipeline.Projections;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Checkpoint;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Training;

namespace Enas.Pipeline.Replay;

/// <summary>
/// The state of a search, and the places of its log from which steps can be made again: before the first step, at each checkpoint,
/// and after the numbers of steps that were asked for.
/// </summary>
/// <param name="stepCounts">Further numbers of steps to cut after.</param>
internal sealed class RecordedPoints(params IReadOnlyList<long> stepCounts) : StateProjection
{
    private readonly SortedList<long, RecordedPoint> _points = [];
    private long _next;
    private ReadOnlyMemory<byte> _factHash = new FactChain().Head;
    private RecordedPoint? _cut;

    private RecordedPoint End => new(State, _next, Convert.ToHexStringLower(_factHash.Span));

    /// <summary>Cuts after so many steps; after all there are when there are fewer.</summary>
    /// <exception cref="LogDamagedException">The log names a checkpoint of a step where that step did not end.</exception>
    public RecordedPoint At(long stepCount) => _points.TryGetValue(stepCount, out var point) ? point
        : _cut?.State.StepCount == stepCount ? _cut
        : State.Started is null || stepCount >= State.StepCount ? End
        : throw new LogDamagedException($"no step ends where the log names a checkpoint after {stepCount} steps");

    /// <inheritdoc />
    public override void Apply(RecordedEvent recorded)
    {
        // A step ends where the next one has more than it: the score of an epoch comes after its last step and belongs to it.
        if (State.Started is not null && _cut?.State.StepCount != State.StepCount && !EndsStep(recorded))
        {
            Cut(End);
        }

        if (recorded.Row.EventType == CheckpointSaved.Name && recorded.Happened is CheckpointSaved saved
            && _cut?.State.StepCount == saved.Position.Step)
        {
            _points.TryAdd(saved.Position.Step, _cut);
        }

        base.Apply(recorded);
        (_next, _factHash) = (recorded.Committed.Sequence + 1, recorded.Committed.FactHash);
    }

    private void Cut(RecordedPoint point)
    {
        foreach (var wanted in stepCounts)
        {
            if (wanted <= point.State.StepCount && (_cut is null || wanted > _cut.State.StepCount))
            {
                _points.TryAdd(wanted, point);
            }
        }

        if (_cut is null)
        {
            _points.TryAdd(0, point);
            _points.TryAdd(point.State.StepCount, point);
        }

        _cut = point;
    }

    private static bool EndsStep(RecordedEvent recorded) => recorded.Row.EventType == CandidateScored.Name
        && recorded.Happened is CandidateScored { Source: CandidateSources.Validation };
}
