using Enas.Pipeline.Events;
using Enas.Pipeline.Steps.Update;

namespace Enas.Pipeline.Strategies.Reinforce;

/// <summary>What REINFORCE keeps beside the policy's weights.</summary>
/// <param name="Baseline">The baseline; null before the first signal.</param>
public sealed record ReinforceState(double? Baseline) : IStrategyState
{
    /// <inheritdoc />
    public IStrategyState Apply(ISearchEvent happened) => happened is PolicyUpdated updated ? new ReinforceState(updated.Baseline) : this;
}
