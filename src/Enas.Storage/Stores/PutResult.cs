namespace Enas.Storage.Stores;

/// <summary>What came of one put-if-absent.</summary>
internal enum PutOutcome
{
    /// <summary>The name is ours, durably.</summary>
    Stored,

    /// <summary>Somebody else owns the name; nothing was changed.</summary>
    Taken,

    /// <summary>Another attempt at the same name was under way; nothing was changed and the name may still be free.</summary>
    Contended,

    /// <summary>Stored or not, nobody said: a time-out, a lost answer, an error of the server.</summary>
    Unknown,
}

/// <summary>
/// The outcome of a put-if-absent. Doubt is an outcome of its own and never a failure: who takes it for one repeats a commit that took
/// place, and who takes it for success acknowledges one that did not.
/// </summary>
/// <param name="Outcome">What is known.</param>
/// <param name="Reason">Why it is in doubt, for people.</param>
internal sealed record PutResult(PutOutcome Outcome, string? Reason = null)
{
    public static PutResult Stored { get; } = new(PutOutcome.Stored);

    public static PutResult Taken { get; } = new(PutOutcome.Taken);

    public static PutResult Contended { get; } = new(PutOutcome.Contended, "another attempt at the same name was under way");

    public static PutResult Unknown(string reason) => new(PutOutcome.Unknown, reason);
}
