using Enas.Pipeline.Events;

namespace Enas.Pipeline.Strategies.Reinforce;

/// <summary>The policy made one REINFORCE step.</summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="Baseline">The baseline after the step.</param>
/// <param name="Advantages">Advantage of each sample, in ordinal order.</param>
/// <param name="GradNorm">Norm of the policy gradient before clipping.</param>
/// <param name="LearningRate">Rate used.</param>
/// <param name="BaselineWeight">The sum of the weights of the signals in the baseline; null where the baseline keeps none.</param>
public sealed record PolicyUpdated(StepPosition Position,
    double Baseline, IReadOnlyList<double> Advantages, double GradNorm, double LearningRate, double? BaselineWeight = null) : IEndsStep
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "policy-updated";

    /// <summary>What others must know of it.</summary>
    public static EventKind Declaration { get; } = new EventKind<PolicyUpdated>(Name, FromRow) { IsExact = true };

    /// <summary>The event that a row holds.</summary>
    public static PolicyUpdated FromRow(LogRow row)
    {
        using var facts = new FactsReader(row);
        return new(facts.Position, facts.Number("baseline"),
            facts.Numbers("advantages"), facts.Number("grad_norm"), facts.Number("learning_rate"), facts.OptionalNumber("baseline_weight"));
    }

    /// <inheritdoc />
    public LogRow ToRow() => FactRow.Of(Position, Name, new FactsWriter()
        .Integer("step", Position.Step)
        .Number("baseline", Baseline)
        .Numbers("advantages", Advantages)
        .Number("grad_norm", GradNorm)
        .Number("learning_rate", LearningRate)
        .OptionalNumber("baseline_weight", BaselineWeight)) with
    {
        Baseline = Baseline,
        Advantage = Advantages.Count == 1 ? Advantages[0] : Advantages.Sum() / Advantages.Count,
        GradNorm = GradNorm,
        LearningRate = LearningRate,
    };
}
