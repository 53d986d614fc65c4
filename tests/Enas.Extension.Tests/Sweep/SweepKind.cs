using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Strategies;

namespace Enas.Extension.Tests.Sweep;

/// <summary>Changes one decision of the best architecture after the other.</summary>
public sealed class SweepKind : IStrategyKind
{
    public string Name => "sweep";

    public string Summary => "one decision of the best after the other";

    public StrategyNeeds Needs => StrategyNeeds.FinalEvaluations;

    public IReadOnlyList<EventKind> Events { get; } = [SweepMoved.Declaration];

    public IReadOnlyList<JobOption> Options { get; } =
        [OptionRow.Integer("strategy.stride", 1, 100, 1, "Options that a change passes over, itself included.", JobFactScope.Search)];

    public IStrategyState Begin(SearchStarted started) => new SweepState(null, double.NegativeInfinity);

    public double? UniformEntropy(SearchSpace space, JobOptions job) => null;

    public IStrategy Create(StrategyContext context) => new SweepStrategy(context);
}
