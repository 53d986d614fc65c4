using System.Diagnostics;
using System.Text.Json;
using Enas.TestKit.Processes;

namespace Enas.Host.Tests.Cli;

/// <summary>
/// A process that runs one command line after the other, for tests that bound what a process may take and have hundreds of command lines:
/// each takes milliseconds where a process takes half a second. It is these tests as a program, asked for
/// <see cref="EnasWorkerLoop"/> alone.
/// </summary>
internal sealed class EnasWorker : IDisposable
{
    /// <summary>What a result begins with; the runner of the tests writes to the same stream.</summary>
    internal const string Mark = "enas-worker ";

    private EnasWorker(Process process) => Process = process;

    public Process Process { get; }

    /// <summary>Starts one.</summary>
    public static EnasWorker Start(params IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var isRuntime = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        string[] program = isRuntime ? [typeof(EnasWorker).Assembly.Location] : [];
        foreach (var argument in (string[])[.. program, "-explicit", "only", "-class", typeof(EnasWorkerLoop).FullName!])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = ProcessStarts.Start(start);
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return new EnasWorker(process);
    }

    /// <summary>Runs one command line in a folder; the caller bounds how long.</summary>
    public async Task<EnasResult> RunAsync(string folder, params string[] arguments)
    {
        await Process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new EnasCall(folder, arguments)));
        await Process.StandardInput.FlushAsync();
        while (await Process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Mark, StringComparison.Ordinal))
            {
                return JsonSerializer.Deserialize<EnasResult>(line.AsSpan(Mark.Length))!;
            }
        }

        await Process.WaitForExitAsync();
        throw new InvalidOperationException($"the process that ran it died with exit code {Process.ExitCode}");
    }

    public void Dispose()
    {
        if (!Process.HasExited)
        {
            Process.Kill(entireProcessTree: true);
        }

        Process.Dispose();
    }
}

/// <summary>One command line for a worker.</summary>
internal sealed record EnasCall(string Folder, string[] Arguments);

/// <summary>What a worker does: no test, and run only where it is asked for by name.</summary>
public sealed class EnasWorkerLoop
{
    [Fact(Explicit = true)]
    public async Task Runs_command_lines_until_its_input_ends()
    {
        var output = Console.Out;
        while (await Console.In.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            var call = JsonSerializer.Deserialize<EnasCall>(line)!;
            var result = await EnasVerb.RunAsync(call.Folder, call.Arguments);
            await output.WriteLineAsync($"\n{EnasWorker.Mark}{JsonSerializer.Serialize(result)}"); // The runner leaves a line open.
        }
    }
}
