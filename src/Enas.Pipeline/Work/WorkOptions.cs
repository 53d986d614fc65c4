namespace Enas.Pipeline.Work;

/// <summary>How work is asked for; nothing of it is part of a result.</summary>
/// <param name="Owner">Who waits, for <see cref="IWorkQueue.NotesAsync"/>.</param>
internal sealed record WorkOptions(string Owner)
{
    /// <summary>Items that are asked for ahead of the first whose result was not taken: the only back-pressure there is.</summary>
    public int Window { get; init; } = 24;

    /// <summary>How often all that is open is looked for and asked for again, in case the engine lost it or its notes.</summary>
    public TimeSpan SweepEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Tries that may fail before the item counts as failed.</summary>
    public int MostAttempts { get; init; } = 3;

    /// <summary>Hears whether the engine answers, and may give it up; null where it always does.</summary>
    public EngineWatch? Watch { get; init; }

    /// <summary>Hears what workers say, for people; null where nobody does.</summary>
    public Action<WorkNote>? Hear { get; init; }
}
