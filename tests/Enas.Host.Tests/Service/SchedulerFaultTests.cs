using Enas.Host.Cli;
using Enas.Host.Service;
using Enas.Host.Tests.Cli;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Quartz;

namespace Enas.Host.Tests.Service;

/// <summary>A scheduler that cannot use its store neither fires nor stops by itself: it ends the service with 74, in words.</summary>
public sealed class SchedulerFaultTests
{
    /// <summary>The longest that an end is waited for; without one it would be waited for ever.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("removed", "was removed or replaced")]
    [InlineData("emptied", "was removed or replaced")]
    [InlineData("folder", "is a folder and must be a regular file")]
    [InlineData("garbage", "cannot be used")]
    public void Store_that_is_not_the_schedulers_any_more_is_named(string kind, string words)
    {
        using var work = new WorkFolder();
        Make(work.Root);
        TriggerStore.RequireInPlace(work.Root);
        Replace(work.Root, kind);
        var failure = ErrorMapping.Of(Assert.Throws<StoreException>(() => TriggerStore.RequireInPlace(work.Root)));
        Assert.Equal(ExitCodes.InputOutput, failure.ExitCode);
        Assert.StartsWith(TriggerStore.PathOf(work.Root), failure.Lines[0], StringComparison.Ordinal);
        Assert.Contains(words, failure.Lines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("removed")]
    [InlineData("folder")]
    public async Task Store_that_goes_away_while_it_is_used_ends_the_service_and_its_scheduler(string kind)
    {
        using var work = new WorkFolder();
        await using var services = Serving(work, out var dispatcher);
        using var ledger = new FireLedger(Path.Combine(work.Root, "runs"));
        await dispatcher.StartAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => ledger.History("tiny", 9).Count > 0); // It fires.
        Replace(Path.Combine(work.Root, "runs"), kind);
        var fault = await Assert.ThrowsAsync<StoreException>(() =>
            dispatcher.ExecuteTask!.WaitAsync(s_longest, TestContext.Current.CancellationToken));
        Assert.Contains("quartz.db", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_of_its_threads_ends_the_service_unless_it_passes()
    {
        using var work = new WorkFolder();
        await using var services = Serving(work, out var dispatcher);
        var faults = services.GetRequiredService<SchedulerFaults>();
        await dispatcher.StartAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => dispatcher.Status is not null);
        foreach (var passing in (int[])[5, 6, 13])
        {
            faults.Keep(new JobPersistenceException("words", new SqliteException("busy, locked or full", passing)));
            Assert.Null(faults.Take());
        }

        faults.Keep(new SchedulerException("nothing can be fired"));
        var fault = await Assert.ThrowsAsync<StoreException>(() =>
            dispatcher.ExecuteTask!.WaitAsync(s_longest, TestContext.Current.CancellationToken));
        Assert.Contains("nothing can be fired", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>The parts of a service with a job that is due each second and for which nothing is ever started.</summary>
    private static ServiceProvider Serving(WorkFolder work, out Dispatcher dispatcher)
    {
        Directory.CreateDirectory(Path.Combine(work.Root, "jobs"));
        File.Copy(work.Tiny, Path.Combine(work.Root, "jobs", "tiny.json"));
        work.Write("jobs/tiny.schedule.json", """{ "cron": "* * * * * ?", "overlap": "queue" }""");
        var services = ReadinessTests.Services(
            new ServeOptions(Path.Combine(work.Root, "jobs"), Path.Combine(work.Root, "runs"), 0, "127.0.0.1:0"));
        dispatcher = services.GetRequiredService<Dispatcher>();
        return services;
    }

    private static void Make(string root)
    {
        SqliteFile.Prepare(TriggerStore.PathOf(root), NullLogger.Instance);
        using var connection = SqliteFile.OpenToWrite(TriggerStore.PathOf(root));
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE QRTZ_TRIGGERS (name TEXT)";
        command.ExecuteNonQuery();
    }

    private static void Replace(string root, string kind)
    {
        var path = TriggerStore.PathOf(root);
        foreach (var file in (string[])[path, path + "-wal", path + "-shm"])
        {
            File.Delete(file);
        }

        switch (kind)
        {
            case "emptied":
                File.WriteAllBytes(path, []);
                break;
            case "folder":
                Directory.CreateDirectory(path);
                break;
            case "garbage":
                File.WriteAllText(path, new string('x', 50_000));
                break;
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(s_longest);
        while (!condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
