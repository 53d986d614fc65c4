using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Sample;

namespace Enas.Host.Display;

/// <summary>Makes snapshots of commits: remembers where this process began, and the last architectures that were sampled.</summary>
/// <param name="from">The state that the process goes on from; null for the first that is committed.</param>
/// <param name="space">What is searched; null where nothing is.</param>
/// <param name="sampled">The last architectures before this process went on, so that a resumed search is shown as one
/// that never stopped.</param>
internal sealed class ProgressTracker(SearchState? from, SearchSpace? space = null, IEnumerable<string>? sampled = null)
{
    private readonly RecentSamples _recent = RecentSamples.Of(space, sampled ?? []);
    private (long Steps, TimeSpan At)? _steppingFrom = from is null ? null : (from.StepCount, TimeSpan.Zero);
    private (int Scores, long Items, TimeSpan At) _scoringFrom =
        (from?.ScoreCount ?? 0, from is null ? 0 : ProgressSnapshot.ItemsOf(from), TimeSpan.Zero);
    private (int Count, TimeSpan At)? _finalsFrom = from is null ? null : (ProgressSnapshot.FinalsOf(from), TimeSpan.Zero);
    private readonly CourseMemory _course = new();
    private TimeSpan _steppedUntil;

    /// <summary>The snapshot after one more commit.</summary>
    /// <param name="progress">The commit.</param>
    /// <param name="elapsed">When it was, since the start of the process's work.</param>
    public ProgressSnapshot After(CommittedProgress progress, TimeSpan elapsed)
    {
        var state = progress.State;
        _steppingFrom ??= (state.StepCount, elapsed);
        foreach (var committed in progress.Rows.Where(committed => committed.Row.EventType == ArchitectureSampled.Name))
        {
            _recent.Add(committed.Row.Architecture!);
        }

        var isEnding = progress.Phase is Phases.Derive or Phases.Finals or Phases.End;
        if (!isEnding)
        {
            _steppedUntil = elapsed;
            _scoringFrom = (state.ScoreCount, ProgressSnapshot.ItemsOf(state), elapsed);
        }

        var finals = ProgressSnapshot.FinalsOf(state);
        _finalsFrom = progress.Phase != Phases.Finals || _finalsFrom is null ? (finals, elapsed) : _finalsFrom;

        return new ProgressSnapshot
        {
            State = state,
            PlannedSteps = progress.PlannedSteps,
            Round = progress.Round,
            Phase = progress.Phase,
            Elapsed = elapsed,
            StepsHere = state.StepCount - _steppingFrom.Value.Steps,
            SteppingFor = _steppedUntil - _steppingFrom.Value.At,
            ScoresHere = state.ScoreCount - _scoringFrom.Scores,
            ScoredItemsHere = ProgressSnapshot.ItemsOf(state) - _scoringFrom.Items,
            ScoringFor = elapsed - _scoringFrom.At,
            FinalsHere = finals - _finalsFrom.Value.Count,
            FinalsFor = elapsed - _finalsFrom.Value.At,
            RecentSampleCount = _recent.Count,
            RecentUniqueCount = _recent.UniqueCount,
            RecentSkipShare = _recent.SkipShare,
            Course = _course.After(state.RewardAverage),
        };
    }
}
