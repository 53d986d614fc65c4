using Enas.Host.Tests.Cli;
using Enas.Host.Tests.Programs;

namespace Enas.Host.Tests.Workers;

/// <summary>A machine that has not, or may not, what a piece needs makes it impossible for nobody else, and the command hears
/// why.</summary>
public sealed class OtherMachineTests : IDisposable
{
    private readonly WorkFolder _work = new();
    private readonly NatsServer _server = NatsServer.Begin();

    public void Dispose()
    {
        _server.Dispose();
        _work.Dispose();
    }

    [Fact]
    public async Task A_worker_that_may_not_start_a_program_leaves_the_search_to_the_command_and_the_command_says_why()
    {
        ProgramJobs.Write(_work, ProgramJobs.Text(evaluations: 4));
        using var worker = Worker("--root", ".");
        var ended = await WholeAsync("own.json", "--root", ".");
        Assert.True(ended.ExitCode == 0, ended.Error);
        Assert.Contains("a ended with exit code 69: the item wants to start sh value.sh {a} {b} {seed}, which a worker on "
            + $"{Environment.MachineName} may not", ended.Error, StringComparison.Ordinal);
        Assert.Empty(Results());
    }

    [Fact]
    public async Task A_worker_without_the_data_leaves_the_search_to_another_one_that_has_them()
    {
        var text = string.Concat(Enumerable.Repeat("a b c d e f g h\n", 40));
        Assert.All((string[])["train", "valid", "test"], part => _work.Write($"here/{part}.txt", text));
        _work.Write("tokens.json", """
            {
              "schemaVersion": 1, "name": "tokens", "preset": "small", "seed": 1, "data": { "kind": "tokens", "path": "here" },
              "space": { "nodes": 3 },
              "strategy": { "warmUpSteps": 0, "weightStepsPerRound": 2, "policyStepsPerRound": 1, "samplesPerPolicyStep": 2 },
              "sharedWeights": { "hidden": 8, "batchSize": 4, "sequenceLength": 5 }, "policy": { "hidden": 8 },
              "reward": { "batchSize": 2, "sequenceLength": 5 }, "budget": { "rounds": 2 },
              "derive": { "candidates": 2, "batchSize": 2 },
              "train": { "network": { "hidden": 8, "batchSize": 4, "sequenceLength": 5 }, "epochs": 1, "evaluationBatchSize": 2 }
            }
            """);
        Directory.CreateDirectory(Path.Combine(_work.Root, "empty"));
        var running = WholeAsync("tokens.json", "--root", ".", "--data", ".");
        using (var without = Worker("--root", ".", "--data", "empty"))
        {
            using var limit = new CancellationTokenSource(EnasProcess.Longest);
            while (!(await without.Process.StandardOutput.ReadLineAsync(limit.Token))!.Contains(
                $"ended with exit code 69: {Environment.MachineName} has not what the item needs", StringComparison.Ordinal))
            {
            }
        }

        Assert.Empty(Results());
        using var with = Worker("--root", ".", "--data", ".");
        _ = with.Process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var ended = await running;
        Assert.True(ended.ExitCode == 0, ended.Error);
        Assert.Contains("\"end\":\"done\"", await File.ReadAllTextAsync(Assert.Single(Results()), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_with_another_root_refuses_what_nobody_would_find_there_and_both_sides_say_so()
    {
        using var worker = Worker("--root", "elsewhere");
        var heard = worker.Process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var ended = await WholeAsync("tiny.json", "--root", ".");
        Assert.True(ended.ExitCode == 0, ended.Error);
        Assert.Contains("a ended with exit code 69: the worker ", ended.Error, StringComparison.Ordinal);
        Assert.Contains("has another --root than whoever asks", ended.Error, StringComparison.Ordinal);
        Enas.Host.Tests.Service.ServiceProbe.Terminate(worker.Process);
        Assert.Contains("is left to others: ", await heard, StringComparison.Ordinal);
        Assert.Equal(["work-store"], Directory.GetFiles(Path.Combine(_work.Root, "elsewhere")).Select(Path.GetFileName));
        Assert.False(Directory.Exists(Path.Combine(_work.Root, "elsewhere", "a")));
    }

    [Fact]
    public async Task A_store_has_one_mark_whoever_asks_and_another_one_has_another()
    {
        var marks = new List<string>();
        foreach (var root in (string[])["x", "x", "y"])
        {
            var results = await Enas.Storage.Work.StoredResults.AtAsync(Path.Combine(_work.Root, root), default);
            marks.Add(await results.MarkAsync(default));
        }

        Assert.Equal(marks[0], marks[1]);
        Assert.NotEqual(marks[0], marks[2]);
    }

    private string[] Results() => Directory.GetFiles(Path.Combine(_work.Root, "results"), "*.json");

    private EnasProcess Worker(params string[] roots) => EnasProcess.Start(_work.Root, ["worker", "--engine", _server.Url, .. roots]);

    private async Task<EnasResult> WholeAsync(string job, params string[] more)
    {
        using var run = EnasProcess.Start(
            _work.Root, ["run", job, "--out", "a", "--engine", _server.Url, "--whole", "--json", .. more]);
        return await run.EndAsync();
    }
}
