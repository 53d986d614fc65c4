using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Enas.Host.Service;

/// <summary>
/// The queue and the history of a service, in SQLite. The key (job, instant) lets a fire in once whatever happens; whether its search is
/// complete is for the search's own log to say. Several processes may use it at a time.
/// </summary>
internal sealed class FireLedger : IDisposable
{
    /// <summary>Fails where a file has a table of this name that is not ours.</summary>
    private const string Probe = $"SELECT {FireRow.FirstColumns} FROM fires LIMIT 0; SELECT job, seen_through FROM jobs LIMIT 0";

    private const string Change = """
        UPDATE fires SET state = $state, failed_attempts = $failed, processes = $processes, exit_code = $exit, fingerprint = $fingerprint,
          reason = $reason, not_before = $notBefore, started_at = $started, ended_at = $ended, follow_up = $followUp
          WHERE job = $job AND at = $at
        """;

    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly string _columns;
    private int _mark;

    /// <summary>Opens or creates the ledger of a service's output folder.</summary>
    /// <exception cref="StoreException">The file cannot be used.</exception>
    public FireLedger(string root)
        : this(PathOf(root), isWritten: true)
    {
    }

    private FireLedger(string path, bool isWritten)
    {
        _path = path;
        if (isWritten)
        {
            OwnFolder.Create(Path.GetDirectoryName(path)!);
        }

        _connection = isWritten ? SqliteFile.OpenOrCreate(path) : SqliteFile.OpenToRead(path);
        try
        {
            if (isWritten)
            {
                MakeTables();
            }

            // One that is only read is left as it is.
            _columns = $"{FireRow.FirstColumns}, " + (HasFollowUps ? FireRow.FollowUpColumn : "NULL");
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>Sees to it that the ledger of an output folder can be used: one that is damaged, or not ours, is put aside.</summary>
    /// <exception cref="StoreException">It cannot be used, and is not damaged.</exception>
    public static void Prepare(string root, ILogger log) => SqliteFile.Prepare(PathOf(root), log, Probe);

    /// <summary>The ledger of an output folder, to be read only; null where there is none yet. Leaves no trace.</summary>
    /// <exception cref="StoreException">The file cannot be used.</exception>
    public static FireLedger? OpenToRead(string root)
    {
        if (!JobFolder.IsThere(PathOf(root)))
        {
            return null;
        }

        var ledger = new FireLedger(PathOf(root), isWritten: false);
        try
        {
            if (ledger.Has("SELECT 1 FROM sqlite_master WHERE name = 'fires'"))
            {
                return ledger;
            }
        }
        catch
        {
            ledger.Dispose();
            throw;
        }

        ledger.Dispose();
        return null;
    }

    /// <summary>The file.</summary>
    public static string PathOf(string root) => Path.Combine(FolderOf(root), "fires.db");

    /// <summary>Where a service keeps what is its own, inside its output folder.</summary>
    public static string FolderOf(string root) => OwnFolder.Of(root);

    /// <summary>Adds the fires of one look at the clock and moves the mark up to which the clock was looked at, both or neither.</summary>
    /// <returns>How many were not there yet.</returns>
    public int Add(string job, IEnumerable<Fire> fires, DateTimeOffset seenThrough) => Use(() =>
    {
        using var transaction = _connection.BeginTransaction();
        var added = fires.Sum(Insert);
        Execute(
            "INSERT INTO jobs (job, seen_through) VALUES ($job, $seen) ON CONFLICT (job) DO UPDATE SET seen_through = $seen",
            ("$job", job), ("$seen", FireRow.Text(seenThrough)));
        transaction.Commit();
        return added;
    });

    /// <summary>Whether a search that somebody started by hand is in the history.</summary>
    public bool Knows(string search) => Has("SELECT 1 FROM fires WHERE search = $search", ("$search", search));

    /// <summary>Whether a fire is in the history.</summary>
    public bool Knows(Fire fire) =>
        Has("SELECT 1 FROM fires WHERE job = $job AND at = $at", ("$job", fire.Job), ("$at", FireRow.Text(fire.At)));

    /// <summary>Whether a job has a fire in the history.</summary>
    public bool KnowsJob(string job) => Has("SELECT 1 FROM fires WHERE job = $job", ("$job", job));

    /// <summary>Adds one fire; false when it is there already.</summary>
    public bool Add(Fire fire) => Insert(fire) == 1;

    /// <summary>Records what became of a fire.</summary>
    public void Update(Fire fire) => Execute(Change, Parameters(fire));

    /// <summary>Records what becomes of a fire that has not ended: whoever cancelled it meanwhile keeps it cancelled.</summary>
    /// <returns>Whether it was still to be done.</returns>
    public bool UpdateOpen(Fire fire) => Execute(Change + " AND state IN ('Queued', 'Running')", Parameters(fire)) == 1;

    /// <summary>Takes a fire out of the queue, if no process was ever started for it.</summary>
    /// <param name="cancelled">The fire as it is to stand then.</param>
    /// <returns>Whether it was still in the queue.</returns>
    public bool Cancel(Fire cancelled) => Execute(Change + " AND state = 'Queued' AND processes = 0", Parameters(cancelled)) == 1;

    /// <summary>The fire whose search has a folder of a name, or null for none.</summary>
    public Fire? OfFolder(string folder) =>
        Read("WHERE search = $folder", ("$folder", folder)).FirstOrDefault() ?? (Fire.OfFolder(folder) is { } named
            ? Read("WHERE job = $job AND at = $at AND search IS NULL",
                ("$job", named.Job), ("$at", FireRow.Text(named.At))).FirstOrDefault()
            : null);

    /// <summary>Fires that have not ended: the highest priority first, then the oldest.</summary>
    public IReadOnlyList<Fire> Open() => Read("WHERE state IN ('Queued', 'Running') ORDER BY priority DESC, at, job");

    /// <summary>The newest fires, of one job or of all.</summary>
    /// <param name="offset">So many of the newest are left out.</param>
    public IReadOnlyList<Fire> History(string? job, int most, int offset = 0) => Read(
        "WHERE $job IS NULL OR job = $job ORDER BY at DESC, job LIMIT $most OFFSET $offset",
        ("$job", job), ("$most", most), ("$offset", offset));

    /// <summary>Number of fires in the history, of one job or of all; rows that cannot be read are among them.</summary>
    public long Count(string? job) =>
        Rows("SELECT count(*) FROM fires WHERE $job IS NULL OR job = $job", reader => reader.GetInt64(0), ("$job", job))[0];

    /// <summary>Where the searches come from, by the names of their folders: of all fires that say both, however many there
    /// are.</summary>
    public IReadOnlyDictionary<string, string> Origins() => Rows($"SELECT {FireRow.OriginColumns} FROM fires", FireRow.OriginOf)
        .OfType<(string Folder, string Origin)>().DistinctBy(one => one.Folder, StringComparer.Ordinal)
        .ToDictionary(one => one.Folder, one => one.Origin, StringComparer.Ordinal);

    /// <summary>Others numbers after a fire was added, and for another file; what becomes of a fire leaves them as they are.</summary>
    public (long Mark, long Count, long Last) Revision() => Rows(
        "SELECT user_version, (SELECT count(*) FROM fires), (SELECT coalesce(max(rowid), 0) FROM fires) FROM pragma_user_version",
        reader => (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)))[0];

    /// <summary>Number of fires by state; those whose state is none are not counted, and are among the unreadable.</summary>
    public IReadOnlyList<(FireState State, long Count)> Counts() =>
    [
        .. Rows("SELECT state, count(*) FROM fires GROUP BY state ORDER BY state", reader =>
            (State: FireRow.StateOf(reader.GetString(0)), Count: reader.GetInt64(1)))
            .Where(row => row.State is not null).Select(row => (row.State!.Value, row.Count)),
    ];

    /// <summary>Rows that cannot be read, in words. They stay as they are, and nothing is done for them.</summary>
    public IReadOnlyList<Problem> Unreadable() =>
    [
        .. Rows($"SELECT {_columns} FROM fires ORDER BY rowid", FireRow.Fault).OfType<string>()
            .Concat(Rows("SELECT rowid, job, seen_through FROM jobs ORDER BY rowid", FireRow.FaultOfMark).OfType<string>())
            .Select(fault => new Problem(fault, $"{_path}: {fault}")),
    ];

    /// <summary>A number that is another one after the ledger was changed, by anybody.</summary>
    public (long Others, long Own) Version() =>
        Rows("SELECT data_version, total_changes() FROM pragma_data_version", reader => (reader.GetInt64(0), reader.GetInt64(1)))[0];

    /// <summary>
    /// Up to when the clock was looked at for a job; null for one that was never looked at. Where that cannot be read it is the job's
    /// latest fire that can: no fire is doubled for it, since the ledger has each once.
    /// </summary>
    public DateTimeOffset? SeenThrough(string job)
    {
        var marks = Rows("SELECT seen_through FROM jobs WHERE job = $job", reader => FireRow.TimeOf(reader, 0), ("$job", job));
        return marks is [null] ? Rows("SELECT at FROM fires WHERE job = $job", reader => FireRow.TimeOf(reader, 0), ("$job", job)).Max()
            : marks.FirstOrDefault();
    }

    /// <summary>Marks the file as the one that this service writes, by a number that is in no other.</summary>
    public void Mark()
    {
        _mark = RandomNumberGenerator.GetInt32(1, int.MaxValue);
        Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {_mark}"));
    }

    /// <summary>Looks whether the marked file still has its name: one that was removed is written without an error, for nobody.</summary>
    /// <exception cref="StoreException">It was removed or replaced, or cannot be read.</exception>
    public void RequireInPlace()
    {
        using var there = File.Exists(_path) ? new FireLedger(_path, isWritten: false) : null;
        if (there is null || !there.Has("SELECT 1 FROM pragma_user_version WHERE user_version = $mark", ("$mark", _mark)))
        {
            throw new StoreException($"{_path} was removed or replaced while the service "
                + $"ran: what is asked for by then is not seen. Start the service again; it goes on with the searches that are there.");
        }
    }

    /// <inheritdoc />
    public void Dispose() => _connection.Dispose();

    private bool HasFollowUps => Has("SELECT 1 FROM pragma_table_info('fires') WHERE name = $name", ("$name", FireRow.FollowUpColumn));

    private void MakeTables()
    {
        Execute("""
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        CREATE TABLE IF NOT EXISTS jobs (job TEXT PRIMARY KEY, seen_through TEXT) STRICT;
        CREATE TABLE IF NOT EXISTS fires (
          job TEXT NOT NULL, at TEXT NOT NULL, state TEXT NOT NULL, origin TEXT NOT NULL, priority INTEGER NOT NULL,
          failed_attempts INTEGER NOT NULL, processes INTEGER NOT NULL, exit_code INTEGER, fingerprint TEXT, reason TEXT,
          not_before TEXT NOT NULL, started_at TEXT, ended_at TEXT, search TEXT, follow_up TEXT, PRIMARY KEY (job, at)) STRICT;
        """);
        AddFollowUps();
    }

    // The ledger of an earlier version has them not; another process may add them at the same moment.
    private void AddFollowUps()
    {
        if (HasFollowUps)
        {
            return;
        }

        try
        {
            Execute("ALTER TABLE fires ADD COLUMN follow_up TEXT");
        }
        catch (Exception error) when (error is StoreException or SqliteException && HasFollowUps)
        {
        }
    }

    private int Insert(Fire fire) => Execute(
        """
        INSERT INTO fires (job, at, state, origin, priority, failed_attempts, processes, exit_code, fingerprint, reason,
          not_before, started_at, ended_at, search, follow_up)
        VALUES ($job, $at, $state, $origin, $priority, $failed, $processes, $exit, $fingerprint, $reason,
          $notBefore, $started, $ended, $search, $followUp)
        ON CONFLICT (job, at) DO NOTHING
        """,
        Parameters(fire));

    private List<Fire> Read(string condition, params (string, object?)[] parameters) =>
        [.. Rows($"SELECT {_columns} FROM fires {condition}", FireRow.TryRead, parameters).OfType<Fire>()];

    private static (string, object?)[] Parameters(Fire fire) =>
    [
        ("$job", fire.Job), ("$at", FireRow.Text(fire.At)),
            ("$state", fire.State.ToString()), ("$origin", fire.Origin), ("$priority", fire.Priority),
        ("$failed", fire.FailedAttempts),
            ("$processes", fire.Processes), ("$exit", fire.ExitCode), ("$fingerprint", fire.Fingerprint), ("$reason", fire.Reason),
        ("$notBefore", FireRow.Text(fire.NotBefore)),
            ("$started", FireRow.Text(fire.StartedAt)), ("$ended", FireRow.Text(fire.EndedAt)), ("$search", fire.Search),
        ("$followUp", fire.FollowUp),
    ];

    private int Execute(string sql, params (string, object?)[] parameters) => Use(() =>
    {
        using var command = Command(sql, parameters);
        return command.ExecuteNonQuery();
    });

    private bool Has(string sql, params (string, object?)[] parameters) => Rows(sql, _ => true, parameters).Count > 0;

    private List<T> Rows<T>(string sql, Func<SqliteDataReader, T> row, params (string, object?)[] parameters) => Use(() =>
    {
        using var command = Command(sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    });

    /// <summary>Every use of the file: its faults in words.</summary>
    private T Use<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (SqliteException error) when (StoreException.Of(_path, error) is { } fault)
        {
            throw fault;
        }
    }

    private SqliteCommand Command(string sql, params (string Name, object? Value)[] parameters)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is made of constants of this class; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}
