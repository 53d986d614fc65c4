namespace Enas.Pipeline.Work;

/// <summary>How work ended.</summary>
internal enum WorkEnd
{
    /// <summary>It has a result, which may be that a gate failed.</summary>
    Done,

    /// <summary>Another try may help.</summary>
    Failed,

    /// <summary>No other try will help: the description, the data or the log is wrong.</summary>
    Impossible,
}

/// <summary>What came of an item: a function of its key.</summary>
/// <param name="Key">The item's.</param>
/// <param name="End">How it ended.</param>
/// <param name="ExitCode">The exit code of whoever did it.</param>
/// <param name="Fingerprint">The head of the fact chain of what was made; null where nothing was.</param>
/// <param name="Value">What it came to beside its log, if anything.</param>
/// <param name="Reason">Why it has no result, in words; not part of what is computed, since machines word it differently.</param>
internal sealed record WorkResult(
    WorkKey Key, WorkEnd End, int ExitCode, string? Fingerprint, ReadOnlyMemory<byte> Value, string? Reason)
{
    /// <summary>A result.</summary>
    public static WorkResult Done(WorkKey key, int exitCode, string? fingerprint) =>
        new(key, WorkEnd.Done, exitCode, fingerprint, ReadOnlyMemory<byte>.Empty, null);

    /// <summary>The end of an item that has none.</summary>
    public static WorkResult Without(WorkKey key, WorkEnd end, int exitCode, string? reason) =>
        new(key, end, exitCode, null, ReadOnlyMemory<byte>.Empty, reason);

    /// <summary>Whether another result says the same: the words of a failure may differ.</summary>
    public bool SaysTheSameAs(WorkResult other) => Key == other.Key && End == other.End && ExitCode == other.ExitCode
        && Fingerprint == other.Fingerprint && Value.Span.SequenceEqual(other.Value.Span);
}
