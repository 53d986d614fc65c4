using Enas.Pipeline.Events;
using Enas.Pipeline.Search;
using Enas.Storage.Tests.Faults;
using Enas.TestKit.Faults;
using Parquet;

namespace Enas.Storage.Tests.Log;

/// <summary>Files that were made to do harm, with digests that are right: refused in words, before room is made for
/// what they claim.</summary>
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
            Footer = footer =>
                SegmentVariant.Replace(footer, SegmentVariant.Integer(NextInteger, Rows), SegmentVariant.Integer(NextInteger, claimed)),
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
            Footer = bytes =>
                SegmentVariant.Replace(bytes, SegmentVariant.Integer(NextInteger, size), SegmentVariant.Integer(NextInteger, 1L << 40)),
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
        var parts = SegmentParts.Of(await SegmentEncoder.EncodeAsync(footer, rows));
        parts["duration_ms"].ClaimedBytes = claimed;
        var fault = Assert.Throws<LogDamagedException>(() => SegmentDecoder.DecodeFooter(parts.ToFile(), 0));
        Assert.Contains($"column duration_ms claims to decode to {claimed} bytes", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "column duration_ms: ")]
    [InlineData(1L << 30, "column duration_ms claims to decode to 1073741824 bytes")]
    public async Task A_page_that_decodes_to_a_gigabyte_is_refused_without_room_for_it(long? claimed, string words)
    {
        var (footer, rows) = Sealed(Enumerable.Range(0, 5).Select(i => Tests.Rows.Fact(i) with { DurationMs = i * 1.7 }));
        var parts = SegmentParts.Of(await SegmentEncoder.EncodeAsync(footer, rows));
        parts["duration_ms"].Stored = Zeros(1 << 30);
        parts["duration_ms"].ClaimedBytes = claimed;
        var file = parts.ToFile();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var fault = Assert.Throws<LogDamagedException>(() => SegmentDecoder.Decode(file, 0));
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
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

    public static TheoryData<string, string> OtherShapes { get; } = new()
    {
        { "bit-packed levels", "column duration_ms: its levels are malformed" },
        { "a run of no rows", "column duration_ms: its levels are malformed" },
        { "a run of more rows than there are", "column duration_ms: its levels are malformed" },
        { "levels of fewer rows", "column duration_ms: its levels are those of another number of rows" },
        { "levels beyond the page", "column duration_ms: its levels are longer than its page" },
        { "a value too many", "column duration_ms: its page is not as long as its values" },
        { "a text beyond the page", "column facts: a value is longer than its page" },
        { "a text of negative length", "column facts: a value is longer than its page" },
        { "a text of two MiB", "column facts: a value has 2097152 bytes; it may have 1048576" },
        { "a text that is not UTF-8", "column facts: a text is not valid UTF-8" },
        { "a short hash", "column event_hash: it holds something that is not a hash" },
        { "a time that no calendar has", "an event has a time of 9223372036854775807 microseconds since 1970" },
        { "a dictionary page", "a page is of kind 2" },
        { "a data page of version 2", "a page has a header of kind 8" },
        { "another encoding", "a page is encoded by methods 5, 3, 3" },
        { "another codec", "column sequence is compressed by method 1" },
        { "values in another file", "a column has a field 1" },
        { "a second row group", "it does not have one row group" },
        { "a nested column", "its columns are not flat" },
        { "a column of another type", "column sequence is of type 1" },
        { "a column twice", "column step is there twice" },
        { "a struct ten thousand deep", "a header is nested too deeply" },
        { "a list of a billion in no bytes", "a list claims 1073741824 values" },
        { "a skipped field that comes again", "field 1 of a struct follows field 1" },
        { "pages that share their bytes", "column step does not lie where the one before ends" },
        { "a page that decodes to less", "column step: it decodes to less than it claims" },
    };

    [Theory]
    [MemberData(nameof(OtherShapes))]
    public async Task A_segment_of_another_shape_than_the_written_one_is_refused_in_words(string shape, string words)
    {
        var (footer, rows) = Sealed(Enumerable.Range(0, 5).Select(i => Tests.Rows.Fact(i) with { DurationMs = i }));
        var file = HostileShapes.Of(shape, await SegmentEncoder.EncodeAsync(footer, rows));
        var fault = Assert.Throws<LogDamagedException>(() => SegmentDecoder.Decode(file, 0));
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_segment_that_is_taken_apart_and_put_together_again_is_the_same()
    {
        var (footer, rows) = Sealed(Enumerable.Range(0, 5).Select(i => Tests.Rows.Fact(i) with { DurationMs = i }));
        var file = await SegmentEncoder.EncodeAsync(footer, rows);
        Assert.Equal(file, SegmentParts.Of(file).ToFile());
    }

    [Fact]
    public async Task Many_rows_in_few_bytes_are_refused_without_room_for_them()
    {
        var (footer, rows) = Sealed(Enumerable.Range(0, 5).Select(i => Tests.Rows.Fact(i)));
        var file = HostileShapes.RowsInFewBytes(await SegmentEncoder.EncodeAsync(footer, rows), RowChecks.MaximumRows);
        Assert.InRange(file.Length, 0, 1 << 20);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var fault = Assert.Throws<LogDamagedException>(() => SegmentDecoder.Decode(file, 0));
        Assert.Contains($"which cannot hold the hashes of {RowChecks.MaximumRows} events", fault.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public async Task The_largest_commit_is_read_with_less_than_256_megabytes()
    {
        const int mostFacts = (int)(RowChecks.MaximumCommitBytes / RowChecks.MaximumRows) - 64;
        var facts = new string('x', mostFacts);
        var (footer, rows) = Sealed(Enumerable.Range(0, RowChecks.MaximumRows)
            .Select(i => Tests.Rows.Fact(i) with { Facts = $"{i:D8}{facts}", Architecture = i % 2 == 0 ? "tanh 0" : null }));
        RowChecks.Check([.. rows.Select(row => row.Row)]);
        var file = await SegmentEncoder.EncodeAsync(footer, rows);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var segment = SegmentDecoder.Decode(file, 0);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256_000_000);
        Assert.Equal(rows[^1].Row, segment.Rows[^1].Row);
        Assert.True(rows[^1].EventHash.Span.SequenceEqual(segment.Rows[^1].EventHash.Span));
    }

    [Fact]
    public async Task A_commit_that_no_reader_would_take_is_not_written()
    {
        using var search = new TestSearch();
        await using var log = await search.WriteAsync();
        var large = Tests.Rows.Fact(0) with { Observations = new string('x', 1 << 20) };
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await log.AppendAsync(1, [.. Enumerable.Repeat(large, (int)(RowChecks.MaximumCommitBytes >> 20))], CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(
            async () =>
                await log.AppendAsync(1, [.. Enumerable.Repeat(Tests.Rows.Fact(0), RowChecks.MaximumRows + 1)], CancellationToken.None));
        Assert.Single(Directory.GetFiles(search.Folder.Segments));
    }

    [Fact]
    public void Facts_that_are_ten_thousand_deep_or_ten_megabytes_long_or_not_facts_at_all_are_refused_by_the_fold()
    {
        string[] hostile =
        [
            new string('[', 10_000) + new string(']', 10_000),
                string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000),
            "{\"tokens\":\"" + new string('x', 10 << 20) + "\"}",
                "[]", "3", "null", "\"\"", "{", "", "{\"reward\":1e999}", "{\"reward\":\"NaN\"}",
        ];
        foreach (var facts in hostile)
        {
            foreach (var type in new[] {
                "search-started", "architecture-sampled", "reward-evaluated", "policy-updated", "candidate-scored", "search-completed" })
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
        var (_, rows) = Sealed([new LogRow { Step = 0, Phase = "host", Epoch = 0,
            EventType = HostEvents.WriterOpened, SchemaVersion = 1, IsFact = false, Facts = "{}", Observations = observations }]);
        Assert.True(HostEvents.VerifiedThrough(rows[0]) < 0);
    }

    [Fact]
    public async Task Files_that_are_something_else_are_refused()
    {
        byte[][] files =
        [
            [], "PAR1"u8.ToArray(), "PAR1PAR1"u8.ToArray(),
                [.. "PAR1"u8, 0, 0, 0, 0, .. "PAR1"u8], [.. "PAR1"u8, .. new byte[1000], .. "PAR1"u8],
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
