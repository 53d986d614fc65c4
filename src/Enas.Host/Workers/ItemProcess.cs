using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Pipeline.Work;

namespace Enas.Host.Workers;

/// <summary>
/// Does an item in a process of its own, <c>enas work-item</c>: a crash or a full memory ends that item and nothing else. The item goes to
/// its standard input, which stays open; where that ends, the process stops cleanly at the next step. So none outlives whoever began it.
/// </summary>
/// <param name="roots">Where this machine has its store and data.</param>
/// <param name="threads">Threads of each.</param>
/// <param name="programs">Commands that a search's evaluator may start here.</param>
internal sealed class ItemProcess(WorkRoots roots, int threads, IReadOnlyList<AllowedCommand> programs) : IWorkRunner
{
    private const int MostOutput = 1 << 20;

    /// <inheritdoc />
    public async Task<WorkTry> TryAsync(WorkItem item, CancellationToken drain, CancellationToken lost)
    {
        using var process = Process.Start(OwnProgram.Start([.. ArgumentsOf(roots, threads, programs), "--json"]))!;
        await using var killed = lost.Register(() => Kill(process));
        var (output, errors) = (ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
        await using var drained = await SendAsync(process, item, drain);
        await process.WaitForExitAsync(CancellationToken.None);
        var reason = ReasonIn(await output) ?? LastLineOf(await errors);
        return new WorkTry(process.ExitCode, reason, process.ExitCode == ExitCodes.Stopped
            && reason?.StartsWith(ErrorMapping.HeldElsewhere, StringComparison.Ordinal) == true);
    }

    /// <summary>The command line of a process that does one item.</summary>
    /// <param name="roots">Where that machine has its store and data.</param>
    /// <param name="threads">Its threads.</param>
    /// <param name="programs">Commands that a search's evaluator may start there.</param>
    public static IReadOnlyList<string> ArgumentsOf(WorkRoots roots, int threads, IReadOnlyList<AllowedCommand> programs)
    {
        List<string> arguments = [WorkItemNames.Verb, "--root", roots.Store, "--data", roots.Data, "--backend", roots.Backend,
            "--threads", threads.ToString(CultureInfo.InvariantCulture)];
        if (roots.Compute.Device is { } device)
        {
            arguments.AddRange(["--device", device]);
        }

        return [.. arguments, .. programs.SelectMany(program => (string[])[WorkItemNames.AllowProgram, program.ToString()])];
    }

    // It may have died before it read anything.
    private static async Task<CancellationTokenRegistration> SendAsync(Process process, WorkItem item, CancellationToken drain)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync((byte[])[.. WorkMessage.Write(item), (byte)'\n'], CancellationToken.None);
            await process.StandardInput.BaseStream.FlushAsync(CancellationToken.None);
        }
        catch (IOException)
        {
        }

        return drain.Register(() => Close(process));
    }

    private static void Close(Process process)
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (Exception fault) when (fault is IOException or InvalidOperationException)
        {
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended already.
        }
    }

    // All of it is read, so that it never waits for a reader; the end of it is kept.
    private static async Task<string> ReadAsync(StreamReader stream)
    {
        var (kept, buffer) = (new StringBuilder(), new char[4096]);
        for (int count; (count = await stream.ReadAsync(buffer)) > 0;)
        {
            kept.Append(buffer, 0, count);
            if (kept.Length > MostOutput)
            {
                kept.Remove(0, kept.Length - MostOutput);
            }
        }

        return kept.ToString();
    }

    private static string? ReasonIn(string output)
    {
        try
        {
            return (string?)JsonNode.Parse(output)?["error"]?["message"];
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null; // It died before it printed a result.
        }
    }

    private static string? LastLineOf(string errors) =>
        errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
}
