namespace Enas.Pipeline.Work;

/// <summary>What is to be done.</summary>
internal enum WorkKind
{
    /// <summary>One architecture trained alone, in a folder with a log of its own.</summary>
    Training,

    /// <summary>A whole search.</summary>
    Search,

    /// <summary>A part of a log made again.</summary>
    Replay,
}

/// <summary>What a worker must have.</summary>
/// <param name="Backend"><c>cpu</c> or <c>torch</c>.</param>
/// <param name="DeviceClass"><c>cpu</c> or <c>cuda</c>: devices of one class agree bit for bit.</param>
/// <param name="Threads">Threads that it would use; it computes the same with fewer.</param>
/// <param name="MemoryBytes">Memory that it needs; 0 where nobody knows.</param>
internal sealed record WorkNeeds(string Backend, string DeviceClass, int Threads, long MemoryBytes)
{
    /// <summary>The exact backend, which every machine has.</summary>
    public static WorkNeeds OfProcessor(int threads) => new("cpu", "cpu", threads, 0);
}

/// <summary>
/// One piece of work: independent of all others, deterministic, and data alone. It names no command line, no path and no assembly, so that
/// whoever can ask for work cannot run code.
/// </summary>
/// <param name="Key">The hash of its description.</param>
/// <param name="Kind">What is to be done.</param>
/// <param name="Description">Canonical JSON of what is computed, at most <see cref="MostBytes"/>.</param>
/// <param name="Needs">What a worker must have.</param>
/// <param name="Owner">Who waits for it; a label, not an identity.</param>
/// <param name="Priority">0 to <see cref="HighestPriority"/>; a higher one is taken first where both wait. Never part of the key.</param>
internal sealed record WorkItem(
    WorkKey Key, WorkKind Kind, ReadOnlyMemory<byte> Description, WorkNeeds Needs, string Owner, int Priority)
{
    /// <summary>The most bytes of a description.</summary>
    public const int MostBytes = 256 << 10;

    /// <summary>The highest priority.</summary>
    public const int HighestPriority = 3;

    /// <summary>The mark of the store that whoever wants it done looks into; null where nobody knows. Never part of the key.</summary>
    public string? Store { get; init; }

    /// <summary>An item, whose key follows from its description.</summary>
    public static WorkItem Of(WorkKind kind, ReadOnlyMemory<byte> description, WorkNeeds needs, string owner, int priority = 0) =>
        new(WorkKey.Of(description.Span), kind, description, needs, owner, priority);

    /// <summary>What is wrong with an item that came from elsewhere, in words; null where its form is right.</summary>
    public string? Fault => Description.Length > MostBytes
            ? $"its description has {Description.Length} bytes; allowed are {MostBytes}"
        : Key != WorkKey.Of(Description.Span) ? $"its key {Key.Hex} is not the hash of its description"
        : Priority is < 0 or > HighestPriority ? $"its priority is {Priority}; allowed are 0 to {HighestPriority}"
        : null;
}
