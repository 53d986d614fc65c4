using System.Collections.Concurrent;

namespace Enas.Host.Tests.Cli;

/// <summary>
/// Searches that several tests begin with, each run once and copied to whoever asks: of 106 runs of <c>tiny.json</c> in this suite 58 made
/// the same few again.
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

    /// <summary>Puts a copy of a search of <c>tiny.json</c> into a folder that is not there yet.</summary>
    /// <param name="folder">Where the search is to be.</param>
    /// <param name="more">Arguments of <c>run</c> beside the job and its folder.</param>
    /// <returns>What the one run said, in JSON.</returns>
    public static Task<EnasResult> CopyAsync(string folder, string[] more) => CopyAsync(folder, "tiny.json", more);

    /// <summary>The same of another job.</summary>
    public static Task<EnasResult> CopyAsync(string folder, string job, string[] more) =>
        CopyAsync(folder, $"{job}\n{string.Join('\n', more)}", (work, name) => work.Enas(
            ["run", Path.Combine(AppContext.BaseDirectory, "jobs", job), "--out", name, "--json", .. more]));

    /// <summary>The same of what is made in another way, with the folder of its children beside it.</summary>
    /// <param name="folder">Where the search is to be.</param>
    /// <param name="key">What tells it from all others.</param>
    /// <param name="make">Makes it in a folder of that name.</param>
    public static async Task<EnasResult> CopyAsync(string folder, string key, Func<WorkFolder, string, Task<EnasResult>> make)
    {
        var (work, result) = await MadeAsync(key, make);
        foreach (var part in (string[])[string.Empty, "-children"])
        {
            if (Directory.Exists(Path.Combine(work.Root, Name + part)))
            {
                Copy(Path.Combine(work.Root, Name + part), folder + part);
            }
        }

        return result;
    }

    /// <summary>What one round of the quick start comes to with few candidates, run once.</summary>
    public static async Task<EnasResult> QuickstartRoundAsync() =>
        (await MadeAsync("quick start", (work, name) => work.Enas(
            "run", "quickstart.json", "--out", name, "--json", "--set", "budget.rounds=1", "--set", "derive.candidates=8"))).Result;

    private static Task<(WorkFolder Work, EnasResult Result)> MadeAsync(string key, Func<WorkFolder, string, Task<EnasResult>> make) =>
        s_searches.GetOrAdd(key, _ => new(() => MakeAsync(make))).Value;

    private static async Task<(WorkFolder Work, EnasResult Result)> MakeAsync(Func<WorkFolder, string, Task<EnasResult>> make)
    {
        var work = new WorkFolder();
        return (work, await make(work, Name));
    }

    private static void Copy(string source, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var inner in Directory.GetDirectories(source, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(folder, Path.GetRelativePath(source, inner)));
        }

        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(folder, Path.GetRelativePath(source, file)));
        }
    }
}
