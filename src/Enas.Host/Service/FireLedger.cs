using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Enas.Host.Service;

/// <summary>
/// The queue and the history of a service, in SQLite. The key (job, instant) lets a fire in once whatever happens; whether its search is
/// complete is for the search's own log to say. Several processes may use it at a time.
/// </summary>
internal sealed class FireLedger : IDisposable
{
    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private readonly SqliteConnection _connection;

    /// <summary>Opens or creates the ledger of a service's output folder.</summary>
    public FireLedger(string root)
    {
        var folder = Directory.CreateDirectory(FolderOf(root)).FullName;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "fires.db"), DefaultTimeout = 30, Pooling = false }.ToString());
        _connection.Open();
        Execute("""
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            CREATE TABLE IF NOT EXISTS jobs (job TEXT PRIMARY KEY, paused INTEGER NOT NULL DEFAULT 0, seen_through TEXT) STRICT;
            CREATE TABLE IF NOT EXISTS fires (
              job TEXT NOT NULL, at TEXT NOT NULL, state TEXT NOT NULL, origin TEXT NOT NULL, priority INTEGER NOT NULL,
              failed_attempts INTEGER NOT NULL, processes INTEGER NOT NULL, exit_code INTEGER, fingerprint TEXT, reason TEXT,
              not_before TEXT NOT NULL, started_at TEXT, ended_at TEXT, search TEXT, PRIMARY KEY (job, at)) STRICT;
            """);
        AddSearchColumn();
    }

    /// <summary>Where a service keeps what is its own, inside its output folder.</summary>
    public static string FolderOf(string root) => Path.Combine(Path.GetFullPath(root), ".service");

    /// <summary>Adds the fires of one look at the clock and moves the mark up to which the clock was looked at, both or neither.</summary>
    /// <returns>How many were not there yet.</returns>
    public int Add(string job, IEnumerable<Fire> fires, DateTimeOffset seenThrough)
    {
        using var transaction = _connection.BeginTransaction();
        var added = fires.Sum(Insert);
        Execute(
            "INSERT INTO jobs (job, seen_through) VALUES ($job, $seen) ON CONFLICT (job) DO UPDATE SET seen_through = $seen",
            ("$job", job), ("$seen", Text(seenThrough)));
        transaction.Commit();
        return added;
    }

    /// <summary>Whether a search that somebody started by hand is in the history.</summary>
    public bool Knows(string search)
    {
        using var command = Command("SELECT 1 FROM fires WHERE search = $search", ("$search", search));
        return command.ExecuteScalar() is not null;
    }

    /// <summary>Adds one fire; false when it is there already.</summary>
    public bool Add(Fire fire) => Insert(fire) == 1;

    /// <summary>Records what became of a fire.</summary>
    public void Update(Fire fire) => Execute(
        """
        UPDATE fires SET state = $state, failed_attempts = $failed, processes = $processes, exit_code = $exit, fingerprint = $fingerprint,
          reason = $reason, not_before = $notBefore, started_at = $started, ended_at = $ended WHERE job = $job AND at = $at
        """,
        Parameters(fire));

    /// <summary>Fires that have not ended: the highest priority first, then the oldest.</summary>
    public IReadOnlyList<Fire> Open() => Read("WHERE state IN ('Queued', 'Running') ORDER BY priority DESC, at, job");

    /// <summary>The newest fires, of one job or of all.</summary>
    public IReadOnlyList<Fire> History(string? job, int most) =>
        Read("WHERE $job IS NULL OR job = $job ORDER BY at DESC, job LIMIT $most", ("$job", job), ("$most", most));

    /// <summary>Number of fires by state.</summary>
    public IReadOnlyList<(FireState State, long Count)> Counts()
    {
        using var command = Command("SELECT state, count(*) FROM fires GROUP BY state ORDER BY state");
        using var reader = command.ExecuteReader();
        var counts = new List<(FireState, long)>();
        while (reader.Read())
        {
            counts.Add((Enum.Parse<FireState>(reader.GetString(0)), reader.GetInt64(1)));
        }

        return counts;
    }

    /// <summary>Whether a job is paused, and up to when the clock was looked at for it.</summary>
    public (bool IsPaused, DateTimeOffset? SeenThrough) Job(string job)
    {
        using var command = Command("SELECT paused, seen_through FROM jobs WHERE job = $job", ("$job", job));
        using var reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0) != 0, Time(reader, 1)) : (false, null);
    }

    /// <summary>Pauses a job, or lets it go on from an instant; what was due in between does not fire.</summary>
    public void Pause(string job, bool isPaused, DateTimeOffset at) => Execute(
        """
        INSERT INTO jobs (job, paused) VALUES ($job, $paused)
        ON CONFLICT (job) DO UPDATE SET seen_through = CASE WHEN paused = 1 AND $paused = 0 THEN $at ELSE seen_through END, paused = $paused
        """,
        ("$job", job), ("$paused", isPaused ? 1 : 0), ("$at", Text(at)));

    /// <summary>A job has another schedule from an instant on, and is not paused.</summary>
    public void Begin(string job, DateTimeOffset at) => Execute(
        "INSERT INTO jobs (job, seen_through) VALUES ($job, $at) ON CONFLICT (job) DO UPDATE SET seen_through = $at, paused = 0", ("$job", job), ("$at", Text(at)));

    /// <inheritdoc />
    public void Dispose() => _connection.Dispose();

    /// <summary>A ledger of an earlier version has no such column.</summary>
    private void AddSearchColumn()
    {
        using var transaction = _connection.BeginTransaction();
        using var command = Command("SELECT count(*) FROM pragma_table_info('fires') WHERE name = 'search'");
        if (command.ExecuteScalar() is 0L)
        {
            Execute("ALTER TABLE fires ADD COLUMN search TEXT");
        }

        transaction.Commit();
    }

    private int Insert(Fire fire) => Execute(
        """
        INSERT INTO fires (job, at, state, origin, priority, failed_attempts, processes, exit_code, fingerprint, reason, not_before, started_at, ended_at, search)
        VALUES ($job, $at, $state, $origin, $priority, $failed, $processes, $exit, $fingerprint, $reason, $notBefore, $started, $ended, $search)
        ON CONFLICT (job, at) DO NOTHING
        """,
        Parameters(fire));

    private List<Fire> Read(string condition, params (string, object?)[] parameters)
    {
        using var command = Command(
            "SELECT job, at, state, origin, priority, failed_attempts, processes, exit_code, fingerprint, reason, not_before, started_at, ended_at, search FROM fires " + condition, parameters);
        using var reader = command.ExecuteReader();
        var fires = new List<Fire>();
        while (reader.Read())
        {
            fires.Add(new Fire(reader.GetString(0), Time(reader, 1)!.Value, Enum.Parse<FireState>(reader.GetString(2)))
            {
                Origin = reader.GetString(3),
                Priority = reader.GetInt32(4),
                FailedAttempts = reader.GetInt32(5),
                Processes = reader.GetInt32(6),
                ExitCode = reader.IsDBNull(7) ? null : reader.GetInt32(7),
                Fingerprint = reader.IsDBNull(8) ? null : reader.GetString(8),
                Reason = reader.IsDBNull(9) ? null : reader.GetString(9),
                NotBefore = Time(reader, 10)!.Value,
                StartedAt = Time(reader, 11),
                EndedAt = Time(reader, 12),
                Search = reader.IsDBNull(13) ? null : reader.GetString(13),
            });
        }

        return fires;
    }

    private static (string, object?)[] Parameters(Fire fire) =>
    [
        ("$job", fire.Job), ("$at", Text(fire.At)), ("$state", fire.State.ToString()), ("$origin", fire.Origin), ("$priority", fire.Priority),
        ("$failed", fire.FailedAttempts), ("$processes", fire.Processes), ("$exit", fire.ExitCode), ("$fingerprint", fire.Fingerprint), ("$reason", fire.Reason),
        ("$notBefore", Text(fire.NotBefore)), ("$started", Text(fire.StartedAt)), ("$ended", Text(fire.EndedAt)), ("$search", fire.Search),
    ];

    private static string? Text(DateTimeOffset? instant) => instant?.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture);

    private static DateTimeOffset? Time(SqliteDataReader reader, int column) => reader.IsDBNull(column)
        ? null
        : DateTimeOffset.ParseExact(reader.GetString(column), Instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private int Execute(string sql, params (string, object?)[] parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params (string Name, object? Value)[] parameters)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a constant of this class; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}
