using Enas.Pipeline.Events;

namespace Enas.Pipeline.Steps.Finals;

/// <summary>A rung of the finals began: these candidates are trained alone, all for as long.</summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="Rung">The rung, from 0.</param>
/// <param name="Steps">Steps of each training; 0 for as long as the job says.</param>
/// <param name="Finalists">Who is in it, the best of what decided before first: the scores with the shared weights, or the rung
/// before.</param>
public sealed record FinalsOpened(StepPosition Position, int Rung, long Steps, IReadOnlyList<Finalist> Finalists) : ISearchEvent
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "finals-opened";

    /// <summary>What others must know of it.</summary>
    public static EventKind Declaration { get; } = new EventKind<FinalsOpened>(Name, FromRow) { IsExact = true };

    /// <summary>The event that a row holds.</summary>
    public static FinalsOpened FromRow(LogRow row)
    {
        using var facts = new FactsReader(row);
        var (names, architectures) = (facts.Texts("finalists"), facts.Texts("architectures"));
        Finalist[] finalists = [.. names.Zip(architectures, Finalist.TryOf).OfType<Finalist>()];
        return finalists.Length == names.Length && finalists.Length == architectures.Length
            ? new(facts.Position, (int)facts.Integer("rung"), facts.Integer("ordered_steps"), finalists)
            : throw new LogDamagedException($"the facts of a {Name} event at step {row.Step} do not name a finalist for each architecture");
    }

    /// <inheritdoc />
    public LogRow ToRow() => FactRow.Of(Position, Name, new FactsWriter()
        .Integer("rung", Rung)
        .Integer("ordered_steps", Steps)
        .Texts("finalists", Finalists.Select(finalist => finalist.Name))
        .Texts("architectures", Finalists.Select(finalist => finalist.Tokens)));
}
