using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Enas.TestKit.Processes;

namespace Enas.Host.Tests.Workers;

/// <summary>A NATS server of this test's own, on loopback, with its data in a folder of its own. <c>eng/nats</c> installs the
/// program.</summary>
public sealed partial class NatsServer : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly string _data = Directory.CreateTempSubdirectory("enas-nats-").FullName;
    private const int MostLastWords = 2000;

    private Process _process;
    private Task<string> _said = Task.FromResult(string.Empty);
    private int _port = -1;

    private readonly string[] _more;
    private readonly KeyValuePair<string, string>[] _environment;

    private NatsServer(string[] more, KeyValuePair<string, string>[] environment)
    {
        (_more, _environment) = (more, environment);
        _process = Start();
    }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"{(_more.Length == 0 ? "nats" : "tls")}://127.0.0.1:{_port}");

    /// <summary>A server that answers.</summary>
    public static NatsServer Begin() => new([], []);

    /// <summary>A server with a file of settings, which has TLS.</summary>
    public static NatsServer Begin(string settings, params KeyValuePair<string, string>[] environment) =>
        new(["-c", settings], environment);

    /// <summary>Whether it still runs, in words; with the end of what it said where it does not.</summary>
    public string State => !_process.HasExited ? "the server runs" : $"the server ended with {_process.ExitCode}: {LastWords}";

    private string LastWords =>
        _said.IsCompletedSuccessfully && _said.Result is var all ? all[^Math.Min(MostLastWords, all.Length)..] : "not heard";

    /// <summary>Memory that it has now.</summary>
    public long ResidentMegabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 >> 20;
        }
    }

    /// <summary>Ends it as kill -9 does.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Stops its time.</summary>
    public void Freeze() => Cluster.Freeze(_process.Id);

    /// <summary>Lets its time go on.</summary>
    public void Wake() => Cluster.Wake(_process.Id);

    /// <summary>Begins it again at the same address.</summary>
    public void Again() => _process = Start();

    /// <summary>Removes all that it keeps.</summary>
    public void Forget() => Directory.Delete(Path.Combine(_data, "jetstream"), recursive: true);

    public void Dispose()
    {
        Kill();
        _process.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("nats-server") { RedirectStandardError = true };
        string[] settings = _more.Length > 0 ? _more : ["-js", "-sd", _data];
        foreach (var argument in (string[])["-a", "127.0.0.1", "-p", _port.ToString(CultureInfo.InvariantCulture), .. settings])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["PATH"] = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin";
        var process = ProcessStarts.Start(start);
        using var limit = new CancellationTokenSource(s_patience);
        for (var isReady = false; !isReady;)
        {
            var line = process.StandardError.ReadLineAsync(limit.Token).AsTask().GetAwaiter().GetResult()
                ?? throw new InvalidOperationException("nats-server ended before it was ready");
            if (Listening().Match(line) is { Success: true } match)
            {
                _port = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            }

            isReady = line.Contains("Server is ready", StringComparison.Ordinal);
        }

        _said = process.StandardError.ReadToEndAsync();
        return process;
    }

    [GeneratedRegex(@"client connections on 127\.0\.0\.1:([0-9]+)")]
    private static partial Regex Listening();
}
