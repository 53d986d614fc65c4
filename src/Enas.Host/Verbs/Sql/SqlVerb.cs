using System.Globalization;
using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Host.Settings;
using Enas.Pipeline.Catalogs;

namespace Enas.Host.Verbs.Sql;

/// <summary>How an answer is printed.</summary>
internal enum SqlFormat
{
    Table,
    Json,
    Csv,
}

/// <summary>Queries what searches have committed. Writes nothing.</summary>
internal static class SqlVerb
{
    public static async Task<int> RunAsync(string[] values, SqlFormat format, bool all, Terminal terminal)
    {
        if (values.Length < 2)
        {
            throw new CommandLineException(
                $"give one search or more, and last the query, for example: {CommandText.Of("sql", "@last", "SELECT * FROM rewards")}");
        }

        var paths = SearchLocator.FindAll(values[..^1], terminal);
        using var database = SqlDatabase.Create();
        var searches = new List<(LoadedSearch Search, bool? IsBeingWritten)>();
        foreach (var path in paths)
        {
            searches.Add(await LoadAsync(database, path, NameOf(path, paths)));
        }

        foreach (var search in searches)
        {
            Tell(search.Search, search.IsBeingWritten, terminal);
        }

        using var answer = database.Query(values[^1]);
        switch (format)
        {
            case SqlFormat.Json:
                SqlJson.Write(paths, answer, Console.Out);
                break;
            case SqlFormat.Csv:
                SqlCsv.Write(answer, Console.Out);
                break;
            default:
                SqlTable.Write(answer, all, terminal);
                break;
        }

        return ExitCodes.Done;
    }

    private static async Task<(LoadedSearch Search, bool? IsBeingWritten)> LoadAsync(SqlDatabase database, string path, string name)
    {
        var folder = await SearchFolder.OpenAsync(path, HostSettings.Read().Storage, CancellationToken.None);
        var isBeingWritten = WriterLock.IsHeld(folder);
        await using var log = await ParquetEventLog.OpenReadAsync(folder, CancellationToken.None);
        await JobFiles.RequireAsync(folder, log);
        var cache = await ReadingCache.TryOpenAsync(folder, log, Product.Version, CancellationToken.None);
        var loaded = await database.LoadAsync(name, log, cache, CancellationToken.None);
        database.NameDecisions(name, SpaceCatalog.Create(RecordedSearch.ReadJob(folder)));
        return (loaded, isBeingWritten);
    }

    /// <summary>The name of the folder; all of the path where two folders have one name.</summary>
    private static string NameOf(string path, string[] paths)
    {
        var name = Path.GetFileName(path);
        return paths.Count(other => Path.GetFileName(other) == name) == 1 ? name : path;
    }

    // Beside every result, so that a number from half a search is not taken for one from all of it.
    private static void Tell(LoadedSearch search, bool? isBeingWritten, Terminal terminal)
    {
        var open = SearchStatus.OfOpen(isBeingWritten);
        var words = (search.EventCount, search.IsComplete, search.LastEventType) switch
        {
            (0, _, _) => $"{AbsentLog.Words}; its views are empty",
            (_, true, _) => null,
            (_, _, "writer-closed") => $"stopped cleanly before its end; what is missing are the steps after its {Count(search)} events",
            _ => $"{open}: {SearchStatus.WordsOf(open)}. Its {Count(search)} events so far are here",
        };
        if (words is not null)
        {
            terminal.Remark($"{search.Name}: {words}");
        }
    }

    private static string Count(LoadedSearch search) => search.EventCount.ToString("N0", CultureInfo.InvariantCulture);
}
