namespace Enas.Pipeline.Events;

/// <summary>All that readers must know of an event, once.</summary>
/// <param name="Name">Its stable name.</param>
/// <param name="Version">The schema version that this program reads.</param>
public abstract record EventKind(string Name, int Version)
{
    /// <summary>The event that a row holds.</summary>
    public abstract ISearchEvent Read(LogRow row);
}

/// <summary>All that readers must know of an event, once.</summary>
/// <param name="Name">Its stable name.</param>
/// <param name="FromRow">The event of a row.</param>
/// <param name="Version">The schema version that this program reads.</param>
public sealed record EventKind<T>(string Name, Func<LogRow, T> FromRow, int Version = 1) : EventKind(Name, Version)
    where T : ISearchEvent
{
    /// <inheritdoc />
    public override ISearchEvent Read(LogRow row) => FromRow(row);
}
