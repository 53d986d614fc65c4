using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Enas.Host.Tests.Telemetry;

/// <summary>A span as it arrived.</summary>
public sealed record ReceivedSpan(string TraceId, string Id, string ParentId, string Name, string Service);

/// <summary>A collector's OTLP/HTTP side: takes protobuf, and reads of it what the tests ask for (opentelemetry-proto, trace.proto,
/// metrics.proto and logs.proto).</summary>
public sealed class OtlpReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _receiving;

    public OtlpReceiver()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Endpoint = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}");
        }

        _listener.Prefixes.Add(Endpoint + "/");
        _listener.Start();
        _receiving = Task.Run(ReceiveAsync);
    }

    public string Endpoint { get; }

    /// <summary>The variables that make a process export to here.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment =>
        [new("OTEL_EXPORTER_OTLP_ENDPOINT", Endpoint), new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")];

    public IReadOnlyList<ReceivedSpan> Spans =>
    [
        .. from resource in Messages("/v1/traces", 1)
           let service = Encoding.UTF8.GetString(
               Fields(resource, 1).SelectMany(inner => Fields(inner, 1)).First(attribute => Text(attribute, 1) == "service.name"))
           from scope in Fields(resource, 2)
           from span in Fields(scope, 2)
           select new ReceivedSpan(Hex(span, 1),
               Hex(span, 2), Hex(span, 4), Text(span, 5), service.Contains("enas", StringComparison.Ordinal) ? "enas" : service),
    ];

    public IReadOnlyList<string> Metrics =>
        [.. Messages("/v1/metrics", 1).SelectMany(resource => Fields(resource, 2))
            .SelectMany(scope => Fields(scope, 2)).Select(metric => Text(metric, 1)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Messages as people read them.</summary>
    public IReadOnlyList<string> Logs =>
        [.. Messages("/v1/logs", 1).SelectMany(resource => Fields(resource, 2))
            .SelectMany(scope => Fields(scope, 2)).SelectMany(record => Fields(record, 5)).Select(body => Text(body, 1))];

    public void Dispose()
    {
        _closed.SetResult();
        _listener.Close();
        _receiving.Wait();
    }

    private static string Text(byte[] message, int number) => Encoding.UTF8.GetString(Fields(message, number).FirstOrDefault() ?? []);

    private static string Hex(byte[] message, int number) => Convert.ToHexStringLower(Fields(message, number).FirstOrDefault() ?? []);

    /// <summary>The length-delimited fields of a protobuf message that have a number (protobuf's wire format).</summary>
    private static List<byte[]> Fields(byte[] message, int number)
    {
        var found = new List<byte[]>();
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message, ref at);
            var length = (key & 7) switch
            {
                0 => 0,
                1 => 8,
                5 => 4,
                2 => (int)Varint(message, ref at),
                _ => throw new InvalidDataException($"wire type {key & 7}")
            };
            if ((key & 7) == 0)
            {
                _ = Varint(message, ref at);
            }
            else if ((key & 7) == 2 && (int)(key >> 3) == number)
            {
                found.Add(message[at..(at + length)]);
            }

            at += length;
        }

        return found;
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }

    private IEnumerable<byte[]> Messages(string path, int number) =>
        _received.Where(request => request.Path == path).SelectMany(request => Fields(request.Body, number));

    private async Task ReceiveAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                // What is asked for while the listener closes may never be answered.
                var asked = _listener.GetContextAsync();
                if (await Task.WhenAny(asked, _closed.Task) != asked)
                {
                    return;
                }

                var context = await asked;
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                _received.Enqueue((context.Request.Url!.AbsolutePath, body.ToArray()));
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // Closed.
            }
        }
    }
}
