using Microsoft.Data.Sqlite;

namespace Enas.Host.Service;

/// <summary>A file of the service cannot be used; the words name it and the way out. Exit code 74, as for any other file.</summary>
internal sealed class StoreException : IOException
{
    /// <summary>SQLite's result code for a file that must not be written.</summary>
    public const int ReadOnly = 8;

    /// <summary>SQLite's result code for a statement that names what is not there.</summary>
    public const int NoSuchThing = 1;

    // The others.
    private const int Busy = 5;
    private const int Locked = 6;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    /// <summary>A fault in other words.</summary>
    public StoreException(string message)
        : base(message)
    {
    }

    private StoreException(string path, string wayOut, SqliteException reason)
        : base($"{path} cannot be used: {reason.Message.TrimEnd('.')}. {wayOut}", reason)
    {
    }

    /// <summary>Whether the file is damaged, so that a service puts it aside.</summary>
    public bool IsDamaged => InnerException is SqliteException { SqliteErrorCode: Corrupt or NotADatabase };

    /// <summary>Whether a failure of SQLite passes without anybody doing something about the file: another process holds it, or its
    /// disk is full.</summary>
    public static bool Passes(SqliteException error) => error.SqliteErrorCode is Busy or Locked or Full;

    /// <summary>SQLite's own words.</summary>
    public string Reason => InnerException?.Message.TrimEnd('.') ?? Message;

    /// <summary>What a failure of SQLite means, or null for one that would be a bug of ours.</summary>
    public static StoreException? Of(string path, SqliteException error) => error.SqliteErrorCode switch
    {
        ReadOnly or CannotOpen => new(path, $"It must be the service's own: run "
            + $"this as the user of enas serve, or give that user the folder (chown -R USER {Path.GetDirectoryName(path)}).", error),
        Full => new(path, "Make room on its disk.", error),
        InputOutput => new(path, "Look for the disk's errors in the system's log.", error),
        Corrupt or NotADatabase =>
            new(path, "The next start of enas serve puts it aside and makes it anew from the searches that are there.", error),
        Busy => new(path, "Another process holds it; try again.", error),
        _ => null,
    };
}
