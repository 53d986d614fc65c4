using System.Runtime.InteropServices;
using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Verbs.Prove;

/// <summary>A proof that is killed in each of its arms ends as one that never was.</summary>
public sealed class ProveFaultTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Killed_in_each_arm_it_ends_as_if_it_never_was()
    {
        string[] prove = ["prove", "tiny.json", "--pairs", "1", "--json", "--set", "train.epochs=3", "--set", "budget.rounds=6"];
        var whole = await _work.Enas([.. prove, "--out", "whole"]);
        Assert.True(whole.ExitCode == 0, whole.Error);

        // A commit a step, so that each piece takes a while.
        string[] slow = [.. prove, "--out", "killed", "--set", "log.groupEvents=1"];
        foreach (var piece in (string[])["search", "search-trained", "random-trainings/001", "uniform-policy", "uniform-policy-trained"])
        {
            using var enas = EnasProcess.Start(_work.Root, slow);
            await _work.HasSegments($"killed/seed-1/{piece}", 3);
            Assert.Equal(0, Kill(enas.Process.Id, 9));
            Assert.Equal(137, (await enas.EndAsync()).ExitCode);
        }

        var killed = await _work.Enas(slow);
        Assert.True(killed.ExitCode == 0, killed.Error);
        Assert.Equal(Runs(whole), Runs(killed));
    }

    private static string[] Runs(EnasResult proof) =>
    [
        .. from pair in proof.Json().GetProperty("pairs").EnumerateArray()
           from run in pair.GetProperty("runs").EnumerateArray()
           select $"{run.GetProperty("arm")} {run.GetProperty("test")} {run.GetProperty("cost")} {run.GetProperty("fingerprint")}",
    ];

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
