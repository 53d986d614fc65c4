using System.Text.Json;
using Enas.Host.Dashboard;
using Enas.Host.Dashboard.Views;
using Enas.Host.Service;
using Enas.Host.Tests.Cli;
using Microsoft.Extensions.Logging.Abstractions;

namespace Enas.Host.Tests.Dashboard;

/// <summary>What the page of a service is made of.</summary>
public sealed class ServiceViewTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, bool, double> Statuses => new()
    {
        { "ready", false, 0 },
        { "degraded", true, 0 },
        { "not ready", false, 1 },
        { "stalled", false, 60 },
    };

    public static TheoryData<string> Changes =>
        ["readiness", "problem", "put aside", "schedule", "broken schedule", "queue", "history"];

    [Fact]
    public void Long_history_is_counted_and_told_to_its_end()
    {
        const int many = 10_100;
        using var work = new WorkFolder();
        using (var ledger = new FireLedger(work.Root))
        {
            ledger.Add(new Fire("hand", s_noon.AddYears(-1), FireState.Done) { Origin = Fire.Adopted, Search = "left" });
            ledger.Add("a", Enumerable.Range(0, many).Select(second => new Fire("a", s_noon.AddSeconds(second), FireState.Done)), s_noon);
        }

        var history = ServiceView.HistoryOf(work.Root, null, many, 50, _ => null);
        Assert.Equal(many + 1, history.Total);
        Assert.Equal("left", Assert.Single(history.Rows).Folder);
        Assert.Equal(many, ServiceView.HistoryOf(work.Root, "a", 0, 1, _ => null).Total);
        var origins = new SearchOrigins().Of(work.Root);
        Assert.Equal((Fire.Adopted, Fire.Schedule), (origins["left"], origins["a-20260301T120000Z"]));
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public void Page_and_health_say_the_same(string state, bool hasPutAside, double seconds)
    {
        using var work = new WorkFolder();
        var status = new ServiceStatus(s_noon, 0, [], 0, 0, [])
        {
            PutAside = hasPutAside ? [new Problem("row 1", "row 1 is passed over")] : [],
            Problems = seconds == 1 ? [new Problem("disk", "the disk is full")] : [],
        };
        var now = s_noon.AddSeconds(seconds);
        var page = ServiceView.Of(new ServiceLook(work.Root, work.Root, JobFolder.Read(work.Root), status, now), _ => null);
        Assert.Equal(state, page.State);
        Assert.Equal(state,
            JsonElement.Parse(HealthEndpoint.Answer("/healthz/ready", status, now).Text).GetProperty("status").GetString());
        Assert.Equal(state == "ready", page.Words == "The service is ready.");
        Assert.Equal(hasPutAside || seconds == 1 ? 1 : 0, page.Problems.Count);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void Revision_is_another_one_after_each_change_of_what_the_page_shows(string change)
    {
        using var work = new WorkFolder();
        using var ledger = new FireLedger(work.Root);
        var status = new ServiceStatus(s_noon, 0, [], 0, 0, []);
        var clock = new HandClock { Now = s_noon };
        work.Write("nightly.json", File.ReadAllText(work.Tiny));
        var state = new ServiceState(ServiceOf(work, () => status), clock);
        var before = state.Of([]).Revision;
        Assert.Equal(before, state.Of([]).Revision);
        switch (change)
        {
            case "readiness":
                clock.Now += TimeSpan.FromMinutes(1);
                break;
            case "problem":
                status = status with { Problems = [new Problem("disk", "the disk is full")] };
                break;
            case "put aside":
                status = status with { PutAside = [new Problem("row 1", "row 1 is passed over")] };
                break;
            case "schedule":
                work.Write("nightly.schedule.json", "{\n  \"cron\": \"0 0 3 * * ?\"\n}\n");
                break;
            case "broken schedule":
                work.Write("nightly.schedule.json", "{\n  \"cron\": \"at night\"\n}\n");
                break;
            case "queue":
                ledger.Add(new Fire("nightly", s_noon, FireState.Queued));
                break;
            default:
                ledger.Add(new Fire("nightly", s_noon, FireState.Done));
                break;
        }

        Assert.NotEqual(before, state.Of([]).Revision);
    }

    private static ServedService ServiceOf(WorkFolder work, Func<ServiceStatus?> status) =>
        new() { Jobs = work.Root, Root = work.Root, Status = status, CanAct = false, Log = NullLogger.Instance };
}
