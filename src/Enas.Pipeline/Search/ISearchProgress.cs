using Enas.Pipeline.Events;

namespace Enas.Pipeline.Search;

/// <summary>What a commit made of a search.</summary>
/// <param name="State">The fold up to the commit.</param>
/// <param name="Rows">What was committed.</param>
/// <param name="PlannedSteps">Steps in all as far as can be told by now, never fewer than were made.</param>
/// <param name="Round">Rounds of the search, or epochs of a training, before the one that the last step belongs to.</param>
/// <param name="Phase">What is being done now, see <see cref="Phases"/>.</param>
public sealed record CommittedProgress(SearchState State, IReadOnlyList<CommittedRow> Rows, long PlannedSteps, int Round, string Phase);

/// <summary>Hears of a search's progress; nothing it does can reach the search.</summary>
public interface ISearchProgress
{
    /// <summary>Events were committed.</summary>
    void Committed(CommittedProgress progress);
}
