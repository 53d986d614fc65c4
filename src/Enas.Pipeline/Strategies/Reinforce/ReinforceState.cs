using Enas.Pipeline.Events;
using Enas.Pipeline.Steps.Lifecycle;

namespace Enas.Pipeline.Strategies.Reinforce;

/// <summary>What REINFORCE keeps beside the policy's weights.</summary>
/// <param name="Baseline">The baseline.</param>
public sealed record ReinforceState(BaselineState Baseline) : IStrategyState
{
    /// <summary>The state that a search begins with: no baseline yet, or, on a branch, the parent's.</summary>
    public static ReinforceState Of(SearchStarted started) => new(new BaselineState(started.Fork?.Baseline, started.Fork?.BaselineWeight));

    /// <inheritdoc />
    public IStrategyState Apply(ISearchEvent happened) =>
        happened is PolicyUpdated updated ? new ReinforceState(new BaselineState(updated.Baseline, updated.BaselineWeight)) : this;
}
