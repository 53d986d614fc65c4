using System.Diagnostics;
using System.Globalization;
using Enas.Pipeline.Ports;

namespace Enas.Storage.Tests;

/// <summary>Figures for the documentation: run by name only, with <c>-explicit only</c>.</summary>
public sealed class Measurements(ITestOutputHelper output)
{
    /// <summary>A full disk; needs a small file system (2 MiB) at the path in ENAS_TEST_SMALL_DISK.</summary>
    [Fact(Explicit = true)]
    public async Task A_full_disk_is_said_in_words_and_the_log_goes_on_when_there_is_space()
    {
        var disk = Environment.GetEnvironmentVariable("ENAS_TEST_SMALL_DISK");
        Assert.SkipWhen(disk is null, "no small disk");
        var folder = SearchFolder.Create(Path.Combine(disk, "search"), "{}"u8, "{}"u8);
        var ballast = Path.Combine(disk, "ballast");
        await using (var log = await ParquetEventLog.OpenWriterAsync(folder, TestSearch.Writer, TimeProvider.System, CancellationToken.None))
        {
            await log.AppendAsync(1, Rows.Step(0), CancellationToken.None);
            await Assert.ThrowsAnyAsync<IOException>(async () => await File.WriteAllBytesAsync(ballast, new byte[1 << 22]));
            var fault = await Assert.ThrowsAsync<LogUnavailableException>(async () => await log.AppendAsync(5, Rows.Step(1), CancellationToken.None));
            output.WriteLine(fault.Message);
            Assert.Contains("the disk is full", fault.Message, StringComparison.Ordinal);
            fault = Assert.Throws<LogUnavailableException>(() => SearchFolder.Create(Path.Combine(disk, "other"), "{}"u8, "{}"u8));
            Assert.Contains("the disk is full", fault.Message, StringComparison.Ordinal);
        }

        File.Delete(ballast);
        await using var again = await ParquetEventLog.OpenWriterAsync(folder, TestSearch.Writer, TimeProvider.System, CancellationToken.None);
        Assert.Equal(6, again.NextSequence);
    }

    [Fact(Explicit = true)]
    public async Task Bytes_per_event_and_milliseconds_per_commit()
    {
        foreach (var steps in new[] { 1, 4, 16, 64, 256, 1024 })
        {
            using var search = new TestSearch();
            await using var log = await search.WriteAsync();
            var commits = Math.Clamp(4000 / steps, 20, 200);
            var times = new List<double>();
            for (var i = 0; i < commits; i++)
            {
                var rows = Enumerable.Range(i * steps, steps).SelectMany(step => Rows.Step(step)).ToArray();
                var start = Stopwatch.GetTimestamp();
                await log.AppendAsync(log.NextSequence, rows, CancellationToken.None);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            times = [.. times.Skip(commits / 5).Order()];
            var size = new FileInfo(search.Segment(commits)).Length;
            var opened = Stopwatch.GetTimestamp();
            await using var reader = await search.ReadAsync();
            var open = Stopwatch.GetElapsedTime(opened).TotalMilliseconds;
            opened = Stopwatch.GetTimestamp();
            var count = (await TestSearch.ReadAllAsync(reader)).Count;
            var read = Stopwatch.GetElapsedTime(opened).TotalMilliseconds;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{steps * 4} events per commit: {size} bytes per segment, {(double)size / (steps * 4):F0} per event; p50 {times[times.Count / 2]:F2} ms, p99 {times[times.Count * 99 / 100]:F2} ms; open {commits + 1} segments {open:F1} ms, verify {count} events {read:F1} ms"));
        }
    }
}
