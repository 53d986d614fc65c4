using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Host.Tests.Cli;
using Enas.Host.Tests.Service;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Events;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Replay;
using Enas.Storage.Searches;

namespace Enas.Host.Tests.Workers;

/// <summary>A full replay whose ranges others make: its verdict and its words are those of one process, and what is forged is found
/// whoever makes it again.</summary>
public sealed class RangesElsewhereTests : IDisposable
{
    private static readonly string[] s_job =
        ["--set", "budget.rounds=8", "--set", "checkpoint.everySteps=3", "--set", "checkpoint.keep=20"];
    private static readonly string[] s_replay = ["--mode", "full", "--parallel", "2", "--threads", "1"];

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Ranges_in_slots_say_what_one_process_says_and_leave_nothing()
    {
        await _work.TinySearch("a", s_job);
        var (alone, slots) = (await ReplayAsync("a"), await ReplayAsync("a", "--slots", "2"));
        Assert.Equal((0, 0), (alone.ExitCode, slots.ExitCode));
        Assert.Contains("4 independent ranges", alone.Output, StringComparison.Ordinal);
        Assert.Equal(Told(alone), Told(slots));
        Assert.Contains("begun ahead: a from step 0 to 6\n", slots.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(_work.Root, "results")));
        Assert.Equal(Json(await ReplayAsync("a", "--json")), Json(await ReplayAsync("a", "--json", "--slots", "2")));

        // A part of it, which begins with a checkpoint that is believed.
        string[] part = ["--from", "12", "--to", "20"];
        Assert.Equal(Told(await ReplayAsync("a", part)), Told(await ReplayAsync("a", [.. part, "--slots", "2"])));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(13)]
    public async Task What_is_forged_is_found_whoever_makes_its_range_again(long step)
    {
        await _work.TinySearch("a", s_job);
        await ForgedSearch.MakeAsync(Path.Combine(_work.Root, "a"), Path.Combine(_work.Root, "forged"), step);
        var audit = await _work.Enas("audit", "forged");
        Assert.True(audit.ExitCode == 0, audit.Output);
        var (alone, slots) = (await ReplayAsync("forged"), await ReplayAsync("forged", "--slots", "2"));
        Assert.Equal((10, 10), (alone.ExitCode, slots.ExitCode));
        Assert.Contains("recorded    7\n", alone.Output, StringComparison.Ordinal);
        Assert.Equal(Told(alone), Told(slots));
        Assert.Empty(Directory.GetFiles(Path.Combine(_work.Root, "results")));
    }

    [Fact]
    public async Task Workers_make_the_ranges_and_the_verdict_is_that_of_one_process()
    {
        using var server = NatsServer.Begin();
        using var cluster = new Cluster(server.Url, children: 1, steps: 1);
        await SharedSearches.CopyAsync(Path.Combine(cluster.Work.Root, "a"), s_job);
        await ForgedSearch.MakeAsync(Path.Combine(cluster.Work.Root, "a"), Path.Combine(cluster.Work.Root, "forged"), step: 13);
        cluster.Worker();
        cluster.Worker();
        foreach (var (search, code) in ((string, int)[])[("a", 0), ("forged", 10)])
        {
            var alone = await cluster.Work.Enas(["replay", search, .. s_replay]);
            using var process = EnasProcess.Start(
                cluster.Work.Root, cluster.Environment, ["replay", search, .. s_replay, "--engine", server.Url, "--root", "."]);
            var elsewhere = await process.EndAsync();
            Assert.Equal((code, code), (alone.ExitCode, elsewhere.ExitCode));
            Assert.Equal(Told(alone), Told(elsewhere));
            Assert.Contains($"begun by {Environment.MachineName}/", elsewhere.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_others_cannot_make_is_said_as_in_one_process_and_nothing_counts_as_made()
    {
        await _work.TinySearch("a", s_job);
        string[] other = ["--set", "data.trainTokens=400"];
        var (alone, slots) = (await ReplayAsync("a", other), await ReplayAsync("a", [.. other, "--slots", "2"]));
        Assert.Equal((11, 11), (alone.ExitCode, slots.ExitCode));
        Assert.Equal(alone.Error.Split('\n')[^2], slots.Error.Split('\n')[^2]);

        // Then it is made with the right data, and what could not be made is no answer.
        Assert.Equal(0, (await ReplayAsync("a", "--slots", "2")).ExitCode);
    }

    [Fact]
    public async Task A_replay_that_is_stopped_says_so_and_the_same_command_goes_on()
    {
        await _work.TinySearch("a", "--set", "budget.rounds=400", "--set", "checkpoint.everySteps=300", "--set", "checkpoint.keep=20");
        string[] command = ["replay", "a", "--mode", "full", "--threads", "1", "--slots", "2"];
        using var process = EnasProcess.Start(_work.Root, [], command);
        var results = Path.Combine(_work.Root, "results");
        using var limit = new CancellationTokenSource(EnasProcess.Longest);
        while (!Directory.Exists(results) || Directory.GetFiles(results).Length == 0)
        {
            Assert.False(process.Process.HasExited);
            await Task.Delay(5, limit.Token);
        }

        ServiceProbe.Terminate(process.Process);
        var stopped = await process.EndAsync();
        Assert.Equal(75, stopped.ExitCode);
        Assert.Contains("stopped; the same command goes on", stopped.Output, StringComparison.Ordinal);
        var done = Directory.GetFiles(results).Length;
        Assert.InRange(done, 1, 3);
        var again = await _work.Enas(command);
        Assert.Equal(0, again.ExitCode);
        Assert.Equal(4 - done, Regex.Count(again.Output, "begun ahead: a from step "));
        Assert.Empty(Directory.GetFiles(results));
    }

    [Fact]
    public async Task A_range_that_does_not_meet_the_checkpoint_of_the_next_one_proves_nothing()
    {
        await _work.TinySearch("a", s_job);
        var points = new RecordedPoints();
        var search = await RecordedSearch.OpenAsync(SearchLocator.Find(Path.Combine(_work.Root, "a")), points);
        var range = new RangeReplay(
            search, points, search.Job, TaskCatalog.Load(search.Job), new ComputeOptions("cpu", null, 1), TimeProvider.System);
        Assert.Null((await range.RunAsync(new ReplayRange(0, 6, WithEnding: false, IsBase: true), default)).Divergence);
        var saved = search.State.Checkpoints.Find(one => one.Position.Step == 6)!;
        File.Delete(Path.Combine(_work.Root, "a", "checkpoints", saved.Reference.Name));
        Assert.Equal(1, (await range.RunAsync(new ReplayRange(0, 6, WithEnding: false, IsBase: false), default)).CheckpointCount);
        var gone = await Assert.ThrowsAsync<InconclusiveException>(
            () => range.RunAsync(new ReplayRange(0, 6, WithEnding: false, IsBase: true), default));
        Assert.Contains("the checkpoint of step 6 of a is gone", gone.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--slots and --engine are for --mode full", "--mode", "policy", "--slots", "2")]
    [InlineData("--slots is for this machine", "--mode", "full", "--slots", "2", "--engine", "slurm")]
    [InlineData("--root is what an engine's workers share", "--mode", "full", "--root", ".")]
    public async Task What_cannot_be_asked_is_refused_in_words(string words, params string[] arguments)
    {
        await _work.TinySearch("a");
        var refused = await _work.Enas(["replay", "a", .. arguments]);
        Assert.Equal(64, refused.ExitCode);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
    }

    /// <summary>All but who made what, and how long it took.</summary>
    internal static string Told(EnasResult result) => Regex.Replace(result.Output, "(speed|begun) .*\n", string.Empty);

    private Task<EnasResult> ReplayAsync(string search, params string[] more) => _work.Enas(["replay", search, .. s_replay, .. more]);

    private static string Json(EnasResult result)
    {
        var json = JsonNode.Parse(result.Output)!.AsObject();
        json.Remove("durationSeconds");
        json.Remove("stepsPerSecond");
        return json.ToJsonString();
    }
}
