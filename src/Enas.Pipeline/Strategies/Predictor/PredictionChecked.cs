using Enas.Pipeline.Events;

namespace Enas.Pipeline.Strategies.Predictor;

/// <summary>A forecast was held against what was evaluated.</summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="Tokens">The architecture as its token string, in the form of the log.</param>
/// <param name="Reward">What it was worth.</param>
/// <param name="Predicted">What the model had expected: a reward, or with <c>strategy.target</c> <c>rank</c> the share of the evaluated
/// architectures that would be worse; null where there was no model yet.</param>
public sealed record PredictionChecked(StepPosition Position, string Tokens, double Reward, double? Predicted) : IEndsStep
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "prediction-checked";

    /// <summary>What others must know of it.</summary>
    public static EventKind Declaration { get; } = new EventKind<PredictionChecked>(Name, FromRow);

    /// <summary>The event that a row holds.</summary>
    public static PredictionChecked FromRow(LogRow row)
    {
        using var facts = new FactsReader(row);
        return new(facts.Position, facts.Text("architecture"), facts.Number("reward"),
            facts.Has("predicted") ? facts.Number("predicted") : null);
    }

    /// <inheritdoc />
    public LogRow ToRow()
    {
        var facts = new FactsWriter().Integer("step", Position.Step).Text("architecture", Tokens).Number("reward", Reward);
        if (Predicted is { } predicted)
        {
            facts.Number("predicted", predicted);
        }

        return FactRow.Of(Position, Name, facts) with { Architecture = Tokens, Reward = Reward };
    }
}
