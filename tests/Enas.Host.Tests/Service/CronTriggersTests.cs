using Enas.Host.Service;
using Enas.Host.Tests.Cli;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Enas.Host.Tests.Service;

/// <summary>Quartz with its SQLite store: what it keeps over a restart, and that no fire is lost or doubled between it
/// and the ledger.</summary>
public sealed class CronTriggersTests
{
    private static readonly ScheduleOptions s_nightly = new()
    {
        Cron = "0 0 2 * * ?",
        TimeZone = "Europe/Berlin",
        Priority = 7,
        OnMisfire = MisfirePolicy.Skip
    };
    private static readonly ScheduleOptions s_everySecond = new() { Cron = "* * * * * ?", Overlap = OverlapPolicy.Queue };

    [Fact]
    public async Task Triggers_survive_a_restart_and_follow_their_schedules()
    {
        using var work = new WorkFolder();
        await using (var first = new Scheduling(work.Root))
        {
            Assert.Equal(["nightly", "other"],
                (await first.Triggers.FollowAsync([Job("nightly", s_nightly), Job("other", s_nightly)])).Order());
            Assert.Empty(await first.Triggers.FollowAsync([Job("nightly", s_nightly), Job("other", s_nightly)]));
        }

        await using var second = new Scheduling(work.Root);
        var kept = (await second.Triggers.TriggerAsync("nightly"))!;
        Assert.Equal(("0 0 2 * * ?", "Europe/Berlin", 7, Quartz.CronTriggerMisfireInstruction.DoNothing),
            (kept.CronExpressionString, kept.TimeZone.Id, kept.Priority, kept.MisfireInstruction));
        Assert.Empty(await second.Triggers.FollowAsync([Job("nightly", s_nightly with { Paused = true })]));
        Assert.True(await second.Triggers.IsPausedAsync("nightly"));
        Assert.Null(await second.Triggers.TriggerAsync("other"));
        Assert.Equal(["nightly"], await second.Triggers.FollowAsync([Job("nightly", s_nightly with { Cron = "0 0 3 * * ?" })]));
        Assert.Equal("0 0 3 * * ?", (await second.Triggers.TriggerAsync("nightly"))!.CronExpressionString);
        Assert.False(await second.Triggers.IsPausedAsync("nightly"));
    }

    [Fact]
    public async Task Schedule_whose_last_fire_is_past_hides_no_other()
    {
        using var work = new WorkFolder();
        await using var scheduling = new Scheduling(work.Root);
        await scheduling.Triggers.FollowAsync([Job("past", s_nightly with { Cron = "0 0 2 1 1 ? 2020" }), Job("z", s_nightly)]);
        await scheduling.Triggers.FollowAsync(
            [Job("past", s_nightly with { Cron = "0 0 2 1 1 ? 2020" }), Job("z", s_nightly with { Paused = true })]);
        Assert.Null(await scheduling.Triggers.TriggerAsync("past"));
        Assert.True(await scheduling.Triggers.IsPausedAsync("z"));
    }

    [Fact]
    public async Task Triggers_fire_into_the_ledger_each_instant_once()
    {
        using var work = new WorkFolder();
        await using var scheduling = new Scheduling(work.Root);
        await ServeAsync(scheduling, Job("a", s_everySecond));
        await UntilAsync(() => scheduling.Ledger.History("a", 99).Count >= 3);
        await scheduling.Triggers.StopAsync();
        AssertEverySecondOnce(scheduling.Ledger);
    }

    [Fact]
    public async Task Fires_that_quartz_took_and_the_ledger_never_got_are_recorded_by_the_next_service()
    {
        using var work = new WorkFolder();
        DateTimeOffset seen;
        await using (var first = new Scheduling(work.Root))
        {
            await ServeAsync(first, Job("a", s_everySecond));
            await UntilAsync(() => first.Ledger.History("a", 99).Count >= 1);

            // From here on it is as if the process died between Quartz's commit and the ledger's, each time.
            first.Recorder.Serve([]);
            seen = first.Ledger.SeenThrough("a")!.Value;
            await UntilAsync(async () => (await first.Triggers.TriggerAsync("a"))!.PreviousFireTimeUtc > seen.AddSeconds(2));
        }

        await using var second = new Scheduling(work.Root);
        Assert.True(second.Ledger.History("a", 99).All(fire => fire.At <= seen.AddSeconds(1)));
        second.Recorder.Serve([Job("a", s_everySecond)]);
        second.Recorder.RecordAll();
        AssertEverySecondOnce(second.Ledger);
        Assert.True(second.Ledger.History("a", 1)[0].At > seen.AddSeconds(2));
    }

    [Fact]
    public async Task Damaged_store_is_put_aside_and_made_anew()
    {
        using var work = new WorkFolder();
        await using (var first = new Scheduling(work.Root))
        {
            await first.Triggers.FollowAsync([Job("nightly", s_nightly)]);
        }

        await File.WriteAllTextAsync(TriggerStore.PathOf(work.Root), new string('x', 50_000), TestContext.Current.CancellationToken);
        await using var second = new Scheduling(work.Root);
        Assert.True(File.Exists(TriggerStore.PathOf(work.Root) + ".damaged"));
        Assert.Equal(["nightly"], await second.Triggers.FollowAsync([Job("nightly", s_nightly)]));
    }

    [Fact]
    public void Paused_schedule_fires_nothing_and_lets_go_what_was_due_meanwhile()
    {
        using var work = new WorkFolder();
        using var ledger = new FireLedger(work.Root);
        var clock = new SetClock(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        using var recorder = new FireRecorder(
            new ServeOptions(work.Root, work.Root, 1, "127.0.0.1:0"), clock, NullLogger<FireRecorder>.Instance);
        var everyMinute = new ScheduleOptions { Cron = "0 * * * * ?", Overlap = OverlapPolicy.Queue };
        foreach (var (minutes, isPaused, fires) in new[] { (0, false, 0), (1, false, 1), (5, true, 1), (6, false, 2) })
        {
            clock.Now = new DateTimeOffset(2026, 3, 1, 12, minutes, 0, TimeSpan.Zero);
            recorder.Serve([Job("a", everyMinute with { Paused = isPaused })]);
            recorder.RecordAll();
            Assert.Equal(fires, ledger.History("a", 99).Count);
        }
    }

    [Fact]
    public void Clock_that_was_ahead_stops_no_schedule_for_ever()
    {
        using var work = new WorkFolder();
        using var ledger = new FireLedger(work.Root);
        var clock = new SetClock(new(2036, 3, 1, 12, 0, 0, TimeSpan.Zero));
        using var recorder = new FireRecorder(
            new ServeOptions(work.Root, work.Root, 1, "127.0.0.1:0"), clock, NullLogger<FireRecorder>.Instance);
        recorder.Serve([Job("a", new ScheduleOptions { Cron = "0 * * * * ?" })]);
        recorder.RecordAll();
        clock.Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        recorder.RecordAll();
        Assert.Empty(ledger.History("a", 99));
        clock.Now = clock.Now.AddMinutes(1);
        recorder.RecordAll();
        Assert.Equal(clock.Now, Assert.Single(ledger.History("a", 99)).At);
    }

    private static ServedJob Job(string name, ScheduleOptions schedule) => new(name, name + ".json", schedule);

    private static async Task ServeAsync(Scheduling scheduling, ServedJob job)
    {
        scheduling.Recorder.Serve([job]);
        await scheduling.Triggers.FollowAsync([job]);
        scheduling.Recorder.RecordAll();
        await scheduling.Triggers.StartAsync();
    }

    private static void AssertEverySecondOnce(FireLedger ledger)
    {
        var seconds = ledger.History("a", 999).Select(fire => fire.At.ToUnixTimeSeconds()).Order().ToArray();
        Assert.All(seconds.Zip(seconds.Skip(1)), pair => Assert.Equal(1, pair.Second - pair.First));
        Assert.All(ledger.History("a", 999), fire => Assert.Equal(FireState.Queued, fire.State));
    }

    private static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(ServiceProbe.Longest);
        while (!await condition())
        {
            await Task.Delay(50, limit.Token);
        }
    }

    /// <summary>A clock that stands where it is put.</summary>
    private sealed class SetClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    /// <summary>The scheduling half of a service, in this process.</summary>
    private sealed class Scheduling : IAsyncDisposable
    {
        private readonly ServiceProvider _services;

        public Scheduling(string root)
        {
            SqliteFile.Prepare(TriggerStore.PathOf(root), NullLogger.Instance);
            var services = new ServiceCollection();
            services.AddLogging();
            services.AddSingleton(TimeProvider.System);
            services.AddSingleton(new ServeOptions(root, root, 1, "127.0.0.1:0"));
            services.AddSingleton<FireRecorder>();
            services.AddSingleton<CronTriggers>();
            TriggerStore.AddTo(services, root);
            _services = services.BuildServiceProvider();
            Ledger = new FireLedger(root);
        }

        public CronTriggers Triggers => _services.GetRequiredService<CronTriggers>();

        public FireRecorder Recorder => _services.GetRequiredService<FireRecorder>();

        public FireLedger Ledger { get; }

        public async ValueTask DisposeAsync()
        {
            await Triggers.StopAsync();
            await _services.DisposeAsync();
            Ledger.Dispose();
        }
    }
}
