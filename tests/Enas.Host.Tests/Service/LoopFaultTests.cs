using Enas.Host.Cli;
using Enas.Host.Service;
using Enas.Host.Tests.Cli;
using Enas.Host.Verbs.Serve;

namespace Enas.Host.Tests.Service;

/// <summary>What the loop cannot go on with ends the service, with its scheduler and its searches, by an exception that becomes
/// an exit code.</summary>
public sealed class LoopFaultTests
{
    /// <summary>The longest that an end is waited for; without one it would be waited for ever.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Folder_that_no_path_can_name_ends_it()
    {
        using var work = new WorkFolder();
        await Assert.ThrowsAsync<ArgumentException>(() =>
            ServeAsync(new ServeOptions("a\0b", Path.Combine(work.Root, "runs"), 1, Address())));
    }

    [Fact]
    public async Task Clock_that_fails_ends_it_while_its_scheduler_runs()
    {
        using var work = new WorkFolder();
        Directory.CreateDirectory(Path.Combine(work.Root, "jobs"));
        File.Copy(work.Tiny, Path.Combine(work.Root, "jobs", "tiny.json"));
        work.Write("jobs/tiny.schedule.json", """{ "cron": "0 0 2 1 1 ?" }""");
        var clock = new FailingClock();
        var serving = ServeAsync(new ServeOptions(Path.Combine(work.Root, "jobs"), Path.Combine(work.Root, "runs"), 1, Address()), clock);
        var store = TriggerStore.PathOf(Path.Combine(work.Root, "runs"));
        using (var limit = new CancellationTokenSource(s_longest))
        {
            while (!File.Exists(store) || clock.Reads < 20)
            {
                await Task.Delay(20, limit.Token);
            }
        }

        clock.IsBroken = true;
        Assert.Equal("the clock is broken", (await Assert.ThrowsAsync<InvalidOperationException>(() => serving)).Message);
    }

    [Fact]
    public void Fault_of_a_schedulers_thread_is_kept_for_the_loop()
    {
        using var work = new WorkFolder();
        using var recorder = new FireRecorder(new ServeOptions(work.Root, work.Root, 1, Address()),
            new FailingClock(), Microsoft.Extensions.Logging.Abstractions.NullLogger<FireRecorder>.Instance);
        recorder.ThrowIfFailed();
        recorder.Fail(new InvalidOperationException("of a thread"));
        Assert.Equal("of a thread", Assert.Throws<InvalidOperationException>(recorder.ThrowIfFailed).Message);
    }

    [Fact]
    public async Task Pipes_and_links_in_place_of_its_own_files_are_refused_at_once()
    {
        using var work = new WorkFolder();
        var jobs = Directory.CreateDirectory(Path.Combine(work.Root, "jobs")).FullName;
        foreach (var name in (string[])["serve.lock", "fires.db", "fires.db-wal", "quartz.db"])
        {
            var root = Path.Combine(work.Root, name);
            TestKit.Faults.SpecialFiles.CreateNamedPipe(Path.Combine(Directory.CreateDirectory(FireLedger.FolderOf(root)).FullName, name));
            var failure = ErrorMapping.Of(
                await Assert.ThrowsAsync<StoreException>(() => ServeAsync(new ServeOptions(jobs, root, 1, Address()))));
            Assert.Equal(ExitCodes.InputOutput, failure.ExitCode);
            Assert.Contains(name + " is a named pipe", failure.Lines[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Program_that_is_taken_away_is_named_and_fires_wait_until_it_is_back()
    {
        using var work = new WorkFolder();
        Directory.CreateDirectory(Path.Combine(work.Root, "jobs"));
        File.Copy(work.Tiny, Path.Combine(work.Root, "jobs", "tiny.json"));
        var program = LinkedProgram(Directory.CreateDirectory(Path.Combine(work.Root, "program")).FullName);
        var port = ServiceProbe.FreePort();
        using var serve = EnasProcess.StartProgram(program, work.Root, "serve", "--listen", $"127.0.0.1:{port}");
        await ServiceProbe.UntilReadyAsync(serve, port);
        File.Move(program, program + ".away");
        using var ledger = new FireLedger(Path.Combine(work.Root, "runs"));
        ledger.Add(new Fire("tiny", new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), FireState.Queued) { Origin = Fire.Demand });
        using var http = new HttpClient();
        await UntilAsync(async () => (await (await http.GetAsync(new Uri($"http://127.0.0.1:{port}/healthz/ready"))).Content
            .ReadAsStringAsync()).Contains(program, StringComparison.Ordinal));
        File.Move(program + ".away", program);
        await UntilAsync(() => Task.FromResult(ledger.History("tiny", 1)[0].State == FireState.Done));
        Assert.Equal(0, ledger.History("tiny", 1)[0].FailedAttempts);
        ServiceProbe.Terminate(serve.Process);
        Assert.Equal(ExitCodes.Stopped, (await serve.EndAsync(ServiceProbe.Longest)).ExitCode);
    }

    private static string Address() => $"127.0.0.1:{ServiceProbe.FreePort()}";

    private static Task<int> ServeAsync(ServeOptions options, TimeProvider? time = null) =>
        Task.Run(() => ServeVerb.RunAsync(options, new StorageOptions(), logFormat: null, time))
            .WaitAsync(s_longest, TestContext.Current.CancellationToken);

    /// <summary>The program of the build in a folder of its own: it is copied, and what it loads is linked.</summary>
    private static string LinkedProgram(string folder)
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(AppContext.BaseDirectory))
        {
            File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(path)), path);
        }

        var program = Path.Combine(folder, "enas");
        File.Delete(program);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "enas"), program);
        return program;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(ServiceProbe.Longest);
        while (!await condition())
        {
            await Task.Delay(100, limit.Token);
        }
    }

    /// <summary>The system's clock until it breaks.</summary>
    private sealed class FailingClock : TimeProvider
    {
        private volatile bool _isBroken;
        private int _reads;

        public bool IsBroken { set => _isBroken = value; }

        public int Reads => _reads;

        public override DateTimeOffset GetUtcNow()
        {
            Interlocked.Increment(ref _reads);
            return _isBroken ? throw new InvalidOperationException("the clock is broken") : base.GetUtcNow();
        }
    }
}
