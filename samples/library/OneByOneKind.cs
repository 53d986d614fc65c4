using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Strategies;

namespace Samples.Library;

/// <summary>All that others must know of the strategy: its name, its options, its events.</summary>
internal sealed class OneByOneKind : IStrategyKind
{
    public string Name => "one-by-one";

    public string Summary => "changes one decision of the best architecture after the other";

    public StrategyNeeds Needs => StrategyNeeds.FinalEvaluations;

    public IReadOnlyList<EventKind> Events { get; } = [BestMoved.Declaration];

    public IReadOnlyList<JobOption> Options { get; } =
        [OptionRow.Integer("strategy.stride", 1, 100, 1, "Options that a change passes over, itself included.", JobFactScope.Search)];

    public IStrategyState Begin(SearchStarted started) => new OneByOneState(null, double.NegativeInfinity);

    public double? UniformEntropy(SearchSpace space, JobOptions job) => null;

    public IStrategy Create(StrategyContext context) => new OneByOneStrategy(context);
}

/// <summary>What the strategy knows of a search, folded from its events.</summary>
internal sealed record OneByOneState(string? Tokens, double Reward) : IStrategyState
{
    public IStrategyState Apply(ISearchEvent happened) => happened is BestMoved best ? new OneByOneState(best.Tokens, best.Reward) : this;
}

/// <summary>The best architecture after a step: the fact that ends it.</summary>
internal sealed record BestMoved(StepPosition Position, string Tokens, double Reward) : IEndsStep
{
    public const string Name = "best-moved";

    public static EventKind Declaration { get; } = new EventKind<BestMoved>(Name, FromRow);

    public static BestMoved FromRow(LogRow row)
    {
        using var facts = new FactsReader(row);
        return new(facts.Position, facts.Text("architecture"), facts.Number("reward"));
    }

    public LogRow ToRow() => FactRow.Of(
        Position, Name, new FactsWriter().Integer("step", Position.Step).Text("architecture", Tokens).Number("reward", Reward)) with
    { Architecture = Tokens, Reward = Reward };
}
