namespace Enas.Pipeline.Tasks.Folders;

/// <summary>Why data cannot be had.</summary>
public enum DataErrorKind
{
    /// <summary>A folder or file is not there (exit code 66).</summary>
    NotFound,

    /// <summary>It is there, and cannot be used (exit code 65).</summary>
    Unusable,
}

/// <summary>Data that is missing or cannot be used. The message is one line: what, where, what is allowed, and the way out.</summary>
public sealed class DataException : Exception
{
    public DataException(DataErrorKind kind, string message, Exception? inner = null)
        : base(message, inner)
    {
        Kind = kind;
        Faults = [message];
    }

    /// <summary>Several faults of one folder. The message is the first and says how many more there are.</summary>
    /// <param name="kind">Unusable, unless all of them are missing files.</param>
    /// <param name="faults">A line each, at least one.</param>
    public DataException(DataErrorKind kind, IReadOnlyList<string> faults)
        : base(faults.Count == 1 ? faults[0]
            : $"{faults[0]} There are {faults.Count} faults in all; 'enas data check' of the data folder lists them.")
    {
        Kind = kind;
        Faults = faults;
    }

    public DataErrorKind Kind { get; }

    /// <summary>Every fault that was found, a line each.</summary>
    public IReadOnlyList<string> Faults { get; }
}
