using System.Collections.Immutable;
using Enas.Pipeline.Events;
using Enas.Pipeline.Steps.Cost;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Strategies.Exhaustion;
using Enas.Pipeline.Strategies.Pending;

namespace Enas.Pipeline.Strategies.LocalSearch;

/// <summary>An evaluation that a climb went through.</summary>
/// <param name="Reward">What it was worth; negative infinity where its evaluation failed.</param>
internal sealed record ClimbStep(string Tokens, double Reward);

/// <summary>The climb as events tell it: its evaluations in order, which lead to where it stands.</summary>
/// <param name="Proposals">What the proposals were.</param>
internal sealed record LocalSearchState(ImmutableList<ClimbStep> Evaluations, ProposalCounts Proposals) : IStrategyState
{
    /// <summary>Proposals that are not evaluated yet.</summary>
    public PendingProposals Pending { get; init; } = PendingProposals.None;

    /// <summary>Nothing evaluated.</summary>
    public static LocalSearchState Empty { get; } = new([], ProposalCounts.None);

    /// <inheritdoc />
    public IStrategyState Apply(ISearchEvent happened) => Applied(happened) with { Pending = Pending.Apply(happened) };

    private LocalSearchState Applied(ISearchEvent happened) => happened switch
    {
        ArchitectureSampled sampled => this with { Proposals = Proposals.Apply(sampled) },
        RewardEvaluated evaluated => With(new ClimbStep(evaluated.Tokens, evaluated.Standing)),
        StepFailed when Pending.Count > 0 => With(new ClimbStep(Pending.Waiting[0].Tokens, double.NegativeInfinity)),
        ProposalRejected rejected => With(new ClimbStep(rejected.Tokens, double.NegativeInfinity)) with
        {
            Proposals = Proposals.Apply(rejected),
        },
        SpaceExhausted => this with { Proposals = Proposals.Apply(happened) },
        _ => this,
    };

    private LocalSearchState With(ClimbStep step) => this with { Evaluations = Evaluations.Add(step) };
}
