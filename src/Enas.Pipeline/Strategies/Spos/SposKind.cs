using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Strategies.Evolution;
using Enas.Pipeline.Strategies.Exhaustion;

namespace Enas.Pipeline.Strategies.Spos;

/// <summary>Single path one-shot (Guo et al. 2020): shared weights are trained under all architectures alike and then left as they are,
/// and a population is evolved on what they say.</summary>
internal sealed class SposKind : IStrategyKind
{
    internal const string WeightSteps = "strategy.weightSteps";

    /// <inheritdoc />
    public string Name => "spos";

    /// <inheritdoc />
    public string Summary => "shared weights first, trained under all architectures alike, then evolution on what they say";

    /// <inheritdoc />
    public bool NamesBestOfEvaluated => true;

    /// <inheritdoc />
    public StrategyNeeds Needs => StrategyNeeds.SharedWeights;

    /// <inheritdoc />
    public IReadOnlyList<EventKind> Events { get; } =
    [
        PopulationUpdated.Declaration,
        SpaceExhausted.Declaration,
    ];

    /// <inheritdoc />
    public IReadOnlyList<JobOption> Options { get; } =
    [
        OptionRow.Integer(WeightSteps, 1, int.MaxValue, 2600, "Weight steps, all before the first evaluation.", JobFactScope.Search),
        OptionRow.Words(
            "strategy.weightSampler",
            StrategyOptions.SampledFairly,
            [StrategyOptions.SampledFairly, StrategyOptions.SampledUniformly],
            "Who chooses the architectures of weight steps: fair, a deck of each decision that deals every option equally often; "
                + "or uniform draws.",
            JobFactScope.Search),
        .. EvolutionRows.Of(population: 50, tournament: 10, Elimination.Worst),
    ];

    /// <inheritdoc />
    public IEnumerable<string> WarningsOf(JobOptions job, long updates) => EvolutionRows.WarningsOf(job);

    /// <inheritdoc />
    public IStrategyState Begin(SearchStarted started) => SposState.Empty;

    /// <inheritdoc />
    public double? UniformEntropy(SearchSpace space, JobOptions job) => null;

    /// <inheritdoc />
    /// <remarks>A branch would have to begin with what its parent has evaluated, which its own log does not tell.</remarks>
    public bool CanForkFrom(IStrategyKind parent) => false;

    /// <inheritdoc />
    public Schedule TotalsOf(JobOptions job, int? weightStepsPerEpoch) =>
        Schedule.OfPhases(job.Own.Integer(WeightSteps), job.Budget.Evaluations);

    /// <inheritdoc />
    public IReadOnlyList<string> SharedWeightsAtRandom(JobOptions job) =>
    [
        "budget.rounds=1", "strategy.warmUpSteps=0", "strategy.policyStepsPerRound=0",
        FormattableString.Invariant($"strategy.weightStepsPerRound={job.Own.Integer(WeightSteps)}"),
    ];

    /// <inheritdoc />
    public int RoundsOf(JobOptions job, bool hasSharedWeights) => new SposSchedule(job).End(0).Round;

    /// <inheritdoc />
    public IStrategy Create(StrategyContext context) => new SposStrategy(context);
}
