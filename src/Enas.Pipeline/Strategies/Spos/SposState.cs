using Enas.Pipeline.Events;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Strategies.Evolution;

namespace Enas.Pipeline.Strategies.Spos;

/// <summary>What the events tell of the search.</summary>
/// <param name="Deals">Architectures sampled for weight steps.</param>
/// <param name="Evolution">The population and the proposals.</param>
/// <param name="Trials">What was evaluated: the weights stay as they are and all see the same data, so a value is the architecture's
/// own.</param>
internal sealed record SposState(long Deals, EvolutionState Evolution, Trials Trials) : IStrategyState
{
    /// <summary>Before the first event.</summary>
    public static SposState Empty { get; } = new(0, EvolutionState.Empty, Trials.Empty);

    /// <inheritdoc />
    public IStrategyState Apply(ISearchEvent happened) => happened switch
    {
        ArchitectureSampled { Position.Phase: Phases.Weights } => this with { Deals = Deals + 1 },
        RewardEvaluated evaluated => this with
        {
            Trials = Trials.With(evaluated),
            Evolution = (EvolutionState)Evolution.Apply(evaluated),
        },
        _ => this with { Evolution = (EvolutionState)Evolution.Apply(happened) },
    };
}
