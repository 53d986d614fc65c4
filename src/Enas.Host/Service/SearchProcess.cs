using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Host.Telemetry;
using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;

namespace Enas.Host.Service;

/// <summary>
/// One search in a process of its own, started by the same command line that a person would type. So a crash, a leak or a full memory of
/// one search is not the service's, a time limit can be enforced, and the fingerprint is that of a plain run.
/// </summary>
internal sealed partial class SearchProcess : IDisposable
{
    private const int Terminate = 15;

    private static readonly ConcurrentDictionary<SearchProcess, Process> s_alive = new();

    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly StringBuilder _result = new();
    private readonly Lock _one = new();
    private readonly Task _readToItsEnd;
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private long? _stoppedAt;
    private bool _isClosed;

    private SearchProcess(Process process, StreamWriter log)
    {
        (_process, _log) = (process, log);
        s_alive[this] = process;
        Read();
        _readToItsEnd = process.WaitForExitAsync(); // With both streams read to their ends.
    }

    /// <summary>The program that every search is a process of: this one, as it was when it was started.</summary>
    public static string Program { get; } = Environment.ProcessPath!;

    /// <summary>The files without which no search can be started.</summary>
    public static IReadOnlyList<string> ProgramFiles { get; } = IsRuntime ? [Program, typeof(SearchProcess).Assembly.Location] : [Program];

    public int Id => _process.Id;

    /// <summary>How long ago it was started.</summary>
    public TimeSpan Age => Stopwatch.GetElapsedTime(_startedAt);

    public bool HasExited => _process.HasExited;

    /// <summary>Whether all that it printed was read; whoever inherited its streams may hold them open for longer than it lives.</summary>
    public bool IsReadToItsEnd => _readToItsEnd.IsCompleted;

    /// <summary>How long ago it was asked to stop; null where it was not.</summary>
    public TimeSpan? StoppedFor => _stoppedAt is { } at ? Stopwatch.GetElapsedTime(at) : null;

    /// <summary>Whether it was asked to stop because of its time limit.</summary>
    public bool IsOverLimit { get; private set; }

    /// <summary>Starts a search in its folder, or goes on with the one that is there.</summary>
    /// <param name="job">The job file.</param>
    /// <param name="logPath">Where what it says to people goes.</param>
    /// <param name="span">The span that its own are under, as W3C trace context, or null.</param>
    /// <param name="then">What is done with the choice, or null.</param>
    /// <param name="more">What it is told beside that.</param>
    public static SearchProcess Start(
        string job, string folder, string logPath, string? span, FollowUpSteps? then = null, IReadOnlyList<string>? more = null)
    {
        var start = new ProcessStartInfo(Program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true
        };
        foreach (var file in ProgramFiles.Skip(1))
        {
            start.ArgumentList.Add(file);
        }

        foreach (var argument in SearchLocator.IsSearch(folder)
            ? (string[])["resume", folder, "--json", .. more ?? []] : ["run", job, "--out", folder, "--json", .. more ?? []])
        {
            start.ArgumentList.Add(argument);
        }

        if (then is { Names: { Count: > 0 } steps })
        {
            start.ArgumentList.Add("--then");
            start.ArgumentList.Add(string.Join(',', steps));
        }

        start.Environment[TelemetrySource.MetricsExporter] = "none"; // The service measures what it commits.
        if (span is not null)
        {
            start.Environment[TelemetrySource.TraceParent] = span;
        }

        var log = OpenLog(logPath);
        try
        {
            return new SearchProcess(Process.Start(start)!, log);
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>Asks for a clean stop at the next step.</summary>
    public void Stop(bool isOverLimit = false)
    {
        IsOverLimit |= isOverLimit;
        _stoppedAt ??= Stopwatch.GetTimestamp();
        if (!_process.HasExited)
        {
            _ = Kill(_process.Id, Terminate);
        }
    }

    /// <summary>Ends it at once, which costs no acknowledged step.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Ends all that run at once, for a service that ends at once itself: they would be nobody's.</summary>
    public static void KillAll()
    {
        foreach (var process in s_alive.Values)
        {
            try
            {
                process.Kill();
            }
            catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                // It ended already.
            }
        }
    }

    /// <summary>How it ended, once it has exited: by what was read of it until now.</summary>
    public SearchEnd End()
    {
        lock (_one)
        {
            return EndOf(_process.ExitCode, _result.ToString(), IsOverLimit) with { IsStopped = _stoppedAt is not null };
        }
    }

    /// <summary>An end from its exit code and from what it printed for programs.</summary>
    public static SearchEnd EndOf(int exitCode, string printed, bool isOverLimit)
    {
        try
        {
            var result = JsonNode.Parse(printed);
            return new SearchEnd(exitCode,
                (string?)result?["fingerprint"], ((string?)result?["error"]?["message"])?.Split('\n')[0], isOverLimit)
            {
                FollowUp = FollowUpRecord.Of(result),
            };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            return new SearchEnd(exitCode, IsOverLimit: isOverLimit); // It died before it printed a result.
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_one)
        {
            _isClosed = true;
            _log.Dispose();
        }

        s_alive.TryRemove(this, out _);
        _process.Dispose();
    }

    private static bool IsRuntime => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";

    /// <summary>Opens the file for what a search says to people: a regular file of ours, which a pipe or a link in its
    /// place is not.</summary>
    /// <exception cref="IOException">Something else has its name, or the disk refuses.</exception>
    private static StreamWriter OpenLog(string path)
    {
        OwnFolder.Require(Path.GetDirectoryName(Path.GetDirectoryName(path)!)!);
        OwnFolder.Create(Path.GetDirectoryName(path)!);
        return FileNames.KindOf(path, followLinks: false) is not (FileKind.Regular or FileKind.Absent) and var kind
            ? throw new StoreException(
                $"{ForeignText.Shown(path)} is {RegularFile.WordsOf(kind)} and must be a regular file of the service's own: move it away.")
            : new StreamWriter(path, append: true) { AutoFlush = true };
    }

    private void Read()
    {
        _process.StandardInput.Close();
        _process.OutputDataReceived += (_, line) => Take(() => _result.AppendLine(line.Data));
        _process.ErrorDataReceived += (_, line) => Take(() => Write(line.Data));
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Takes a line, on a thread of the process's streams: an exception would end the service.</summary>
    private void Take(Action take)
    {
        lock (_one)
        {
            if (!_isClosed)
            {
                take();
            }
        }
    }

    private void Write(string? line)
    {
        try
        {
            if (line is not null)
            {
                _log.WriteLine(line);
            }
        }
        catch (IOException)
        {
            // The disk is full: health says so, and the search itself says what it cannot write.
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
