using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Cost;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Strategies.Pending;

namespace Enas.Pipeline.Strategies.Exhaustion;

/// <summary>What the proposals of a search were, for its budget.</summary>
/// <param name="Count">Proposals, those included whose evaluation failed.</param>
/// <param name="Repeats">How many of them were evaluated before.</param>
/// <param name="RepeatsInARow">How many of the last ones were.</param>
/// <param name="IsExhausted">Whether the search has said that nothing new is left.</param>
/// <param name="RepeatsBefore">What <paramref name="RepeatsInARow"/> was before the last new proposal.</param>
internal sealed record ProposalCounts(long Count, long Repeats, int RepeatsInARow, bool IsExhausted, int RepeatsBefore = 0)
{
    /// <summary>Repeats in a row after which nothing new is expected.</summary>
    private const int MostRepeatsInARow = 1000;

    /// <summary>No proposal yet.</summary>
    public static ProposalCounts None { get; } = new(0, 0, 0, false);

    /// <summary>The counts after one more event.</summary>
    public ProposalCounts Apply(ISearchEvent happened) => happened switch
    {
        ArchitectureSampled { RepeatOf: null } => this with { Count = Count + 1, RepeatsInARow = 0, RepeatsBefore = RepeatsInARow },
        ArchitectureSampled => this with { Count = Count + 1, Repeats = Repeats + 1, RepeatsInARow = RepeatsInARow + 1 },
        // It was counted as a new proposal, and another one comes in its place.
        ProposalRejected => this with { Count = Count - 1, RepeatsInARow = RepeatsBefore + 1 },
        SpaceExhausted => this with { IsExhausted = true },
        _ => this,
    };

    /// <summary>Whether the budget is used up, or nothing new is left.</summary>
    public bool IsDone(BudgetOptions budget, PendingProposals? pending = null) => IsExhausted || Left(budget, pending) <= 0;

    /// <summary>Evaluations that the budget has left.</summary>
    /// <param name="pending">Proposals that are not evaluated yet, which are among those counted.</param>
    public long Left(BudgetOptions budget, PendingProposals? pending = null) => budget.Evaluations - (RepeatsAreFree(budget)
        ? Count - Repeats - (pending?.Waiting.Count(one => !one.IsRepeat) ?? 0)
        : Count - (pending?.Count ?? 0));

    /// <summary>Steps in all, of which each uses one evaluation or, where repeats are free, none: those that were made and those that the
    /// budget has left, unless nothing new is.</summary>
    /// <param name="stepCount">Steps done.</param>
    /// <param name="pending">Proposals that are not evaluated yet, which are among those counted.</param>
    public long PlannedSteps(long stepCount, BudgetOptions budget, PendingProposals? pending = null) =>
        stepCount + (IsExhausted ? 0 : Math.Max(0, Left(budget, pending)));

    /// <summary>Whether it is time to say that nothing new is left: all of the space was evaluated, or a long run
    /// of proposals was.</summary>
    public bool FindsNothingNew(BudgetOptions budget, SearchSpace space, Trials trials) =>
        RepeatsAreFree(budget) && (trials.Count == space.Size || RepeatsInARow >= MostRepeatsInARow);

    private static bool RepeatsAreFree(BudgetOptions budget) => budget.Repeats == BudgetOptions.FreeRepeats;
}
