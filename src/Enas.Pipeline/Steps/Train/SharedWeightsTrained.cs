using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Steps.Train;

/// <summary>One gradient step on the active weights was made.</summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="Loss">Mean cross-entropy per token or image in nats before the update.</param>
/// <param name="GradNorm">Global gradient norm before clipping.</param>
/// <param name="LearningRate">Rate used.</param>
/// <param name="TokenCount">Tokens in the window, or images in the batch.</param>
/// <param name="CorrectCount">Images whose class was predicted before the update; null for tokens.</param>
/// <param name="Work">What the step cost; null where that is not counted.</param>
/// <param name="Mode"><see cref="OfMixture"/> where the weights of all options were trained; null for those of one architecture.</param>
public sealed record SharedWeightsTrained(
    StepPosition Position, double Loss, double GradNorm, double LearningRate, int TokenCount, int? CorrectCount = null,
    WorkCost? Work = null, string? Mode = null) : IEndsStep, ICostedEvent
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "shared-weights-trained";

    /// <summary>The mode in which every option of a choice runs and counts by its weight.</summary>
    public const string OfMixture = "mixture";

    /// <inheritdoc />
    public long? Cost => Work?.MultiplyAdds;

    /// <summary>What others must know of it.</summary>
    public static EventKind Declaration { get; } = new EventKind<SharedWeightsTrained>(Name, FromRow);

    /// <summary>The event that a row holds.</summary>
    public static SharedWeightsTrained FromRow(LogRow row)
    {
        using var facts = new FactsReader(row);
        var correct = facts.OptionalNumber("correct");
        return new(
            facts.Position,
            facts.Number("loss"),
            facts.Number("grad_norm"),
            facts.Number("learning_rate"),
            (int)facts.Integer(correct is null ? "tokens" : "images"),
            (int?)correct,
            CostFacts.Read(facts),
            facts.OptionalText("mode"));
    }

    /// <inheritdoc />
    public LogRow ToRow()
    {
        var facts = new FactsWriter()
            .Integer("step", Position.Step)
            .Number("loss", Loss)
            .Number("grad_norm", GradNorm)
            .Number("learning_rate", LearningRate)
            .Integer(CorrectCount is null ? "tokens" : "images", TokenCount);
        if (CorrectCount is { } correct)
        {
            facts.Integer("correct", correct);
        }

        if (Mode is { } mode)
        {
            facts.Text("mode", mode);
        }

        CostFacts.Write(facts, Work);
        return FactRow.Of(Position, Name, facts) with { Loss = Loss, GradNorm = GradNorm, LearningRate = LearningRate };
    }
}
