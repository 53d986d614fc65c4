using Enas.Pipeline.Events;
using Enas.Pipeline.Strategies;

namespace Enas.Extension.Tests.Sweep;

/// <summary>The best architecture so far.</summary>
public sealed record SweepState(string? Tokens, double Reward) : IStrategyState
{
    public IStrategyState Apply(ISearchEvent happened) => happened is SweepMoved moved ? new SweepState(moved.Tokens, moved.Reward) : this;
}

/// <summary>Where the sweep stands after a step.</summary>
public sealed record SweepMoved(StepPosition Position, string Tokens, double Reward) : IEndsStep
{
    public const string Name = "sweep-moved";

    public static EventKind Declaration { get; } = new EventKind<SweepMoved>(Name, FromRow);

    public static SweepMoved FromRow(LogRow row)
    {
        using var facts = new FactsReader(row);
        return new(facts.Position, facts.Text("architecture"), facts.Number("reward"));
    }

    public LogRow ToRow() => FactRow.Of(
        Position, Name, new FactsWriter().Integer("step", Position.Step).Text("architecture", Tokens).Number("reward", Reward)) with
    { Architecture = Tokens, Reward = Reward };
}
