using Enas.Pipeline.Events;

namespace Enas.Pipeline.Steps.Lifecycle;

/// <summary>
/// A search went on with other options: budgets, locations, intervals. Operational: whatever is a fact of the search cannot be changed.
/// It is kept so that the next resume needs not be told again.
/// </summary>
/// <param name="Position">The step count.</param>
/// <param name="Sets">The options as <c>key=value</c>.</param>
public sealed record JobChanged(StepPosition Position, IReadOnlyList<string> Sets) : ISearchEvent
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "job-changed";

    /// <summary>What others must know of it.</summary>
    public static EventKind Declaration { get; } = new EventKind<JobChanged>(Name, FromRow);

    /// <summary>The event that a row holds.</summary>
    public static JobChanged FromRow(LogRow row)
    {
        using var observations = new FactsReader(row with { Facts = row.Observations });
        return new(observations.Position, observations.Texts("set"));
    }

    /// <inheritdoc />
    public LogRow ToRow() => FactRow.Operational(Position, Name, new FactsWriter().Texts("set", Sets));
}
