using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Enas.Host.Tests.Cli;
using Enas.Host.Workers.Nats;

namespace Enas.Host.Tests.Workers;

/// <summary>What is done in several processes at once comes to the same as one piece after the other.</summary>
public sealed class SlotsTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_ranking_on_three_slots_is_that_of_one()
    {
        await _work.TinySearch("a");
        string[] rank = ["rank", "a", "--count", "2", "--set", "train.epochs=1", "--json"];
        var (alone, slots) = (await _work.Enas([.. rank, "--out", "r1"]), await _work.Enas([.. rank, "--out", "r2", "--slots", "3"]));
        Assert.Equal((0, 0), (alone.ExitCode, slots.ExitCode));
        Assert.Equal(Told(alone, "r1"), Told(slots, "r2"));
        Assert.Contains("begun ahead: random-01", slots.Error, StringComparison.Ordinal);
        Assert.Equal(3, Directory.GetFiles(Path.Combine(_work.Root, "r2", "results")).Length);
    }

    [Fact]
    public async Task A_proof_on_two_slots_is_the_page_of_one()
    {
        string[] prove = ["prove", "tiny.json", "--pairs", "1", "--set", "train.epochs=1", "--json"];
        var (alone, slots) = (await _work.Enas([.. prove, "--out", "p1"]), await _work.Enas([.. prove, "--out", "p2", "--slots", "2"]));
        Assert.True(slots.ExitCode == 0, slots.Error);
        Assert.Equal(Told(alone, "p1"), Told(slots, "p2"));
        Assert.Equal(await Page("p1"), await Page("p2"));

        async Task<string> Page(string folder) => await File.ReadAllTextAsync(Path.Combine(_work.Root, folder, "proof.html"));
    }

    [Fact]
    public async Task A_proof_whose_arms_are_done_by_three_workers_is_the_page_of_one_process()
    {
        using var server = NatsServer.Begin();
        using var cluster = new Cluster(server.Url, children: 1, steps: 1);
        string[] prove = ["prove", "tiny.json", "--pairs", "2", "--set", "train.epochs=1", "--json"];
        var alone = await cluster.Work.Enas([.. prove, "--out", "p1"]);
        for (var worker = 0; worker < 3; worker++)
        {
            cluster.Worker();
        }

        await AreThereAsync(server.Url, 3);
        using var process = EnasProcess.Start(
            cluster.Work.Root, cluster.Environment, [.. prove, "--out", "p2", "--engine", server.Url, "--root", "."]);
        var workers = await process.EndAsync();
        Assert.True(workers.ExitCode == 0, workers.Error);
        Assert.Equal(Told(alone, "p1"), Told(workers, "p2"));
        Assert.Equal(await Page("p1"), await Page("p2"));
        Assert.InRange(Regex.Matches(workers.Error, "begun by ([^:]+):").Select(one => one.Groups[1].Value).Distinct().Count(), 2, 3);

        async Task<string> Page(string folder) => await File.ReadAllTextAsync(Path.Combine(cluster.Work.Root, folder, "proof.html"));
    }

    [Fact]
    public async Task Seeds_on_slots_have_their_fingerprints_and_what_is_wrong_is_said_as_on_one()
    {
        string[] run = ["run", "tiny.json", "--seeds", "1,2", "--json"];
        var (alone, slots) = (await _work.Enas([.. run, "--out", "s1"]), await _work.Enas([.. run, "--out", "s2", "--slots", "2"]));
        Assert.Equal((0, 0), (alone.ExitCode, slots.ExitCode));
        Assert.Equal(Fingerprints(alone), Fingerprints(slots));

        string[] without = ["--set", "data.kind=tokens", "--set", "data.path=absent"];
        var (refused, ahead) = (await _work.Enas([.. run, .. without, "--out", "s3"]),
            await _work.Enas([.. run, .. without, "--out", "s4", "--slots", "2"]));
        Assert.Equal((66, 66), (refused.ExitCode, ahead.ExitCode));
        Assert.Equal(refused.Error.Split('\n')[^2], ahead.Error.Split('\n')[^2]);

        static IEnumerable<string?> Fingerprints(EnasResult result) =>
            result.Json().GetProperty("searches").EnumerateArray().Select(search => search.GetProperty("fingerprint").GetString());
    }

    [Fact]
    public async Task What_is_no_item_is_refused_and_nothing_is_begun()
    {
        using var process = EnasProcess.Start(_work.Root, "work-item", "--root", "w", "--data", "/", "--json");
        await process.Process.StandardInput.WriteAsync("enas run tiny.json\n");
        var result = await process.EndAsync();
        Assert.Equal(65, result.ExitCode);
        Assert.Contains("is no item of work", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_work.Root, "w")));
    }

    private static async Task AreThereAsync(string engine, int workers)
    {
        await using var queue = NatsWork.Open(EngineAddress.Parse(engine, null), TimeSpan.FromSeconds(2), null, TimeProvider.System);
        using var limit = new CancellationTokenSource(EnasProcess.Longest);
        while ((await queue.StatusAsync(limit.Token)).Workers.Count < workers)
        {
            await Task.Delay(20, limit.Token);
        }
    }

    // All but where it lies and how long it took.
    private static string Told(EnasResult result, string folder)
    {
        var text = JsonNode.Parse(result.Output)!.ToJsonString().Replace($"/{folder}", "/F", StringComparison.Ordinal);
        return Regex.Replace(text, "\"durationSeconds\":[0-9.E-]+", "\"durationSeconds\":0");
    }
}
