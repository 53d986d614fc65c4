using Enas.Pipeline.Events;

namespace Enas.Pipeline.Strategies;

/// <summary>
/// What a strategy knows of its search from the events alone: a baseline, a population, a climber's place. Immutable. Resume and replay
/// come to it by the same fold as the run, so nothing of it needs a checkpoint.
/// </summary>
public interface IStrategyState
{
    /// <summary>The state after one more event; itself where the event says nothing to it.</summary>
    IStrategyState Apply(ISearchEvent happened);
}

/// <summary>The state of a strategy that keeps nothing, and of a final training, which has no strategy.</summary>
public sealed record NoStrategyState : IStrategyState
{
    /// <summary>The only one.</summary>
    public static NoStrategyState Instance { get; } = new();

    /// <inheritdoc />
    public IStrategyState Apply(ISearchEvent happened) => this;
}
