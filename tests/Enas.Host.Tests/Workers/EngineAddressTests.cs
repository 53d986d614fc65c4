using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using Enas.Host.Workers.Nats;
using Enas.Host.Tests.Cli;
using Enas.TestKit.Faults;

namespace Enas.Host.Tests.Workers;

/// <summary>What a command line may say of an engine, and what is refused before anything is sent.</summary>
public sealed class EngineAddressTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    /// <summary>The last two are no addresses, and are refused elsewhere.</summary>
    [Theory]
    [InlineData("nats://me:s3cret@127.0.0.1:4222", "nats://...@127.0.0.1:4222: allowed are")]
    [InlineData("tls://s3cret@10.0.0.1:4222", "tls://...@10.0.0.1:4222: allowed are")]
    [InlineData("nats://me:s3/cret@127.0.0.1:4222", "nats://...@127.0.0.1:4222: allowed are")]
    [InlineData("nats://me:s3cret@127.0.0.1:99999", "nats://...@127.0.0.1:99999: allowed are")]
    [InlineData("me:s3cret@127.0.0.1:4222", "...@127.0.0.1:4222: allowed are")]
    public async Task A_password_in_an_address_is_not_shown(string url, string words)
    {
        var refused = await _work.Enas("cluster", "status", "--engine", url, "--json");
        Assert.Equal(64, refused.ExitCode);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
        Assert.All((string[])[refused.Output, refused.Error], text => Assert.DoesNotContain("cret", text, StringComparison.Ordinal));
    }

    /// <summary>Another address of this machine: whatever was sent there would come here. It is heard that something does come here where
    /// an engine may be asked.</summary>
    [Fact]
    public async Task Nothing_is_sent_to_another_address_without_tls_and_credentials()
    {
        var report = new FaultReport(14, "another address without TLS");
        using var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        string[] addresses = [.. Others().SelectMany(other => (string[])["nats", "tls"], (other, scheme) =>
            string.Create(CultureInfo.InvariantCulture, $"{scheme}://{other}:{port}"))];
        Assert.SkipWhen(addresses.Length == 0, "this machine has no address but that of itself");
        foreach (var engine in addresses)
        {
            foreach (var command in (string[][])[["cluster", "status"], ["cluster", "drain", "x"], ["worker", "--root", "."],
                ["run", "tiny.json", "--whole", "--out", "a", "--root", "."]])
            {
                using var process = EnasProcess.Start(_work.Root, [.. command, "--engine", engine]);
                var refused = await process.EndAsync();
                Assert.True(refused.ExitCode == 64, refused.Error);
                Assert.Contains("nothing was sent", refused.Error, StringComparison.Ordinal);
                Assert.False(listener.Pending());
            }
        }

        using var here = EnasProcess.Start(_work.Root, ["cluster", "status", "--engine",
            string.Create(CultureInfo.InvariantCulture, $"nats://127.0.0.1:{port}")]);
        using var limit = new CancellationTokenSource(EnasProcess.Longest);
        using var came = await listener.AcceptSocketAsync(limit.Token);
        Assert.True(came.Connected);
        report.Passed("exit code 64, and a listener there heard nothing");
    }

    /// <summary>A server tells its clients of others like it, and they go there when it is away.</summary>
    [Fact]
    public async Task Who_asks_an_engine_on_this_machine_does_not_follow_it_to_another_one()
    {
        var other = Others().FirstOrDefault();
        Assert.SkipWhen(other is null, "this machine has no address but that of itself");
        using var here = new TcpListener(IPAddress.Loopback, 0);
        using var there = new TcpListener(IPAddress.Any, 0);
        here.Start();
        there.Start();
        using var limit = new CancellationTokenSource(EnasProcess.Longest);
        await using var queue = NatsWork.Open(
            EngineAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"nats://127.0.0.1:{PortOf(here)}"), null),
            TimeSpan.FromSeconds(1), null, TimeProvider.System);
        var asking = queue.StatusAsync(limit.Token).AsTask();
        for (var connection = 0; connection < Connections; connection++)
        {
            using var came = await here.AcceptSocketAsync(limit.Token);
            var info = string.Create(CultureInfo.InvariantCulture, $"{other}:{PortOf(there)}");
            info = """INFO {"server_id":"A","version":"2.9.10","proto":1,"headers":true,"max_payload":1048576,"connect_urls":["ADDRESS"]}"""
                .Replace("ADDRESS", info, StringComparison.Ordinal);
            await came.SendAsync(Encoding.ASCII.GetBytes(info + "\r\n"), limit.Token);
            await HearAsync(came, "PING\r\n", limit.Token);
            await came.SendAsync("PONG\r\n"u8.ToArray(), limit.Token);
            Assert.False(there.Pending());
        }

        await limit.CancelAsync();
        await ((Task)asking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Assert.False(there.Pending());
    }

    // It is gone from one connection to the next often enough for every address to have had its turn.
    private const int Connections = 6;

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private static async Task HearAsync(Socket socket, string words, CancellationToken limit)
    {
        var heard = new StringBuilder();
        var buffer = new byte[4096];
        while (!heard.ToString().Contains(words, StringComparison.Ordinal))
        {
            var count = await socket.ReceiveAsync(buffer, limit);
            if (count == 0)
            {
                return;
            }

            heard.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }
    }

    private static IEnumerable<IPAddress> Others() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses).Select(address => address.Address)
        .Where(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address)).Take(1);
}
