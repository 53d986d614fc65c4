using Enas.Pipeline.Projections;
using Enas.Pipeline.Steps.Lifecycle;

namespace Enas.Host.Dashboard.Following;

/// <summary>An event of which each counts for a reader of charts.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Step">Its step.</param>
/// <param name="Sequence">Its place in the log.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="Words">What a failed step or a change of the job says.</param>
internal sealed record Happening(string Type, long Step, long Sequence, DateTimeOffset At, string Words);

/// <summary>The openings, failed steps and changes of a log.</summary>
internal sealed class SearchHappenings : IProjection
{
    /// <summary>A process opened the log for writing.</summary>
    public const string Opened = "writer-opened";

    // A search that fails at every step has no need of a mark for each.
    private const int MostFailures = 200;

    private readonly List<Happening> _all = [];
    private int _failures;

    /// <summary>All of them, in order.</summary>
    public IReadOnlyList<Happening> All => _all;

    /// <summary>How often it was opened for writing.</summary>
    public int OpeningCount { get; private set; }

    public void Apply(RecordedEvent recorded)
    {
        switch (recorded.Row.EventType)
        {
            case Opened:
                OpeningCount++;
                Add(recorded, string.Empty);
                break;
            case StepFailed.Name when ++_failures <= MostFailures:
                Add(recorded, (recorded.HappenedIfKnown as StepFailed)?.Reason ?? string.Empty);
                break;
            case JobChanged.Name:
                Add(recorded, string.Join(' ', (recorded.HappenedIfKnown as JobChanged)?.Sets ?? []));
                break;
            default:
                break;
        }
    }

    private void Add(RecordedEvent recorded, string words) => _all.Add(new Happening(
        recorded.Row.EventType, recorded.Row.Step, recorded.Committed.Sequence, recorded.Committed.RecordedAt, words));
}
