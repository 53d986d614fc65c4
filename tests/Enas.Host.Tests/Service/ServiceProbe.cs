using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Service;

/// <summary>What the tests of a service do to it from outside.</summary>
internal static partial class ServiceProbe
{
    /// <summary>The longest that anything is waited for, also on a machine that has a lot else to do.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromMinutes(5);

    private const int FirstPort = 20_000;
    private const int PortCount = 10_000;

    private static int s_ports = Environment.ProcessId * 16;

    /// <summary>A port that nothing listens on, below those that the system gives to connections: a service that starts again there finds
    /// it free.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = FirstPort + (Interlocked.Increment(ref s_ports) % PortCount);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken.
            }
        }
    }

    /// <summary>Waits until a service is ready, and says what kept one that is not.</summary>
    public static async Task UntilReadyAsync(EnasProcess serve, int port)
    {
        using var http = new HttpClient();
        var (said, limit) = ("nothing listened", Stopwatch.StartNew());
        while (limit.Elapsed < Longest)
        {
            if (serve.Process.HasExited)
            {
                var ended = await serve.EndAsync();
                Assert.Fail($"the service ended with {ended.ExitCode}: {ended.Error}");
            }

            try
            {
                using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/healthz/ready"));
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }

                said = await answer.Content.ReadAsStringAsync();
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(50);
        }

        Assert.Fail($"the service is not ready: {said}");
    }

    /// <summary>Reads what a service logs until it has started a search, whose process it names.</summary>
    public static async Task<int> StartedAsync(EnasProcess serve)
    {
        using var limit = new CancellationTokenSource(Longest);
        while (await serve.Process.StandardError.ReadLineAsync(limit.Token) is { } line)
        {
            const string Words = " started as process ";
            if (line.IndexOf(Words, StringComparison.Ordinal) is >= 0 and var at)
            {
                return int.Parse(line[(at + Words.Length)..], System.Globalization.CultureInfo.InvariantCulture);
            }
        }

        throw new InvalidOperationException("the service ended");
    }

    /// <summary>Sends SIGSTOP.</summary>
    public static void Pause(int process) => Assert.Equal(0, Kill(process, 19));

    /// <summary>Sends SIGTERM.</summary>
    public static void Terminate(Process process) => Assert.Equal(0, Kill(process.Id, 15));

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
