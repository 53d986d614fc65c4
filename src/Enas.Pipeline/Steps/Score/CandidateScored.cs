using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Steps.Score;

/// <summary>A candidate was scored on a whole set.</summary>
/// <param name="Position">The step.</param>
/// <param name="Source">Where it came from: <c>policy</c>, <c>random</c>, or the set that a final training measured: <c>validation</c>, <c>test</c>.</param>
/// <param name="Ordinal">Number of the candidate of its source; the epoch for a final training.</param>
/// <param name="Tokens">The candidate.</param>
/// <param name="Perplexity">Perplexity over the whole set; null when it is not finite, and absent from the facts then.</param>
/// <param name="LossSum">Sum of cross-entropies in nats; null when it is not finite.</param>
/// <param name="TokenCount">Tokens predicted.</param>
public sealed record CandidateScored(StepPosition Position, string Source, int Ordinal, string Tokens, double? Perplexity, double? LossSum, int TokenCount) : ISearchEvent
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "candidate-scored";

    /// <summary>What candidates are ordered by: one without a finite perplexity comes last.</summary>
    public double Rank => Perplexity ?? double.PositiveInfinity;

    /// <summary>The loss that the score was made of.</summary>
    public WindowLoss Loss => new(TokenCount, LossSum ?? double.PositiveInfinity);

    /// <summary>The score of a loss; what is not finite is left out.</summary>
    public static CandidateScored Of(StepPosition position, string source, int ordinal, string tokens, WindowLoss loss) =>
        new(position, source, ordinal, tokens, Finite(Evaluate.Perplexity.Of(loss.LossSum, loss.TokenCount)), Finite(loss.LossSum), loss.TokenCount);

    /// <summary>The event that a row holds.</summary>
    public static CandidateScored FromRow(LogRow row)
    {
        using var facts = new FactsReader(row);
        return new(
            facts.Position,
            facts.Text("source"),
            (int)facts.Integer("ordinal"),
            facts.Text("architecture"),
            facts.OptionalNumber("perplexity"),
            facts.OptionalNumber("loss_sum"),
            (int)facts.Integer("tokens"));
    }

    /// <inheritdoc />
    public LogRow ToRow() => FactRow.Of(Position, Name, new FactsWriter()
        .Text("source", Source)
        .Integer("ordinal", Ordinal)
        .Text("architecture", Tokens)
        .OptionalNumber("perplexity", Perplexity)
        .OptionalNumber("loss_sum", LossSum)
        .Integer("tokens", TokenCount)) with
    {
        Architecture = Tokens,
        Metric = Perplexity,
        Loss = LossSum / TokenCount,
    };

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
