using System.Net;
using System.Net.Http.Headers;
using Enas.Host.Dashboard;
using Enas.Host.Dashboard.Access;
using Enas.Host.Service;
using Enas.Host.Telemetry;
using Enas.Host.Tests.Service;
using Microsoft.Extensions.Logging.Abstractions;

namespace Enas.Host.Tests.Dashboard;

/// <summary>A dashboard that is a part of a service, with a job that has a schedule, one that has none and one
/// whose schedule is broken, a broken file, and a schedule of no job.</summary>
public class ServiceDashboard : ServedDashboard
{
    public const string Token = "0123456789abcdef0123456789abcdef";

    public string Jobs => Path.Combine(Work.Root, "jobs");

    public override async ValueTask InitializeAsync()
    {
        Work.Write("jobs/nightly.json", File.ReadAllText(Work.Tiny));
        Work.Write("jobs/demand.json", File.ReadAllText(Work.Tiny));
        Work.Write("jobs/broken.json", "{\n  \"sed\": 1\n}\n");
        Work.Write("jobs/crooked.json", File.ReadAllText(Work.Tiny));
        Work.Write("jobs/crooked.schedule.json", "{\n  \"cron\": \"at night\"\n}\n");
        Work.Write("jobs/orphan.schedule.json", "{\n  \"cron\": \"0 0 3 * * ?\"\n}\n");
        await Work.Enas("schedule", "add", "nightly", "--cron", "0 0 3 * * ?");
        await base.InitializeAsync();
    }

    protected virtual bool CanAct => true;

    private protected override AccessRules Access => Rules with
    {
        HostCommand = "enas serve --allow-host NAME",
        NoActions = CanAct ? null : "there are no actions here",
        Token = UiToken.Of(Token, "test"),
    };

    private protected override ServedService? Service => new()
    {
        Jobs = Jobs,
        Root = Root,
        Status = () => null,
        CanAct = CanAct,
        Log = NullLogger.Instance,
    };
}

/// <summary>The same without actions.</summary>
public sealed class ReadOnlyServiceDashboard : ServiceDashboard
{
    protected override bool CanAct => false;
}

/// <summary>The pages of a service: what it has to do, and what people ask it for.</summary>
public sealed class ServicePagesTests(ServiceDashboard served, ReadOnlyServiceDashboard readOnly)
    : IClassFixture<ServiceDashboard>, IClassFixture<ReadOnlyServiceDashboard>
{
    [Fact]
    public async Task Jobs_are_those_of_schedule_ls()
    {
        var service = await served.JsonAsync("service");
        var listed = (await served.VerbAsync("schedule", "ls"))["jobs"]!.AsArray();
        Assert.Equal(listed.Select(job => (string?)job!["job"]),
            service.GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty("name").GetString()));
        Assert.Equal(listed.Select(job => (string?)job!["state"]),
            service.GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty("state").GetString()));
        Assert.Equal(["crooked: broken schedule", "demand: on demand", "nightly: scheduled"],
            service.GetProperty("jobs").EnumerateArray().Select(job => $"{job.GetProperty("name")}: {job.GetProperty("state")}"));
        Assert.Contains(service.GetProperty("jobs").EnumerateArray(), job => job.GetProperty("next").GetArrayLength() == 5);
        Assert.Equal("broken.json", Path.GetFileName(service.GetProperty("broken")[0].GetProperty("file").GetString()));
        Assert.True((await served.JsonAsync("about")).GetProperty("hasService").GetBoolean());
    }

    [Fact]
    public async Task Actions_need_the_token_and_do_what_the_verb_does()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(served, "jobs/demand/trigger", token: null));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(served, "jobs/demand/trigger", "wrong-wrong-wrong"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType,
            await PostAsync(served, "jobs/demand/trigger", ServiceDashboard.Token, "text/plain"));
        Assert.Equal(0, (await served.JsonAsync("service/history")).GetProperty("total").GetInt32());

        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(served, "jobs/demand/trigger", ServiceDashboard.Token));
        var queued = (await served.JsonAsync("service")).GetProperty("queue")[0];
        Assert.Equal("demand", queued.GetProperty("job").GetString());
        Assert.Equal("demand", queued.GetProperty("origin").GetString());

        var folder = queued.GetProperty("folder").GetString()!;
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(served, $"fires/{folder}/cancel", ServiceDashboard.Token));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(served, $"fires/{folder}/cancel", ServiceDashboard.Token));
        var history = (await served.JsonAsync("service/history?job=demand")).GetProperty("rows")[0];
        Assert.Equal("skipped", history.GetProperty("state").GetString());
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(served, "jobs/none/trigger", ServiceDashboard.Token));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(served, "fires/none-20260301T120000Z/cancel", ServiceDashboard.Token));
    }

    [Fact]
    public async Task Schedules_are_paused_and_go_on()
    {
        foreach (var (action, state) in ((string, string)[])[("pause", "paused"), ("resume", "scheduled")])
        {
            Assert.Equal(HttpStatusCode.Accepted, await PostAsync(served, $"jobs/nightly/{action}", ServiceDashboard.Token));
            var job = (await served.JsonAsync("service")).GetProperty("jobs").EnumerateArray()
                .First(one => one.GetProperty("name").GetString() == "nightly");
            Assert.Equal(state, job.GetProperty("state").GetString());
        }
    }

    [Fact]
    public async Task Service_that_is_read_only_has_no_actions()
    {
        Assert.Equal(HttpStatusCode.MethodNotAllowed, await PostAsync(readOnly, "jobs/demand/trigger", ServiceDashboard.Token));
        Assert.False((await readOnly.JsonAsync("about")).GetProperty("canAct").GetBoolean());
        Assert.Equal(0, (await readOnly.JsonAsync("service/history")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Pages_stand_beside_health_and_metrics_on_one_address()
    {
        var port = ServiceProbe.FreePort();
        var options = new ServeOptions(served.Jobs, served.Root, 1, $"127.0.0.1:{port}");
        await using var services = ReadinessTests.Services(options);
        await using var pages = new ServicePages(served.App(TimeProvider.System));
        using var health = new HealthEndpoint(options, (Dispatcher)services.GetService(typeof(Dispatcher))!,
            new PrometheusText(), TimeProvider.System, NullLogger<HealthEndpoint>.Instance, pages);
        await health.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        foreach (var (path, type) in ((string, string)[])[("/", "text/html"), ("/healthz/live", "text/plain"),
            ("/api/v1/searches", "application/json"), ("/service", "text/html")])
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        }

        await health.StopAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<HttpStatusCode> PostAsync(ServedDashboard to, string path, string? token, string type = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/service/" + path) { Content = AccessTests.Json() };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var answer = await to.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
