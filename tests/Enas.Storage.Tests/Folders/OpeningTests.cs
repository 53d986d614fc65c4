using Enas.Pipeline.Events;

namespace Enas.Storage.Tests.Folders;

/// <summary>An opening for writing reads what no earlier writer has verified, and the little that finds it;
/// reading reads everything.</summary>
public sealed class OpeningTests
{
    private const string Root = "/search";
    private const int Steps = 200;

    [Fact]
    public async Task After_a_clean_stop_one_segment_is_read_whatever_the_length()
    {
        var disk = new SimulatedDisk();
        await WriteAsync(disk, Steps, close: true);
        var before = disk.Trace.Count;
        var log = await OpenAsync(disk);
        Assert.Equal(2, log.WriterEpoch);

        // The first and the last but one for their footers, the first also for what it says of the job files, the last for its footer, its
        // word and its rows.
        Assert.InRange(SegmentReads(disk, before), 1, 6);
        Assert.Equal(Steps * 4, (await TestSearch.ReadAllAsync(log)).Count(row => row.Row.IsFact));
    }

    [Fact]
    public async Task After_a_crash_the_segments_of_the_last_writer_are_read()
    {
        var disk = new SimulatedDisk();
        await WriteAsync(disk, Steps, close: true);
        await WriteAsync(disk, 10, close: false);
        var before = disk.Trace.Count;
        await OpenAsync(disk);

        // The eleven of that writer, what a binary search for the first of them comes upon, and the first for what it says of
        // the job files.
        Assert.InRange(SegmentReads(disk, before), 11, 11 + 6 + 8);
    }

    [Fact]
    public async Task Writers_that_died_one_after_the_other_leave_no_gap_in_what_was_verified()
    {
        var disk = new SimulatedDisk();
        for (var life = 0; life < 5; life++)
        {
            await WriteAsync(disk, 3, close: false);
        }

        var log = await OpenAsync(disk);
        var rows = await TestSearch.ReadAllAsync(log);
        var openings = rows.Where(row => row.Row.EventType == HostEvents.WriterOpened).ToArray();
        Assert.Equal(6, openings.Length);
        Assert.All(openings, row => Assert.Equal(row.Sequence - 1, HostEvents.VerifiedThrough(row)));
    }

    [Fact]
    public async Task What_a_writer_did_not_verify_it_does_not_claim()
    {
        using var search = new TestSearch();
        await search.FillAsync(3, close: false);
        var bytes = await File.ReadAllBytesAsync(search.Segment(2));
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(search.Segment(2), bytes);
        var segments = Directory.GetFiles(search.Folder.Segments).Length;
        await Assert.ThrowsAsync<LogDamagedException>(async () => await search.WriteAsync());
        Assert.Equal(segments, Directory.GetFiles(search.Folder.Segments).Length);
    }

    [Fact]
    public async Task Damage_before_what_was_verified_is_found_by_reading()
    {
        using var search = new TestSearch();
        await search.FillAsync(6);
        var bytes = await File.ReadAllBytesAsync(search.Segment(1));
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(search.Segment(1), bytes);
        await using (var log = await search.WriteAsync())
        {
            Assert.Equal(2, log.WriterEpoch);
        }

        var fault = await Assert.ThrowsAsync<LogDamagedException>(search.ReadAllAsync);
        Assert.StartsWith("segment 1:", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_middle_is_found_without_reading_what_is_before_it()
    {
        var disk = new SimulatedDisk();
        await WriteAsync(disk, Steps, close: true);
        var folder = SearchFolder.Open(disk, Root);
        for (var from = 0L; from < Steps * 4; from += 97)
        {
            await using var log = await ParquetEventLog.OpenReadAsync(folder, CancellationToken.None);
            var before = disk.Trace.Count;
            await foreach (var row in log.ReadAsync(from, CancellationToken.None))
            {
                Assert.Equal(from, row.Sequence);
                break;
            }

            Assert.InRange(SegmentReads(disk, before), 1, 11);
        }
    }

    [Fact]
    public async Task A_segment_that_is_replaced_while_the_log_is_open_is_found()
    {
        using var search = new TestSearch();
        using var other = new TestSearch();
        await search.FillAsync(3);
        await other.FillAsync(3, TimeProvider.System);
        await using var log = await search.ReadAsync();
        File.Copy(other.Segment(4), search.Segment(4), overwrite: true);
        await Assert.ThrowsAsync<LogDamagedException>(async () => await TestSearch.ReadAllAsync(log));
        File.Delete(search.Segment(4));
        await Assert.ThrowsAsync<LogDamagedException>(async () => await log.RefreshAsync(CancellationToken.None));
    }

    private static int SegmentReads(SimulatedDisk disk, int from) => disk.Trace.Skip(from).Count(entry => entry == "read segments");

    [Fact]
    public async Task A_log_has_a_writer_while_one_has_it_open()
    {
        using var search = new TestSearch();
        Assert.False(await ParquetEventLog.HasWriterAsync(search.Folder, CancellationToken.None));
        await using (await search.WriteAsync())
        {
            Assert.True(await ParquetEventLog.HasWriterAsync(search.Folder, CancellationToken.None));
        }

        Assert.False(await ParquetEventLog.HasWriterAsync(search.Folder, CancellationToken.None));
    }

    private static async Task WriteAsync(SimulatedDisk disk, int steps, bool close)
    {
        var log = await OpenAsync(disk);
        for (var step = 0; step < steps; step++)
        {
            await log.AppendAsync(log.NextSequence, Rows.Step(step), CancellationToken.None);
        }

        if (close)
        {
            await log.CloseAsync("completed", CancellationToken.None);
        }
    }

    private static async Task<ParquetEventLog> OpenAsync(SimulatedDisk disk) =>
        await ParquetEventLog.OpenWriterAsync(
            disk.FileExists($"{Root}/job.json") ? SearchFolder.Open(disk, Root) : SearchFolder.Create(disk, Root, "{}"u8, "{}"u8),
            TestSearch.Writer,
            new StoppedClock(),
            CancellationToken.None);
}
