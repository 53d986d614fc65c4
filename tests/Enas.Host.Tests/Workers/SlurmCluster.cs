using System.Diagnostics;
using Enas.TestKit.Processes;

namespace Enas.Host.Tests.Workers;

/// <summary>A Slurm cluster of this test's own: three nodes on this machine, with all that they have in a folder of its own.
/// <c>eng/slurm</c> installs the programs and begins it.</summary>
public sealed class SlurmCluster : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);
    private static readonly string s_script = Path.Combine(AppContext.BaseDirectory, "eng", "slurm");

    private readonly string _folder = Directory.CreateTempSubdirectory("enas-slurm-").FullName;

    private SlurmCluster() => Run("start", _folder);

    /// <summary>What every process that uses it has among its variables.</summary>
    public KeyValuePair<string, string> Settings => new("SLURM_CONF", Path.Combine(_folder, "slurm.conf"));

    /// <summary>A cluster whose nodes are idle.</summary>
    public static SlurmCluster Begin() => new();

    /// <summary>Ends a node with all that runs there, as a machine that loses power.</summary>
    public void Lose(string node) => Run("lose", _folder, node);

    /// <summary>Begins a node again.</summary>
    public void BeginNode(string node) => Run("node", _folder, node);

    /// <summary>Ends the controller as kill -9 does.</summary>
    public void KillController() => Cluster.Kill(int.Parse(
        File.ReadAllText(Path.Combine(_folder, "slurmctld.pid")), System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Begins the controller again.</summary>
    public void BeginController() => Run("controller", _folder);

    /// <summary>Runs one of Slurm's commands.</summary>
    /// <returns>What it printed.</returns>
    public string Command(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command) { RedirectStandardOutput = true };
        start.Environment[Settings.Key] = Settings.Value;
        return Printed(start, arguments);
    }

    public void Dispose()
    {
        Run("stop", _folder);
        Directory.Delete(_folder, recursive: true);
    }

    private static void Run(params string[] arguments) => Printed(
        new ProcessStartInfo("bash") { RedirectStandardOutput = true }, [s_script, .. arguments]);

    // What it leaves running keeps its streams, so the end of these is not waited for.
    private static string Printed(ProcessStartInfo start, IEnumerable<string> arguments)
    {
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = ProcessStarts.Start(start);
        using var limit = new CancellationTokenSource(s_patience);
        process.WaitForExitAsync(limit.Token).GetAwaiter().GetResult();
        Assert.True(process.ExitCode == 0, $"{start.FileName} {string.Join(' ', start.ArgumentList)}: {process.ExitCode}");
        return process.StandardOutput.ReadToEnd();
    }
}
