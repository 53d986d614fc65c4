using System.Diagnostics;
using System.Globalization;
using Enas.Pipeline.Events;
using Enas.TestKit.Faults;

namespace Enas.Storage.Tests;

/// <summary>
/// What opening a long log costs: <c>eng/faults figures</c>. <c>ENAS_TEST_SEGMENTS</c> sets the number of segments (100,000),
/// of which the last writer wrote a hundred and one and died.
/// </summary>
[Trait(FaultPlan.Trait, "figures")]
public sealed class OpeningMeasurement
{
    private const int Lives = 10;
    private const int LastLife = 101;

    [Fact(Explicit = true)]
    public async Task Opening_a_long_log()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("ENAS_TEST_SEGMENTS") ?? "100000", CultureInfo.InvariantCulture);
        using var search = new TestSearch();
        await TimeAsync($"writing {count} segments", () => WriteAsync(search, count));
        var catalog = new SegmentCatalog(search.Folder);
        await TimeAsync("listing, and the footers of the ends", async () => await catalog.RefreshAsync(CancellationToken.None));
        await TimeAsync("digest and footer of every segment", async () =>
        {
            for (var number = 0; number < count; number++)
            {
                await catalog.FooterAsync(number);
            }
        });
        await TimeAsync("opening to write after a crash", async () =>
        {
            await using var log = await search.WriteAsync();
            Assert.Equal(Lives + 1, log.WriterEpoch);
            await log.CloseAsync("stopped", CancellationToken.None);
        });
        await TimeAsync("opening to write after a clean stop", async () =>
        {
            await using var log = await search.WriteAsync();
            Assert.Equal(Lives + 2, log.WriterEpoch);
        });
        await TimeAsync("finding the middle and reading one segment", async () =>
        {
            await using var log = await search.ReadAsync();
            await foreach (var row in log.ReadAsync(count / 2, CancellationToken.None))
            {
                Assert.Equal(count / 2, row.Sequence);
                break;
            }
        });
    }

    private async Task TimeAsync(string what, Func<Task> action)
    {
        var report = new FaultReport(0, what);
        var start = Stopwatch.GetTimestamp();
        await action();
        report.Passed(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(start).TotalSeconds:F3} s"));
    }

    // The rows and footers of a real log, without its flushes.
    private static async Task WriteAsync(TestSearch search, int count)
    {
        var heads = LogHeads.Start;
        var pending = new List<(SegmentFooter Footer, IReadOnlyList<CommittedRow> Rows)>();
        var epoch = 0;
        for (var number = 0; number < count; number++)
        {
            var opens = number == count - LastLife || (epoch < Lives - 1 && number == (long)epoch * count / Lives);
            epoch += opens ? 1 : 0;
            var row = opens ? HostEvents.Opened(TestSearch.Writer, epoch, number - 1, [], null) : Rows.Fact(number);
            var (rows, after) = heads.Seal([row], DateTimeOffset.UnixEpoch);
            pending.Add((new SegmentFooter(number, epoch, "test-search", number, 1, heads.EventHead, after), rows));
            heads = after;
            if (pending.Count == 1000 || number == count - 1)
            {
                await Parallel.ForEachAsync(pending, async (segment, cancellationToken) =>
                    await File.WriteAllBytesAsync(search.Segment(segment.Footer.Number),
                        await SegmentEncoder.EncodeAsync(segment.Footer, segment.Rows), cancellationToken));
                pending.Clear();
            }
        }
    }
}
