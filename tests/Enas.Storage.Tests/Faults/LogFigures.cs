using System.Diagnostics;
using System.Globalization;
using Enas.TestKit.Faults;

namespace Enas.Storage.Tests.Faults;

/// <summary>What the log costs, for <c>docs/results.md</c>: <c>eng/faults figures</c>.</summary>
[Trait(FaultPlan.Trait, "figures")]
public sealed class LogFigures
{
    private const int MillionEvents = 1_000_000;
    private const int EventsPerStep = 4;

    [Theory(Explicit = true)]
    [InlineData(16, 2000)]
    [InlineData(256, 400)]
    [InlineData(4096, 50)]
    public async Task Commits_per_second_and_bytes_per_event(int eventsPerCommit, int commits)
    {
        using var search = new TestSearch();
        await using var log = await search.WriteAsync();
        await AppendAsync(log, eventsPerCommit, commits / 10);
        var report = new FaultReport(0, string.Create(CultureInfo.InvariantCulture, $"{commits} commits of {eventsPerCommit} events"));
        var times = new double[commits];
        var start = Stopwatch.GetTimestamp();
        for (var commit = 0; commit < commits; commit++)
        {
            var began = Stopwatch.GetTimestamp();
            await AppendAsync(log, eventsPerCommit, 1);
            times[commit] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Array.Sort(times);
        var bytes = new FileInfo(search.Segment(commits)).Length;
        report.Passed(string.Create(
            CultureInfo.InvariantCulture,
            $"{commits / seconds:F0} commits/s, p50 {times[commits / 2]:F2} ms, p99 "
                + $"{times[commits * 99 / 100]:F2} ms, {(double)bytes / eventsPerCommit:F0} bytes/event"));
    }

    [Fact(Explicit = true)]
    public async Task Seconds_to_verify_a_million_events()
    {
        const int EventsPerCommit = 1000;
        using var search = new TestSearch();
        await using (var log = await search.WriteAsync())
        {
            await AppendAsync(log, EventsPerCommit, MillionEvents / EventsPerCommit);
        }

        var report = new FaultReport(0, "verify 1,000,000 events in 1,000 commits");
        var start = Stopwatch.GetTimestamp();
        await using var reader = await search.ReadAsync();
        var count = 0;
        await foreach (var row in reader.ReadAsync(0, CancellationToken.None))
        {
            count += row.Sequence == count ? 1 : 0;
        }

        Assert.Equal(MillionEvents + 1, count);
        var bytes = new DirectoryInfo(search.Folder.Segments).EnumerateFiles().Sum(file => file.Length);
        report.Passed(string.Create(CultureInfo.InvariantCulture,
            $"{Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s, {(double)bytes / MillionEvents:F0} bytes/event"));
    }

    private static async Task AppendAsync(ParquetEventLog log, int eventsPerCommit, int commits)
    {
        for (var commit = 0; commit < commits; commit++)
        {
            var first = log.NextSequence / EventsPerStep;
            var rows = Enumerable.Range(0, eventsPerCommit / EventsPerStep).SelectMany(step => Rows.Step(first + step)).ToArray();
            await log.AppendAsync(log.NextSequence, rows, CancellationToken.None);
        }
    }
}
