using System.Collections.Concurrent;
using System.Text;
using Enas.Host.Cli;
using Enas.Host.Service;
using Enas.Host.Telemetry;
using Enas.Host.Tests.Cli;
using Enas.Host.Verbs.Serve;
using Enas.Pipeline.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Enas.Host.Tests.Service;

/// <summary>A service writes into its own folders and never through a link, and what does not stop for it is ended.</summary>
public sealed class OwnFolderTests
{
    private static readonly DateTimeOffset s_at = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(".service")]
    [InlineData(".service/logs")]
    public async Task Link_in_place_of_a_folder_of_its_own_is_refused_and_nothing_is_written_behind_it(string name)
    {
        using var work = new WorkFolder();
        var (jobs, runs) = (Directory.CreateDirectory(Path.Combine(work.Root, "jobs")).FullName, Path.Combine(work.Root, "runs"));
        var theirs = Directory.CreateDirectory(Path.Combine(work.Root, "theirs")).FullName;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(runs, name))!);
        Directory.CreateSymbolicLink(Path.Combine(runs, name), theirs);
        var failure = ErrorMapping.Of(await Assert.ThrowsAsync<StoreException>(() =>
            ServeVerb.RunAsync(new ServeOptions(jobs, runs, 1, "127.0.0.1:0"), new StorageOptions(), logFormat: null)));
        Assert.Equal(ExitCodes.InputOutput, failure.ExitCode);
        Assert.Contains($"{Path.Combine(runs, name)} is a symbolic link and must be a folder of the service's own",
            failure.Lines[0], StringComparison.Ordinal);
        Assert.Throws<StoreException>(() =>
            SearchProcess.Start(work.Tiny, Path.Combine(runs, "a"), Path.Combine(OwnFolder.LogsOf(runs), "a.log"), span: null));
        if (name == ".service")
        {
            Assert.Throws<StoreException>(() => new FireLedger(runs));
        }

        Assert.Empty(Directory.GetFileSystemEntries(theirs));
    }

    [Fact]
    public async Task Search_behind_a_link_is_named_and_left_alone()
    {
        using var work = new WorkFolder();
        var (jobs, runs) = (Directory.CreateDirectory(Path.Combine(work.Root, "jobs")).FullName,
            Directory.CreateDirectory(Path.Combine(work.Root, "runs")).FullName);
        var theirs = Path.Combine(work.Root, "theirs");
        var job = JobLoading.Read(work.Tiny, []);
        SearchFolder.Create(theirs, job.Bytes.Span, Encoding.UTF8.GetBytes(job.Options!.ToResolvedJson()));
        var before = Directory.GetFileSystemEntries(theirs, "*", SearchOption.AllDirectories);
        string[] links = ["by-hand", "tiny-20260301T130000Z", "tiny-20260301T120000Z"];
        Array.ForEach(links, link => Directory.CreateSymbolicLink(Path.Combine(runs, link), theirs));
        await using var services = ReadinessTests.Services(new ServeOptions(jobs, runs, 1, "127.0.0.1:0"));
        var ledger = services.GetRequiredService<FireLedger>();
        ledger.Add(new Fire("tiny", s_at, FireState.Queued)); // Its folder became a link.
        var dispatcher = services.GetRequiredService<Dispatcher>();
        await dispatcher.StartAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() =>
            dispatcher.Status?.PutAside.Count(problem => problem.Words.Contains("it is a symbolic link", StringComparison.Ordinal)) == 2);
        await UntilAsync(() => ledger.History("tiny", 9) is [{ State: FireState.Failed }]);
        await dispatcher.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["search by-hand", "search tiny-20260301T130000Z"], dispatcher.Status!.PutAside.Select(problem => problem.Of).Order());
        Assert.Contains("it is a symbolic link", Assert.Single(ledger.History(null, 9)).Reason, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(theirs, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Search_that_has_no_folder_yet_and_does_not_stop_is_ended_long_before_the_others()
    {
        using var work = new WorkFolder();
        var jobs = Directory.CreateDirectory(Path.Combine(work.Root, "jobs")).FullName;
        File.Copy(work.Tiny, Path.Combine(jobs, "tiny.json"));
        var options = new ServeOptions(jobs, Directory.CreateDirectory(Path.Combine(work.Root, "runs")).FullName, 1, "127.0.0.1:0");
        using var ledger = new FireLedger(options.Root);
        using var meter = new SearchMeter();
        var said = new Said();
        var fires = new RunningFires(options, ledger, meter, TimeProvider.System, said);
        ledger.Add(new Fire("tiny", s_at, FireState.Queued));
        fires.Start(ledger.Open());
        ServiceProbe.Pause(said.Process); // It hears nothing of any signal.
        fires.Stop();
        await fires.DrainAsync(TimeSpan.FromMilliseconds(50)).WaitAsync(options.StopWithin / 3, TestContext.Current.CancellationToken);
        var fire = Assert.Single(ledger.Open());
        Assert.Equal((0, "stopped; goes on"), (fire.FailedAttempts, fire.Reason));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(ServiceProbe.Longest);
        while (!condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>Hears the number of the process that was started.</summary>
    private sealed class Said : ILogger<RunningFires>
    {
        private readonly ConcurrentQueue<int> _processes = new();

        public int Process => Assert.Single(_processes);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel,
            EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (state is IReadOnlyList<KeyValuePair<string,
                object?>> values && values.FirstOrDefault(value => value.Key == "Process").Value is int process)
            {
                _processes.Enqueue(process);
            }
        }
    }
}
