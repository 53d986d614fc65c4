using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Strategies.Exhaustion;

namespace Enas.Pipeline.Strategies.Evolution;

/// <summary>Evolution with tournaments (Real et al. 2019).</summary>
public sealed class EvolutionKind : IStrategyKind
{
    private const string OldestLeaves = "oldest";
    private const string WorstLeaves = "worst";

    /// <inheritdoc />
    public string Name => "evolution";

    /// <inheritdoc />
    public string Summary => "a population whose tournament winners are mutated";

    /// <inheritdoc />
    public StrategyNeeds Needs => StrategyNeeds.FinalEvaluations;

    /// <inheritdoc />
    public IReadOnlyList<EventKind> Events { get; } =
    [
        PopulationUpdated.Declaration,
        SpaceExhausted.Declaration,
    ];

    /// <inheritdoc />
    public IReadOnlyList<JobOption> Options { get; } =
    [
        OptionRow.Integer("strategy.population", 1, 1_000_000, 20, "Members P of a full population.", JobFactScope.Search),
        OptionRow.Integer("strategy.tournament",
            1, 1_000_000, 5, "Members S that are drawn, with replacement, to find a parent.", JobFactScope.Search),
        OptionRow.Words("strategy.elimination", OldestLeaves, [OldestLeaves, WorstLeaves],
            "Who leaves a full population: the oldest, or the one with the lowest reward.", JobFactScope.Search),
    ];

    /// <inheritdoc />
    public IStrategyState Begin(SearchStarted started) => EvolutionState.Empty;

    /// <inheritdoc />
    public double? UniformEntropy(SearchSpace space, JobOptions job) => null;

    /// <inheritdoc />
    /// <remarks>A branch would have to begin with what its parent has evaluated, which its own log does not tell.</remarks>
    public bool CanForkFrom(IStrategyKind parent) => false;

    /// <inheritdoc />
    public IStrategy Create(StrategyContext context) => new EvolutionStrategy(context, new EvolutionOptions
    {
        Population = context.Job.Own.Integer("strategy.population"),
        Tournament = context.Job.Own.Integer("strategy.tournament"),
        Elimination = context.Job.Own.Text("strategy.elimination") == WorstLeaves ? Elimination.Worst : Elimination.Oldest,
    });
}
