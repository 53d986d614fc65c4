using System.Runtime.InteropServices;
using Enas.Host.Searches;
using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Verbs.Prove;

/// <summary>A proof that is killed in each of its arms ends as one that never was.</summary>
public sealed class ProveFaultTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public Task Killed_in_each_arm_it_ends_as_if_it_never_was() => KilledInEach(
        ["search", "search-trained", "random-trainings/001", "uniform-policy", "uniform-policy-trained"],
        "tiny.json", "--set", "train.epochs=3", "--set", "budget.rounds=6");

    /// <summary>Where the search trains architectures alone for a shorter time than the last training, the choice is also trained as the
    /// random ones are, and the best of those as the choice is.</summary>
    [Fact]
    public Task Killed_in_each_training_beside_the_arms_it_ends_as_if_it_never_was() => KilledInEach(
        ["search-trained", "search-as-random", "random-trainings/001", "random-trainings-trained"],
        Path.Combine(AppContext.BaseDirectory, "jobs", "tiny-nas.json"),
        "--set", "budget.evaluations=2", "--set", "strategy.samplesPerPolicyStep=1", "--set", "derive.candidates=1",
        "--set", "child.steps=40", "--set", "train.epochs=3");

    private async Task KilledInEach(string[] pieces, string job, params string[] sets)
    {
        string[] prove = ["prove", job, "--pairs", "1", "--json", .. sets];
        var whole = await _work.Enas([.. prove, "--out", "whole"]);
        Assert.True(whole.ExitCode == 0, whole.Error);

        // A commit a step, so that each piece takes a while.
        string[] slow = [.. prove, "--out", "killed", "--set", "log.groupEvents=1"];
        foreach (var piece in pieces)
        {
            using var enas = EnasProcess.Start(_work.Root, slow);
            await _work.HasSegments($"killed/seed-1/{piece}", 3);
            Assert.Equal(0, Kill(enas.Process.Id, 9));
            Assert.Equal(137, (await enas.EndAsync()).ExitCode);

            // It died within the piece, and not after it.
            Assert.Null((await RecordedSearch.OpenAsync(Path.Combine(_work.Root, "killed", "seed-1", piece))).State.Completed);
        }

        var killed = await _work.Enas(slow);
        Assert.True(killed.ExitCode == 0, killed.Error);
        Assert.Equal(Runs(whole), Runs(killed));
        var search = await _work.Enas("show", Path.Combine("killed", "seed-1", "search"), "--json");
        Assert.Contains(search.Json().GetProperty("fingerprint").GetString()!, Runs(killed)[0], StringComparison.Ordinal);
    }

    // Each arm of each pair, and what random search paid for each of its trainings.
    private static string[] Runs(EnasResult proof)
    {
        var pairs = proof.Json().GetProperty("pairs").EnumerateArray().ToArray();
        Assert.All(pairs, pair => Assert.Equal(
            pair.GetProperty("runs").EnumerateArray().Single(run => run.GetProperty("arm").GetString() == "random-trainings")
                .GetProperty("cost").GetInt64(),
            pair.GetProperty("draws").EnumerateArray().Sum(draw => draw.GetProperty("cost").GetInt64())));
        return
        [
            .. from pair in pairs
               from run in pair.GetProperty("runs").EnumerateArray()
               select $"{run.GetProperty("arm")} {run.GetProperty("test")} {run.GetProperty("cost")} {run.GetProperty("fingerprint")} "
                   + $"{run.GetProperty("searchFingerprint")}",
            .. from pair in pairs
               from draw in pair.GetProperty("draws").EnumerateArray()
               select $"{draw.GetProperty("architecture")} {draw.GetProperty("validation")} {draw.GetProperty("fingerprint")}",
        ];
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
