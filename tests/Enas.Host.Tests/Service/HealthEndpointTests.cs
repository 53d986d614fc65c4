using System.Net;
using System.Net.Sockets;
using Enas.Host.Cli;
using Enas.Host.Service;
using Enas.Host.Telemetry;
using Enas.Host.Tests.Cli;
using Microsoft.Extensions.Logging.Abstractions;

namespace Enas.Host.Tests.Service;

/// <summary>Health and metrics as they are asked for: by any name of loopback, through a proxy, on any address.</summary>
public sealed class HealthEndpointTests : IDisposable
{
    private readonly WorkFolder _work = new();
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        _work.Dispose();
    }

    [Theory]
    [InlineData("127.0.0.1:{0}", "127.0.0.1 localhost enas.example [::1]", "")]
    [InlineData("localhost:{0}", "127.0.0.1 localhost enas.example", "")]
    [InlineData("0.0.0.0:{0}", "127.0.0.1 localhost enas.example", "")]
    [InlineData("+:{0}", "127.0.0.1 localhost enas.example", "")]
    [InlineData("127.0.0.1:{0}", "127.0.0.1 localhost [::1] enas.example ENAS.example", "other.example 10.0.0.1", "enas.example")]
    public async Task Names_are_answered_for_that_are_loopbacks_or_allowed(
        string listen, string answered, string refused, params string[] allowed)
    {
        var port = ServiceProbe.FreePort();
        await using var services = ReadinessTests.Services(Options(string.Format(null, listen, port), AllowedHosts.Of(allowed)));
        using var health = Endpoint(services);
        await health.StartAsync(TestContext.Current.CancellationToken);
        foreach (var host in answered.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            Assert.Equal(HttpStatusCode.OK, await AskAsync(port, host));
        }

        foreach (var host in refused.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            Assert.Equal(HttpStatusCode.MisdirectedRequest, await AskAsync(port, host));
        }

        await health.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Pages_are_only_read_and_others_are_not_found()
    {
        var port = ServiceProbe.FreePort();
        await using var services = ReadinessTests.Services(Options($"127.0.0.1:{port}", AllowedHosts.Any));
        using var health = Endpoint(services);
        await health.StartAsync(TestContext.Current.CancellationToken);
        var at = new Uri($"http://127.0.0.1:{port}/");
        Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync(at, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed,
            (await _http.PostAsync(new Uri(at, "metrics"), null, TestContext.Current.CancellationToken)).StatusCode);
        var notBegun = await _http.GetAsync(new Uri(at, "healthz/ready"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, notBegun.StatusCode);
        using var held = new TcpClient("127.0.0.1", port); // Who says nothing does not hold the service.
        await health.StopAsync(TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Address_in_use_is_unavailable()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await using var services = ReadinessTests.Services(
            Options($"127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}", AllowedHosts.Any));
        using var health = Endpoint(services);
        var error = await Assert.ThrowsAsync<ListenException>(() => health.StartAsync(TestContext.Current.CancellationToken));
        Assert.Equal(ExitCodes.Unavailable, ErrorMapping.Of(error).ExitCode);
    }

    [Fact]
    public void Allowed_name_that_is_none_is_told_with_what_it_was_given_by() => Assert.StartsWith("ENAS__X a:80: expected a host name",
        Assert.Throws<CommandLineException>(() => AllowedHosts.Of(["a:80"], "ENAS__X")).Message, StringComparison.Ordinal);

    private static HealthEndpoint Endpoint(Microsoft.Extensions.DependencyInjection.ServiceProvider services) => new(
        (ServeOptions)services.GetService(typeof(ServeOptions))!, (Dispatcher)services.GetService(typeof(Dispatcher))!,
            new PrometheusText(), TimeProvider.System, NullLogger<HealthEndpoint>.Instance);

    private ServeOptions Options(string listen, AllowedHosts hosts) =>
        new(_work.Root, Path.Combine(_work.Root, "runs"), 1, listen) { AllowedHosts = hosts };

    private async Task<HttpStatusCode> AskAsync(int port, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://127.0.0.1:{port}/metrics"))
        {
            Headers = { Host = $"{host}:{port}" }
        };
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
