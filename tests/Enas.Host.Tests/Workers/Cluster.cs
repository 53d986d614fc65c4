using System.Globalization;
using System.Runtime.InteropServices;
using Enas.Host.Searches;
using Enas.Host.Tests.Cli;
using Enas.Host.Tests.Faults.Hooks;
using Enas.Storage.Searches;
using Enas.TestKit.Faults;

namespace Enas.Host.Tests.Workers;

/// <summary>A shared folder with a search over children, real workers and a real coordinator of it, over an engine that tests
/// kill.</summary>
internal sealed partial class Cluster : IDisposable
{
    private const int Kill9 = 9;
    private const int Stop = 19;
    private const int Continue = 18;

    private static readonly TimeSpan s_patience = EnasProcess.Longest * Math.Min(10, FaultPlan.Factor);

    private readonly List<EnasProcess> _workers = [];

    /// <summary>An empty one.</summary>
    /// <param name="engine">What carries the work, as commands name it.</param>
    /// <param name="children">Architectures that the search trains before its last mutant; all of the first population without a
    /// lag.</param>
    /// <param name="steps">Steps of each.</param>
    /// <param name="commitWaitMs">What each commit of a worker waits.</param>
    /// <param name="groupEvents">Events of a commit.</param>
    /// <param name="lag">How many are under way together; with more than one most of them follow from the results of others.</param>
    /// <param name="environment">What processes have beside it.</param>
    public Cluster(
        string engine, int children, int steps, int commitWaitMs = 0, IEnumerable<KeyValuePair<string, string>>? environment = null,
        int groupEvents = 4, int lag = 1)
    {
        (Engine, Children) = (engine, children);
        Work.Write("children.json", string.Create(CultureInfo.InvariantCulture, $$"""
            {
              "schemaVersion": 1, "name": "children", "preset": "small", "seed": 1,
              "data": { "kind": "generated", "states": 4, "vocabulary": 12, "branches": 3, "trainTokens": 400, "validTokens": 60,
                "testTokens": 60 },
              "space": { "nodes": 4 },
              "strategy": { "kind": "evolution", "population": {{(lag == 1 ? children : 2)}} },
              "evaluator": { "kind": "child", "lag": {{lag}} },
              "budget": { "evaluations": {{children + 1}} },
              "derive": { "candidates": 1 },
              "child": { "steps": {{steps}} },
              "log": { "groupEvents": {{groupEvents}} },
              "checkpoint": { "everySteps": 4 },
              "train": { "network": { "hidden": 8, "batchSize": 4, "sequenceLength": 5 }, "epochs": 1, "evaluationBatchSize": 2 }
            }
            """));
        Environment =
        [
            new("ENAS__Work__LeaseSeconds", "2"), new("ENAS__Work__SweepSeconds", "1"), .. environment ?? [],
            .. commitWaitMs == 0 ? [] : (KeyValuePair<string, string>[])[.. FaultHooks.Environment,
                new("ENAS_COMMIT_WAIT_MS", commitWaitMs.ToString(CultureInfo.InvariantCulture))],
        ];
    }

    public WorkFolder Work { get; } = new();

    public string Engine { get; }

    public int Children { get; }

    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; }

    /// <summary>Options that workers give beside the address.</summary>
    public string[] OfWorkers { get; init; } = [];

    /// <summary>Options that commands give beside the address.</summary>
    public string[] OfCommands { get; init; } = [];

    public IReadOnlyList<EnasProcess> Workers => _workers;

    /// <summary>The fingerprint of the search in this process, one child after the other.</summary>
    public async Task<string> AloneAsync() => Fingerprint(await Work.Enas("run", "children.json", "--out", "alone", "--json"));

    /// <summary>Begins a worker.</summary>
    public EnasProcess Worker(params KeyValuePair<string, string>[] more)
    {
        var worker = EnasProcess.Start(Work.Root, [.. Environment, .. more],
            ["worker", "--engine", Engine, .. OfWorkers, "--root", ".", "--threads", "1"]);
        _ = worker.Process.StandardOutput.ReadToEndAsync();
        _ = worker.Process.StandardError.ReadToEndAsync();
        _workers.Add(worker);
        return worker;
    }

    /// <summary>Begins the search, or goes on with it.</summary>
    public EnasProcess Coordinator(string search) => EnasProcess.Start(Work.Root, Environment,
        [.. SearchLocator.IsSearch(Path.Combine(Work.Root, search)) ? (string[])["resume", search]
            : ["run", "children.json", "--out", search], "--engine", Engine, .. OfCommands, "--root", ".", "--threads", "1", "--json"]);

    /// <summary>Names of the children of a search.</summary>
    public IReadOnlyList<string?> Trained(string search) =>
        [.. Directory.GetDirectories(Path.Combine(Work.Root, search + "-children"), "rung-*").Select(Path.GetFileName).Order()];

    /// <summary>The fingerprint that a coordinator ends with.</summary>
    public static async Task<string> FingerprintAsync(EnasProcess coordinator) => Fingerprint(await coordinator.EndAsync(s_patience));

    /// <summary>Waits until so many results are there, or the search has ended.</summary>
    public async Task HasResultsAsync(int count, EnasProcess? coordinator = null)
    {
        var results = Path.Combine(Work.Root, "results");
        using var limit = new CancellationTokenSource(s_patience);
        while (coordinator?.Process.HasExited != true
            && (!Directory.Exists(results) || Directory.GetFiles(results, "*.json").Length < count))
        {
            await Task.Delay(5, limit.Token);
        }
    }

    /// <summary>Files of children that are complete, with the time when they were written: one that is trained again has others.</summary>
    public static async Task<IReadOnlyList<(string File, DateTime Written)>> CompleteAsync(string children)
    {
        var files = new List<(string, DateTime)>();
        foreach (var child in Directory.Exists(children) ? Directory.GetDirectories(children, "rung-*") : [])
        {
            if (SearchLocator.IsSearch(child) && (await RecordedSearch.OpenAsync(child)).State.Completed is not null)
            {
                files.AddRange(Directory.GetFiles(Path.Combine(child, "segments")).Select(file => (file, File.GetLastWriteTimeUtc(file))));
            }
        }

        return files;
    }

    /// <summary>Kills a process and all that it began, as a machine that loses power does.</summary>
    public static void KillTree(EnasProcess process)
    {
        process.Process.Kill(entireProcessTree: true);
        process.Process.WaitForExit();
    }

    /// <summary>Waits for a process of a worker that has stopped itself.</summary>
    public static async Task<int> StoppedItemAsync(EnasProcess worker)
    {
        using var limit = new CancellationTokenSource(EnasProcess.Longest);
        while (true)
        {
            foreach (var folder in Directory.GetDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
            {
                if (TryStatus(folder) is { } status && status[0] == "T"
                    && status[1] == worker.Process.Id.ToString(CultureInfo.InvariantCulture))
                {
                    return int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture);
                }
            }

            await Task.Delay(10, limit.Token);
        }
    }

    public static void Freeze(int process) => Assert.Equal(0, Signal(process, Stop));

    public static void Wake(int process) => Assert.Equal(0, Signal(process, Continue));

    public static void Kill(int process) => _ = Signal(process, Kill9);

    public void Dispose()
    {
        _workers.ForEach(worker => worker.Dispose());
        Work.Dispose();
    }

    private static string Fingerprint(EnasResult result)
    {
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Json().GetProperty("fingerprint").GetString()!;
    }

    // State and parent, which stand behind the name.
    private static string[]? TryStatus(string folder)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Signal(int process, int signal);
}
