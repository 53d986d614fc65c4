using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Enas.Host.Service;

/// <summary>
/// <c>/healthz/live</c>, <c>/healthz/ready</c> and <c>/metrics</c> (Prometheus), read only. The service's host starts
/// and stops it.
/// </summary>
internal sealed class HealthEndpoint(
    ServeOptions options, Dispatcher dispatcher, PrometheusText metrics, TimeProvider time, ILogger<HealthEndpoint> log,
    IServicePages? pages = null)
    : IHostedService, IDisposable
{
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private PlainServer? _server;

    /// <summary>The answer to one path of health.</summary>
    public static (int Code, string Type, string Text) Answer(string? path, ServiceStatus? status, DateTimeOffset now)
    {
        var readiness = Readiness.Of(status, now);
        var isLive = readiness != Readiness.Stalled;
        return path switch
        {
            "/healthz/live" => (isLive ? 200 : 503, "text/plain", isLive ? "live\n" : "stalled\n"),
            "/healthz/ready" => (readiness is Readiness.Ready or Readiness.Degraded
                ? 200 : 503, "application/json", Ready(status, readiness).ToJsonString(s_json) + "\n"),
            _ => (404, "text/plain", "there is /healthz/live, /healthz/ready and /metrics\n"),
        };
    }

    /// <summary>Listens before anything else starts, so that an address in use ends the service and is not only logged.</summary>
    /// <exception cref="ListenException">The address cannot be had.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _server = await PlainServer.StartAsync(options.Listen, AnswerAsync, cancellationToken);
        log.Listening(options.Listen);
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // Pages end first: their streams of news would hold the server.
        await (pages?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_server?.StopAsync() ?? Task.CompletedTask);
    }

    /// <inheritdoc />
    public void Dispose() => _server?.Dispose();

    private async Task AnswerAsync(HttpContext context)
    {
        if (pages is not null && !context.Request.Path.StartsWithSegments("/healthz") && context.Request.Path != "/metrics")
        {
            await pages.AnswerAsync(context);
            return;
        }

        var (code, type, text) = Answer(context.Request);
        context.Response.StatusCode = code;
        context.Response.ContentType = type;
        await context.Response.WriteAsync(text, context.RequestAborted);
    }

    private (int Code, string Type, string Text) Answer(HttpRequest request)
    {
        if (!options.AllowedHosts.Allow(request.Host.Host))
        {
            return (StatusCodes.Status421MisdirectedRequest,
                "text/plain", "this host name is not answered for; enas serve --allow-host NAME allows it\n");
        }

        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            return (StatusCodes.Status405MethodNotAllowed, "text/plain", "these pages are only read\n");
        }

        return request.Path == "/metrics" ? (StatusCodes.Status200OK, PrometheusText.MediaType, metrics.Read())
            : Answer(request.Path, dispatcher.Status, time.GetUtcNow());
    }

    private static JsonObject Ready(ServiceStatus? status, string readiness) =>
        status is null ? new JsonObject { ["status"] = readiness } : new JsonObject
        {
            ["status"] = readiness,
            ["problems"] = new JsonArray([.. status.Problems.Select(problem => JsonValue.Create(problem.Words))]),
            ["jobs"] = status.JobCount,
            ["running"] = status.Running,
            ["queued"] = status.Queued,
            ["broken"] = new JsonArray([.. status.Broken.Select(broken => JsonValue.Create(broken.ToString()))]),
            ["putAside"] = new JsonArray([.. status.PutAside.Select(problem => JsonValue.Create(problem.Words))]),
        };
}

/// <summary>States as people and programs read them.</summary>
internal static class FireText
{
    public static string Of(FireState state) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(state.ToString());
}
