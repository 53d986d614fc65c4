using System.Diagnostics;
using System.Text.Json;
using Enas.Host.Tests.Faults.Hooks;
using Enas.TestKit.Processes;

namespace Enas.Host.Tests.Cli;

/// <summary>What a run of the executable left.</summary>
public sealed record EnasResult(int ExitCode, string Output, string Error)
{
    /// <summary>Standard output as the one JSON object that it must be; anything beside it fails to parse.</summary>
    public JsonElement Json()
    {
        using var document = JsonDocument.Parse(Output);
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        return document.RootElement.Clone();
    }
}

/// <summary>The real executable as a process, in a folder of its own.</summary>
public sealed class EnasProcess : IDisposable
{
    /// <summary>The longest that anything short is waited for, also on a machine that has a lot else to do.</summary>
    internal static TimeSpan Longest { get; } = TimeSpan.FromMinutes(4);

    private static readonly string? s_installed = Environment.GetEnvironmentVariable("ENAS_PROGRAM");

    private EnasProcess(Process process) => Process = process;

    /// <summary>The executable: the installed one that <c>ENAS_PROGRAM</c> names, or that of the build.</summary>
    public static string Program { get; } = s_installed ?? Built;

    /// <summary>That of the build.</summary>
    public static string Built => Path.Combine(AppContext.BaseDirectory, "enas");

    /// <summary>Whether it is the installed one.</summary>
    public static bool IsInstalled => s_installed is not null;

    public Process Process { get; }

    public static EnasProcess Start(string folder, params string[] arguments) => Start(folder, [], arguments);

    /// <summary>Starts it with environment variables of its own.</summary>
    public static EnasProcess Start(string folder, IEnumerable<KeyValuePair<string, string>> environment, IEnumerable<string> arguments) =>
        Start(Program, folder, environment, arguments);

    /// <summary>Starts it with the hooks of <see cref="FaultHooks"/>, which look at environment variables.</summary>
    public static EnasProcess StartWithHooks(
        string folder, IEnumerable<KeyValuePair<string, string>> environment, IEnumerable<string> arguments) =>
        Start(Program, folder, [.. FaultHooks.Environment, .. environment], arguments);

    /// <summary>Starts another executable than the one under test.</summary>
    public static EnasProcess StartProgram(string program, string folder, params string[] arguments) =>
        Start(program, folder, [], arguments);

    private static EnasProcess Start(
        string program, string folder, IEnumerable<KeyValuePair<string, string>> environment, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Remove("NO_COLOR");
        start.Environment.Remove("ENAS__Runs__Root");
        start.Environment["TERM"] = "xterm-256color";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new EnasProcess(ProcessStarts.Start(start));
    }

    public static async Task<EnasResult> RunAsync(string folder, params string[] arguments)
    {
        using var enas = Start(folder, arguments);
        return await enas.EndAsync();
    }

    public Task<EnasResult> EndAsync() => EndAsync(Longest);

    /// <summary>Waits for its end, for a long run.</summary>
    public async Task<EnasResult> EndAsync(TimeSpan longest)
    {
        var output = Process.StandardOutput.ReadToEndAsync();
        var error = Process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(longest);
        await Process.WaitForExitAsync(limit.Token);
        return new EnasResult(Process.ExitCode, await output, await error);
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
