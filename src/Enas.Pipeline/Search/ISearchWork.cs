using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Search;

/// <summary>
/// What a run drives: steps by number, then an ending. A search and a final training are the two kinds. It knows no log: running, resuming
/// and replaying are what others do with the rows that it makes.
/// </summary>
internal interface ISearchWork
{
    /// <summary>Steps of the whole budget.</summary>
    long TotalSteps { get; }

    /// <summary>Steps in all as far as can be told by now, never fewer than were made: where repeated architectures are free, a budget has
    /// more steps than evaluations.</summary>
    long PlannedSteps(SearchState state) => Math.Max(TotalSteps, state.StepCount);

    /// <summary>Whether no step is left: the budget is used up, or there is nothing more to try.</summary>
    bool IsDone(SearchState state) => state.StepCount >= TotalSteps;

    /// <summary>Where a step stands.</summary>
    StepPosition At(long step);

    /// <summary>Whether a round ends with this step: a checkpoint is due unless the job says otherwise.</summary>
    bool EndsRound(long step);

    /// <summary>Makes the step that comes next after <paramref name="state"/> and returns its facts, in order.</summary>
    Task<IReadOnlyList<LogRow>> StepAsync(SearchState state, CancellationToken cancellationToken);

    /// <summary>
    /// What comes after the last step; the last fact is search-completed, unless a stop was asked for. Facts that the state holds already
    /// are not made again.
    /// </summary>
    /// <param name="state">The state with all facts so far, those of this call included.</param>
    /// <param name="stop">Asks for a clean stop.</param>
    IAsyncEnumerable<LogRow> FinishAsync(Func<SearchState> state, CancellationToken stop);

    /// <summary>What a checkpoint holds of it, a section each.</summary>
    IReadOnlyList<ICheckpointed> Sections { get; }
}
