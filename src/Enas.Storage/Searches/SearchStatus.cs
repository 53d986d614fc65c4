namespace Enas.Storage.Searches;

/// <summary>How far a search is, in one word.</summary>
internal static class SearchStatus
{
    /// <summary>It has come to its end.</summary>
    public const string Complete = "complete";

    /// <summary>Its last writer said that it closes it, before its end.</summary>
    public const string Stopped = "stopped";

    /// <summary>Its log is not what its hashes say: what is before that can be read.</summary>
    public const string Damaged = "damaged";

    /// <summary>Its log has no event.</summary>
    public const string Empty = "empty";

    /// <summary>It cannot be opened; only lists of searches say so.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>A process writes it.</summary>
    public const string Running = "running";

    /// <summary>Its process ended without a word, by a crash or a kill.</summary>
    public const string Interrupted = "interrupted";

    /// <summary>One of both; this system does not say which.</summary>
    public const string Open = "open";

    /// <summary>The word for one whose last writer has not said that it closes it.</summary>
    public static string OfOpen(bool? isBeingWritten) => isBeingWritten switch { true => Running, false => Interrupted, null => Open };

    /// <summary>What it means, to go on a sentence; null for any other status.</summary>
    public static string? WordsOf(string status) => status switch
    {
        Running => "a process is writing it",
        Interrupted => "ended without a word: no process that can be seen from here writes it. It can be resumed",
        Open => "running or ended without a word",
        _ => null,
    };
}
