using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Enas.Host.Service;

/// <summary>One of the SQLite files of a service: how it is opened, and what is done about one that is damaged.</summary>
internal static class SqliteFile
{
    /// <summary>Opens a file for writing, or creates it.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public static SqliteConnection OpenOrCreate(string path) => Open(path, path, SqliteOpenMode.ReadWriteCreate);

    /// <summary>Opens a file that is there for writing.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public static SqliteConnection OpenToWrite(string path) => Open(path, path, SqliteOpenMode.ReadWrite);

    /// <summary>
    /// Opens a file for reading, and leaves nothing beside it. A reader of a file in WAL mode makes the files that go with it where they
    /// are not there, in the reader's name, and the service could not write them: without them nobody writes, and the file is read
    /// as it stands.
    /// </summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public static SqliteConnection OpenToRead(string path) =>
        Open(path, $"file://{Escaped(path)}?{(File.Exists(path + "-wal") ? "mode=ro" : "immutable=1")}", SqliteOpenMode.ReadOnly);

    /// <summary>Sees to it that a file can be read and written, or is not there: a damaged one is put aside under another name, and nothing
    /// is deleted.</summary>
    /// <param name="path">The file; nobody else may have it open.</param>
    /// <param name="log">Told of the damage.</param>
    /// <param name="probe">Statements that fail where the file has tables, and they are not ours.</param>
    /// <exception cref="StoreException">It cannot be used, and is not damaged.</exception>
    public static void Prepare(string path, ILogger log, string? probe = null)
    {
        OwnFolder.Create(Path.GetDirectoryName(path)!);
        if (Fault(path, probe) is not { } fault)
        {
            return;
        }

        var aside = Enumerable.Range(1, int.MaxValue)
            .Select(n => $"{path}.damaged{(n == 1 ? string.Empty : $".{n}")}").First(name => !File.Exists(name));
        File.Move(path, aside);
        if (File.Exists(path + "-wal"))
        {
            File.Move(path + "-wal", aside + "-wal", overwrite: true);
        }

        File.Delete(path + "-shm");
        log.StoreDamaged(path, fault, aside);
        _ = Fault(path, probe);
    }

    /// <summary>The file and those that go with it are regular files, or not there: a pipe would be waited for, and a link leads to what is
    /// not ours.</summary>
    private static void RequireRegular(string path)
    {
        foreach (var name in (string[])[path, path + "-wal", path + "-shm", path + "-journal"])
        {
            if (FileNames.KindOf(name, followLinks: false) is not (FileKind.Regular or FileKind.Absent) and var kind)
            {
                throw new StoreException(
                    $"{name} is {RegularFile.WordsOf(kind)} and must be a regular file of the service's own: move it away.");
            }
        }
    }

    /// <summary>A full path as the path of a URI.</summary>
    private static string Escaped(string path) => string.Join('/', path.Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString))
        is var escaped && escaped.StartsWith('/') ? escaped : "/" + escaped;

    private static SqliteConnection Open(string path, string source, SqliteOpenMode mode)
    {
        OwnFolder.Require(Path.GetDirectoryName(path)!);
        RequireRegular(path);
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = source, Mode = mode, DefaultTimeout = 30, Pooling = false }.ToString());
        try
        {
            connection.Open();

            // Where rights are missing SQLite opens a file to be read only, without an error.
            return mode == SqliteOpenMode.ReadOnly || raw.sqlite3_db_readonly(connection.Handle, "main") != 1
                ? connection
                : throw new SqliteException("SQLite opens it to be read only", StoreException.ReadOnly);
        }
        catch (SqliteException error)
        {
            connection.Dispose();
            throw (Exception?)StoreException.Of(path, error) ?? error;
        }
    }

    /// <summary>What is damaged in a file, or null.</summary>
    private static string? Fault(string path, string? probe)
    {
        try
        {
            using var connection = OpenOrCreate(path);
            return Check(connection) ?? (probe is null ? null : Strange(connection, probe));
        }
        catch (StoreException damaged) when (damaged.IsDamaged)
        {
            return damaged.Reason;
        }
        catch (SqliteException error) when (StoreException.Of(path, error) is { } fault)
        {
            return fault.IsDamaged ? fault.Reason : throw fault;
        }
    }

    private static string? Check(SqliteConnection connection)
    {
        using var check = connection.CreateCommand();
        check.CommandText = "PRAGMA journal_mode = WAL; PRAGMA quick_check(1)";
        using var reader = check.ExecuteReader();
        reader.NextResult();
        return reader.Read() && reader.GetString(0) is var said && said != "ok" ? said : null;
    }

    /// <summary>What is not ours in a file that has tables, or null.</summary>
    private static string? Strange(SqliteConnection connection, string probe)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_master";
        if ((long)command.ExecuteScalar()! == 0)
        {
            return null;
        }

        try
        {
#pragma warning disable CA2100 // A constant of the caller.
            command.CommandText = probe;
#pragma warning restore CA2100
            _ = command.ExecuteNonQuery();
            return null;
        }
        catch (SqliteException error) when (error.SqliteErrorCode == StoreException.NoSuchThing)
        {
            return $"its tables are not those of enas: {ForeignText.Shown(error.Message.TrimEnd('.'))}";
        }
    }
}
