using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Events;
using Enas.Pipeline.Projections;
using Enas.Pipeline.Steps.Checkpoint;
using Enas.Pipeline.Steps.Child;
using Enas.Pipeline.Steps.Finals;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Strategies.Exhaustion;

namespace Enas.Storage.Readings;

/// <summary>
/// The events of a search that are rare and of which each counts: its beginning and end, the end of its space, candidates, finals,
/// children, checkpoints, changes of the job. The many others are not parsed, and what a newer program wrote is passed over.
/// </summary>
internal sealed class Milestones : IProjection
{
    private readonly List<LogRow> _rows = [];
    private readonly List<CandidateScored> _candidates = [];
    private readonly List<ChildTrained> _children = [];
    private readonly List<FinalsOpened> _finals = [];
    private readonly List<CandidateScored> _screened = [];
    private readonly List<CheckpointSaved> _checkpoints = [];
    private readonly List<JobChanged> _changes = [];

    /// <summary>Before the first event.</summary>
    public Milestones()
    {
    }

    /// <summary>As another reading left them.</summary>
    /// <param name="rows">Its <see cref="Rows"/>.</param>
    public Milestones(IEnumerable<LogRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        foreach (var row in rows)
        {
            Take(row, SearchEvents.Knows(row) ? SearchEvents.FromRow(row) : null);
        }
    }

    /// <summary>The first fact; null before it.</summary>
    public SearchStarted? Started { get; private set; }

    /// <summary>The last fact; null before it.</summary>
    public SearchCompleted? Completed { get; private set; }

    /// <summary>That nothing new could be proposed any more; null where the budget ends the search.</summary>
    public SpaceExhausted? Exhausted { get; private set; }

    /// <summary>Whether the last fact is there, in whichever version.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Candidates scored on the whole validation set, in order.</summary>
    public IReadOnlyList<CandidateScored> Candidates => _candidates;

    /// <summary>Architectures that were trained alone, in order.</summary>
    public IReadOnlyList<ChildTrained> Children => _children;

    /// <summary>Rungs of the finals that began, in order.</summary>
    public IReadOnlyList<FinalsOpened> Finals => _finals;

    /// <summary>Scores of the stages before the whole set, in order.</summary>
    public IReadOnlyList<CandidateScored> Screened => _screened;

    /// <summary>The scores in which all candidates were measured alike, see <see cref="CandidateScored.Alike"/>.</summary>
    public IReadOnlyList<CandidateScored> AlikeScores => CandidateScored.Alike(_screened, _candidates);

    /// <summary>Published checkpoints, oldest first.</summary>
    public IReadOnlyList<CheckpointSaved> Checkpoints => _checkpoints;

    /// <summary>What later openings changed of the job, oldest first.</summary>
    public IReadOnlyList<JobChanged> Changes => _changes;

    /// <summary>The rows of all of them, in order.</summary>
    public IReadOnlyList<LogRow> Rows => _rows;

    /// <inheritdoc />
    public void Apply(RecordedEvent recorded)
    {
        switch (recorded.Row.EventType)
        {
            case SearchStarted.Name or CandidateScored.Name or ChildTrained.Name or FinalsOpened.Name
                or CheckpointSaved.Name or JobChanged.Name or SpaceExhausted.Name or SearchCompleted.Name:
                Take(recorded.Row, recorded.HappenedIfKnown);
                break;
            default:
                break;
        }
    }

    private void Take(LogRow row, ISearchEvent? happened)
    {
        _rows.Add(row);
        IsComplete |= row.EventType == SearchCompleted.Name;
        switch (happened)
        {
            case SearchStarted started:
                Started ??= started;
                break;
            case CandidateScored candidate:
                (candidate.IsWhole ? _candidates : _screened).Add(candidate);
                break;
            case ChildTrained child:
                _children.Add(child);
                break;
            case FinalsOpened opened:
                _finals.Add(opened);
                break;
            case CheckpointSaved saved:
                _checkpoints.Add(saved);
                break;
            case JobChanged changed:
                _changes.Add(changed);
                break;
            case SpaceExhausted exhausted:
                Exhausted = exhausted;
                break;
            case SearchCompleted completed:
                Completed = completed;
                break;
            default:
                break;
        }
    }
}
