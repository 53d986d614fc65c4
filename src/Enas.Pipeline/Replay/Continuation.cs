using Enas.Pipeline.Events;
using Enas.Pipeline.Steps.Lifecycle;

namespace Enas.Pipeline.Replay;

/// <summary>Whether a search can go on with what is at hand: its first fact must come out as it was recorded.</summary>
internal static class Continuation
{
    /// <summary>The first difference between the recorded first fact and the one that this program would write now, or null.</summary>
    public static Divergence? FirstDifference(SearchStarted recorded, SearchStarted given) =>
        FactComparison.FirstDifference(new CommittedRow(0, 0, DateTimeOffset.UnixEpoch, default, default, recorded.ToRow()), given.ToRow());
}
