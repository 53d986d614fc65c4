using System.Text.Json;
using Enas.Host.Readings;
using Enas.Host.Searches;
using Enas.Host.Service;
using Enas.Host.Tests.Cli;
using Enas.Host.Tests.Telemetry;
using static Enas.Host.Tests.Service.FireHistory;

namespace Enas.Host.Tests.Service;

/// <summary>The service as real processes: schedules, a kill, a second life.</summary>
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
        Assert.Equal(0, (await work.Enas(
            "schedule", "add", "demand", "--cron", "0 0 0 1 1 ? 2099", "--then", "train,export,report")).ExitCode);
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
        var then = history.Single(fire => Text(fire, "job") == "demand").GetProperty("then");
        Assert.Equal("""["train","export","report"]""", then.GetProperty("done").GetRawText().Replace(" ", "", StringComparison.Ordinal)
            .Replace("\n", "", StringComparison.Ordinal));
        Assert.True(File.Exists(then.GetProperty("network").GetString()));
        Assert.Contains("train, export, report", (await work.Enas("schedule", "history", "demand")).Output, StringComparison.Ordinal);
        Assert.Contains((await work.Enas("schedule", "ls", "--json")).Json().GetProperty("broken").EnumerateArray(), broken =>
            broken.GetProperty("line").GetInt32() == 2);
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
            .Where(path => File.Exists(Path.Combine(path, "job.json"))).ToArray();

        // What was to be done after it, and nobody took the training for a search of its own.
        var trained = Assert.Single(folders, path => path.EndsWith("-train", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(trained, "export", "network.onnx")));
        Assert.True(File.Exists(Path.Combine(trained[..^"-train".Length], "export", "report.html")));
        folders = [.. folders.Except([trained])];
        Assert.Equal(folders.Order(StringComparer.Ordinal), history.Select(fire => Text(fire, "search")!).Order(StringComparer.Ordinal));
    }

    private static EnasProcess Serve(WorkFolder work, int port) =>
        EnasProcess.Start(work.Root, "serve", "--max-concurrent", "2", "--listen", $"127.0.0.1:{port}");
}
