using System.Buffers.Binary;
using Enas.Pipeline.Events;
using Enas.TestKit.Faults;

namespace Enas.Storage.Tests.Log;

/// <summary>Whatever happens to the files of a log, every verb says so by name, and changes nothing.</summary>
public sealed class DamageTests
{
    private const int Seed = 20260305;

    [Fact]
    public async Task Every_flipped_bit_is_found()
    {
        using var search = new TestSearch();
        await search.FillAsync(7, close: false);
        var random = new Random(Seed);
        var files = Directory.GetFiles(search.Folder.Segments).Order().ToArray();
        for (var i = 0; i < 600; i++)
        {
            var number = random.Next(files.Length);
            var good = await File.ReadAllBytesAsync(files[number]);
            var bad = (byte[])good.Clone();
            bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(files[number], bad);
            await RefusedAsync(search, $"segment {number}:");
            await File.WriteAllBytesAsync(files[number], good);
        }

        Assert.Equal(29, (await search.ReadAllAsync()).Count);
    }

    [Fact]
    public async Task Every_truncation_is_found()
    {
        using var search = new TestSearch();
        await search.FillAsync(5, close: false);
        foreach (var number in new[] { 2, 5 })
        {
            var good = await File.ReadAllBytesAsync(search.Segment(number));
            for (var length = 0; length < good.Length; length += length is < 16 or > 60 and < 80 ? 1 : 29)
            {
                await File.WriteAllBytesAsync(search.Segment(number), good[..length]);
                await RefusedAsync(search, $"segment {number}:");
            }

            for (var cut = 1; cut <= 12; cut++)
            {
                await File.WriteAllBytesAsync(search.Segment(number), good[..^cut]);
                await RefusedAsync(search, $"segment {number}:");
            }

            await File.WriteAllBytesAsync(search.Segment(number), good);
        }
    }

    [Theory]
    [Trait(FaultPlan.Trait, "14")]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    [InlineData(0)]
    public async Task Absurd_footer_lengths_are_refused(int length)
    {
        using var search = new TestSearch();
        await search.FillAsync(1, close: false);
        var bytes = await File.ReadAllBytesAsync(search.Segment(1));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(bytes.Length - 8), length);
        await File.WriteAllBytesAsync(search.Segment(1), bytes);
        await RefusedAsync(search, "absurd footer length");
    }

    [Fact]
    [Trait(FaultPlan.Trait, "10")]
    public async Task Foreign_missing_and_swapped_segments_are_refused()
    {
        using var search = new TestSearch();
        using var other = new TestSearch();
        await search.FillAsync(5, close: false);
        await other.FillAsync(5, time: TimeProvider.System, close: false);
        await ChangedAsync("x.parquet", () => File.WriteAllText(Path.Combine(search.Folder.Segments, "x.parquet"), "x"));
        await ChangedAsync("0042.parquet", () => File.Copy(search.Segment(1), Path.Combine(search.Folder.Segments, "0042.parquet")));
        await ChangedAsync("a-folder", () => Directory.CreateDirectory(Path.Combine(search.Folder.Segments, "a-folder")));
        await ChangedAsync("segment 2: it is missing, but segment 3", () => File.Delete(search.Segment(2)));
        await ChangedAsync("segment 6: it is missing, but segment 9", () => File.Copy(search.Segment(5), search.Segment(9)));
        await ChangedAsync("segment 0: it is missing", () => File.Delete(search.Segment(0)));
        await ChangedAsync("segment 2: the file says it is segment 3", () =>
        {
            File.Move(search.Segment(2), search.Segment(99));
            File.Move(search.Segment(3), search.Segment(2));
            File.Move(search.Segment(99), search.Segment(3));
        });
        await ChangedAsync("segment 3: it does not continue", () => File.Copy(other.Segment(3), search.Segment(3), overwrite: true));

        async Task ChangedAsync(string expected, Action change)
        {
            var copy = Path.Combine(search.Parent, "copy");
            Directory.Move(search.Folder.Segments, copy);
            Directory.CreateDirectory(search.Folder.Segments);
            foreach (var file in Directory.GetFiles(copy))
            {
                File.Copy(file, Path.Combine(search.Folder.Segments, Path.GetFileName(file)));
            }

            change();
            await RefusedAsync(search, expected);
            Directory.Delete(search.Folder.Segments, recursive: true);
            Directory.Move(copy, search.Folder.Segments);
        }
    }

    [Fact]
    public async Task A_forged_row_is_found_though_its_file_is_consistent()
    {
        using var search = new TestSearch();
        await search.FillAsync(2);
        await ForgeAsync(search, 1, row => row with { Row = row.Row with { Reward = 99 } });
        var fault = await Assert.ThrowsAsync<LogDamagedException>(search.ReadAllAsync);
        Assert.Contains("segment 1, event 1: event_hash", fault.Message, StringComparison.Ordinal);
        await ForgeAsync(search, 1, row => row with { Row = row.Row with { Facts = "{}" } });
        fault = await Assert.ThrowsAsync<LogDamagedException>(search.ReadAllAsync);
        Assert.Contains("fact_hash", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_opening_verifies_what_no_earlier_one_did_and_reading_verifies_everything()
    {
        using var search = new TestSearch();
        await search.FillAsync(2);
        await search.FillAsync(2);
        await ForgeAsync(search, 1, row => row with { Row = row.Row with { Reward = 99 } });
        await using (var log = await search.WriteAsync())
        {
            Assert.Equal(3, log.WriterEpoch);
        }

        await Assert.ThrowsAsync<LogDamagedException>(search.ReadAllAsync);
        await ForgeAsync(search, 1, row => row with { Row = row.Row with { Reward = null } });
        await ForgeAsync(search, 8, row => row with { Row = row.Row with { Reward = 99 } });
        await Assert.ThrowsAsync<LogDamagedException>(search.ReadAllAsync);
    }

    [Fact]
    public async Task Events_that_quote_the_digest_key_and_very_long_ones_are_kept()
    {
        using var search = new TestSearch();
        await using var log = await search.WriteAsync();
        var quote = "enas.sha256\u0018\u0040" + SegmentDigest.Placeholder;
        await log.AppendAsync(1, [Rows.Fact(0) with { Facts = quote, EventType = quote, Architecture = quote }], CancellationToken.None);
        await log.AppendAsync(2, [Rows.Fact(0) with { Facts = new string('x', 1_000_000) }], CancellationToken.None);
        var rows = await search.ReadAllAsync();
        Assert.Equal(quote, rows[1].Row.Facts);
        Assert.Equal(1_000_000, rows[2].Row.Facts.Length);
    }

    [Fact]
    public async Task A_lost_tail_is_a_shorter_log_that_only_a_head_kept_elsewhere_reveals()
    {
        using var search = new TestSearch();
        await search.FillAsync(4);
        await using var before = await search.ReadAsync();
        File.Delete(search.Segment(5));
        await using var after = await search.ReadAsync();
        Assert.Equal(before.NextSequence - 1, after.NextSequence);
        Assert.NotEqual(before.EventHead, after.EventHead);
    }

    [Fact]
    public async Task A_folder_that_is_taken_or_absent_is_refused()
    {
        using var search = new TestSearch();
        Assert.Throws<ArgumentException>(() => SearchFolder.Create(search.Folder.Root, "{}"u8, "{}"u8));
        Assert.Throws<ArgumentException>(() => SearchFolder.Create(search.Parent, "{}"u8, "{}"u8));
        Assert.Throws<DirectoryNotFoundException>(() => SearchFolder.Open(search.Parent));
        Assert.Equal("{\"name\":\"test\"}"u8, search.Folder.ReadJob());
        await Task.CompletedTask;
    }

    private static async Task ForgeAsync(
        TestSearch search, int number, Func<Pipeline.Events.CommittedRow, Pipeline.Events.CommittedRow> forge)
    {
        var segment = SegmentDecoder.Decode(await File.ReadAllBytesAsync(search.Segment(number)), number);
        var rows = segment.Rows.ToArray();
        rows[0] = forge(rows[0]);
        await File.WriteAllBytesAsync(search.Segment(number), await SegmentEncoder.EncodeAsync(segment.Footer, rows));
    }

    private static async Task RefusedAsync(TestSearch search, string expected)
    {
        var read = await Assert.ThrowsAsync<LogDamagedException>(search.ReadAllAsync);
        Assert.Contains(expected, read.Message, StringComparison.Ordinal);
        var files = Directory.GetFiles(search.Folder.Segments).Length;
        var write = await Assert.ThrowsAsync<LogDamagedException>(async () => await search.WriteAsync());
        Assert.Contains(expected, write.Message, StringComparison.Ordinal);
        Assert.Equal(files, Directory.GetFiles(search.Folder.Segments).Length);
    }
}
