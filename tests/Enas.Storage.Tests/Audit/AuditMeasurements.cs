using System.Diagnostics;
using System.Globalization;
using Enas.Pipeline.Events;
using Enas.TestKit.Faults;

namespace Enas.Storage.Tests.Audit;

/// <summary>Figures for the documentation: <c>eng/faults figures</c>.</summary>
[Trait(FaultPlan.Trait, "figures")]
public sealed class AuditMeasurements
{
    private const long Events = 1_000_000;

    [Theory(Explicit = true)]
    [InlineData(256)]
    [InlineData(4096)]
    public async Task Seconds_to_verify_a_million_events(int eventsPerSegment)
    {
        using var search = new RecordedSearch();
        var (segments, bytes) = await FillAsync(search, eventsPerSegment);
        for (var round = 0; round < 2; round++)
        {
            var run = new FaultReport(0, $"audit of a million events, {eventsPerSegment} a segment");
            var start = Stopwatch.GetTimestamp();
            var report = await search.AuditAsync();
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            Assert.True(report.IsClean, report.FirstDamage?.Message);
            Assert.InRange(report.IntactEventCount, Events, Events + eventsPerSegment);
            run.Passed(string.Create(
                CultureInfo.InvariantCulture,
                $"{report.IntactEventCount} events, {segments} segments, {bytes / 1e6:F0} "
                    + $"MB: {seconds:F2} s, {report.IntactEventCount / seconds:F0} events/s"));
        }
    }

    // The same files that commits would leave, without a flush for each.
    private static async Task<(long Segments, long Bytes)> FillAsync(RecordedSearch search, int eventsPerSegment)
    {
        var (heads, number, bytes, step) = (LogHeads.Start, 0L, 0L, 0L);
        while (heads.NextSequence < Events)
        {
            var rows = new List<LogRow>();
            if (number == 0)
            {
                rows.Add(HostEvents.Opened(search.Writer, 1, -1, [], null));
                rows.Add(RecordedSearch.Started().ToRow());
            }

            while (rows.Count < eventsPerSegment)
            {
                rows.AddRange(RecordedSearch.Step(step++));
            }

            var (committed, after) = heads.Seal(rows, DateTimeOffset.UnixEpoch);
            var file = await SegmentEncoder.EncodeAsync(
                new SegmentFooter(number, 1, "search", heads.NextSequence, rows.Count, heads.EventHead, after), committed);
            await File.WriteAllBytesAsync(search.Segment(number++), file);
            (heads, bytes) = (after, bytes + file.Length);
        }

        return (number, bytes);
    }
}
