using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Enas.Host.Cli;
using Enas.Host.Service;
using Enas.Host.Tests.Cli;
using static Enas.Host.Tests.Service.FireHistory;

namespace Enas.Host.Tests.Service;

/// <summary>The service as real processes: what becomes of searches that it or somebody else left. Beside <see cref="ServeTests"/>, whose
/// processes wait for the clock.</summary>
public sealed class LeftSearchesTests
{
    [Fact]
    public async Task Drained_search_goes_on_with_the_next_service_and_ends_as_a_plain_run()
    {
        using var work = new WorkFolder();
        Directory.CreateDirectory(Path.Combine(work.Root, "jobs"));
        File.Copy(work.Quickstart, Path.Combine(work.Root, "jobs", "quickstart.json"));
        var search = (await work.Enas("schedule", "trigger", "quickstart", "--json")).Json().GetProperty("search").GetString()!;
        var port = ServiceProbe.FreePort();
        using var notified = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        notified.Bind(new UnixDomainSocketEndPoint(Path.Combine(work.Root, "notify")));
        using (var serve = EnasProcess.Start(
            work.Root, [new("NOTIFY_SOCKET", Path.Combine(work.Root, "notify"))], ["serve", "--listen", $"127.0.0.1:{port}"]))
        {
            await UntilAsync(work, _ =>
                Directory.Exists(Path.Combine(search, "segments")) && Directory.EnumerateFiles(Path.Combine(search, "segments")).Any());
            ServiceProbe.Terminate(serve.Process);
            Assert.Equal(75, (await serve.EndAsync(ServiceProbe.Longest)).ExitCode);
            var left = Assert.Single(await HistoryAsync(work));
            Assert.Equal(("running", 75), (Text(left, "state"), left.GetProperty("exitCode").GetInt32()));
            Assert.Equal(["READY=1", "STOPPING=1"], [Received(notified), Received(notified)]);
        }

        // The ledger is a convenience: damaged, it is made anew from the folders.
        work.Write("runs/.service/fires.db", "garbage");
        var long_ = (await File.ReadAllTextAsync(work.Quickstart, TestContext.Current.CancellationToken))
            .Replace("\"rounds\": 6", "\"rounds\": 6000", StringComparison.Ordinal);
        work.Write("jobs/long.json", long_);
        EnasResult ended;
        using (var serve = EnasProcess.Start(
            work.Root, [new("Logging__Console__FormatterName", "json")], ["serve", "--listen", $"127.0.0.1:{port}"]))
        {
            await ServiceProbe.UntilReadyAsync(serve, port);
            await UntilAsync(work, fires => fires.All(IsDone));
            Assert.Equal(ExitCodes.Unavailable,
                (await EnasProcess.RunAsync(work.Root, "serve", "--out", "other", "--listen", $"127.0.0.1:{port}")).ExitCode);
            Assert.Equal(ExitCodes.Stopped, (await EnasProcess.RunAsync(work.Root, "serve")).ExitCode);

            // A limit that was given the moment before counts.
            await work.Enas("schedule", "add", "long", "--cron", "0 0 2 1 1 ?", "--time-limit", "1");
            await work.Enas("schedule", "trigger", "long");
            await UntilAsync(work, fires => fires.All(fire => fire.HasEnded));
            ServiceProbe.Terminate(serve.Process);
            ended = await serve.EndAsync(ServiceProbe.Longest);
        }

        var messages = ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("Message").GetString()!).ToArray();
        Assert.Single(messages, message => message.Contains("fires.db is damaged", StringComparison.Ordinal));
        Assert.Single(messages, message => message.EndsWith("ended with exit code 0: done", StringComparison.Ordinal));
        var history = (await HistoryAsync(work)).ToDictionary(fire => Text(fire, "job")!);
        Assert.Equal(("found", "69f3a67237ac03a82eb13590f4e455e83cd413f35e45d083f9b6564af7f55eb7"),
            (Text(history["quickstart"], "origin"), Text(history["quickstart"], "fingerprint")));
        Assert.Equal(("demand", "stopped"), (Text(history["long"], "origin"), Text(history["long"], "state")));
    }

    [Fact]
    public async Task Searches_that_people_left_are_finished_and_those_that_are_written_or_complete_or_damaged_are_not()
    {
        using var work = new WorkFolder();
        Directory.CreateDirectory(Path.Combine(work.Root, "jobs"));
        var plain = (await work.Enas("run", work.Tiny, "--out", "runs/complete", "--json")).Json().GetProperty("fingerprint").GetString();
        string[] training = ["train", "--job", work.Quickstart, "--arch", "0 0 1 0 1 0 0 1 0", "--out"];
        var trained = (await work.Enas([.. training, "trained", "--json"])).Json().GetProperty("fingerprint").GetString();
        using (var train = EnasProcess.Start(work.Root, [.. training, "runs/training"]))
        {
            var segments = Path.Combine(work.Root, "runs", "training", "segments");
            using var limit = new CancellationTokenSource(ServiceProbe.Longest);
            while (!Directory.Exists(segments) || Directory.GetFiles(segments).Length < 2)
            {
                await Task.Delay(10, limit.Token);
            }

            ServiceProbe.Terminate(train.Process);
            Assert.Equal(75, (await train.EndAsync(ServiceProbe.Longest)).ExitCode);
        }

        Assert.Equal(75, (await work.Enas("run", work.Tiny, "--out", "runs/left", "--stop-after-steps", "3")).ExitCode);
        await work.Enas("run", work.Tiny, "--out", "runs/damaged", "--stop-after-steps", "3");
        var segment = Directory.EnumerateFiles(Path.Combine(work.Root, "runs", "damaged", "segments")).Max(StringComparer.Ordinal)!;
        await File.WriteAllTextAsync(segment, "damage", TestContext.Current.CancellationToken);
        await work.Enas("run", work.Tiny, "--out", "runs/written", "--stop-after-steps", "3");
        using var writer = new FileStream(
            Path.Combine(work.Root, "runs", "written", "_tmp", "writer.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var port = ServiceProbe.FreePort();
        using (var none = EnasProcess.Start(work.Root, "serve", "--no-adopt", "--listen", $"127.0.0.1:{port}"))
        {
            await ServiceProbe.UntilReadyAsync(none, port);
            ServiceProbe.Terminate(none.Process);
            Assert.Equal(75, (await none.EndAsync(ServiceProbe.Longest)).ExitCode);
            Assert.Empty(await HistoryAsync(work));
        }

        using var serve = EnasProcess.Start(work.Root, "serve", "--listen", $"127.0.0.1:{port}");
        await UntilAsync(work, fires => fires.Count(IsDone) == 2);
        ServiceProbe.Terminate(serve.Process);
        var said = (await serve.EndAsync(ServiceProbe.Longest)).Error;
        var adopted = (await HistoryAsync(work)).OrderBy(fire => Text(fire, "search"), StringComparer.Ordinal).ToArray();
        Assert.Equal(["left", "training"], adopted.Select(fire => Path.GetFileName(Text(fire, "search"))));
        Assert.All(adopted, fire => Assert.Equal("adopted", Text(fire, "origin")));
        Assert.Equal([plain, trained], adopted.Select(fire => Text(fire, "fingerprint")));
        Assert.Contains("damaged in the output folder is left alone", said, StringComparison.Ordinal);
        Assert.Contains("written in the output folder is left alone", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sigterm_at_the_very_start_of_a_search_is_no_attempt()
    {
        using var work = new WorkFolder();
        work.Write("jobs/tiny.schedule.json", """{ "cron": "0 0 2 1 1 ?", "maxAttempts": 1 }""");
        File.Copy(work.Tiny, Path.Combine(work.Root, "jobs", "tiny.json"));
        using (var ledger = new FireLedger(Path.Combine(work.Root, "runs")))
        {
            ledger.Add(new Fire("tiny", new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), FireState.Queued) { Origin = Fire.Demand });
        }

        using var serve = EnasProcess.Start(work.Root, "serve", "--listen", $"127.0.0.1:{ServiceProbe.FreePort()}");
        await UntilAsync(work, fires => fires[0].Processes == 1); // Recorded the moment before the process is started.
        ServiceProbe.Terminate(serve.Process);
        Assert.Equal(ExitCodes.Stopped, (await serve.EndAsync(ServiceProbe.Longest)).ExitCode);
        using var left = new FireLedger(Path.Combine(work.Root, "runs"));
        var fire = Assert.Single(left.History(null, 9));
        Assert.Equal((FireState.Running, 0), (fire.State, fire.FailedAttempts));
    }

    [Fact]
    public async Task Search_that_does_not_stop_is_ended_and_the_service_ends_within_its_time()
    {
        using var work = new WorkFolder();
        Directory.CreateDirectory(Path.Combine(work.Root, "jobs"));
        File.Copy(work.Quickstart, Path.Combine(work.Root, "jobs", "quickstart.json"));
        using (var ledger = new FireLedger(Path.Combine(work.Root, "runs")))
        {
            ledger.Add(new Fire("quickstart", new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), FireState.Queued) { Origin = Fire.Demand });
        }

        using var serve = EnasProcess.Start(work.Root, "serve", "--stop-within", "1", "--listen", $"127.0.0.1:{ServiceProbe.FreePort()}");
        var started = await ServiceProbe.StartedAsync(serve);
        ServiceProbe.Pause(started); // It stands still, and SIGTERM waits with it.
        ServiceProbe.Terminate(serve.Process);
        Assert.Equal(ExitCodes.Stopped, (await serve.EndAsync(ServiceProbe.Longest)).ExitCode);
        using var left = new FireLedger(Path.Combine(work.Root, "runs"));
        var fire = Assert.Single(left.History(null, 9));
        Assert.Equal((FireState.Running, 137, 0), (fire.State, fire.ExitCode, fire.FailedAttempts));
    }

    private static string Received(Socket socket)
    {
        var buffer = new byte[256];
        socket.ReceiveTimeout = (int)ServiceProbe.Longest.TotalMilliseconds;
        return Encoding.UTF8.GetString(buffer, 0, socket.Receive(buffer));
    }
}
