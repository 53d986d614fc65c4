using System.Net.Sockets;
using Enas.Host.Cli;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Enas.Host.Service;

/// <summary>One function of requests on one address: Kestrel and nothing else, without a host of its own.</summary>
internal sealed class PlainServer : IHttpApplication<HttpContext>, IDisposable
{
    private const int MostBody = 16 << 10;

    private static readonly TimeSpan s_lastAnswers = TimeSpan.FromSeconds(2);

    private readonly RequestDelegate _answer;
    private readonly KestrelServer _server;

    private PlainServer(RequestDelegate answer, KestrelServer server) => (_answer, _server) = (answer, server);

    /// <summary>Listens.</summary>
    /// <param name="listen">The address, as it is typed.</param>
    /// <param name="answer">Answers a request.</param>
    /// <exception cref="ListenException">The address cannot be had.</exception>
    public static async Task<PlainServer> StartAsync(string listen, RequestDelegate answer, CancellationToken cancellationToken)
    {
        var kestrel = new KestrelServerOptions { AddServerHeader = false };
        kestrel.Limits.MaxRequestBodySize = MostBody;
        PlainServer? server = null;
        try
        {
            ListenAddress.AddTo(kestrel, listen);
            server = new PlainServer(answer, new KestrelServer(Options.Create(kestrel),
                new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
                NullLoggerFactory.Instance));
            await server._server.StartAsync(server, cancellationToken);
            return server;
        }
        catch (Exception error) when (error is IOException or SocketException or InvalidOperationException)
        {
            server?.Dispose();
            throw new ListenException($"--listen {listen}: {error.Message}", error);
        }
    }

    /// <summary>Takes no more requests, and gives those that it has a moment: a caller that holds its connection open does not hold
    /// the program.</summary>
    public async Task StopAsync()
    {
        using var limit = new CancellationTokenSource(s_lastAnswers);
        await _server.StopAsync(limit.Token);
    }

    /// <inheritdoc />
    public void Dispose() => _server.Dispose();

    HttpContext IHttpApplication<HttpContext>.CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    void IHttpApplication<HttpContext>.DisposeContext(HttpContext context, Exception? exception)
    {
    }

    Task IHttpApplication<HttpContext>.ProcessRequestAsync(HttpContext context) => _answer(context);
}
