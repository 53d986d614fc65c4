using System.Diagnostics;

namespace Enas.Host.Tests.Cli;

/// <summary>A working directory for one test, with the small jobs in it; gone afterwards.</summary>
public sealed class WorkFolder : IDisposable
{
    public WorkFolder()
    {
        foreach (var job in (string[])["tiny.json", "quickstart.json", "tiny-macro.json", "tiny-micro.json"])
        {
            Job(job);
        }
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("enas-test-").FullName;

    public string Tiny => Path.Combine(Root, "tiny.json");

    public string Quickstart => Path.Combine(Root, "quickstart.json");

    /// <summary>Copies one more of the shipped jobs here.</summary>
    public void Job(string file) => File.Copy(Path.Combine(AppContext.BaseDirectory, "jobs", file), Path.Combine(Root, file));

    public string Write(string name, string text)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>A command line in this process, see <see cref="EnasVerb"/>.</summary>
    public Task<EnasResult> Enas(params string[] arguments) => EnasVerb.RunAsync(Root, arguments);

    /// <summary>A command line of the program as a process, the installed one where there is one.</summary>
    public Task<EnasResult> Program(params string[] arguments) => EnasProcess.RunAsync(Root, arguments);

    /// <summary>A search of <c>tiny.json</c> in a folder: see <see cref="SharedSearches"/>.</summary>
    public Task<EnasResult> TinySearch(string folder, params string[] more) => SharedSearches.CopyAsync(Path.Combine(Root, folder), more);

    /// <summary>Waits until a search that another process began has committed so many segments.</summary>
    public async Task HasSegments(string search, int count)
    {
        var segments = Path.Combine(Root, search, "segments");
        var limit = Stopwatch.StartNew();
        while (!Directory.Exists(segments) || Directory.GetFiles(segments).Length < count)
        {
            Assert.True(limit.Elapsed < EnasProcess.Longest, "the search did not start");
            await Task.Delay(5);
        }
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
