namespace Enas.Pipeline.Steps.Lifecycle;

/// <summary>Steps that failed for one reason.</summary>
/// <param name="Reason">The reason's stable name, as in <see cref="StepFailed"/>.</param>
/// <param name="Count">How many, 1 or more.</param>
internal sealed record FailureCount(string Reason, long Count);

/// <summary>How many steps failed, by their reasons in the order in which each came first.</summary>
/// <param name="byReason">The counts, each reason once.</param>
internal sealed class FailureCounts(IReadOnlyList<FailureCount> byReason)
{
    /// <summary>No step failed.</summary>
    public static FailureCounts None { get; } = new([]);

    /// <summary>The counts, each reason once.</summary>
    public IReadOnlyList<FailureCount> ByReason => byReason;

    /// <summary>All of them.</summary>
    public long Count => byReason.Sum(one => one.Count);

    /// <summary>With one more.</summary>
    public FailureCounts With(string reason) => new(byReason.Any(one => one.Reason == reason)
        ? [.. byReason.Select(one => one.Reason == reason ? one with { Count = one.Count + 1 } : one)]
        : [.. byReason, new FailureCount(reason, 1)]);

    /// <summary>Whether there are any, all of them for this reason.</summary>
    public bool AreAll(string reason) => byReason.Count == 1 && byReason[0].Reason == reason;
}
