using System.Diagnostics;
using System.Text.Json;
using Enas.Host.Cli;
using Enas.Host.Service;
using Enas.Host.Tests.Cli;
using Enas.TestKit.Faults;
using Microsoft.Data.Sqlite;

namespace Enas.Host.Tests.Service;

/// <summary>The service with folders that are full of what is no job, no schedule, no search and no row: the good ones run, the
/// others are named.</summary>
public sealed class HostileFoldersTests
{
    private static readonly string[] s_badFiles =
    [
        "pipe.json", "socket.json", "zero.json",
            "folder.json", "astray.json", "large.json", "broken.json", "nul.json", "\\x1b[31m.json", ".json",
        new string('n', 190), "piped.schedule.json", "folded.schedule.json", "lost.schedule.json", "stretched.schedule.json",
    ];

    /// <summary>The longest that anything is waited for.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Good_jobs_run_on_time_and_the_others_are_named_until_sigterm_ends_it()
    {
        using var work = new WorkFolder();
        FillJobs(work);
        var blocked = FillRuns(work);
        var port = ServiceProbe.FreePort();
        using var serve = EnasProcess.Start(
            work.Root, "serve", "--max-concurrent", "2", "--stop-within", "60", "--listen", $"127.0.0.1:{port}");
        using var ledger = new FireLedger(Path.Combine(work.Root, "runs"));
        await ServiceProbe.UntilReadyAsync(serve, port);
        await UntilAsync(serve, () => ledger.History("good", 99).Count(fire => fire.State == FireState.Done) >= 2);

        // What is put there while it runs is no other risk.
        work.Write("jobs/late-nul.json", NulPath);
        SpecialFiles.CreateNamedPipe(Path.Combine(work.Root, "jobs", "late-pipe.json"));
        string health = string.Empty;
        using var http = new HttpClient();
        string[] names = [.. s_badFiles, "late-nul.json", "late-pipe.json",
            blocked, "no state of a fire", "\"garbage\" is no instant", "is a path", "in the output folder is left alone"];
        await UntilAsync(serve, async () => names.All((health = await ReadyAsync(http, port)).Contains), () =>
            $"not named: {string.Join(' ', names.Where(name => !health.Contains(name, StringComparison.Ordinal)))}\n{health}");
        Assert.Contains("\"degraded\"", health, StringComparison.Ordinal);

        var listed = await work.Enas("schedule", "ls", "--json");
        Assert.Equal(ExitCodes.Done, listed.ExitCode);
        foreach (var name in s_badFiles)
        {
            Assert.Contains(name, listed.Error, StringComparison.Ordinal);
        }

        Assert.Contains("no state of a fire", listed.Error, StringComparison.Ordinal);
        Assert.Equal(
            ["folded: broken schedule", "good: scheduled", "piped: broken schedule"],
            listed.Json().GetProperty("jobs").EnumerateArray()
                .Select(job => $"{job.GetProperty("job").GetString()}: {job.GetProperty("state").GetString()}")
                .Where(job => job.Split(':')[0] is "good" or "piped" or "folded").Order(StringComparer.Ordinal));

        ServiceProbe.Terminate(serve.Process);
        var end = await serve.EndAsync(TimeSpan.FromSeconds(120));
        Assert.Equal(ExitCodes.Stopped, end.ExitCode);
        Assert.All(names.Where(name => name != "is a path"), name => Assert.Contains(name, end.Error, StringComparison.Ordinal));
        AssertOnTime(ledger);
        Assert.Equal((FireState.Queued, 0, 0),
            ledger.History("blocked", 1).Select(fire => (fire.State, fire.Processes, fire.FailedAttempts)).Single());
    }

    private static string NulPath =>
        """{ "schemaVersion": 1, "name": "x", "preset": "small", "data": { "kind": "tokens", "path": "\u0000" } }""";

    private static void FillJobs(WorkFolder work)
    {
        var jobs = Directory.CreateDirectory(Path.Combine(work.Root, "jobs")).FullName;
        foreach (var name in (string[])["good", "blocked", "piped", "folded", "stretched", new string('n', 240)])
        {
            File.Copy(work.Tiny, Path.Combine(jobs, name + ".json"));
        }

        File.Copy(work.Tiny, Path.Combine(jobs, "\x1b[31m.json"));
        File.Copy(work.Tiny, Path.Combine(jobs, ".json"));
        work.Write("jobs/good.schedule.json", """{ "cron": "0/5 * * * * ?", "overlap": "queue" }""");
        SpecialFiles.CreateNamedPipe(Path.Combine(jobs, "pipe.json"));
        SpecialFiles.CreateSocket(Path.Combine(jobs, "socket.json"));
        SpecialFiles.CreateLinkToEndlessDevice(Path.Combine(jobs, "zero.json"));
        Directory.CreateDirectory(Path.Combine(jobs, "folder.json"));
        File.CreateSymbolicLink(Path.Combine(jobs, "astray.json"), Path.Combine(jobs, "nowhere"));
        SetLength(Path.Combine(jobs, "large.json"), 1L << 40);
        work.Write("jobs/broken.json", "{ \"schemaVersion\": 1,");
        work.Write("jobs/nul.json", NulPath);
        SpecialFiles.CreateNamedPipe(Path.Combine(jobs, "piped.schedule.json"));
        Directory.CreateDirectory(Path.Combine(jobs, "folded.schedule.json"));
        SetLength(Path.Combine(jobs, "stretched.schedule.json"), 1L << 40);
        SpecialFiles.CreateNamedPipe(Path.Combine(jobs, "lost.schedule.json"));
    }

    /// <returns>The folder of a search whose log has the name of a pipe.</returns>
    private static string FillRuns(WorkFolder work)
    {
        var runs = Directory.CreateDirectory(Path.Combine(work.Root, "runs")).FullName;
        SpecialFiles.CreateNamedPipe(Path.Combine(runs, "pipe-20260301T120000Z"));
        SpecialFiles.CreateSocket(Path.Combine(runs, "socket"));
        File.CreateSymbolicLink(Path.Combine(runs, "circle"), Path.Combine(runs, "circle"));
        SpecialFiles.CreateLinkToEndlessDevice(Path.Combine(Directory.CreateDirectory(Path.Combine(runs, "zero")).FullName, "job.json"));
        SpecialFiles.CreateNamedPipe(Path.Combine(Directory.CreateDirectory(Path.Combine(runs, "piped")).FullName, "job.json"));
        work.Write("runs/empty/job.json", "{}");
        File.Copy(work.Tiny, Path.Combine(Directory.CreateDirectory(Path.Combine(runs, "segmented")).FullName, "job.json"));
        SpecialFiles.CreateNamedPipe(
            Path.Combine(Directory.CreateDirectory(Path.Combine(runs, "segmented", "segments")).FullName, "00000000000000000000.parquet"));
        return FillLedger(runs);
    }

    private static string FillLedger(string runs)
    {
        var fire = new Fire("blocked", new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), FireState.Queued) { Priority = 9 };
        using var ledger = new FireLedger(runs);
        ledger.Add(fire);
        using var connection = new SqliteConnection($"Data Source={FireLedger.PathOf(runs)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO fires (job, at, state, origin, priority, failed_attempts, processes, not_before) VALUES
              ('good', '2026-03-01T12:00:00.000Z', 'Nonsense', 'schedule', 0, 0, 0, '2026-03-01T12:00:00.000Z'),
              ('good', 'garbage', 'Queued', 'schedule', 0, 0, 0, '2026-03-01T12:00:00.000Z'),
              ('../../outside', '2026-03-01T12:00:01.000Z', 'Queued', 'demand', 9, 0, 0, '2026-03-01T12:00:00.000Z'),
              ('good', '2026-03-01T12:00:02.000Z', 'Running', 'demand', 9, 0, 9000000000, '2026-03-01T12:00:00.000Z');
            INSERT INTO jobs (job, seen_through) VALUES ('blocked', 'garbage');
            """;
        command.ExecuteNonQuery();
        var logs = Directory.CreateDirectory(Path.Combine(FireLedger.FolderOf(runs), "logs")).FullName;
        SpecialFiles.CreateNamedPipe(Path.Combine(logs, fire.Folder + ".log"));
        return fire.Folder;
    }

    /// <summary>No instant of the schedule is missing between its first fire and its last.</summary>
    private static void AssertOnTime(FireLedger ledger)
    {
        var fires = ledger.History("good", 99)
            .Where(fire => fire.Origin == Fire.Schedule).Select(fire => fire.At.ToUnixTimeSeconds()).Order().ToArray();
        Assert.True(fires.Length >= 2);
        Assert.All(fires.Zip(fires.Skip(1)), pair => Assert.Equal(5, pair.Second - pair.First));
    }

    private static void SetLength(string path, long bytes)
    {
        using var sparse = File.Create(path);
        sparse.SetLength(bytes);
    }

    private static async Task<string> ReadyAsync(HttpClient http, int port)
    {
        var text = await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/healthz/ready"), TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(text);
        return string.Join('\n', json.RootElement.GetProperty("broken").EnumerateArray()
            .Concat(json.RootElement.GetProperty("putAside").EnumerateArray()).Select(words => words.GetString()).Append(text));
    }

    private static Task UntilAsync(EnasProcess serve, Func<bool> condition) =>
        UntilAsync(serve, () => Task.FromResult(condition()), () => "the good job does not run");

    private static async Task UntilAsync(EnasProcess serve, Func<Task<bool>> condition, Func<string> what)
    {
        var limit = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.False(serve.Process.HasExited, "the service ended");
            Assert.True(limit.Elapsed < s_longest, what());
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
