using Enas.Pipeline.Events;

namespace Enas.Pipeline.Steps.Sample;

/// <summary>An architecture was drawn.</summary>
/// <param name="Position">The step.</param>
/// <param name="Ordinal">Number of the sample within the step.</param>
/// <param name="Tokens">Its canonical token string.</param>
/// <param name="LogProb">Natural logarithm of its probability under the policy.</param>
/// <param name="Entropy">Entropy term of the signal in nats.</param>
public sealed record ArchitectureSampled(StepPosition Position, int Ordinal, string Tokens, double LogProb, double Entropy) : ISearchEvent
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "architecture-sampled";

    /// <summary>The event that a row holds.</summary>
    public static ArchitectureSampled FromRow(LogRow row)
    {
        using var facts = new FactsReader(row);
        return new(facts.Position, (int)facts.Integer("ordinal"), facts.Text("architecture"), facts.Number("log_prob"), facts.Number("entropy"));
    }

    /// <inheritdoc />
    public LogRow ToRow() => FactRow.Of(Position, Name, new FactsWriter()
        .Integer("step", Position.Step)
        .Integer("ordinal", Ordinal)
        .Text("architecture", Tokens)
        .Number("log_prob", LogProb)
        .Number("entropy", Entropy)) with
    {
        Architecture = Tokens,
        LogProb = LogProb,
        Entropy = Entropy,
    };
}
