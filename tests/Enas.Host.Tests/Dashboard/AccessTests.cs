using System.Net;
using System.Text;
using Enas.Host.Cli;
using Enas.Host.Dashboard;
using Enas.Host.Dashboard.Access;
using Enas.Host.Dashboard.Live;
using Enas.Host.Service;

namespace Enas.Host.Tests.Dashboard;

/// <summary>Who is answered, on an address that needs no token.</summary>
public sealed class AccessTests(ServedDashboard served) : IClassFixture<ServedDashboard>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("[::1]", HttpStatusCode.OK)]
    [InlineData("evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("127.0.0.1.evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("10.0.0.1", HttpStatusCode.MisdirectedRequest)]
    public async Task Only_its_own_names_are_answered_for(string host, HttpStatusCode status)
    {
        foreach (var path in (string[])["/", "/api/v1/searches", "/healthz"])
        {
            Assert.Equal(status, await StatusAsync(path, request => request.Headers.Host = $"{host}:{served.Port}"));
        }
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.OK)]
    [InlineData("Sec-Fetch-Site", "none", HttpStatusCode.OK)]
    [InlineData("Origin", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    public async Task Pages_of_others_get_no_data(string name, string value, HttpStatusCode status) =>
        Assert.Equal(status, await StatusAsync("/api/v1/searches", request => request.Headers.Add(name, value)));

    [Theory]
    [InlineData("/api/v1/searches")]
    [InlineData("/api/v1/searches/none")]
    [InlineData("/")]
    public async Task Browsers_are_told_to_trust_nothing_but_our_script(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Origin", $"http://127.0.0.1:{served.Port}");
        using var answer = await served.Http.SendAsync(request, Cancelled);
        string Header(string name) => Assert.Single(answer.Headers.GetValues(name));
        var policy = Header("Content-Security-Policy");
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Resource-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.False(answer.Headers.Contains("Server"));
        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("/api/v1/searches/..%2f..%2fetc")]
    [InlineData("/api/v1/searches/%2e%2e")]
    [InlineData("/api/v1/searches/one%2f..%2f..")]
    [InlineData("/../../etc/passwd")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/index.html")]
    [InlineData("/api/v1/searches/one/job/../../../../../etc/passwd")]
    public async Task Nothing_outside_of_the_folders_has_an_address(string path)
    {
        // As it stands: a client would take the dots away.
        using var client = new System.Net.Sockets.TcpClient("127.0.0.1", served.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), Cancelled);
        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 404 Not Found", await reader.ReadLineAsync(Cancelled));
    }

    [Fact]
    public async Task Nothing_can_be_written()
    {
        foreach (var method in (HttpMethod[])[HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete])
        {
            using var request = new HttpRequestMessage(method, "/api/v1/searches/one") { Content = Json() };
            using var answer = await served.Http.SendAsync(request, Cancelled);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Reader_says_that_it_has_no_actions_and_asks_for_no_token()
    {
        using var content = Json();
        using var answer = await served.Http.PostAsync(
            new Uri("/api/v1/service/jobs/nightly/trigger", UriKind.Relative), content, Cancelled);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Contains("there are no actions here", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("enas.example", true)]
    [InlineData("127.0.0.1:5081", false)] // A proxy that does not hand on the name that it was asked for.
    public void Page_behind_a_proxy_is_our_own_where_the_proxy_hands_on_the_name(string host, bool isOurs)
    {
        var gate = new Gate(ServedDashboard.Rules with { Hosts = AllowedHosts.Of(["enas.example"]) }, TimeProvider.System, new KeptLines());
        var context = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        context.Request.Host = new(host);
        context.Request.Headers.Origin = "https://enas.example";
        Assert.Equal(isOurs, gate.Refuse(context.Request, isData: true, isAction: false) is null);
    }

    [Theory]
    [InlineData("enas ui --host NAME")]
    [InlineData("enas serve --allow-host NAME")]
    public void Name_that_is_not_answered_for_comes_with_the_option_of_the_program_that_serves(string command)
    {
        var gate = new Gate(ServedDashboard.Rules with { HostCommand = command }, TimeProvider.System, new KeptLines());
        var context = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        context.Request.Host = new("evil.example");
        Assert.Equal($"this host name is not answered for; {command} allows it",
            gate.Refuse(context.Request, isData: true, isAction: false)!.Words);
    }

    [Fact]
    public void Wrong_tokens_are_counted_by_address_and_minute()
    {
        var time = new HandClock();
        var wrong = new WrongTokens(time);
        for (var i = 0; i < WrongTokens.Most; i++)
        {
            Assert.False(wrong.AreTooMany("one"));
            Assert.Equal(i + 1, wrong.Add("one"));
        }

        Assert.True(wrong.AreTooMany("one"));
        Assert.False(wrong.AreTooMany("other"));
        time.Now += TimeSpan.FromMinutes(1);
        Assert.False(wrong.AreTooMany("one"));
    }

    [Fact]
    public void Wrong_tokens_are_lines_of_the_log_and_the_last_one_says_who_is_shut_out()
    {
        var log = new KeptLines();
        var gate = new Gate(TokenDashboard.WithToken, new HandClock(), log);
        var context = Asking.For("/api/v1/searches");
        context.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.7");
        int Status(string token)
        {
            context.Request.Headers.Authorization = "Bearer " + token;
            return gate.Refuse(context.Request, isData: true, isAction: false)?.Status ?? 200;
        }

        Assert.Equal(200, Status(TokenDashboard.Token));
        Assert.Empty(log.Lines);
        for (var i = 0; i < WrongTokens.Most; i++)
        {
            Assert.Equal(401, Status("wrong"));
        }

        Assert.Equal(429, Status("wrong"));
        Assert.Equal(429, Status(TokenDashboard.Token));
        Assert.Equal(WrongTokens.Most + 1, log.Lines.Count); // Who is not listened to fills no log.
        Assert.All(log.Lines, line => Assert.Contains("192.0.2.7", line, StringComparison.Ordinal));
        Assert.Contains("proxy", log.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void So_many_streams_and_no_more()
    {
        var hub = new EventHub();
        var listeners = Enumerable.Range(0, EventHub.Most).Select(_ => hub.Listen(["one"])!).ToArray();
        Assert.Null(hub.Listen([]));
        hub.Leave(listeners[0]);
        Assert.NotNull(hub.Listen([]));
    }

    [Fact]
    public void Who_shows_one_search_is_told_of_it_alone_and_nothing_else_is_looked_for()
    {
        var hub = new EventHub();
        var one = hub.Listen(["one"], ["none"])!;
        Assert.False(hub.IsWaitedFor(News.Searches));
        hub.Tell(News.Of(News.Searches));
        hub.Tell(News.Of(News.Service));
        Assert.False(one.News.Reader.TryRead(out _));

        var list = hub.Listen([], [News.Searches])!;
        Assert.True(hub.IsWaitedFor(News.Searches));
        Assert.False(hub.IsWaitedFor(News.Service));
        hub.Tell(News.Of(News.Service));
        hub.Tell(News.Of(News.Searches));
        Assert.True(list.News.Reader.TryRead(out var told));
        Assert.Equal(News.Searches, told.Name);
        Assert.False(list.News.Reader.TryRead(out _));
        Assert.False(one.News.Reader.TryRead(out _));

        Assert.NotNull(hub.Listen([])); // Who says nothing is told of all.
        Assert.True(hub.IsWaitedFor(News.Service));
    }

    [Fact]
    public async Task Address_in_use_is_one_clear_error()
    {
        var app = served.App(TimeProvider.System);
        await using (app)
        {
            var error = await Assert.ThrowsAsync<ListenException>(() => DashboardServer.StartAsync(app, $"127.0.0.1:{served.Port}"));
            Assert.Equal(69, ErrorMapping.Of(error).ExitCode);
        }
    }

    internal static StringContent Json() => new("{}", Encoding.UTF8, "application/json");

    private async Task<HttpStatusCode> StatusAsync(string path, Action<HttpRequestMessage> with)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        with(request);
        using var answer = await served.Http.SendAsync(request, Cancelled);
        return answer.StatusCode;
    }
}
