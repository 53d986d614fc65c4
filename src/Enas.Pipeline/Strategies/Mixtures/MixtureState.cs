using Enas.Pipeline.Events;
using Enas.Pipeline.Steps.Mixtures;

namespace Enas.Pipeline.Strategies.Mixtures;

/// <summary>What the events tell of the search.</summary>
/// <param name="IsStopped">Whether its own diagnosis has stopped it.</param>
/// <param name="Costs">What the options cost; null where nobody has counted.</param>
internal sealed record MixtureState(bool IsStopped, OptionCostsMeasured? Costs) : IStrategyState
{
    /// <summary>Before the first event.</summary>
    public static MixtureState Empty { get; } = new(false, null);

    /// <inheritdoc />
    public IStrategyState Apply(ISearchEvent happened) => happened switch
    {
        AlphasUpdated { IsStop: true } => this with { IsStopped = true },
        OptionCostsMeasured costs => this with { Costs = costs },
        _ => this,
    };
}
