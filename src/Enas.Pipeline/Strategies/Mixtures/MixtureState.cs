using Enas.Pipeline.Events;

namespace Enas.Pipeline.Strategies.Mixtures;

/// <summary>What the events tell of the search.</summary>
/// <param name="IsStopped">Whether its own diagnosis has stopped it.</param>
public sealed record MixtureState(bool IsStopped) : IStrategyState
{
    /// <summary>Before the first event.</summary>
    public static MixtureState Empty { get; } = new(false);

    /// <inheritdoc />
    public IStrategyState Apply(ISearchEvent happened) =>
        happened is AlphasUpdated { IsStop: true } ? this with { IsStopped = true } : this;
}
