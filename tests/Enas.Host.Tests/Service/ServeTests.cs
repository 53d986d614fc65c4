using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Enas.Host.Cli;
using Enas.Host.Readings;
using Enas.Host.Searches;
using Enas.Host.Service;
using Enas.Host.Tests.Cli;
using Enas.Host.Tests.Telemetry;

namespace Enas.Host.Tests.Service;

/// <summary>The service as real processes: schedules, a kill, a second life, a drain.</summary>
public sealed class ServeTests
{
    [Fact]
    public async Task Killed_service_goes_on_and_every_fire_is_one_search_with_the_fingerprint_of_a_plain_run()
    {
        using var work = new WorkFolder();
        var jobs = Path.Combine(work.Root, "jobs");
        Directory.CreateDirectory(jobs);
        foreach (var name in new[] { "first", "second", "demand" })
        {
            File.Copy(work.Tiny, Path.Combine(jobs, name + ".json"));
        }

        work.Write("jobs/broken.json", "{\n  \"sed\": 1\n}\n");
        var plain = (await work.Enas("run", work.Tiny, "--out", "plain", "--json")).Json().GetProperty("fingerprint").GetString();
        Assert.Equal(0, (await work.Enas(
            "schedule", "add", "first", "--cron", "0/5 * * * * ?", "--on-misfire", "run-all", "--overlap", "queue")).ExitCode);
        Assert.Equal(0, (await work.Enas(
            "schedule", "add", "second", "--cron", "1/6 * * * * ?", "--on-misfire", "run-all", "--overlap", "queue")).ExitCode);
        Assert.Equal(0, (await work.Enas("schedule", "trigger", "demand")).ExitCode);

        var port = ServiceProbe.FreePort();
        using (var serve = Serve(work, port))
        {
            await UntilAsync(work, fires => fires.Any(fire => fire.State == FireState.Running) && fires.Any(IsDone));
            serve.Process.Kill();
            await serve.Process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        string health;
        EnasResult drained;
        using (var serve = Serve(work, port))
        {
            await UntilAsync(work, fires => new[] { "first", "second" }.All(job => fires.Count(fire => fire.Job == job) >= 2));
            foreach (var job in new[] { "first", "second" })
            {
                Assert.Equal(0, (await work.Enas("schedule", "rm", job)).ExitCode);
            }

            await UntilAsync(work, fires => fires.All(IsDone));
            using var http = new HttpClient();
            health = await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/healthz/ready"), TestContext.Current.CancellationToken);
            ServiceProbe.Terminate(serve.Process);
            drained = await serve.EndAsync(ServiceProbe.Longest);
        }

        Assert.Equal(75, drained.ExitCode);
        Assert.Contains("broken.json:2:", drained.Error, StringComparison.Ordinal);
        Assert.Contains("broken.json:2:", health, StringComparison.Ordinal);
        var history = await HistoryAsync(work);
        Assert.All(history, fire => Assert.Equal(plain, Text(fire, "fingerprint")));
        AssertOneSearchPerFire(work, history);
        Assert.Contains((await work.Enas("schedule", "ls", "--json")).Json().GetProperty("broken").EnumerateArray(), broken =>
            broken.GetProperty("line").GetInt32() == 2);
    }

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
    public async Task Metrics_count_what_the_logs_hold_and_spans_of_a_search_are_under_its_fire()
    {
        using var work = new WorkFolder();
        using var receiver = new OtlpReceiver();
        Directory.CreateDirectory(Path.Combine(work.Root, "jobs"));
        File.Copy(work.Tiny, Path.Combine(work.Root, "jobs", "tiny.json"));
        await work.Enas("schedule", "trigger", "tiny");
        await work.Enas("schedule", "trigger", "tiny");
        var port = ServiceProbe.FreePort();
        PrometheusPage page;
        using (var serve = EnasProcess.Start(work.Root, receiver.Environment, ["serve", "--listen", $"127.0.0.1:{port}"]))
        {
            await UntilAsync(work, fires => fires.All(IsDone));
            using var http = new HttpClient();
            do
            {
                page = new PrometheusPage(
                    await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"), TestContext.Current.CancellationToken));
            }
            while (page["enas_searches_running"] > 0);

            ServiceProbe.Terminate(serve.Process);
            Assert.Equal(75, (await serve.EndAsync(ServiceProbe.Longest)).ExitCode);
        }

        var events = new EventCounts();
        await RecordedSearch.OpenAsync(Text((await HistoryAsync(work))[0], "search")!, events);
        var counts = events.Counts.ToDictionary(count =>
            count.Key, count => count.Value, StringComparer.Ordinal);
        Assert.Equal(2 * counts["architecture-sampled"], page["enas_samples_total{enas_job=\"tiny\"}"]);
        Assert.Equal(2 * counts["policy-updated"], page["enas_step_duration_seconds_count{enas_job=\"tiny\",enas_phase=\"policy\"}"]);
        Assert.Equal(2 * counts["shared-weights-trained"],
            page["enas_step_duration_seconds_bucket{enas_job=\"tiny\",enas_phase=\"weights\",le=\"+Inf\"}"]);
        Assert.Equal(2 * counts["candidate-scored"],
            page["enas_eval_duration_seconds_count{enas_evaluation=\"candidate\",enas_job=\"tiny\"}"]);
        Assert.Equal(2, page["enas_fires{state=\"done\"}"]);
        Assert.Equal(0, page["enas_log_unsealed_bytes"] + page["enas_queue_depth"]);
        Assert.True(page["enas_reward{enas_job=\"tiny\"}"] > 0 && page["enas_controller_entropy_nats{enas_job=\"tiny\"}"] > 0);
        Assert.Contains("enas.queue.depth", receiver.Metrics);
        Assert.Contains(receiver.Logs, message => message.EndsWith("ended with exit code 0: done", StringComparison.Ordinal));
        var fires = receiver.Spans.Where(span => span.Name == "enas.fire").Select(span => span.Id).Order(StringComparer.Ordinal);
        Assert.Equal(fires, receiver.Spans.Where(span => span.Name == "enas.search")
            .Select(span => span.ParentId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Search_without_a_finite_score_is_recorded_as_failed_with_its_reason_and_not_tried_again()
    {
        using var work = new WorkFolder();
        var tiny = await File.ReadAllTextAsync(work.Tiny, TestContext.Current.CancellationToken);
        work.Write("jobs/diverging.json", tiny.Replace(
            "\"sharedWeights\": {", "\"sharedWeights\": { \"learningRate\": 1e30, \"clipNorm\": 0,", StringComparison.Ordinal));
        Assert.Equal(0, (await work.Enas("schedule", "trigger", "diverging")).ExitCode);
        using var serve = Serve(work, ServiceProbe.FreePort());
        await UntilAsync(work, fires => fires.Any(fire => fire.EndedAt is not null));
        ServiceProbe.Terminate(serve.Process);
        Assert.Equal(75, (await serve.EndAsync(ServiceProbe.Longest)).ExitCode);
        var fire = Assert.Single(await HistoryAsync(work));
        Assert.Equal(("failed", 12), (Text(fire, "state"), fire.GetProperty("exitCode").GetInt32()));
        Assert.StartsWith("nothing is chosen: the candidates' scores are not finite. 4 of 6 steps failed, ",
            Text(fire, "reason"), StringComparison.Ordinal);
        Assert.EndsWith("; another attempt would not help", Text(fire, "reason"), StringComparison.Ordinal);
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

    /// <summary>No fire of the cron expression is missing between the first and the last, and folders and fires are the same set.</summary>
    private static void AssertOneSearchPerFire(WorkFolder work, IReadOnlyList<JsonElement> history)
    {
        foreach (var (job, every) in new[] { ("first", 5), ("second", 6) })
        {
            var seconds = history.Where(fire => Text(fire, "job") == job)
                .Select(fire => fire.GetProperty("at").GetDateTimeOffset().ToUnixTimeSeconds()).Order().ToArray();
            Assert.All(seconds.Zip(seconds.Skip(1)), pair => Assert.Equal(every, pair.Second - pair.First));
        }

        var folders = Directory.EnumerateDirectories(Path.Combine(work.Root, "runs"))
            .Where(path => File.Exists(Path.Combine(path, "job.json")));
        Assert.Equal(folders.Order(StringComparer.Ordinal), history.Select(fire => Text(fire, "search")!).Order(StringComparer.Ordinal));
    }

    private static string Received(Socket socket)
    {
        var buffer = new byte[256];
        socket.ReceiveTimeout = (int)ServiceProbe.Longest.TotalMilliseconds;
        return Encoding.UTF8.GetString(buffer, 0, socket.Receive(buffer));
    }

    private static EnasProcess Serve(WorkFolder work, int port) =>
        EnasProcess.Start(work.Root, "serve", "--max-concurrent", "2", "--listen", $"127.0.0.1:{port}");

    /// <summary>Waits on the history in this process; a command for each look would take the processor from the service.</summary>
    private static async Task UntilAsync(WorkFolder work, Func<IReadOnlyList<Fire>, bool> condition)
    {
        using var limit = new CancellationTokenSource(ServiceProbe.Longest);
        using var ledger = new FireLedger(Path.Combine(work.Root, "runs"));
        while (!condition(ledger.History(null, 1000)))
        {
            await Task.Delay(50, limit.Token);
        }
    }

    private static async Task<IReadOnlyList<JsonElement>> HistoryAsync(WorkFolder work) =>
        [.. (await work.Enas("schedule", "history", "--most", "1000", "--json")).Json().GetProperty("fires").EnumerateArray()];

    private static bool IsDone(Fire fire) => fire.State == FireState.Done;

    private static string? Text(JsonElement fire, string name) => fire.GetProperty(name).GetString();
}
