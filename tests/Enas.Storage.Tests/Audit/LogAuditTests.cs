namespace Enas.Storage.Tests.Audit;

/// <summary>One pass finds all that is wrong, says it in the words of every other verb, and changes nothing.</summary>
public sealed class LogAuditTests
{
    [Fact]
    public async Task An_intact_search_is_clean_and_stays_as_it_is()
    {
        using var search = await RecordedSearch.OfAsync(25);
        await search.RunAsync(25, 41);
        var before = search.Listing();
        var report = await search.AuditAsync();
        Assert.True(report.IsClean);
        Assert.Empty(report.Findings);
        Assert.Equal(before, search.Listing());
        await using var log = await ParquetEventLog.OpenReadAsync(search.Folder, CancellationToken.None);
        Assert.Equal(
            (log.NextSequence, log.FactCount, (long)log.SegmentCount, log.WriterEpoch, log.EventHead, log.FactHead, log.SearchId),
            (report.IntactEventCount, report.IntactFactCount,
                report.IntactSegmentCount, report.WriterEpoch, report.EventHead, report.FactHead, report.SearchId));
        Assert.Equal(new CheckpointCounts(RecordedSearch.Kept, 2, 0), report.Checkpoints);
    }

    [Fact]
    public async Task An_empty_log_is_clean()
    {
        using var search = new RecordedSearch();
        var report = await search.AuditAsync();
        Assert.True(report.IsClean);
        Assert.Equal(0, report.IntactEventCount);
        Assert.Null(report.SearchId);
    }

    [Theory]
    [InlineData("format-1")]
    public async Task The_golden_log_of_every_format_is_clean(string name)
    {
        var folder = SearchFolder.Open(Path.Combine(AppContext.BaseDirectory, "Golden", name));
        var report = await LogAudit.RunAsync(folder, null, CancellationToken.None);
        Assert.True(report.IsClean, report.FirstDamage?.Message);
        Assert.Equal(name, report.SearchId);
    }

    [Fact]
    public async Task All_damage_is_found_in_one_pass_and_each_only_where_it_is()
    {
        using var search = await RecordedSearch.OfAsync(40);
        await FlipAsync(search.Segment(3));
        File.Delete(search.Segment(8));
        File.Delete(search.Segment(9));
        await File.WriteAllTextAsync(search.Segment(12), "short");
        await FlipAsync(search.Checkpoints()[1]);
        await File.WriteAllTextAsync(Path.Combine(search.Folder.Segments, "x.parquet"), "x");
        await File.AppendAllTextAsync(search.Folder.ResolvedJob, " ");
        await File.WriteAllTextAsync(Publication.StagingPath(search.Folder.Staging), "x");
        var report = await search.AuditAsync();
        Assert.Equal(
            [FindingCodes.ForeignFile, FindingCodes.SegmentDamaged, FindingCodes.SegmentMissing,
                FindingCodes.SegmentDamaged, FindingCodes.JobDisagrees, FindingCodes.CheckpointDamaged, FindingCodes.Leftover],
            report.Findings.Select(finding => finding.Code));
        Assert.Equal([null, 3L, 8, 12, null, null, null], report.Findings.Select(finding => finding.Segment));
        Assert.Contains("segments 8 to 9: they are missing, but segment 10 is there", report.Findings[2].Message, StringComparison.Ordinal);
        Assert.Equal((6, 1), (report.DamageCount, report.NoteCount));
        Assert.Equal(3, report.IntactSegmentCount);
    }

    [Fact]
    public async Task Swapped_foreign_and_misplaced_segments_are_named()
    {
        using var search = await RecordedSearch.OfAsync(8);
        using var twin = await RecordedSearch.OfAsync(9);
        using var other = await RecordedSearch.OfAsync(8, name: "other");
        await ChangedAsync("segment 3: the file says it is segment 4", FindingCodes.SegmentDamaged, 2, () =>
        {
            var bytes = File.ReadAllBytes(search.Segment(3));
            File.Copy(search.Segment(4), search.Segment(3), overwrite: true);
            File.WriteAllBytes(search.Segment(4), bytes);
        });
        await ChangedAsync("segment 3: it does not continue the event head of the segment before it",
            FindingCodes.SegmentMisplaced, 1, () => File.Copy(other.Segment(3), search.Segment(3), overwrite: true));
        await twin.ForgeAsync(2, rows => [rows[0] with { Row = rows[0].Row with { Observations = "{}" } }, .. rows.Skip(1)]);
        await twin.ForgeAsync(3, rows => rows, footer => footer with { PreviousEventHead = new byte[32] });
        await ChangedAsync("segment 3: it does not continue the event head of the segment before it",
            FindingCodes.SegmentMisplaced, 2, () => File.Copy(twin.Segment(3), search.Segment(3), overwrite: true));

        async Task ChangedAsync(string words, string code, int count, Action change)
        {
            var good = Directory.GetFiles(search.Folder.Segments).ToDictionary(path => path, File.ReadAllBytes);
            change();
            var report = await search.AuditAsync();
            Assert.Equal((code, count), (report.FirstDamage!.Code, report.DamageCount));
            Assert.Contains(words, report.FirstDamage.Message, StringComparison.Ordinal);
            foreach (var (path, bytes) in good)
            {
                await File.WriteAllBytesAsync(path, bytes);
            }
        }
    }

    [Fact]
    public async Task Columns_that_contradict_their_facts_are_found_though_every_hash_is_right()
    {
        using var search = await RecordedSearch.OfAsync(6);
        await Forgery.RewriteAsync(search, 3, rows => [rows[0], rows[1], rows[2] with { Baseline = 99 }]);
        var report = await search.AuditAsync();
        var finding = Assert.Single(report.Findings);
        Assert.Equal(FindingCodes.ColumnsDisagree, finding.Code);
        Assert.EndsWith("its column baseline is 99, but what it was taken from says 1.5", finding.Message, StringComparison.Ordinal);
        await Forgery.RewriteAsync(search, 3, rows =>
            [rows[0], rows[1] with { Step = 77, Baseline = null }, rows[2] with { Baseline = 1.5 }]);
        finding = Assert.Single((await search.AuditAsync()).Findings);
        Assert.EndsWith("its facts give another step than its columns", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Epochs_and_openings_must_agree()
    {
        using var search = await RecordedSearch.OfAsync(2);
        await search.RunAsync(2, 3);
        var opening = (await search.AuditAsync()).IntactSegmentCount - 3;
        await Forgery.RewriteAsync(search, opening, rows => [rows[0] with { Observations = """{"epoch":7}""" }]);
        var finding = Assert.Single((await search.AuditAsync()).Findings, finding => finding.IsDamage);
        Assert.Equal(FindingCodes.EpochDisagrees, finding.Code);
        await Forgery.RewriteAsync(search, opening, rows => [rows[0] with { EventType = "alert" }]);
        finding = Assert.Single((await search.AuditAsync()).Findings, finding => finding.IsDamage);
        Assert.EndsWith("writer epoch 2 begins without a writer-opened event", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_files_are_those_that_the_search_was_opened_with()
    {
        using var search = await RecordedSearch.OfAsync(2);
        var good = await File.ReadAllTextAsync(search.Folder.ResolvedJob);
        await File.WriteAllTextAsync(search.Folder.Job, "{}");
        Assert.Equal("job.json: it is not the file that the search was begun with: its digest is not the one in the "
            + "log. Put the original back, or run the edited job as a search of its own", (await search.AuditAsync()).FirstDamage!.Message);
        File.Delete(search.Folder.ResolvedJob);
        Assert.Equal(2, (await search.AuditAsync()).DamageCount);
        await File.WriteAllTextAsync(search.Folder.ResolvedJob, good.Replace("\"nodes\": 8", "\"nodes\": 7", StringComparison.Ordinal));
        var report = await search.AuditAsync();
        Assert.Contains("space.nodes is 7, but search-started has 8", report.Findings[^1].Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(search.Folder.ResolvedJob, "{");
        Assert.Contains("job.resolved.json: it cannot be read", (await search.AuditAsync()).Findings[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checkpoints_are_there_released_missing_damaged_or_orphans()
    {
        using var search = await RecordedSearch.OfAsync(45);
        var (older, newer) = (search.Checkpoints()[0], search.Checkpoints()[1]);
        await new SafetensorsCheckpointStore(search.Folder).PublishAsync(new Pipeline.Ports.Checkpoint(45, [], []), CancellationToken.None);
        var report = await search.AuditAsync();
        Assert.True(report.IsClean);
        Assert.Equal(FindingCodes.CheckpointOrphan, Assert.Single(report.Findings).Code);
        Assert.Equal(new CheckpointCounts(2, 2, 0), report.Checkpoints);
        var bytes = await File.ReadAllBytesAsync(newer);
        File.Delete(newer);
        report = await search.AuditAsync();
        Assert.Equal(FindingCodes.CheckpointMissing, report.FirstDamage!.Code);
        await File.WriteAllBytesAsync(newer, bytes[..^1]);
        await FlipAsync(older);
        report = await search.AuditAsync();
        Assert.Equal([FindingCodes.CheckpointDamaged, FindingCodes.CheckpointDamaged, FindingCodes.CheckpointOrphan],
            report.Findings.Select(finding => finding.Code));
    }

    [Fact]
    public async Task An_audit_beside_a_writer_is_clean()
    {
        using var search = await RecordedSearch.OfAsync(5);
        var running = Task.Run(() => search.RunAsync(5, 120));
        do
        {
            var report = await search.AuditAsync();
            Assert.True(report.IsClean, report.FirstDamage?.Message);
        }
        while (!running.IsCompleted);
        await running;
    }

    [Fact]
    public async Task A_report_of_very_much_damage_is_bounded()
    {
        using var search = await RecordedSearch.OfAsync(1);
        for (var i = 0; i < LogAudit.MostFindings + 100; i++)
        {
            await File.WriteAllTextAsync(Path.Combine(search.Folder.Segments, $"x{i}"), "x");
        }

        var report = await search.AuditAsync();
        Assert.Equal(LogAudit.MostFindings, report.Findings.Count);
        Assert.Equal(LogAudit.MostFindings + 100, report.DamageCount);
    }

    private static async Task FlipAsync(string path)
    {
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
    }
}
