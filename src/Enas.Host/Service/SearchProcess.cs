using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Enas.Host.Searches;
using Enas.Host.Telemetry;

namespace Enas.Host.Service;

/// <summary>
/// One search in a process of its own, started by the same command line that a person would type. So a crash, a leak or a full memory of
/// one search is not the service's, a time limit can be enforced, and the fingerprint is that of a plain run.
/// </summary>
internal sealed partial class SearchProcess : IDisposable
{
    private const int Terminate = 15;

    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly StringBuilder _result = new();

    private SearchProcess(Process process, StreamWriter log) => (_process, _log) = (process, log);

    public int Id => _process.Id;

    public DateTimeOffset StartedAt { get; } = TimeProvider.System.GetUtcNow();

    public bool HasExited => _process.HasExited;

    /// <summary>Whether it was asked to stop because of its time limit.</summary>
    public bool IsOverLimit { get; private set; }

    /// <summary>Starts a search in its folder, or goes on with the one that is there.</summary>
    /// <param name="job">The job file.</param>
    /// <param name="folder">The search.</param>
    /// <param name="logPath">Where what it says to people goes.</param>
    /// <param name="span">The span that its own are under, as W3C trace context, or null.</param>
    public static SearchProcess Start(string job, string folder, string logPath, string? span)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(SearchProcess).Assembly.Location);
        }

        foreach (var argument in SearchLocator.IsSearch(folder) ? (string[])["resume", folder, "--json"] : ["run", job, "--out", folder, "--json"])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[TelemetrySource.MetricsExporter] = "none"; // The service measures what it commits.
        if (span is not null)
        {
            start.Environment[TelemetrySource.TraceParent] = span;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(logPath)!);
        var log = new StreamWriter(logPath, append: true) { AutoFlush = true };
        var search = new SearchProcess(Process.Start(start)!, log);
        search.Read();
        return search;
    }

    /// <summary>Asks for a clean stop at the next step.</summary>
    public void Stop(bool isOverLimit = false)
    {
        IsOverLimit |= isOverLimit;
        if (!_process.HasExited)
        {
            _ = Kill(_process.Id, Terminate);
        }
    }

    /// <summary>How it ended, once it has exited.</summary>
    public SearchEnd End()
    {
        _process.WaitForExit(); // Until both streams are read to their ends.
        return EndOf(_process.ExitCode, _result.ToString(), IsOverLimit);
    }

    /// <summary>An end from its exit code and from what it printed for programs.</summary>
    public static SearchEnd EndOf(int exitCode, string printed, bool isOverLimit)
    {
        try
        {
            var result = JsonNode.Parse(printed);
            return new SearchEnd(exitCode, (string?)result?["fingerprint"], ((string?)result?["error"]?["message"])?.Split('\n')[0], isOverLimit);
        }
        catch (JsonException)
        {
            return new SearchEnd(exitCode, IsOverLimit: isOverLimit); // It died before it printed a result.
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _process.Dispose();
        _log.Dispose();
    }

    private void Read()
    {
        _process.StandardInput.Close();
        _process.OutputDataReceived += (_, line) => _result.AppendLine(line.Data);
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null)
            {
                _log.WriteLine(line.Data);
            }
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
