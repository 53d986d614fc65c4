using Enas.Pipeline.Events;

namespace Enas.Pipeline.Strategies.Mixtures;

/// <summary>
/// The architecture parameters moved. The parameters themselves are not in it: they follow from the gradients, and the digest says
/// whether they did. With them comes what tells early whether a search has gone astray.
/// </summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="GradNorm">L2 norm of the loss's gradient by the parameters.</param>
/// <param name="LearningRate">Adam's rate.</param>
/// <param name="Temperature">The temperature of the step; null where there is none.</param>
/// <param name="ExpectedCost">Multiply-adds that the mixture expects of an architecture; null where cost is not in the loss.</param>
/// <param name="Tokens">The architecture that the parameters name now.</param>
/// <param name="Skips">Its decisions that pass something on unchanged.</param>
/// <param name="Entropy">Entropy of softmax(α), summed over choices, in nats.</param>
/// <param name="Digest">SHA-256 of the parameters after the step, in hexadecimal.</param>
/// <param name="IsStop">Whether the search stops here, since it has too many of these.</param>
public sealed record AlphasUpdated(
    StepPosition Position, double GradNorm, double LearningRate, double? Temperature, double? ExpectedCost, string Tokens, int Skips,
    double Entropy, string Digest, bool IsStop) : IEndsStep
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "alphas-updated";

    private const string Stop = "stop";

    /// <summary>What others must know of it.</summary>
    public static EventKind Declaration { get; } = new EventKind<AlphasUpdated>(Name, FromRow) { IsExact = true };

    /// <summary>The event that a row holds.</summary>
    public static AlphasUpdated FromRow(LogRow row)
    {
        using var facts = new FactsReader(row);
        return new(
            facts.Position,
            facts.Number("grad_norm"),
            facts.Number("learning_rate"),
            facts.OptionalNumber("temperature"),
            facts.OptionalNumber("expected_cost"),
            facts.Text("architecture"),
            (int)facts.Integer("skips"),
            facts.Number("entropy"),
            facts.Text("digest"),
            facts.Has(Stop));
    }

    /// <inheritdoc />
    public LogRow ToRow()
    {
        var facts = new FactsWriter()
            .Integer("step", Position.Step)
            .Number("grad_norm", GradNorm)
            .Number("learning_rate", LearningRate)
            .OptionalNumber("temperature", Temperature)
            .OptionalNumber("expected_cost", ExpectedCost)
            .Text("architecture", Tokens)
            .Integer("skips", Skips)
            .Number("entropy", Entropy)
            .Text("digest", Digest);
        if (IsStop)
        {
            facts.Raw(Stop, "true");
        }

        return FactRow.Of(Position, Name, facts) with
        {
            Architecture = Tokens,
            Entropy = Entropy,
            GradNorm = GradNorm,
            LearningRate = LearningRate,
        };
    }
}
