using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Enas.Host.Tests.Data;

/// <summary>A small HTTP server on the loopback interface that speaks Range and misbehaves on demand.</summary>
public sealed class RangeServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly SortedDictionary<string, byte[]> _files;
    private readonly List<string> _requests = [];
    private readonly Task _loop;
    private bool _stopped;

    public RangeServer(SortedDictionary<string, byte[]> files)
    {
        _files = files;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _loop = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>Bytes of the body after which a connection is cut; 0 for never.</summary>
    public int CutAfter { get; set; }

    /// <summary>How many connections are still to be cut.</summary>
    public int Cuts { get; set; } = int.MaxValue;

    /// <summary>False: a Range header is ignored.</summary>
    public bool SpeaksRange { get; set; } = true;

    /// <summary>False: no Content-Length; the end of the connection is the end of the body.</summary>
    public bool SendsLength { get; set; } = true;

    /// <summary>True: headers come, the body does not.</summary>
    public bool Stalls { get; set; }

    /// <summary>Answer with this instead of a file.</summary>
    public int? Status { get; set; }

    /// <summary>"NAME offset" of every request so far.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>From now on the port is closed.</summary>
    public void Dispose()
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        _stop.Cancel();
        _listener.Stop();
        _loop.Wait(TimeSpan.FromSeconds(5));
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var connection = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(connection);
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or IOException)
            {
                // The test is over, or the client went away.
            }
        }
    }

    private async Task AnswerAsync(TcpClient connection)
    {
        var stream = connection.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        if ((await reader.ReadLineAsync(_stop.Token))?.Split(' ') is not [_, var path, ..])
        {
            // The client connected and left.
            return;
        }

        var name = path.TrimStart('/');
        var offset = 0;
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } header)
        {
            if (header.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
            {
                offset = int.Parse(header["Range: bytes=".Length..].TrimEnd('-'));
            }
        }

        lock (_requests)
        {
            _requests.Add($"{name} {offset}");
        }

        await SendAsync(stream, name, SpeaksRange ? offset : 0);
    }

    private async Task SendAsync(NetworkStream stream, string name, int offset)
    {
        if (Status is { } status || !_files.TryGetValue(name, out var body))
        {
            await WriteHeadAsync(stream, $"{Status ?? 404} Unhappy", "Content-Length: 0\r\n");
            return;
        }

        if (offset >= body.Length && offset > 0)
        {
            await WriteHeadAsync(stream, "416 Range Not Satisfiable", "Content-Length: 0\r\n");
            return;
        }

        var length = SendsLength ? $"Content-Length: {body.Length - offset}\r\n" : "";
        var range = offset > 0 ? $"Content-Range: bytes {offset}-{body.Length - 1}/{body.Length}\r\n" : "";
        await WriteHeadAsync(stream, offset > 0 ? "206 Partial Content" : "200 OK", length + range);
        if (Stalls)
        {
            await Task.Delay(Timeout.Infinite, _stop.Token);
        }

        var count = body.Length - offset;
        if (CutAfter > 0 && Cuts > 0 && count > CutAfter)
        {
            Cuts--;
            count = CutAfter;
        }

        await stream.WriteAsync(body.AsMemory(offset, count), _stop.Token);
        await stream.FlushAsync(_stop.Token);
    }

    private static async Task WriteHeadAsync(NetworkStream stream, string status, string headers) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{headers}Connection: close\r\n\r\n"));
}
