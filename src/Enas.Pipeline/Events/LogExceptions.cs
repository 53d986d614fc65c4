namespace Enas.Pipeline.Events;

/// <summary>Something in a log, or a checkpoint, is not what its hashes say. Exit code 10.</summary>
public sealed class LogDamagedException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether <c>repair</c> can do nothing about it: the message says what a person has to do.</summary>
    public bool IsBeyondRepair { get; init; }

    /// <summary>Folder of the search, where whoever opened it has said so; not a part of the message.</summary>
    public string? Search { get; private set; }

    /// <summary>Says which search it is, unless that is known.</summary>
    public LogDamagedException In(string search)
    {
        Search ??= search;
        return this;
    }
}

/// <summary>The log could not be written or read: disk full, permission, I/O. Exit code 74; what was acknowledged is intact.</summary>
public sealed class LogUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Another writer took over this search. Exit code 75.</summary>
public sealed class LogFencedException(string message) : Exception(message);
