using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Enas.Host.Tests.Service;

/// <summary>What the tests of a service do to it from outside.</summary>
internal static partial class ServiceProbe
{
    /// <summary>The longest that anything is waited for, also on a machine that has a lot else to do.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromMinutes(5);

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until a service has looked at its folder for the first time.</summary>
    public static async Task UntilReadyAsync(int port)
    {
        using var http = new HttpClient();
        using var limit = new CancellationTokenSource(Longest);
        while (true)
        {
            try
            {
                _ = await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/healthz/ready"), limit.Token);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50, limit.Token); // Not listening, or starting.
            }
        }
    }

    /// <summary>Sends SIGTERM.</summary>
    public static void Terminate(Process process) => Assert.Equal(0, Kill(process.Id, 15));

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
