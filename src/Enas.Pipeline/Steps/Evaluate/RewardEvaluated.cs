using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;

namespace Enas.Pipeline.Steps.Evaluate;

/// <summary>A reward was measured.</summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="Ordinal">Number of the sample within the step.</param>
/// <param name="Tokens">The architecture as its token string, in the form of the log.</param>
/// <param name="Reward">Raw reward, before any entropy term: what the objective makes of the measurement.</param>
/// <param name="Evaluated">The measurement, with the windows or batches that it was made of.</param>
public sealed record RewardEvaluated(StepPosition Position, int Ordinal, string Tokens, double Reward, Evaluated Evaluated)
    : ICostedEvent
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "reward-evaluated";

    // Of an accuracy of 0, and of a perplexity without bound.
    private const double Worst = 0;

    /// <summary>What others must know of it.</summary>
    public static EventKind Declaration { get; } = new EventKind<RewardEvaluated>(Name, FromRow);

    /// <summary>Perplexity over the windows; null where another measure counts.</summary>
    public double? Perplexity => IsOf(Measure.Perplexity) ? Evaluated.Measurement.Value : null;

    /// <inheritdoc />
    public long? Cost => Evaluated.Cost?.MultiplyAdds;

    /// <summary>Accuracy over the images; null where another measure counts.</summary>
    public double? Accuracy => IsOf(Measure.Accuracy) ? Evaluated.Measurement.Value : null;

    /// <summary>The per-window sums that it was made of; empty where it was looked up or reported as a whole.</summary>
    public IReadOnlyList<WindowLoss> Windows => Evaluated.Windows;

    /// <summary>Whether it is a value: not that of an architecture that has none.</summary>
    public bool HasValue => Evaluated.Failure is null;

    /// <summary>What it counts where architectures are compared: the reward. No accuracy and no perplexity has a reward below the 0 of an
    /// architecture without a value; rewards of other measures can lie below whatever a job says of such an architecture, so there it
    /// counts less than any number.</summary>
    public double Standing => HasValue || Measure.Of(Evaluated.Measurement.Measure.Name) is not null ? Reward : double.MinValue;

    /// <summary>The reward of an evaluation. Of an architecture that has no value it is 0, see <see cref="Standing"/>; where the job
    /// names the worst value of its measure, the reward of that, and never more than the lowest so far: what fails must not look better
    /// than what works, or a policy learns to fail.</summary>
    /// <param name="position">The step that it belongs to: its number from 0, its phase and its round.</param>
    /// <param name="ordinal">Number of the sample within the step.</param>
    /// <param name="tokens">The architecture as its token string, in the form of the log.</param>
    /// <param name="evaluated">What its evaluation came to.</param>
    /// <param name="objective">Makes the reward.</param>
    /// <param name="costs">What is known of its costs; null for nothing.</param>
    /// <param name="lowest">The lowest reward so far of an architecture with a value; null where there is none.</param>
    /// <exception cref="NonFiniteStepException">Reward, measure or a loss is not finite.</exception>
    public static RewardEvaluated Of(StepPosition position, int ordinal, string tokens, Evaluated evaluated, IObjective objective,
        ArchitectureCosts? costs = null, double? lowest = null)
    {
        if (evaluated.Failure is not null)
        {
            return new(position, ordinal, tokens, OfNoValue(evaluated.Measurement, objective, costs, lowest), evaluated);
        }

        var reward = objective.Reward(evaluated.Measurement, costs ?? ArchitectureCosts.None);
        return double.IsFinite(reward) && evaluated.IsFinite
            ? new(position, ordinal, tokens, reward, evaluated)
            : throw new NonFiniteStepException("reward-not-finite",
                $"the reward of {tokens} is not finite ({evaluated.Measurement.Measure} {evaluated.Measurement.Value})")
            { Cost = evaluated.Cost?.MultiplyAdds };
    }

    /// <summary>The event that a row holds.</summary>
    public static RewardEvaluated FromRow(LogRow row)
    {
        using var facts = new FactsReader(row);
        return new(facts.Position, (int)facts.Integer("ordinal"),
            facts.Text("architecture"), facts.Number("reward"), EvaluatedFacts.Read(facts));
    }

    /// <inheritdoc />
    public LogRow ToRow()
    {
        var facts = new FactsWriter()
            .Integer("step", Position.Step)
            .Integer("ordinal", Ordinal)
            .Text("architecture", Tokens)
            .Number("reward", Reward);
        EvaluatedFacts.Write(facts, Evaluated);
        return FactRow.Of(Position, Name, facts) with
        {
            Architecture = Tokens,
            Reward = Reward,
            Metric = HasValue ? Evaluated.Measurement.Value : null,
        };
    }

    private static double OfNoValue(Measurement worst, IObjective objective, ArchitectureCosts? costs, double? lowest)
    {
        if (Measure.Of(worst.Measure.Name) is not null || !double.IsFinite(worst.Value))
        {
            return Worst;
        }

        // What failed need not have said what it costs.
        var known = costs ?? ArchitectureCosts.None;
        var named = objective.RefusalOf(known) is null ? objective.Reward(worst, known) : -worst.Measure.Rank(worst.Value);
        return Math.Min(named, lowest ?? named);
    }

    private bool IsOf(Measure measure) => HasValue && Evaluated.Measurement.Measure == measure;
}
