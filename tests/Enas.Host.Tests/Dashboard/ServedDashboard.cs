using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Enas.Host.Dashboard;
using Enas.Host.Dashboard.Access;
using Enas.Host.Service;
using Enas.Host.Tests.Cli;
using Enas.Host.Tests.Service;

namespace Enas.Host.Tests.Dashboard;

/// <summary>A dashboard in this process, on a port of its own, over a work folder with searches; one for a class.</summary>
public class ServedDashboard : IAsyncLifetime
{
    private DashboardServer? _server;

    public WorkFolder Work { get; } = new();

    public HttpClient Http { get; } = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All });

    public int Port { get; } = ServiceProbe.FreePort();

    public string Root => Path.Combine(Work.Root, "runs");

    public virtual async ValueTask InitializeAsync()
    {
        await Work.TinySearch("runs/one");
        Http.BaseAddress = new Uri($"http://127.0.0.1:{Port}");
        _server = await DashboardServer.StartAsync(App(TimeProvider.System), $"127.0.0.1:{Port}");
    }

    public async ValueTask DisposeAsync()
    {
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        Http.Dispose();
        Work.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>An answer as JSON, when it is there.</summary>
    public async Task<JsonElement> JsonAsync(string path)
    {
        while (true)
        {
            using var answer = await Http.GetAsync(new Uri("/api/v1/" + path, UriKind.Relative), TestContext.Current.CancellationToken);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode} {text}");
            if (answer.StatusCode == HttpStatusCode.OK && JsonElement.Parse(text) is var json
                && !(json.TryGetProperty("isLooking", out var looking) && looking.GetBoolean()))
            {
                return json;
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>What a verb prints for programs.</summary>
    public async Task<JsonNode> VerbAsync(params string[] arguments) =>
        JsonNode.Parse((await Work.Enas([.. arguments, "--json"])).Output)!;

    /// <summary>Who is answered: whoever asks for a name of loopback.</summary>
    internal static AccessRules Rules { get; } = new()
    {
        Hosts = AllowedHosts.Of(["localhost"]),
        HostCommand = "enas ui --host NAME",
        NoActions = "there are no actions here",
    };

    /// <summary>Another dashboard of the same, which no server serves.</summary>
    /// <param name="time">Its clock.</param>
    /// <param name="root">The only folder that it serves; those of this one when left out.</param>
    internal DashboardApp App(TimeProvider time, string? root = null) => new(
        new DashboardOptions { Roots = root is null ? Roots : [root], Access = Access, Service = Service }, time);

    private protected virtual IReadOnlyList<string> Roots => [Root];

    private protected virtual ServedService? Service => null;

    private protected virtual AccessRules Access => Rules;
}
