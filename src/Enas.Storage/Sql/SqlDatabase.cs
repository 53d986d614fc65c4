using DuckDB.NET.Data;
using Enas.Pipeline.Architectures;
using Enas.Storage.Cache;
using Enas.Storage.Log;
using Enas.Storage.Readings;

namespace Enas.Storage.Sql;

/// <summary>
/// SQL over logs: a DuckDB in memory that holds what was read and verified, and has no way to any file. Not thread-safe. Takes about a
/// kilobyte of memory an event.
/// </summary>
internal sealed class SqlDatabase : IDisposable
{
    /// <summary>
    /// No file, no network, no extension from elsewhere, no spilling to disk, and no way back: DuckDB never touches a search, and a
    /// query can neither read nor write anything but its own tables.
    /// </summary>
    private static readonly string[] s_settings =
    [
        "SET errors_as_json = true",
        "SET TimeZone = 'UTC'",
        "SET temp_directory = ''",
        "SET autoinstall_known_extensions = false",
        "SET autoload_known_extensions = false",
    ];

    /// <summary>Before the first query. Until then the one file that is read is a reading cache that was checked.</summary>
    private static readonly string[] s_lock = ["SET enable_external_access = false", "SET lock_configuration = true"];

    private readonly DuckDBConnection _connection;
    private bool _isLocked;

    private SqlDatabase(DuckDBConnection connection) => _connection = connection;

    /// <summary>A database with all views, over no search yet.</summary>
    /// <exception cref="SqlUnavailableException">DuckDB does not load here.</exception>
    public static SqlDatabase Create()
    {
        var database = new SqlDatabase(Open());
        try
        {
            foreach (var statement in (string[])[.. s_settings, EventTable.Definition, .. SqlViews.Definitions])
            {
                database.Execute(statement);
            }

            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Takes in what a log holds at its opening; every event is verified first, or is one that its reading cache has
    /// verified.</summary>
    /// <param name="name">What the column <c>search</c> shall say.</param>
    /// <param name="log">The log, open for reading.</param>
    /// <param name="cache">Its reading cache, or null.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="InvalidOperationException">A query was answered already.</exception>
    /// <exception cref="Pipeline.Events.LogDamagedException">It is damaged.</exception>
    /// <exception cref="Pipeline.Events.LogUnavailableException">It cannot be read.</exception>
    public async ValueTask<LoadedSearch> LoadAsync(
        string name, ParquetEventLog log, ReadingCache? cache, CancellationToken cancellationToken)
    {
        var cached = cache is null ? null : await TryLoadAsync(name, cache, cancellationToken);
        var (rest, milestones) = (new RecordingSpan(), new Milestones());
        using var table = new EventRows(EventTable.Fill(_connection), name);
        await new LogReading(log, cached?.EventCount ?? 0, table, rest, milestones).ReadOnAsync(cancellationToken);
        return new LoadedSearch(name, (cached?.EventCount ?? 0) + rest.EventCount,
            rest.LastEventType ?? cached?.LastEventType, cached is { IsComplete: true } || milestones.IsComplete);
    }

    /// <summary>Says what the tokens of a search stand for, for <c>operation_shares</c>.</summary>
    /// <param name="name">The search as it was loaded.</param>
    /// <param name="space">Its space.</param>
    public void NameDecisions(string name, SearchSpace space)
    {
        using var table = _connection.CreateAppender("decision_tokens");
        foreach (var token in space.TokenMeanings)
        {
            table.CreateRow().AppendValue(name)
                .AppendValue((long)token.Place).AppendValue(token.Token).AppendValue(token.Decision).AppendValue(token.Option).EndRow();
        }
    }

    /// <summary>Answers one query.</summary>
    /// <exception cref="SqlStatementException">It is none, or DuckDB cannot answer it.</exception>
    public SqlAnswer Query(string statement)
    {
        Lock();
        StatementCheck.RequireQuery(_connection, statement);
        return SqlAnswer.Of(_connection, statement);
    }

    /// <inheritdoc />
    public void Dispose() => _connection.Dispose();

    private static DuckDBConnection Open()
    {
        try
        {
            var connection = new DuckDBConnection("DataSource=:memory:");
            connection.Open();
            return connection;
        }
        catch (Exception absent) when (absent is DllNotFoundException
            or BadImageFormatException or EntryPointNotFoundException or TypeInitializationException)
        {
            throw new SqlUnavailableException(absent);
        }
    }

    internal async ValueTask<LoadedSearch?> TryLoadAsync(string name, ReadingCache cache, CancellationToken cancellationToken)
    {
        if (_isLocked)
        {
            throw new InvalidOperationException("searches are loaded before the first query");
        }

        if (await cache.TryFindEventsAsync(cancellationToken) is not { } path || EventTable.Copy(name, path) is not { } statement)
        {
            return null;
        }

        try
        {
            if (!IsWhat(cache, path))
            {
                return null;
            }

            Execute(statement);
            return new LoadedSearch(name, cache.EventCount, cache.LastEventType, cache.IsComplete);
        }
        catch (Exception unfit) when (unfit is DuckDBException or InvalidCastException)
        {
            // One statement, so nothing of it is in the table; the log has it all.
            return null;
        }
    }

    /// <summary>Whether a file has the events that a cache stands for, by all that can be said without reading them: as many, dense, and
    /// with the log's own end.</summary>
    private bool IsWhat(ReadingCache cache, string path)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = EventTable.Description(path);
        using var reader = command.ExecuteReader();
        return reader.Read()
            && reader.GetInt64(0) == cache.EventCount
                && reader.GetInt64(1) == cache.EventCount && reader.GetInt64(2) == 0 && reader.GetInt64(3) == cache.EventCount - 1
            && reader.GetInt64(4) == cache.FactCount && reader.GetInt64(5) == cache.FactCount
            && reader.GetBoolean(6) == cache.IsComplete
            && reader.GetString(7) == Convert.ToHexStringLower(cache.Last.EventHash.Span) && reader.GetString(8) == cache.Last.Row.EventType
            && reader.GetInt64(9) >= 0;
    }

    private void Lock()
    {
        if (!_isLocked)
        {
            Array.ForEach(s_lock, Execute);
            _isLocked = true;
        }
    }

    private void Execute(string statement)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}
