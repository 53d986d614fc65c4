using System.Diagnostics;
using Enas.Host.Searches;
using Enas.Host.Tests.Cli;
using Enas.Host.Tests.Service;
using Enas.TestKit.Faults;

namespace Enas.Host.Tests.Faults;

/// <summary>
/// Searches that train every architecture alone, killed and stopped within children: they end with the fingerprint of one that never was,
/// each child has one log and made each of its steps once. Audit and replay go down into the children's folders.
/// </summary>
[Trait(FaultPlan.Trait, "2")]
public sealed class ChildrenFaultTests : IDisposable
{
    private const int Steps = 60;
    private const int Evaluations = 4;

    private const string Job = "children.json";

    private static readonly string s_job = $$"""
        {
          "schemaVersion": 1,
          "name": "children",
          "preset": "small",
          "seed": 5,
          "data": {
            "kind": "generated", "states": 4, "vocabulary": 12, "branches": 3, "trainTokens": 400, "validTokens": 60, "testTokens": 60
          },
          "space": { "nodes": 3 },
          "strategy": { "kind": "evolution", "population": 2, "tournament": 2 },
          "budget": { "evaluations": {{Evaluations}} },
          "derive": { "candidates": 1 },
          "child": { "steps": {{Steps}} },
          "log": { "groupEvents": 1 },
          "checkpoint": { "everySteps": 25 },
          "train": { "network": { "hidden": 8, "batchSize": 4, "sequenceLength": 5 }, "epochs": 1, "evaluationBatchSize": 2 },
        }
        """;

    private readonly WorkFolder _work = new();

    public ChildrenFaultTests() => _work.Write(Job, s_job);

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_kill_within_any_child_costs_no_child()
    {
        var whole = await WholeAsync();
        var children = Directory.GetDirectories(Path.Combine(_work.Root, "whole-children"));
        Assert.InRange(children.Length, Evaluations, Evaluations + 2);
        var begun = await KillAsync(Job, [.. Enumerable.Range(1, children.Length)]);
        Assert.Equal(whole, await FinishAsync("killed", "resume", "killed"));
        await RequireWholeChildrenAsync("killed", children.Length);
        Assert.Equal(begun, BegunIn("killed"));
    }

    /// <summary>Nine, three and one, each rung three times as long as the one before, and a random one beside the last: a kill in each
    /// rung.</summary>
    [Fact]
    public async Task A_kill_in_each_rung_of_halving_trains_no_child_twice()
    {
        _work.Write("halving.json", s_job
            .Replace("\"evolution\", \"population\": 2, \"tournament\": 2",
                "\"halving\", \"candidates\": 9, \"eta\": 3, \"rungs\": 3, \"steps\": 90", StringComparison.Ordinal)
            .Replace($"\"budget\": {{ \"evaluations\": {Evaluations} }},", string.Empty, StringComparison.Ordinal)
            .Replace($"\"child\": {{ \"steps\": {Steps} }},", string.Empty, StringComparison.Ordinal));
        var whole = await FinishAsync("whole-halving", "run", "halving.json", "--out", "whole-halving");
        var begun = await KillAsync("halving.json", [5, 10, 13]);
        Assert.Equal(13, begun.Count);
        Assert.Equal(whole, await FinishAsync("killed", "resume", "killed"));
        var all = BegunIn("killed");
        var rungs = all.Keys.GroupBy(name => name[.."rung-0".Length]).OrderBy(rung => rung.Key, StringComparer.Ordinal);
        Assert.Equal([9, 3, 2], rungs.Select(rung => rung.Count()));
        Assert.Equal(begun, all.Where(child => begun.ContainsKey(child.Key)).ToDictionary(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_stop_within_a_child_stops_the_search_and_it_goes_on_from_there()
    {
        var whole = await WholeAsync();
        using (var enas = EnasProcess.Start(_work.Root, "run", Job, "--out", "stopped", "--json", "--threads", "1"))
        {
            await HasSegmentsAsync("stopped", 2);
            ServiceProbe.Terminate(enas.Process);
            var stopped = await enas.EndAsync();
            Assert.True(stopped.ExitCode == 75, stopped.Error);
            Assert.False(stopped.Json().GetProperty("complete").GetBoolean());
        }

        Assert.Equal(whole, await FinishAsync("stopped", "resume", "stopped"));
        await RequireWholeChildrenAsync("stopped", Directory.GetDirectories(Path.Combine(_work.Root, "whole-children")).Length);
    }

    [Fact]
    public async Task Audit_and_replay_go_down_into_the_children()
    {
        await WholeAsync();
        var folders = Directory.GetDirectories(Path.Combine(_work.Root, "whole-children")).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal((folders.Length, 0, 0), await AuditAsync(exitCode: 0));
        await RequireReplayAsync(folders.Length, 0);
        var listed = await _work.Enas(
            "sql", "whole", $"SELECT count(*) AS n FROM children WHERE steps = {Steps} AND failure IS NULL", "--csv");
        Assert.Equal($"n\n{folders.Length}", listed.Output.ReplaceLineEndings("\n").TrimEnd());

        // What the reading cache kept of them is what a whole reading says.
        var shown = (await _work.Enas("show", "whole", "--json")).Json().GetProperty("children");
        Assert.Equal(folders.Length, shown.GetProperty("count").GetInt32());
        Assert.Equal(folders.Length * Steps, shown.GetProperty("steps").GetInt32());
        Assert.Equal(Path.Combine(_work.Root, "whole-children"), shown.GetProperty("folder").GetString());

        // Without a folder the fact is what is left, and no replay trains anything.
        Directory.Move(folders[0], Path.Combine(_work.Root, "away"));
        Assert.Equal((folders.Length - 1, 1, 0), await AuditAsync(exitCode: 0));
        await RequireReplayAsync(folders.Length - 1, 1);
        Assert.False(Directory.Exists(folders[0]));

        // Another child in its place is none of this search.
        CopyFolder(folders[1], folders[0]);
        Assert.Equal((folders.Length - 1, 0, 1), await AuditAsync(exitCode: 10));
        Directory.Delete(folders[0], recursive: true);
        Directory.Move(Path.Combine(_work.Root, "away"), folders[0]);

        // One bit of a child.
        var segment = Directory.GetFiles(Path.Combine(folders[0], "segments")).Order(StringComparer.Ordinal).First();
        var bytes = File.ReadAllBytes(segment);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(segment, bytes);
        Assert.Equal((folders.Length - 1, 0, 1), await AuditAsync(exitCode: 10));
    }

    /// <summary>The search to which nothing happens, run once for all of these tests: its fingerprint.</summary>
    private async Task<string> WholeAsync() => Fingerprint("whole", await SharedSearches.CopyAsync(
        Path.Combine(_work.Root, "whole"), Job, (work, name) =>
        {
            work.Write(Job, s_job);
            return work.Enas("run", Job, "--out", name, "--json");
        }));

    /// <summary>Runs a job and kills it within its so-manieth children, again and again.</summary>
    /// <returns>When each child that there is then was begun.</returns>
    private async Task<Dictionary<string, DateTime>> KillAsync(string job, IReadOnlyList<int> at)
    {
        string[] begin = ["run", job, "--out", "killed"];
        foreach (var (place, child) in at.Index())
        {
            using var enas = EnasProcess.Start(
                _work.Root, [], [.. place == 0 ? begin : ["resume", "killed"], "--json", "--threads", "1"]);
            await HasSegmentsAsync("killed", child);
            enas.Process.Kill();
            Assert.Equal(137, (await enas.EndAsync()).ExitCode);
        }

        return BegunIn("killed");
    }

    // A child that were trained anew would have another first segment.
    private Dictionary<string, DateTime> BegunIn(string search) =>
        Directory.GetDirectories(Path.Combine(_work.Root, search + "-children")).ToDictionary(
            folder => Path.GetFileName(folder),
            folder => File.GetLastWriteTimeUtc(Directory.GetFiles(Path.Combine(folder, "segments")).Order(StringComparer.Ordinal).First()),
            StringComparer.Ordinal);

    private async Task<string> FinishAsync(string folder, params string[] arguments)
    {
        return Fingerprint(folder, await _work.Enas([.. arguments, "--json"]));
    }

    private static string Fingerprint(string folder, EnasResult result)
    {
        Assert.True(result.ExitCode == 0, $"{folder}: {result.Error}");
        return result.Json().GetProperty("fingerprint").GetString()!;
    }

    /// <summary>Waits until so many children have begun, and the newest of them has made some steps.</summary>
    private async Task HasSegmentsAsync(string search, int children)
    {
        var (root, limit) = (Path.Combine(_work.Root, search + "-children"), Stopwatch.StartNew());
        while (!Directory.Exists(root) || Directory.GetDirectories(root, "segments", SearchOption.AllDirectories)
            .Count(segments => Directory.GetFiles(segments).Length > 5) < children)
        {
            Assert.True(limit.Elapsed < EnasProcess.Longest, $"{search}: child {children} did not begin");
            await Task.Delay(2);
        }
    }

    private async Task RequireWholeChildrenAsync(string search, int count)
    {
        var folders = Directory.GetDirectories(Path.Combine(_work.Root, search + "-children"));
        Assert.Equal(count, folders.Length);
        foreach (var folder in folders)
        {
            var state = (await RecordedSearch.OpenAsync(folder)).State;
            Assert.NotNull(state.Completed);
            Assert.Equal(((long)Steps, (long)Steps), (state.StepCount, state.WeightStepCount));
        }
    }

    private async Task<(int Verified, int Absent, int Damaged)> AuditAsync(int exitCode)
    {
        var result = await _work.Enas("audit", "whole", "--json");
        Assert.Equal(exitCode, result.ExitCode);
        var children = result.Json().GetProperty("children");
        return (children.GetProperty("verified").GetInt32(), children.GetProperty("absent").GetInt32(),
            children.GetProperty("damaged").GetArrayLength());
    }

    private async Task RequireReplayAsync(int found, int absent)
    {
        var full = await _work.Enas("replay", "whole", "--mode", "full", "--json");
        Assert.True(full.ExitCode == 0, full.Error);
        var children = full.Json().GetProperty("children");
        Assert.Equal((found, absent), (children.GetProperty("found").GetInt32(), children.GetProperty("absent").GetInt32()));
        Assert.Equal(0, (await _work.Enas("replay", "whole", "--mode", "policy", "--json")).ExitCode);
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
