using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Enas.Host.Service;

/// <summary>
/// <c>/healthz/live</c>, <c>/healthz/ready</c> and <c>/metrics</c> (Prometheus text format 0.0.4), read only. The listener of the class
/// library does: ASP.NET would be loaded for three pages.
/// </summary>
internal sealed class HealthEndpoint(ServeOptions options, Dispatcher dispatcher, TimeProvider time, ILogger<HealthEndpoint> log) : BackgroundService
{
    private static readonly TimeSpan s_stalled = TimeSpan.FromSeconds(30);

    private readonly HttpListener _listener = new();

    /// <summary>The answer to one path.</summary>
    public static (int Code, string Type, string Text) Answer(string? path, ServiceStatus? status, DateTimeOffset now)
    {
        var isLive = status is null || now - status.LookedAt < s_stalled;
        return path switch
        {
            "/healthz/live" => (isLive ? 200 : 503, "text/plain", isLive ? "live\n" : "stalled\n"),
            "/healthz/ready" => (status is not null && isLive ? 200 : 503, "application/json", Ready(status, isLive).ToJsonString() + "\n"),
            "/metrics" => (200, "text/plain; version=0.0.4", Metrics(status)),
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
        var (code, type, text) = Answer(context.Request.Url?.AbsolutePath, dispatcher.Status, time.GetUtcNow());
        context.Response.StatusCode = code;
        context.Response.ContentType = type;
        context.Response.Close(Encoding.UTF8.GetBytes(text), willBlock: false);
    }

    private static JsonObject Ready(ServiceStatus? status, bool isLive) => status is null ? new JsonObject { ["status"] = "starting" } : new JsonObject
    {
        ["status"] = !isLive ? "stalled" : status.Broken.Count > 0 ? "degraded" : "ready",
        ["jobs"] = status.JobCount,
        ["running"] = status.Running,
        ["queued"] = status.Queued,
        ["broken"] = new JsonArray([.. status.Broken.Select(broken => JsonValue.Create(broken.ToString()))]),
    };

    private static string Metrics(ServiceStatus? status)
    {
        var text = new StringBuilder();
        Gauge("enas_queue_depth", "Fires that wait for a place.", status?.Queued ?? 0);
        Gauge("enas_searches_running", "Searches that run now.", status?.Running ?? 0);
        Gauge("enas_job_files_broken", "Faults of files in the job folder.", status?.Broken.Count ?? 0);
        text.Append("# HELP enas_fires Fires in the history by state.\n# TYPE enas_fires gauge\n");
        foreach (var (state, count) in status?.Fires ?? [])
        {
            text.Append(CultureInfo.InvariantCulture, $"enas_fires{{state=\"{FireText.Of(state)}\"}} {count}\n");
        }

        return text.ToString();

        void Gauge(string name, string help, long value) => text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}\n");
    }
}

/// <summary>States as people and programs read them.</summary>
internal static class FireText
{
    public static string Of(FireState state) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(state.ToString());
}
