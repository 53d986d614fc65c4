using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using MediatR;

namespace Enas.Pipeline.Steps.Cost;

/// <summary>Turn a proposed architecture down, since it does not keep a limit.</summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="Ordinal">Number of the sample within the step.</param>
/// <param name="Tokens">The architecture as its token string, in the form of the log.</param>
/// <param name="Value">What it costs.</param>
/// <param name="Most">The limit.</param>
public sealed record RejectProposal(StepPosition Position, int Ordinal, string Tokens, CostValue Value, double Most)
    : IRequest<ProposalRejected>;

/// <summary>Turns it down.</summary>
internal sealed class RejectProposalHandler : IRequestHandler<RejectProposal, ProposalRejected>
{
    /// <inheritdoc />
    public Task<ProposalRejected> Handle(RejectProposal request, CancellationToken cancellationToken) => Task.FromResult(
        new ProposalRejected(request.Position, request.Ordinal, request.Tokens, request.Value, request.Most));
}

/// <summary>A proposed architecture does not keep a limit: it was not evaluated, and another one is proposed in its place.</summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="Ordinal">Number of the sample within the step.</param>
/// <param name="Tokens">The architecture as its token string, in the form of the log.</param>
/// <param name="Value">What it costs.</param>
/// <param name="Most">The limit.</param>
public sealed record ProposalRejected(StepPosition Position, int Ordinal, string Tokens, CostValue Value, double Most) : ISearchEvent
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "proposal-rejected";

    /// <summary>What others must know of it.</summary>
    public static EventKind Declaration { get; } = new EventKind<ProposalRejected>(Name, FromRow) { IsExact = true };

    /// <summary>The event that a row holds.</summary>
    /// <exception cref="LogDamagedException">It names a cost that this program does not know.</exception>
    public static ProposalRejected FromRow(LogRow row)
    {
        using var facts = new FactsReader(row);
        var name = facts.Text("exceeded");
        return new(facts.Position, (int)facts.Integer("ordinal"), facts.Text("architecture"),
            new CostValue(
                CostMeasure.Of(name) ?? throw new LogDamagedException($"a {Name} event at step {row.Step} has an unknown cost \"{name}\""),
                facts.Number("value")),
            facts.Number("limit"));
    }

    /// <inheritdoc />
    public LogRow ToRow() => FactRow.Of(Position, Name, new FactsWriter()
        .Integer("step", Position.Step)
        .Integer("ordinal", Ordinal)
        .Text("architecture", Tokens)
        .Text("exceeded", Value.Cost.Name)
        .Number("value", Value.Value)
        .Number("limit", Most)) with
    { Architecture = Tokens };
}
