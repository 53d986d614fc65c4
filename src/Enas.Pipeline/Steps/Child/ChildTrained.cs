using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Steps.Child;

/// <summary>An architecture was trained alone, in a folder with a log of its own. A child that failed is a fact as well.</summary>
/// <param name="Position">The step of the search.</param>
/// <param name="Ordinal">Number of the child within the step.</param>
/// <param name="Order">Which training it was.</param>
/// <param name="Outcome">What it came to.</param>
public sealed record ChildTrained(StepPosition Position, int Ordinal, ChildOrder Order, ChildOutcome Outcome) : ICostedEvent
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "child-trained";

    /// <summary>What others must know of it.</summary>
    public static EventKind Declaration { get; } = new EventKind<ChildTrained>(Name, FromRow);

    /// <inheritdoc />
    public long? Cost => Outcome.Cost;

    /// <summary>The architecture.</summary>
    public string Tokens => Order.Tokens;

    /// <summary>What its validation came to; null where the child failed.</summary>
    public Evaluated? Evaluated => Outcome.Program is { Value: { } value } program
        ? new(new Measurement(program.Measure, value), [])
        : Outcome.Validation is { } loss ? Evaluation.Evaluated.Of([loss]) : null;

    /// <summary>What children are ordered by, the best one first: one that failed comes last.</summary>
    public double Rank => Evaluated?.Measurement is { } measured ? measured.Measure.Rank(measured.Value) : double.PositiveInfinity;

    /// <summary>The event that a row holds.</summary>
    public static ChildTrained FromRow(LogRow row)
    {
        using var facts = new FactsReader(row);
        return new(
            facts.Position,
            (int)facts.Integer("ordinal"),
            new ChildOrder(
                facts.Text("architecture"), (int)facts.Integer("rung"), (ulong)facts.Integer("seed"), facts.Integer("ordered_steps")),
            ProgramFacts.Read(facts) ?? new ChildOutcome(
                Validation(facts),
                facts.Integer("steps"),
                facts.Integer("items"),
                facts.Integer("parameters"),
                facts.Has("cost") ? facts.Integer("cost") : null,
                facts.Text("fingerprint"),
                facts.OptionalText("failure")));
    }

    /// <inheritdoc />
    public LogRow ToRow()
    {
        var facts = new FactsWriter()
            .Integer("step", Position.Step)
            .Integer("ordinal", Ordinal)
            .Text("architecture", Tokens)
            .Integer("rung", Order.Rung)
            .Integer("seed", checked((long)Order.Seed))
            .Integer("ordered_steps", Order.Steps);
        if (Outcome.Program is { } program)
        {
            ProgramFacts.Write(facts, program, Outcome);
            return FactRow.Of(Position, Name, facts) with { Architecture = Tokens, Metric = program.Value };
        }

        facts
            .Integer("steps", Outcome.Steps)
            .Integer("items", Outcome.Items);
        if (Outcome.Validation is { } loss)
        {
            facts.Integer(loss.CorrectCount is null ? "valid_tokens" : "valid_images", loss.TokenCount).Number("loss_sum", loss.LossSum);
            facts = loss.CorrectCount is { } correct ? facts.Integer("correct", correct) : facts;
        }

        facts.Integer("parameters", Outcome.Parameters);
        facts = Outcome.Cost is { } cost ? facts.Integer("cost", cost) : facts;
        facts.Text("fingerprint", Outcome.Fingerprint);
        facts = Outcome.Failure is { } failure ? facts.Text("failure", failure) : facts;
        return FactRow.Of(Position, Name, facts) with
        {
            Architecture = Tokens,
            Metric = Evaluated?.Measurement.Value,
            Loss = Outcome.Validation is { TokenCount: > 0 } whole ? whole.LossSum / whole.TokenCount : null,
        };
    }

    private static WindowLoss? Validation(FactsReader facts) => !facts.Has("loss_sum") ? null
        : facts.Has("correct")
            ? new((int)facts.Integer("valid_images"), facts.Number("loss_sum"), (int)facts.Integer("correct"))
            : new((int)facts.Integer("valid_tokens"), facts.Number("loss_sum"));
}
