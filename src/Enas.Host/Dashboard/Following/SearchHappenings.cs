using Enas.Pipeline.Projections;
using Enas.Pipeline.Steps.Lifecycle;

namespace Enas.Host.Dashboard.Following;

/// <summary>An event of which each counts for a reader of charts.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Step">Its step.</param>
/// <param name="Sequence">Its place in the log.</param>
/// <param name="At">When it was recorded.</param>
internal sealed record Happening(string Type, long Step, long Sequence, DateTimeOffset At)
{
    /// <summary>Why a step failed; empty for what is no failed step.</summary>
    public string Reason { get; init; } = string.Empty;

    /// <summary>What a change of the job set, one by one, as <c>--set</c> takes it; none for what is no change.</summary>
    public IReadOnlyList<string> Sets { get; init; } = [];
}

/// <summary>The openings, failed steps and changes of a log.</summary>
internal sealed class SearchHappenings : IProjection
{
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
            case HostEvents.WriterOpened:
                OpeningCount++;
                _all.Add(Of(recorded));
                break;
            case StepFailed.Name when ++_failures <= MostFailures:
                _all.Add(Of(recorded) with { Reason = (recorded.HappenedIfKnown as StepFailed)?.Reason ?? string.Empty });
                break;
            case JobChanged.Name:
                _all.Add(Of(recorded) with { Sets = (recorded.HappenedIfKnown as JobChanged)?.Sets ?? [] });
                break;
            default:
                break;
        }
    }

    private static Happening Of(RecordedEvent recorded) =>
        new(recorded.Row.EventType, recorded.Row.Step, recorded.Committed.Sequence, recorded.Committed.RecordedAt);
}
