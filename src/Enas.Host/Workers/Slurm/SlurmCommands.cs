using System.ComponentModel;
using System.Diagnostics;
using Enas.Host.Cli;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Work;

namespace Enas.Host.Workers.Slurm;

/// <summary>What a command of Slurm answered.</summary>
/// <param name="ExitCode">0 where it did what it was asked.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Words">Why it did not, in its words, on one line.</param>
internal sealed record SlurmAnswer(int ExitCode, string Output, string Words);

/// <summary>The commands of Slurm as processes: there is no library of it in this program.</summary>
/// <param name="environment">Variables that they have beside those of this process.</param>
internal sealed class SlurmCommands(IReadOnlyList<KeyValuePair<string, string>> environment)
{
    private const string Install = "install Slurm's commands (Debian: apt-get install slurm-client), or run this where users of the "
        + "cluster log in";

    private static readonly string[] s_needed = ["sbatch", "squeue", "scancel"];

    // What a user set for himself would hide jobs, make many of one, or wait for their end.
    private static readonly string[] s_misleading = ["SBATCH_ARRAY_INX", "SBATCH_WAIT"];
    private const string OfListings = "SQUEUE_";

    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

    /// <summary>Refuses a machine without the commands; asks nothing of Slurm.</summary>
    /// <exception cref="EngineUnavailableException">One of them is not there.</exception>
    public static void Require()
    {
        var folders = (Surroundings.Current.Variable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        if (Array.Find(s_needed, command => !folders.Any(folder => File.Exists(Path.Combine(folder, command)))) is { } missing)
        {
            throw Missing(missing);
        }
    }

    /// <summary>Runs one to its end.</summary>
    /// <param name="command">The command.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="cancellationToken">Ends the wait, and the command.</param>
    /// <exception cref="EngineUnavailableException">It is not there.</exception>
    /// <exception cref="WorkUnavailableException">It did not answer in a minute.</exception>
    public async Task<SlurmAnswer> RunAsync(
        string command, IEnumerable<string> arguments, string input, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_longest);
        using var process = Start(command, arguments);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await WriteAsync(process, input);
            await process.WaitForExitAsync(limit.Token);
            return new SlurmAnswer(process.ExitCode, await output, OneLine(await errors));
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            cancellationToken.ThrowIfCancellationRequested();
            throw new WorkUnavailableException($"{command} did not answer in {s_longest.TotalSeconds:0} s");
        }
    }

    private static async Task WriteAsync(Process process, string input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It refused before it read; what it says tells why.
        }
    }

    private Process Start(string command, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(command)
        {
            WorkingDirectory = Surroundings.Current.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in start.Environment.Keys.Where(IsMisleading).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw Missing(command);
        }
    }

    private static EngineUnavailableException Missing(string command) =>
        new($"--engine slurm: there is no {command} on the path: {Install}");

    private static bool IsMisleading(string name) =>
        s_misleading.Contains(name) || name.StartsWith(OfListings, StringComparison.Ordinal);

    private static string OneLine(string errors) => ForeignText.Shown(string.Join(
        "; ", errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)), ForeignText.MostOfALine);
}
