using System.Collections.Concurrent;

namespace Enas.Host.Tests.Cli;

/// <summary>
/// Searches of <c>tiny.json</c> that several tests begin with, each run once and copied to whoever asks: of 106 runs
/// in this suite 58 made the same few again.
/// </summary>
internal static class SharedSearches
{
    private const string Name = "search";

    private static readonly ConcurrentDictionary<string, Lazy<Task<(WorkFolder Work, EnasResult Result)>>> s_searches = new();

    static SharedSearches() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var search in s_searches.Values.Where(search => search.Value.IsCompletedSuccessfully))
        {
            search.Value.Result.Work.Dispose();
        }
    };

    /// <summary>Puts a copy into a folder that is not there yet.</summary>
    /// <param name="folder">Where the search is to be.</param>
    /// <param name="more">Arguments of <c>run</c> beside the job and its folder.</param>
    /// <returns>What the one run said, in JSON.</returns>
    public static async Task<EnasResult> CopyAsync(string folder, string[] more)
    {
        var (work, result) = await s_searches.GetOrAdd(string.Join('\n', more), _ => new(() => RunAsync(more))).Value;
        var source = Path.Combine(work.Root, Name);
        Directory.CreateDirectory(folder);
        foreach (var inner in Directory.GetDirectories(source, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(folder, Path.GetRelativePath(source, inner)));
        }

        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(folder, Path.GetRelativePath(source, file)));
        }

        return result;
    }

    private static async Task<(WorkFolder Work, EnasResult Result)> RunAsync(string[] more)
    {
        var work = new WorkFolder();
        return (work, await work.Enas(["run", "tiny.json", "--out", Name, "--json", .. more]));
    }
}
