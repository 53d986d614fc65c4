using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Strategies.Exhaustion;
using Enas.Pipeline.Strategies.WarmStarts;

namespace Enas.Pipeline.Strategies.Evolution;

/// <summary>Evolution with tournaments (Real et al. 2019).</summary>
internal sealed class EvolutionKind : IStrategyKind
{
    /// <inheritdoc />
    public string Name => "evolution";

    /// <inheritdoc />
    public string Summary => "a population whose tournament winners are mutated";

    /// <inheritdoc />
    public bool ProposesAhead => true;

    /// <inheritdoc />
    public StrategyNeeds Needs => StrategyNeeds.FinalEvaluations;

    /// <inheritdoc />
    public bool RanksByFront => true;

    /// <inheritdoc />
    public IReadOnlyList<EventKind> Events { get; } =
    [
        PopulationUpdated.Declaration,
        SpaceExhausted.Declaration,
    ];

    /// <inheritdoc />
    public IReadOnlyList<JobOption> Options { get; } =
        [.. EvolutionRows.Of(population: 20, tournament: 5, Elimination.Oldest), .. WarmStartRows.All];

    /// <inheritdoc />
    public IEnumerable<string> WarningsOf(JobOptions job, long updates) =>
        EvolutionRows.WarningsOf(job).Concat(WarmStartRows.WarningsOf(job, EvolutionRows.Read(job).Population));

    /// <inheritdoc />
    public (ZeroCostProxy Proxy, string Key)? WarmStartOf(JobOptions job) =>
        WarmStartRows.Read(job) is { } start ? (start.Proxy, WarmStartRows.Proxy) : null;

    /// <inheritdoc />
    public IStrategyState Begin(SearchStarted started) => EvolutionState.Empty;

    /// <inheritdoc />
    public double? UniformEntropy(SearchSpace space, JobOptions job) => null;

    /// <inheritdoc />
    /// <remarks>A branch would have to begin with what its parent has evaluated, which its own log does not tell.</remarks>
    public bool CanForkFrom(IStrategyKind parent) => false;

    /// <inheritdoc />
    public IStrategy Create(StrategyContext context) => new EvolutionStrategy(context, EvolutionRows.Read(context.Job));
}
