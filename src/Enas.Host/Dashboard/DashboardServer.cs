using Enas.Host.Cli;
using Enas.Host.Service;

namespace Enas.Host.Dashboard;

/// <summary>A dashboard on an address of its own.</summary>
internal sealed class DashboardServer : IAsyncDisposable
{
    private readonly DashboardApp _app;
    private readonly PlainServer _server;

    private DashboardServer(DashboardApp app, PlainServer server) => (_app, _server) = (app, server);

    /// <summary>Listens.</summary>
    /// <exception cref="ListenException">The address cannot be had.</exception>
    public static async Task<DashboardServer> StartAsync(DashboardApp app, string listen) =>
        new(app, await PlainServer.StartAsync(listen, app.AnswerAsync, CancellationToken.None));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // Streams of news end first: they would hold the server.
        using var server = _server;
        try
        {
            await _app.DisposeAsync();
        }
        finally
        {
            await server.StopAsync();
        }
    }
}
