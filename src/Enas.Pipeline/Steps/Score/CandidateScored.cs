using Enas.Pipeline.Events;

namespace Enas.Pipeline.Steps.Score;

/// <summary>A candidate was scored on a whole set.</summary>
/// <param name="Position">The step.</param>
/// <param name="Source">Where it came from: <c>policy</c>, <c>random</c>, or the set that a final training measured: <c>validation</c>, <c>test</c>.</param>
/// <param name="Ordinal">Number of the candidate of its source; the epoch for a final training.</param>
/// <param name="Tokens">The candidate.</param>
/// <param name="Perplexity">Perplexity over the whole set.</param>
/// <param name="LossSum">Sum of cross-entropies in nats.</param>
/// <param name="TokenCount">Tokens predicted.</param>
public sealed record CandidateScored(StepPosition Position, string Source, int Ordinal, string Tokens, double Perplexity, double LossSum, int TokenCount) : ISearchEvent
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "candidate-scored";

    /// <summary>The event that a row holds.</summary>
    public static CandidateScored FromRow(LogRow row)
    {
        using var facts = new FactsReader(row);
        return new(
            facts.Position,
            facts.Text("source"),
            (int)facts.Integer("ordinal"),
            facts.Text("architecture"),
            facts.Number("perplexity"),
            facts.Number("loss_sum"),
            (int)facts.Integer("tokens"));
    }

    /// <inheritdoc />
    public LogRow ToRow() => FactRow.Of(Position, Name, new FactsWriter()
        .Text("source", Source)
        .Integer("ordinal", Ordinal)
        .Text("architecture", Tokens)
        .Number("perplexity", Perplexity)
        .Number("loss_sum", LossSum)
        .Integer("tokens", TokenCount)) with
    {
        Architecture = Tokens,
        Metric = Perplexity,
        Loss = LossSum / TokenCount,
    };
}
