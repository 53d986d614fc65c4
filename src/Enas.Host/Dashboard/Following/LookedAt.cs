using Enas.Host.Searches;

namespace Enas.Host.Dashboard.Following;

/// <summary>What one look at a search said, for a list.</summary>
/// <param name="Found">The search.</param>
internal sealed record LookedAt(FoundSearch Found)
{
    /// <summary>It; null where it cannot be opened.</summary>
    public RecordedSearch? Search { get; init; }

    /// <summary>Why it cannot be opened; null where it can.</summary>
    public string? Reason { get; init; }

    /// <summary>Its status, as it is now.</summary>
    public string Status => Search is null ? SearchStatus.Unreadable
        : Search.Status is SearchStatus.Running or SearchStatus.Interrupted ? SearchStatus.OfOpen(WriterLock.IsHeld(Search.Folder))
        : Search.Status;

    /// <summary>The course of its reward; null where the look did not read it, see <see cref="RewardCurves"/>.</summary>
    public IReadOnlyList<double?>? Curve { get; init; }

    /// <summary>What tells whether it was written since.</summary>
    public long Stamp { get; init; }
}
