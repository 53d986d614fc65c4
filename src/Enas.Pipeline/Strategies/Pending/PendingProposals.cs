using System.Collections.Immutable;
using Enas.Pipeline.Events;
using Enas.Pipeline.Steps.Child;
using Enas.Pipeline.Steps.Cost;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Sample;

namespace Enas.Pipeline.Strategies.Pending;

/// <summary>A proposal that waits for its evaluation.</summary>
/// <param name="Entropy">Entropy term of its sample; null where it was not drawn from a policy.</param>
/// <param name="IsRepeat">Whether it was known to be evaluated before.</param>
/// <param name="Known">Children that were recorded before it was made.</param>
internal sealed record PendingProposal(string Tokens, double? Entropy, bool IsRepeat, int Known);

/// <summary>
/// Proposals that were made and are not evaluated yet, the oldest first, as events tell them. Where proposals are not ahead of evaluations
/// none waits between two steps. Immutable.
/// </summary>
/// <param name="Waiting">The proposals.</param>
/// <param name="Children">Children recorded so far.</param>
internal sealed record PendingProposals(ImmutableList<PendingProposal> Waiting, int Children)
{
    /// <summary>None.</summary>
    public static PendingProposals None { get; } = new([], 0);

    /// <summary>How many wait.</summary>
    public int Count => Waiting.Count;

    /// <summary>The proposals after one more event.</summary>
    public PendingProposals Apply(ISearchEvent happened) => happened switch
    {
        ArchitectureSampled { Position.Phase: not Phases.Weights } sampled => With(sampled),
        ProposalRejected when Count > 0 => this with { Waiting = Waiting.RemoveAt(Count - 1) },
        RewardEvaluated or StepFailed when Count > 0 => this with { Waiting = Waiting.RemoveAt(0) },
        ChildTrained => this with { Children = Children + 1 },
        _ => this,
    };

    /// <summary>With one more.</summary>
    public PendingProposals With(ArchitectureSampled sampled) => this with
    {
        Waiting = Waiting.Add(new(sampled.Tokens, sampled.Entropy, sampled.RepeatOf is not null, Children)),
    };

    /// <summary>The next evaluations, as far as the budget has them.</summary>
    /// <param name="left">Evaluations that the budget has left.</param>
    public IReadOnlyList<ExpectedEvaluation> Expected(long left) =>
        [.. Waiting.Take((int)Math.Min(left, Count)).Select(one => new ExpectedEvaluation(one.Tokens) { Known = one.Known })];
}
