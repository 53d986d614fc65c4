using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Enas.Host.Service;

/// <summary>
/// <c>/healthz/live</c>, <c>/healthz/ready</c> and <c>/metrics</c> (Prometheus), read only. The listener of the class
/// library does: ASP.NET would be loaded for three pages.
/// </summary>
internal sealed class HealthEndpoint(ServeOptions options, Dispatcher dispatcher, PrometheusText metrics, TimeProvider time, ILogger<HealthEndpoint> log) : BackgroundService
{
    private static readonly TimeSpan s_stalled = TimeSpan.FromSeconds(30);

    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HttpListener _listener = new();

    /// <summary>The answer to one path of health.</summary>
    public static (int Code, string Type, string Text) Answer(string? path, ServiceStatus? status, DateTimeOffset now)
    {
        var isLive = status is null || now - status.LookedAt < s_stalled;
        return path switch
        {
            "/healthz/live" => (isLive ? 200 : 503, "text/plain", isLive ? "live\n" : "stalled\n"),
            "/healthz/ready" => (status is not null && isLive && status.Problems.Count == 0 ? 200 : 503, "application/json", Ready(status, isLive).ToJsonString(s_json) + "\n"),
            _ => (404, "text/plain", "there is /healthz/live, /healthz/ready and /metrics\n"),
        };
    }

    /// <summary>Listens before anything else starts, so that an address in use ends the service and is not only logged.</summary>
    /// <exception cref="ListenException">The address cannot be had.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _listener.Prefixes.Add($"http://{options.Listen}/");
            _listener.Start();
        }
        catch (Exception error) when (error is HttpListenerException or ArgumentException or System.Net.Sockets.SocketException)
        {
            throw new ListenException($"--listen {options.Listen}: {error.Message}", error);
        }

        log.Listening(options.Listen);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        ((IDisposable)_listener).Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stop = stoppingToken.Register(_listener.Stop);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                Write(await _listener.GetContextAsync());
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or IOException)
            {
                // The caller went away, or the service stops.
            }
        }
    }

    private void Write(HttpListenerContext context)
    {
        var path = context.Request.Url?.AbsolutePath;
        var (code, type, text) = path == "/metrics" ? (200, PrometheusText.MediaType, metrics.Read()) : Answer(path, dispatcher.Status, time.GetUtcNow());
        context.Response.StatusCode = code;
        context.Response.ContentType = type;
        context.Response.Close(Encoding.UTF8.GetBytes(text), willBlock: false);
    }

    private static JsonObject Ready(ServiceStatus? status, bool isLive) => status is null ? new JsonObject { ["status"] = "starting" } : new JsonObject
    {
        ["status"] = !isLive ? "stalled" : status.Problems.Count > 0 ? "not ready" : status.Broken.Count > 0 ? "degraded" : "ready",
        ["problems"] = new JsonArray([.. status.Problems.Select(problem => JsonValue.Create(problem.Words))]),
        ["jobs"] = status.JobCount,
        ["running"] = status.Running,
        ["queued"] = status.Queued,
        ["broken"] = new JsonArray([.. status.Broken.Select(broken => JsonValue.Create(broken.ToString()))]),
    };
}

/// <summary>States as people and programs read them.</summary>
internal static class FireText
{
    public static string Of(FireState state) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(state.ToString());
}
