using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;
using Enas.Storage.Files;
using Enas.Storage.Searches;

namespace Enas.Storage.Programs;

/// <summary>An evaluation that a search waits for, with its number.</summary>
/// <param name="Number">The number, from 0, in the order in which the search wanted them.</param>
/// <param name="Order">Which evaluation.</param>
internal sealed record Trial(int Number, ChildOrder Order);

/// <summary>
/// The evaluations that a search wants somebody to make, numbered, in a folder beside it. Each is a file that is written once; so is the
/// note that somebody asked for it, and what was told of it. Files that are written once need no lock; that the search goes on by one
/// process at a time does.
/// </summary>
/// <param name="search">The search's folder.</param>
internal sealed class Trials(string search)
{
    private const string Suffix = ".json";
    private const string AskedSuffix = ".asked";
    private static readonly TimeSpan s_wait = TimeSpan.FromMilliseconds(20);

    private readonly string _folder = Path.Combine(ChildFolders.RootOf(Path.GetFullPath(search)), "trials");

    /// <summary>All of them, in order.</summary>
    /// <exception cref="LogDamagedException">A file is none.</exception>
    public IReadOnlyList<Trial> All => !Directory.Exists(_folder) ? []
        : [.. Directory.EnumerateFiles(_folder, "*" + Suffix).Select(Read).OrderBy(trial => trial.Number)];

    /// <summary>Opens a trial for an order that has none. Only who writes the search does.</summary>
    public void Open(ChildOrder order)
    {
        Directory.CreateDirectory(_folder);
        var all = All;
        if (all.All(trial => trial.Order != order))
        {
            _ = OnceFile.TryWrite(PathOf(all.Count, Suffix), Encoding.UTF8.GetBytes(new JsonObject
            {
                ["architecture"] = order.Tokens,
                ["rung"] = order.Rung,
                ["seed"] = order.Seed,
                ["budget"] = order.Steps,
            }.ToJsonString() + "\n"));
        }
    }

    /// <summary>Whether nobody asked for it before; from now on somebody has.</summary>
    public bool TryTake(Trial trial) => OnceFile.TryWrite(PathOf(trial.Number, AskedSuffix), Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"asked for by process {Environment.ProcessId} on {Environment.MachineName}\n")));

    /// <summary>Whether somebody asked for it.</summary>
    public bool IsTaken(Trial trial) => File.Exists(PathOf(trial.Number, AskedSuffix));

    /// <summary>Waits until no other process goes on with the search, and keeps others from it until it is disposed.</summary>
    public async Task<IDisposable> LockAsync(CancellationToken stop)
    {
        Directory.CreateDirectory(_folder);
        while (true)
        {
            if (LockFile.TryLock(Path.Combine(_folder, "lock")) is { } taken)
            {
                return taken;
            }

            // A lock that can be waited for would hold a thread until the other ends, and could not be stopped.
            await Task.Delay(s_wait, stop);
        }
    }

    private string PathOf(int number, string suffix) =>
        Path.Combine(_folder, number.ToString(CultureInfo.InvariantCulture) + suffix);

    private static Trial Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = json.RootElement;
            return new Trial(
                int.Parse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture),
                new ChildOrder(root.GetProperty("architecture").GetString()!, root.GetProperty("rung").GetInt32(),
                    root.GetProperty("seed").GetUInt64(), root.GetProperty("budget").GetInt64()));
        }
        catch (Exception fault) when (
            fault is JsonException or FormatException or OverflowException or KeyNotFoundException or InvalidOperationException)
        {
            throw new LogDamagedException($"{path} is not a trial: somebody changed it");
        }
    }
}
