using System.Net.Sockets;
using Enas.Host.Cli;
using Enas.Host.Service;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Enas.Host.Dashboard;

/// <summary>A dashboard on an address of its own: Kestrel and nothing else.</summary>
internal sealed class DashboardServer : IHttpApplication<HttpContext>, IAsyncDisposable
{
    private const int MostBody = 16 << 10;

    private static readonly TimeSpan s_lastAnswers = TimeSpan.FromSeconds(2);

    private readonly DashboardApp _app;
    private readonly KestrelServer _server;

    private DashboardServer(DashboardApp app, KestrelServer server) => (_app, _server) = (app, server);

    /// <summary>Listens.</summary>
    /// <exception cref="ListenException">The address cannot be had.</exception>
    public static async Task<DashboardServer> StartAsync(DashboardApp app, string listen)
    {
        var kestrel = new KestrelServerOptions { AddServerHeader = false };
        kestrel.Limits.MaxRequestBodySize = MostBody;
        try
        {
            ListenAddress.AddTo(kestrel, listen);
            var server = new DashboardServer(app, new KestrelServer(Options.Create(kestrel),
                new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
                NullLoggerFactory.Instance));
            await server._server.StartAsync(server, CancellationToken.None);
            return server;
        }
        catch (Exception error) when (error is IOException or SocketException or InvalidOperationException)
        {
            throw new ListenException($"--listen {listen}: {error.Message}", error);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // Streams of news end first: they would hold the server.
        await _app.DisposeAsync();
        using var limit = new CancellationTokenSource(s_lastAnswers);
        await _server.StopAsync(limit.Token);
        _server.Dispose();
    }

    HttpContext IHttpApplication<HttpContext>.CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    void IHttpApplication<HttpContext>.DisposeContext(HttpContext context, Exception? exception)
    {
    }

    Task IHttpApplication<HttpContext>.ProcessRequestAsync(HttpContext context) => _app.AnswerAsync(context);
}
