using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Enas.Host.Tests.Cli;
using Enas.Host.Tests.Verbs.Sql;
using Enas.Pipeline.Files;

namespace Enas.Host.Tests.Searches;

/// <summary>
/// Every reading verb over a folder of hostile searches: the exit codes and words that are documented, no hang, little memory, and nothing
/// changed in the folder or around it.
/// </summary>
public sealed class HostileSearchesTests : IDisposable
{
    private const long MostResidentBytes = 512L << 20;
    private const string HeapLimitHex = "0x18000000";
    private const string Everyone = "hostile";

    /// <summary>Most time of processors that a verb may take: counted by the kernel, so that what else the machine does
    /// is no fault.</summary>
    private static readonly TimeSpan s_mostProcessorTime = TimeSpan.FromSeconds(5);

    /// <summary>A verb that waits for what never comes takes no time of a processor and is ended by this.</summary>
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(30);

    private static readonly string[] s_huge = ["--set", "sharedWeights.learningRate=1e30", "--set", "sharedWeights.clipNorm=0"];

    private readonly WorkFolder _work = new();
    private readonly ConcurrentBag<EnasWorker> _workers = [];

    private string Runs => Path.Combine(_work.Root, Everyone);

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Every_reading_verb_ends_with_a_documented_code_and_changes_nothing()
    {
        var expected = await CreateAsync();
        var before = Tree();
        var wrong = new ConcurrentBag<string>();
        var calls = expected.SelectMany(search => Verbs(search.Name).Select(verb => (Search: search, Verb: verb)))
            .Append((new HostileSearch("all", 0, string.Empty, (_, _) => { }), ["ls", Runs]))
            .Append((new HostileSearch("all", 0, string.Empty, (_, _) => { }), ["ls", Runs, "--json"]));
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(2, Environment.ProcessorCount) };
        await Parallel.ForEachAsync(calls, options, async (call, _) =>
        {
            if (await WrongAsync(call.Search, call.Verb) is { } words)
            {
                wrong.Add($"{string.Join(' ', call.Verb)}: {words}");
            }
        });
        foreach (var worker in _workers)
        {
            worker.Dispose();
        }

        Assert.True(wrong.IsEmpty, string.Join("\n\n", wrong.Order(StringComparer.Ordinal)));
        Assert.Equal(before, Tree());

        // None hides another, and each is listed with what it is.
        var listed = (await _work.Enas("ls", Everyone, "--json")).Json().GetProperty("searches").EnumerateArray()
            .ToDictionary(row => row.GetProperty("name").GetString()!, row =>
                row.GetProperty("status").GetString(), StringComparer.Ordinal);
        Assert.Equal(expected.Select(search => search.Name).Order(StringComparer.Ordinal), listed.Keys.Order(StringComparer.Ordinal));
        Assert.All(HostileSearches.All.Where(search => search.ExitCode == 10), search => Assert.Equal("unreadable", listed[search.Name]));
    }

    private async Task<IReadOnlyList<HostileSearch>> CreateAsync()
    {
        var theirs = Directory.CreateDirectory(Path.Combine(_work.Root, "theirs")).FullName;
        await File.WriteAllTextAsync(Path.Combine(theirs, "precious"), "theirs");
        foreach (var search in HostileSearches.All.Concat(HostileSearches.Readable))
        {
            await HostileSearches.CreateAsync(search, Runs, theirs);
        }

        HostileSearch[] others =
        [
            new("sound", 0, string.Empty, (_, _) => { }),
            new("empty", 0, string.Empty, (search, _) =>
                Array.ForEach((string[])["segments", "checkpoints"], name => Empty(Path.Combine(search, name)))),
            new("removed", 10, "there are no segments, but checkpoints/ has ", (search, _) => Empty(Path.Combine(search, "segments"))),
            new("running", 0, string.Empty, (search, _) =>
                File.Delete(Directory.GetFiles(Path.Combine(search, "segments")).Max(StringComparer.Ordinal)!)),
            new("diverged", 0, string.Empty, (_, _) => { }),
        ];
        foreach (var search in others)
        {
            await HostileSearches.CreateAsync(search, Runs, theirs, search.Name == "diverged" ? s_huge : []);
        }

        await LargeLog.CreateAsync(Path.Combine(Runs, "forged"), rounds: 300);
        await File.WriteAllTextAsync(Path.Combine(Runs, "forged", "export", "reading-cache.json"), "{\"Format\":2}\nforged");
        return [.. HostileSearches.All,
            .. HostileSearches.Readable, .. others, new HostileSearch("forged", 0, string.Empty, (_, _) => { })];
    }

    private static void Empty(string folder) => Array.ForEach(Directory.GetFiles(folder), File.Delete);

    /// <summary>The verbs that read one search, each with an output of its own outside the folder of searches.</summary>
    private IEnumerable<string[]> Verbs(string name)
    {
        var (search, output) = (Path.Combine(Runs, name), Directory.CreateDirectory(Path.Combine(_work.Root, "out")).FullName);
        return
        [
            ["show", search], ["show", search, "--json"],
                ["top", search], ["derive", search], ["audit", search], ["audit", search, "--json"],
            ["replay", search, "--mode", "rebuild"], ["sql", search, "SELECT event_type, count(*) FROM events GROUP BY ALL"],
            ["draw", search, "--format", "text"], ["compare", search, Path.Combine(Runs, "sound")],
            ["export", search, "--out", Path.Combine(output, $"{name}.parquet")],
            ["export", search, "--recovery", "salvage", "--format", "jsonl", "--out", Path.Combine(output, $"{name}.jsonl")],
            ["report", search, "--out", Path.Combine(output, $"{name}.html")],
        ];
    }

    private async Task<string?> WrongAsync(HostileSearch search, string[] verb)
    {
        var worker = _workers.TryTake(out var idle) ? idle : await StartAsync();
        var before = await BeginAsync(worker.Process);
        var ended = worker.RunAsync(_work.Root, verb).WaitAsync(s_longestWait);
        var (resident, processorTime) = await MostAsync(worker.Process, before, ended);
        EnasResult result;
        try
        {
            if (processorTime > s_mostProcessorTime)
            {
                throw new TimeoutException();
            }

            result = await ended;
        }
        catch (Exception lost) when (lost is TimeoutException or InvalidOperationException)
        {
            worker.Dispose();
            return lost is InvalidOperationException ? lost.Message : processorTime <= s_mostProcessorTime ? "does not end"
                : string.Create(CultureInfo.InvariantCulture, $"takes more than {s_mostProcessorTime.TotalSeconds} s of processor time");
        }

        _workers.Add(worker);
        var said = result.Output + result.Error;
        return resident > MostResidentBytes ? $"takes {resident:N0} bytes"
            : said.Contains("bug in enas", StringComparison.Ordinal) || said.Contains("Unhandled exception", StringComparison.Ordinal)
                ? $"{result.ExitCode}: {said}"
            : said.Contains('\u202e', StringComparison.Ordinal) ? $"prints what turns the direction of writing: {said}"
            : IsExpected(search, verb, result.ExitCode, said) ? null
            : $"ends with {result.ExitCode}: {said}";
    }

    /// <summary>A process with little memory that has begun: what its start takes is no verb's.</summary>
    private async Task<EnasWorker> StartAsync()
    {
        var worker = EnasWorker.Start([new("DOTNET_GCHeapHardLimit", HeapLimitHex)]);
        Assert.Equal(0, (await worker.RunAsync(_work.Root, "version").WaitAsync(s_longestWait)).ExitCode);
        return worker;
    }

    private static bool IsExpected(HostileSearch search, string[] verb, int exitCode, string said) => (search.ExitCode, verb[0]) switch
    {
        // Some bytes of a segment mean nothing: what is read is then what was written.
        (HostileSearches.WholeOrDamaged, _) when exitCode == 0 => true,
        (HostileSearches.WholeOrDamaged, _) => exitCode == 10 && said.Contains(search.Words, StringComparison.Ordinal),

        // Its checkpoints are in a memory that is gone.
        (_, "audit") when search.Name is "forged" or "pipe-lock" => exitCode == 10,

        // A page of a damaged log and what can be saved of it are what was asked for, and say what is damaged.
        // Whether all of a log was removed, or none was there yet, is not known where nothing else is left: all say so.
        (_, "show" or "audit" or "replay" or "sql" or "report") when search.Name == "empty" => exitCode == (verb[0] == "replay" ? 66 : 0)
            && (verb.Contains("--json") || said.Contains(
                "here are no segments: nothing was committed yet, or all of the log was removed", StringComparison.Ordinal)),
        (10, "report" or "export") => exitCode is 0 or 10 && (exitCode == 0 || said.Contains(search.Words, StringComparison.Ordinal)),
        (10, _) => exitCode == 10 && said.Contains(search.Words, StringComparison.Ordinal),
        _ => exitCode is 0 or 11 or 12 or 64 or 65 or 66,
    };

    /// <summary>Has the kernel count the most memory of a process anew, and tells what time of processors it took before.</summary>
    private static async Task<TimeSpan> BeginAsync(Process process)
    {
        await File.WriteAllTextAsync($"/proc/{process.Id}/clear_refs", "5");
        process.Refresh();
        return process.TotalProcessorTime;
    }

    /// <summary>The most memory that a process had and the time of processors that it took for a verb, as the kernel counts them, until it
    /// ended or took too much time.</summary>
    private static async Task<(long Resident, TimeSpan ProcessorTime)> MostAsync(Process process, TimeSpan before, Task ended)
    {
        var (resident, processorTime) = (0L, TimeSpan.Zero);
        for (var isEnded = false; !isEnded && processorTime <= s_mostProcessorTime;)
        {
            await Task.WhenAny(ended, Task.Delay(10));
            isEnded = ended.IsCompleted;
            try
            {
                var line = (await File.ReadAllLinesAsync($"/proc/{process.Id}/status"))
                    .FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
                resident = line is null ? resident
                    : Math.Max(resident, long.Parse(line.AsSpan(6).Trim()[..^3], CultureInfo.InvariantCulture) * 1024);
                process.Refresh();
                processorTime = process.TotalProcessorTime - before;
            }
            catch (Exception gone) when (gone is IOException
                or UnauthorizedAccessException or InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                break;
            }
        }

        return (resident, processorTime);
    }

    /// <summary>Every name but of the outputs, with its kind and content; links are not followed.</summary>
    private string[] Tree() =>
    [
        .. Directory.EnumerateFileSystemEntries(
            _work.Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Where(path => !path.StartsWith(Path.Combine(_work.Root, "out"), StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => $"{path} {FileNames.KindOf(path, followLinks: false)} {Content(path)}"),
    ];

    private static string Content(string path) =>
        FileNames.KindOf(path, followLinks: false) == FileKind.Regular && new FileInfo(path).Length < 16 << 20
        ? $"{File.GetLastWriteTimeUtc(path):O} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}"
        : string.Empty;
}
