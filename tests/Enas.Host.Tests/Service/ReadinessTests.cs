using System.Collections.Concurrent;
using Enas.Host.Service;
using Enas.Host.Telemetry;
using Enas.Host.Tests.Cli;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Enas.Host.Tests.Service;

/// <summary>What keeps a service from its work: health says it as long as it lasts, the log once.</summary>
public sealed class ReadinessTests
{
    [Fact]
    public void Log_that_cannot_be_written_and_disk_without_room_are_problems()
    {
        using var work = new WorkFolder();
        var before = Directory.GetFileSystemEntries(work.Root);
        Assert.Empty(new ServiceChecks(work.Root, new StorageOptions()).Problems());
        Assert.Equal(before, Directory.GetFileSystemEntries(work.Root));
        Assert.Contains("MinimumFreeMegabytes", Assert.Single(new ServiceChecks(
            work.Root, new StorageOptions { MinimumFreeMegabytes = int.MaxValue }).Problems()).Words, StringComparison.Ordinal);
        Assert.Contains(new ServiceChecks(Path.Combine(work.Root, "gone"), new StorageOptions()).Problems(), problem =>
            problem.Of == "log");
    }

    [Fact]
    public void Service_with_a_problem_is_alive_and_not_ready()
    {
        var now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        var status = new ServiceStatus(now, 1, [], 0, 0, []) { Problems = [new Problem("disk", "no room")] };
        var (code, _, text) = HealthEndpoint.Answer("/healthz/ready", status, now);
        Assert.Equal((503, 200), (code, HealthEndpoint.Answer("/healthz/live", status, now).Code));
        Assert.Contains("no room", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_that_goes_away_and_comes_back_is_said_once_each()
    {
        using var work = new WorkFolder();
        var (jobs, away) = (Path.Combine(work.Root, "jobs"), Path.Combine(work.Root, "away"));
        Directory.CreateDirectory(jobs);
        var said = new Said();
        await using var services = Services(new ServeOptions(jobs, Path.Combine(work.Root, "runs"), 1, "127.0.0.1:0"), said);
        var dispatcher = services.GetRequiredService<Dispatcher>();
        await dispatcher.StartAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => dispatcher.Status is { Problems: [] });
        Directory.Move(jobs, away);
        await UntilAsync(() => dispatcher.Status is { Problems: [{ Of: "look" }] });
        var lookedAt = dispatcher.Status!.LookedAt;
        await UntilAsync(() => dispatcher.Status!.LookedAt > lookedAt.AddSeconds(1)); // Several looks that fail.
        Directory.Move(away, jobs);
        await UntilAsync(() => dispatcher.Status is { Problems: [] });
        await dispatcher.StopAsync(TestContext.Current.CancellationToken);
        Assert.Single(said.Lines, line =>
            line.Contains("until this is cured", StringComparison.Ordinal) && line.Contains(jobs, StringComparison.Ordinal));
        Assert.Single(said.Lines, "ready again");
    }

    /// <summary>The parts of a service, none of them started.</summary>
    internal static ServiceProvider Services(ServeOptions options, ILogger<Dispatcher>? said = null)
    {
        SqliteFile.Prepare(FireLedger.PathOf(options.Root), NullLogger.Instance);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<SearchMeter>();
        services.AddSingleton(new ServiceChecks(options.Root, new StorageOptions()));
        services.AddSingleton(_ =>
        {
            var ledger = new FireLedger(options.Root);
            ledger.Mark();
            return ledger;
        });
        services.AddSingleton<FireRecorder>();
        services.AddSingleton<CronTriggers>();
        TriggerStore.AddTo(services, options.Root);
        services.AddSingleton(said ?? NullLogger<Dispatcher>.Instance);
        services.AddSingleton<RunningFires>();
        services.AddSingleton<Dispatcher>();
        return services.BuildServiceProvider();
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(ServiceProbe.Longest);
        while (!condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private sealed class Said : ILogger<Dispatcher>
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel,
            EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception) + exception);
    }
}
