using Enas.Pipeline.Events;

namespace Enas.Pipeline.Steps.Sample;

/// <summary>An architecture was proposed.</summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="Ordinal">Number of the sample within the step.</param>
/// <param name="Tokens">Its canonical token string.</param>
/// <param name="LogProb">Natural logarithm of its probability under the policy; null where it was not drawn from one.</param>
/// <param name="Entropy">Entropy term of the signal in nats; null where there is no policy.</param>
/// <param name="RepeatOf">The step of its first evaluation, where a value is the architecture's own and it was evaluated
/// before; else null.</param>
/// <param name="Origin">What it was made from; null where it was drawn anew.</param>
public sealed record ArchitectureSampled(
    StepPosition Position, int Ordinal,
        string Tokens, double? LogProb, double? Entropy, long? RepeatOf = null, ProposalOrigin? Origin = null) : ISearchEvent
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "architecture-sampled";

    /// <summary>What others must know of it.</summary>
    public static EventKind Declaration { get; } = new EventKind<ArchitectureSampled>(Name, FromRow) { IsExact = true };

    /// <summary>The event that a row holds.</summary>
    public static ArchitectureSampled FromRow(LogRow row)
    {
        using var facts = new FactsReader(row);
        return new(
            facts.Position,
            (int)facts.Integer("ordinal"),
            facts.Text("architecture"),
            facts.OptionalNumber("log_prob"),
            facts.OptionalNumber("entropy"),
            facts.Has("repeat_of") ? facts.Integer("repeat_of") : null,
            ProposalOrigin.Read(facts));
    }

    /// <inheritdoc />
    public LogRow ToRow()
    {
        var facts = new FactsWriter()
            .Integer("step", Position.Step)
            .Integer("ordinal", Ordinal)
            .Text("architecture", Tokens)
            .OptionalNumber("log_prob", LogProb)
            .OptionalNumber("entropy", Entropy);
        if (RepeatOf is { } first)
        {
            facts.Integer("repeat_of", first);
        }

        Origin?.Write(facts);
        return FactRow.Of(Position, Name, facts) with { Architecture = Tokens, LogProb = LogProb, Entropy = Entropy };
    }
}
