using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Steps.Mixtures;

/// <summary>
/// The gradient of the validation loss by the weights of a mixture was measured. It is all that the architecture parameters learn from, so
/// with it they follow from the log alone, whatever measured it.
/// </summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="Loss">The validation loss over all windows or images.</param>
/// <param name="Gradient">The derivative of the mean loss by each option's weight; 0 for an option that did not run.</param>
/// <param name="Order">1, or 2 where the loss is that after the next weight step.</param>
/// <param name="Work">What it cost; null where that is not counted.</param>
public sealed record MixtureGradientMeasured(
    StepPosition Position, WindowLoss Loss, IReadOnlyList<float> Gradient, int Order, WorkCost? Work = null) : IWithinStep, ICostedEvent
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "mixture-gradient-measured";

    private const string GradientField = "gradient";

    /// <inheritdoc />
    public long? Cost => Work?.MultiplyAdds;

    /// <summary>What others must know of it.</summary>
    public static EventKind Declaration { get; } =
        new EventKind<MixtureGradientMeasured>(Name, FromRow) { PackedFields = [GradientField] };

    private double MeanLoss => Loss.LossSum / Loss.TokenCount;

    /// <summary>The event that a row holds.</summary>
    public static MixtureGradientMeasured FromRow(LogRow row)
    {
        using var facts = new FactsReader(row);
        var correct = facts.OptionalInteger("correct");
        return new(
            facts.Position,
            new WindowLoss((int)facts.Integer(correct is null ? "tokens" : "images"), facts.Number("loss_sum"), (int?)correct),
            facts.Packed(GradientField),
            (int)facts.Integer("order"),
            CostFacts.Read(facts));
    }

    /// <inheritdoc />
    public LogRow ToRow()
    {
        var facts = new FactsWriter()
            .Integer("step", Position.Step)
            .Integer("order", Order)
            .Number("loss_sum", Loss.LossSum)
            .Integer(Loss.CorrectCount is null ? "tokens" : "images", Loss.TokenCount)
            .OptionalInteger("correct", Loss.CorrectCount)
            .Packed(GradientField, Gradient);
        CostFacts.Write(facts, Work);
        return FactRow.Of(Position, Name, facts) with { Metric = MeanLoss };
    }
}
