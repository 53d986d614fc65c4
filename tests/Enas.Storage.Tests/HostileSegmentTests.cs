using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.TestKit.Faults;
using Parquet;

namespace Enas.Storage.Tests;

/// <summary>Files that were made to do harm, with digests that are right: refused in words, before room is made for what they claim.</summary>
[Trait(FaultPlan.Trait, "14")]
public sealed class HostileSegmentTests
{
    // A number of rows whose bytes stand out in a footer.
    private const int Rows = 1237;

    // Header of the compact protocol for an i64 field whose number is one more than that of the field before it.
    private const byte NextInteger = 0x16;

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1L << 31)]
    [InlineData(1L << 40)]
    [InlineData(-1)]
    public async Task A_segment_that_claims_absurd_numbers_of_rows_is_refused(long claimed)
    {
        var variant = new SegmentVariant
        {
            Keys = new Dictionary<string, string>
            {
                ["enas.count"] = $"{Math.Clamp(claimed, 1, int.MaxValue)}",
                ["enas.last_sequence"] = $"{Math.Clamp(claimed, 1, int.MaxValue) - 1}",
            },
            Footer = footer => SegmentVariant.Replace(footer, SegmentVariant.Integer(NextInteger, Rows), SegmentVariant.Integer(NextInteger, claimed)),
        };
        var (footer, rows) = Sealed(Enumerable.Range(0, Rows).Select(i => Tests.Rows.Fact(i)));
        await RefusedAsync(await variant.EncodeAsync(footer, rows));

        // The keys of the log tell the truth, the footer of Parquet does not.
        await RefusedAsync(await (variant with { Keys = new Dictionary<string, string>() }).EncodeAsync(footer, rows));
    }

    [Fact]
    public async Task A_segment_that_claims_to_decode_to_more_than_any_commit_is_refused()
    {
        var (footer, rows) = Sealed(Enumerable.Range(0, Rows).Select(i => Tests.Rows.Fact(i)));
        using var honest = new MemoryStream(await SegmentEncoder.EncodeAsync(footer, rows));
        await using var reader = await ParquetReader.CreateAsync(honest);
        var size = reader.Metadata!.RowGroups[0].Columns.Max(column => column.MetaData!.TotalUncompressedSize);
        var variant = new SegmentVariant
        {
            Footer = bytes => SegmentVariant.Replace(bytes, SegmentVariant.Integer(NextInteger, size), SegmentVariant.Integer(NextInteger, 1L << 40)),
        };
        var bomb = await variant.EncodeAsync(footer, rows);
        var fault = await Assert.ThrowsAsync<LogDamagedException>(async () => SegmentDecoder.Decode(bomb, 0));
        Assert.Contains("claims to decode to", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1L << 31)]
    [InlineData(-1)]
    public async Task A_page_that_lies_about_its_size_is_refused(long claimed)
    {
        var (footer, rows) = Sealed(Enumerable.Range(0, 5).Select(i => Tests.Rows.Fact(i)));
        using var honest = new MemoryStream(await SegmentEncoder.EncodeAsync(footer, rows));
        await using var reader = await ParquetReader.CreateAsync(honest);
        var last = reader.Metadata!.RowGroups[0].Columns[^1].MetaData!;
        var start = (int)Math.Min(last.DictionaryPageOffset is > 0 and var dictionary ? dictionary : last.DataPageOffset, last.DataPageOffset);
        var page = PageHeader.Read(honest.ToArray().AsSpan(start));
        Assert.Equal(last.TotalCompressedSize, page.HeaderBytes + page.StoredBytes);
        Assert.Equal(last.TotalUncompressedSize, page.HeaderBytes + page.DecodedBytes);

        // Type of page, then its size: two i32 fields, one after the other.
        var variant = new SegmentVariant
        {
            Pages = pages =>
            [
                .. pages[..start],
                .. SegmentVariant.Replace(pages[start..], SegmentVariant.Integer(0x15, page.DecodedBytes), SegmentVariant.Integer(0x15, claimed)),
            ],
        };
        var fault = await Assert.ThrowsAsync<LogDamagedException>(async () => SegmentDecoder.DecodeFooter(await variant.EncodeAsync(footer, rows), 0));
        Assert.Contains($"column duration_ms claims to decode to {claimed} bytes", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_decodes_to_more_than_it_says_is_refused_without_room_for_it()
    {
        const int bombBytes = 1 << 30;
        var (footer, rows) = Sealed(Enumerable.Range(0, 5).Select(i => Tests.Rows.Fact(i) with { DurationMs = i * 1.7 }));
        using var honest = new MemoryStream(await SegmentEncoder.EncodeAsync(footer, rows));
        await using var reader = await ParquetReader.CreateAsync(honest);
        var last = reader.Metadata!.RowGroups[0].Columns[^1].MetaData!;
        var start = (int)last.DataPageOffset;
        var page = PageHeader.Read(honest.ToArray().AsSpan(start));
        var bomb = Zeros(bombBytes);
        var claimed = SegmentVariant.Integer(0x15, bomb.Length);
        var stored = SegmentVariant.Integer(0x15, page.StoredBytes);
        var at = start + SegmentVariant.Integer(0x15, 0).Length + SegmentVariant.Integer(0x15, page.DecodedBytes).Length;
        var growth = claimed.Length - stored.Length + bomb.Length - page.StoredBytes;
        var variant = new SegmentVariant
        {
            Pages = pages => [.. pages[..at], .. claimed, .. pages[(at + stored.Length)..(start + page.HeaderBytes)], .. bomb],
            Footer = bytes => SegmentVariant.Replace(
                bytes, SegmentVariant.Integer(NextInteger, last.TotalCompressedSize), SegmentVariant.Integer(NextInteger, last.TotalCompressedSize + growth)),
        };
        var file = await variant.EncodeAsync(footer, rows);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var fault = Assert.Throws<LogDamagedException>(() => SegmentDecoder.Decode(file, 0));
        Assert.Contains("column duration_ms: ", fault.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    // A frame of zeros, made piece by piece so that the test needs no room for them either.
    private static byte[] Zeros(int count)
    {
        using var result = new MemoryStream();
        using (var compressor = new ZstdSharp.CompressionStream(result, leaveOpen: true))
        {
            var piece = new byte[1 << 20];
            for (var written = 0; written < count; written += piece.Length)
            {
                compressor.Write(piece);
            }
        }

        return result.ToArray();
    }

    [Fact]
    public async Task A_commit_that_no_reader_would_take_is_not_written()
    {
        using var search = new TestSearch();
        await using var log = await search.WriteAsync();
        var large = Tests.Rows.Fact(0) with { Observations = new string('x', 1 << 20) };
        await Assert.ThrowsAsync<ArgumentException>(async () => await log.AppendAsync(1, [.. Enumerable.Repeat(large, (int)(RowChecks.MaximumCommitBytes >> 20))], CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await log.AppendAsync(1, [.. Enumerable.Repeat(Tests.Rows.Fact(0), RowChecks.MaximumRows + 1)], CancellationToken.None));
        Assert.Single(Directory.GetFiles(search.Folder.Segments));
    }

    [Fact]
    public void Facts_that_are_ten_thousand_deep_or_ten_megabytes_long_or_not_facts_at_all_are_refused_by_the_fold()
    {
        string[] hostile =
        [
            new string('[', 10_000) + new string(']', 10_000), string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000),
            "{\"tokens\":\"" + new string('x', 10 << 20) + "\"}", "[]", "3", "null", "\"\"", "{", "", "{\"reward\":1e999}", "{\"reward\":\"NaN\"}",
        ];
        foreach (var facts in hostile)
        {
            foreach (var type in new[] { "search-started", "architecture-sampled", "reward-evaluated", "policy-updated", "candidate-scored", "search-completed" })
            {
                Assert.Throws<LogDamagedException>(() => SearchState.Empty.Apply(Tests.Rows.Fact(0, type) with { Facts = facts }));
            }
        }
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"verified_through\":\"x\"}")]
    [InlineData("{\"verified_through\":99999999999999999999}")]
    [InlineData("{\"verified_through\":12345}")]
    [InlineData("{\"verified_through\":-5}")]
    public void A_mark_of_verification_that_makes_no_sense_counts_as_none(string observations)
    {
        var (_, rows) = Sealed([new LogRow { Step = 0, Phase = "host", Epoch = 0, EventType = HostEvents.WriterOpened, SchemaVersion = 1, IsFact = false, Facts = "{}", Observations = observations }]);
        Assert.True(HostEvents.VerifiedThrough(rows[0]) < 0);
    }

    [Fact]
    public async Task Files_that_are_something_else_are_refused()
    {
        byte[][] files =
        [
            [], "PAR1"u8.ToArray(), "PAR1PAR1"u8.ToArray(), [.. "PAR1"u8, 0, 0, 0, 0, .. "PAR1"u8], [.. "PAR1"u8, .. new byte[1000], .. "PAR1"u8],
            [.. "PAR1"u8, .. "enas.sha256\u0018\u0040"u8, 14, 0, 0, 0, .. "PAR1"u8], new byte[1 << 20],
        ];
        foreach (var file in files)
        {
            await RefusedAsync(file);
        }
    }

    private static (SegmentFooter Footer, IReadOnlyList<CommittedRow> Rows) Sealed(IEnumerable<LogRow> rows)
    {
        var (committed, after) = LogHeads.Start.Seal([.. rows], DateTimeOffset.UnixEpoch);
        return (new SegmentFooter(0, 1, "hostile", 0, committed.Count, EventChain.Genesis(), after), committed);
    }

    private static async Task RefusedAsync(byte[] file)
    {
        await Assert.ThrowsAsync<LogDamagedException>(async () => SegmentDecoder.DecodeFooter(file, 0));
        await Assert.ThrowsAsync<LogDamagedException>(async () => SegmentDecoder.Decode(file, 0));
    }
}
