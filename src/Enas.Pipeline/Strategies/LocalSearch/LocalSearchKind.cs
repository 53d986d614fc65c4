using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Strategies.Exhaustion;

namespace Enas.Pipeline.Strategies.LocalSearch;

/// <summary>Local search.</summary>
internal sealed class LocalSearchKind : IStrategyKind
{
    private const string First = "first";
    private const string Steepest = "steepest";

    /// <inheritdoc />
    public string Name => "local-search";

    /// <inheritdoc />
    public string Summary => "climbs to better neighbours, and starts anew where there is none";

    /// <inheritdoc />
    public bool ProposesAhead => true;

    /// <inheritdoc />
    public StrategyNeeds Needs => StrategyNeeds.FinalEvaluations;

    /// <inheritdoc />
    public IReadOnlyList<EventKind> Events { get; } =
    [
        ClimbUpdated.Declaration,
        SpaceExhausted.Declaration,
    ];

    /// <inheritdoc />
    public IReadOnlyList<JobOption> Options { get; } =
    [
        OptionRow.Words("strategy.improvement", First, [First, Steepest],
            "first: to the first better neighbour, in a random order; steepest: to the best of all neighbours.", JobFactScope.Search),
    ];

    /// <inheritdoc />
    public IStrategyState Begin(SearchStarted started) => LocalSearchState.Empty;

    /// <inheritdoc />
    public double? UniformEntropy(SearchSpace space, JobOptions job) => null;

    /// <inheritdoc />
    /// <remarks>A branch would have to begin with what its parent has evaluated, which its own log does not tell.</remarks>
    public bool CanForkFrom(IStrategyKind parent) => false;

    /// <inheritdoc />
    public IStrategy Create(StrategyContext context) => new LocalSearchStrategy(
        context, context.Job.Own.Text("strategy.improvement") == Steepest ? ClimbRule.Steepest : ClimbRule.FirstImprovement);
}
