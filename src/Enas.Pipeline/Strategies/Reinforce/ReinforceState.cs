using Enas.Pipeline.Events;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Strategies.Exhaustion;
using Enas.Pipeline.Strategies.Pending;

namespace Enas.Pipeline.Strategies.Reinforce;

/// <summary>What REINFORCE keeps beside the policy's weights.</summary>
/// <param name="Deals">Architectures sampled for weight steps; a branch counts on from its parent's steps, which are no fewer.</param>
/// <param name="IsExhausted">Whether the search has said that nothing keeps its limits.</param>
internal sealed record ReinforceState(BaselineState Baseline, long Deals, bool IsExhausted = false) : IStrategyState
{
    /// <summary>Samples that are not evaluated yet.</summary>
    public PendingProposals Pending { get; init; } = PendingProposals.None;

    /// <summary>The state that a search begins with: no baseline yet, or, on a branch, the parent's.</summary>
    public static ReinforceState Of(SearchStarted started) =>
        new(new BaselineState(started.Fork?.Baseline, started.Fork?.BaselineWeight), started.Fork?.Step ?? 0);

    /// <inheritdoc />
    public IStrategyState Apply(ISearchEvent happened) => Applied(happened) with { Pending = Pending.Apply(happened) };

    private ReinforceState Applied(ISearchEvent happened) => happened switch
    {
        PolicyUpdated updated => this with { Baseline = new BaselineState(updated.Baseline, updated.BaselineWeight) },
        SpaceExhausted => this with { IsExhausted = true },
        ArchitectureSampled { Position.Phase: Phases.Weights } => this with { Deals = Deals + 1 },
        _ => this,
    };
}
