using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace Enas.TestKit.Stores;

/// <summary>
/// A server on the loopback interface that speaks as much of S3 as a search uses, path style: PUT with If-None-Match and SHA-256, GET,
/// HEAD, DELETE, ListObjectsV2 by pages, and errors on demand. Requests must be signed; whether the signature is right is not looked at.
/// </summary>
public sealed class S3Server : IDisposable
{
    public const string Bucket = "searches";

    private static readonly XNamespace s_namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    private readonly HttpListener _listener;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _loop;

    public S3Server(FaultyObjects objects)
    {
        Objects = objects;
        (_listener, Address) = Listen();
        _loop = ServeAsync();
    }

    public FaultyObjects Objects { get; }

    public string Address { get; }

    /// <summary>Waited for before a request is looked at: its verb, its key.</summary>
    public Func<string, string, Task> Hold { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>What users of S3 set to reach it.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Variables =>
    [
        new("AWS_ENDPOINT_URL", Address),
        new("AWS_REGION", "eu-central-1"),
        new("AWS_ACCESS_KEY_ID", "test"),
        new("AWS_SECRET_ACCESS_KEY", "test"),
    ];

    public void Dispose()
    {
        _closed.SetResult();
        _listener.Close();
        _loop.Wait();
    }

    // The listener takes no port 0: a free one is looked for, and somebody else may be quicker.
    private static (HttpListener Listener, string Address) Listen()
    {
        while (true)
        {
            using var socket = new TcpListener(IPAddress.Loopback, 0);
            socket.Start();
            var address = $"http://127.0.0.1:{((IPEndPoint)socket.LocalEndpoint).Port}/";
            socket.Stop();
            var listener = new HttpListener();
            listener.Prefixes.Add(address);
            try
            {
                listener.Start();
                return (listener, address);
            }
            catch (HttpListenerException)
            {
                listener.Close();
            }
        }
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                // What is asked for while the listener closes may never be answered.
                var asked = _listener.GetContextAsync();
                if (await Task.WhenAny(asked, _closed.Task) != asked)
                {
                    return;
                }

                context = await asked;
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(() => AnswerAsync(context));
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            await Hold(context.Request.HttpMethod, context.Request.Url!.AbsolutePath);
            Answer(context, body.ToArray());
            context.Response.Close();
        }
        catch (Exception gone) when (gone is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The client does not wait for its answer any more.
            context.Response.Abort();
        }
    }

    private void Answer(HttpListenerContext context, byte[] body)
    {
        var request = context.Request;
        var parts = Uri.UnescapeDataString(request.Url!.AbsolutePath).TrimStart('/').Split('/', 2);
        var key = parts.Length > 1 ? parts[1] : "";
        if (request.Headers["Authorization"]?.StartsWith("AWS4-HMAC-SHA256 ", StringComparison.Ordinal) is not true)
        {
            Fail(context, 403, "AccessDenied");
            return;
        }

        if (parts[0] != Bucket)
        {
            Fail(context, 404, "NoSuchBucket");
            return;
        }

        var verb = key.Length == 0 ? "LIST" : request.HttpMethod;
        var fault = Objects.Meet(verb, key);
        switch (fault)
        {
            case ObjectFault.ServerError:
                Fail(context, 500, "InternalError");
                return;
            case ObjectFault.Conflict when verb == "PUT":
                Fail(context, 409, "ConditionalRequestConflict");
                return;
            case ObjectFault.Conflict:
                Fail(context, 503, "SlowDown");
                return;
            case ObjectFault.Forbidden:
                Fail(context, 403, "AccessDenied");
                return;
        }

        Serve(context, verb, key, body);
        if (fault == ObjectFault.LostAnswer)
        {
            context.Response.Abort();
        }
    }

    private void Serve(HttpListenerContext context, string verb, string key, byte[] body)
    {
        switch (verb)
        {
            case "PUT" when context.Request.Headers["x-amz-checksum-sha256"] is { } digest
                && digest != Convert.ToBase64String(SHA256.HashData(body)):
                Fail(context, 400, "BadDigest");
                break;
            case "PUT":
                if (!Objects.Put(key, body, context.Request.Headers["If-None-Match"] == "*"))
                {
                    Fail(context, 412, "PreconditionFailed");
                }

                break;
            case "GET" or "HEAD":
                Send(context, key, withBody: verb == "GET");
                break;
            case "DELETE":
                Objects.Delete(key);
                context.Response.StatusCode = 204;
                break;
            case "LIST":
                List(context);
                break;
            default:
                Fail(context, 405, "MethodNotAllowed");
                break;
        }
    }

    private void Send(HttpListenerContext context, string key, bool withBody)
    {
        if (Objects.Get(key) is not { } bytes)
        {
            Fail(context, 404, "NoSuchKey");
            return;
        }

        context.Response.ContentLength64 = bytes.Length;
        if (withBody)
        {
            context.Response.OutputStream.Write(bytes);
        }
    }

    private void List(HttpListenerContext context)
    {
        var query = context.Request.QueryString;
        var encode = query["encoding-type"] == "url";
        if (query["delimiter"] is not null)
        {
            Write(context, new XElement(
                s_namespace + "ListBucketResult",
                new XElement(s_namespace + "Name", Bucket),
                new XElement(s_namespace + "IsTruncated", false),
                encode ? new XElement(s_namespace + "EncodingType", "url") : null,
                Objects.Folders(query["prefix"] ?? "").Select(key => new XElement(
                    s_namespace + "CommonPrefixes",
                    new XElement(s_namespace + "Prefix", encode ? Uri.EscapeDataString(key) : key)))));
            return;
        }

        var (keys, continuation) = Objects.List(query["prefix"] ?? "", query["start-after"], query["continuation-token"]);
        var result = new XElement(
            s_namespace + "ListBucketResult",
            new XElement(s_namespace + "Name", Bucket),
            new XElement(s_namespace + "IsTruncated", continuation is not null),
            continuation is null ? null : new XElement(s_namespace + "NextContinuationToken", continuation),
            encode ? new XElement(s_namespace + "EncodingType", "url") : null,
            keys.Select(key =>
                new XElement(s_namespace + "Contents", new XElement(s_namespace + "Key", encode ? Uri.EscapeDataString(key) : key))));
        Write(context, result);
    }

    private static void Fail(HttpListenerContext context, int status, string code)
    {
        context.Response.StatusCode = status;
        if (context.Request.HttpMethod != "HEAD")
        {
            Write(context, new XElement("Error", new XElement("Code", code), new XElement("Message", $"{code} on demand")));
        }
    }

    private static void Write(HttpListenerContext context, XElement element)
    {
        context.Response.ContentType = "application/xml";
        context.Response.OutputStream.Write(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + element));
    }
}
