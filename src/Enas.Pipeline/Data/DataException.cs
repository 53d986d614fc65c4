namespace Enas.Pipeline.Data;

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
    }

    public DataErrorKind Kind { get; }
}
