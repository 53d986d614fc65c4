using System.Globalization;
using Enas.Host.Readings;
using Enas.Host.Searches;
using Enas.Host.Telemetry;
using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Telemetry;

/// <summary>Spans and measurements of real processes, received as a collector receives them.</summary>
public sealed class TelemetryTests
{
    private static readonly string[] s_searchMetrics =
        ["enas.controller.entropy", "enas.eval.duration", "enas.log.unsealed_bytes", "enas.reward", "enas.samples", "enas.step.duration"];

    [Fact]
    public async Task Run_exports_its_spans_and_metrics_and_keeps_its_fingerprint()
    {
        using var work = new WorkFolder();
        using var receiver = new OtlpReceiver();
        var plain = (await work.Enas("run", work.Tiny, "--out", "plain", "--json")).Json();
        using var enas = EnasProcess.Start(work.Root, receiver.Environment, ["run", work.Tiny, "--out", "traced", "--json"]);
        var traced = await enas.EndAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(0, traced.ExitCode);
        Assert.Equal(plain.GetProperty("fingerprint").GetString(), traced.Json().GetProperty("fingerprint").GetString());

        Assert.Equal(s_searchMetrics, receiver.Metrics);
        var events = new EventCounts();
        await RecordedSearch.OpenAsync(Path.Combine(work.Root, "traced"), events);
        var counts = events.Counts.ToDictionary(count =>
            count.Key, count => count.Value, StringComparer.Ordinal);
        var spans = receiver.Spans;
        Assert.All(spans, span => Assert.Equal("enas", span.Service));
        Assert.Single(spans.Select(span => span.TraceId).Distinct());
        Assert.Equal(counts["architecture-sampled"], spans.Count(span => span.Name == "enas.sample"));
        Assert.Equal(counts["shared-weights-trained"], spans.Count(span => span.Name == "enas.train"));
        Assert.Equal(counts["reward-evaluated"], spans.Count(span => span.Name == "enas.evaluate"));
        Assert.Equal(counts["policy-updated"], spans.Count(span => span.Name == "enas.update"));
        Assert.Equal(counts["candidate-scored"], spans.Count(span => span.Name == "enas.score"));
        var search = Assert.Single(spans, span => span.Name == "enas.search");
        Assert.All(spans.Where(span => span.Name == "enas.step"), step => Assert.Equal(search.Id, step.ParentId));
        var steps = spans.Where(span => span.Name == "enas.step").Select(span => span.Id).ToHashSet(StringComparer.Ordinal);
        Assert.All(spans.Where(span => span.Name == "enas.train"), span => Assert.Contains(span.ParentId, steps));
    }

    [Fact]
    public async Task Collector_that_is_not_there_does_not_fail_the_run()
    {
        using var work = new WorkFolder();
        using var enas = EnasProcess.Start(work.Root, [new("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9"),
            new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")], ["run", work.Tiny, "--json"]);
        Assert.Equal(0, (await enas.EndAsync(TimeSpan.FromMinutes(5))).ExitCode);
    }

    [Fact]
    public async Task Libraries_of_the_service_are_loaded_where_they_are_used_only()
    {
        using var work = new WorkFolder();
        using var receiver = new OtlpReceiver();
        Assert.DoesNotContain("OpenTelemetry", await LoadedAsync(work, [], "plain"), StringComparison.Ordinal);
        var traced = await LoadedAsync(work, receiver.Environment, "traced");
        Assert.Contains("OpenTelemetry", traced, StringComparison.Ordinal);
        Assert.DoesNotContain("Quartz", traced, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("http://127.0.0.1:4317", true)]
    [InlineData("https://collector/otlp", true)]
    [InlineData("nonsense", false)]
    [InlineData("localhost:4317", false)]
    public void Address_that_is_none_is_not_passed_over_in_silence(string? endpoint, bool isGood) =>
        Assert.Equal(isGood, TelemetrySource.EndpointFault(endpoint) is null);

    [Theory]
    [InlineData("enas.samples", "{architecture}", true, "enas_samples_total")]
    [InlineData("enas.step.duration", "s", false, "enas_step_duration_seconds")]
    [InlineData("enas.log.unsealed_bytes", "By", false, "enas_log_unsealed_bytes")]
    [InlineData("enas.reward", "", false, "enas_reward")]
    public void Names_follow_the_rules_for_prometheus(string name, string unit, bool isCounter, string expected) =>
        Assert.Equal(expected, PrometheusText.Name(name, unit, isCounter));

    /// <summary>The files that a process has mapped while it searches.</summary>
    private static async Task<string> LoadedAsync(WorkFolder work, IEnumerable<KeyValuePair<string, string>> environment, string name)
    {
        using var enas = EnasProcess.Start(work.Root, environment, ["run", work.Quickstart, "--out", name]);
        var segments = Path.Combine(work.Root, name, "segments");
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (!Directory.Exists(segments) || Directory.GetFiles(segments).Length < 2)
        {
            await Task.Delay(20, limit.Token);
        }

        var maps = await File.ReadAllTextAsync(string.Create(CultureInfo.InvariantCulture, $"/proc/{enas.Process.Id}/maps"), limit.Token);
        Assert.Contains("Enas.Pipeline.dll", maps, StringComparison.Ordinal);
        return maps;
    }
}
