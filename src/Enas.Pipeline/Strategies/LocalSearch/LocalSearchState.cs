using System.Collections.Immutable;
using Enas.Pipeline.Events;
using Enas.Pipeline.Steps.Cost;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Strategies.Exhaustion;

namespace Enas.Pipeline.Strategies.LocalSearch;

/// <summary>An evaluation that a climb went through.</summary>
/// <param name="Tokens">The architecture.</param>
/// <param name="Reward">What it was worth; negative infinity where its evaluation failed.</param>
public sealed record ClimbStep(string Tokens, double Reward);

/// <summary>The climb as events tell it: its evaluations in order, which lead to where it stands.</summary>
/// <param name="Evaluations">The evaluations.</param>
/// <param name="Proposed">What was proposed in the step that is under way; null between steps.</param>
/// <param name="Proposals">What the proposals were.</param>
public sealed record LocalSearchState(ImmutableList<ClimbStep> Evaluations, string? Proposed, ProposalCounts Proposals) : IStrategyState
{
    /// <summary>Nothing evaluated.</summary>
    public static LocalSearchState Empty { get; } = new([], null, ProposalCounts.None);

    /// <inheritdoc />
    public IStrategyState Apply(ISearchEvent happened) => happened switch
    {
        ArchitectureSampled sampled => this with { Proposed = sampled.Tokens, Proposals = Proposals.Apply(sampled) },
        RewardEvaluated evaluated => With(new ClimbStep(evaluated.Tokens, evaluated.Standing)),
        StepFailed when Proposed is not null => With(new ClimbStep(Proposed, double.NegativeInfinity)),
        ProposalRejected rejected => With(new ClimbStep(rejected.Tokens, double.NegativeInfinity)) with
        {
            Proposals = Proposals.Apply(rejected),
        },
        SpaceExhausted => this with { Proposals = Proposals.Apply(happened) },
        _ => this,
    };

    private LocalSearchState With(ClimbStep step) => this with { Evaluations = Evaluations.Add(step), Proposed = null };
}
