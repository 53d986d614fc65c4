namespace Enas.Pipeline.Events;

/// <summary>All that others must know of an event, declared once, beside it.</summary>
/// <param name="Name">Its stable name.</param>
/// <param name="Version">The schema version that this program reads.</param>
public abstract record EventKind(string Name, int Version)
{
    /// <summary>Whether its numbers come out bit for bit on every backend: those of another event may differ a little where the backend
    /// is not exact.</summary>
    public bool IsExact { get; init; }

    /// <summary>Its fields that hold many numbers as one text, see <see cref="FactsWriter.Packed"/>: where the backend is not exact they
    /// are compared as numbers.</summary>
    public IReadOnlyList<string> PackedFields { get; init; } = [];

    /// <summary>Whether a step ends with it.</summary>
    public abstract bool EndsStep { get; }

    /// <summary>The event that a row holds.</summary>
    public abstract ISearchEvent Read(LogRow row);
}

/// <summary>All that others must know of an event, declared once, beside it.</summary>
/// <param name="Name">Its stable name.</param>
/// <param name="FromRow">The event of a row.</param>
/// <param name="Version">The schema version that this program reads.</param>
public sealed record EventKind<T>(string Name, Func<LogRow, T> FromRow, int Version = 1) : EventKind(Name, Version)
    where T : ISearchEvent
{
    /// <inheritdoc />
    public override bool EndsStep => typeof(T).IsAssignableTo(typeof(IEndsStep));

    /// <inheritdoc />
    public override ISearchEvent Read(LogRow row) => FromRow(row);
}
