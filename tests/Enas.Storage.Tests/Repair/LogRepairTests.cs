using Enas.Pipeline.Events;
using Enas.Pipeline.Strategies.LocalSearch;
using Enas.Storage.Tests.Audit;

namespace Enas.Storage.Tests.Repair;

/// <summary>Whatever is damaged, a repair leaves a log that verifies, keeps every byte, and says in the log what it did.</summary>
public sealed class LogRepairTests
{
    [Fact]
    public async Task A_damaged_end_is_moved_aside_and_the_log_tells_of_it()
    {
        using var search = await RecordedSearch.OfAsync(25);
        var intact = await search.AuditAsync();
        await FlipAsync(search.Segment(20));
        var moved = Directory.GetFiles(search.Folder.Segments).Order(StringComparer.Ordinal).Skip(20).Select(File.ReadAllBytes).ToArray();
        var plan = await LogRepair.PlanAsync(search.Folder, CancellationToken.None);
        Assert.Equal(20, plan.KeptSegmentCount);
        Assert.Equal(moved.Length, plan.Files.Count);
        Assert.Equal((18L, 24L), (plan.Lost.FirstStep, plan.Lost.LastStep));
        var outcome = await RepairAsync(search);
        var record = Assert.Single(outcome.Records);
        Assert.Equal("segment 20: its bytes do not match its digest", record.Reason);
        Assert.Equal(moved, Directory.GetFiles(Path.Combine(search.Folder.Quarantine, "0001", "segments"))
            .Order(StringComparer.Ordinal).Select(File.ReadAllBytes));
        var report = await search.AuditAsync();
        Assert.True(report.IsClean, report.FirstDamage?.Message);
        Assert.Equal((outcome.EventHead, 23L), (report.EventHead, report.SegmentCount));
        var rows = (await search.DecodeAsync(21)).Rows;
        Assert.Equal("repaired", Assert.Single(rows).Row.EventType);
        Assert.Equal("writer-opened", (await search.DecodeAsync(20)).Rows[0].Row.EventType);
        Assert.Contains(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(moved[0])),
            rows[0].Row.Observations, StringComparison.Ordinal);

        // Going on computes the same facts again.
        await search.RunAsync(18, 25);
        Assert.Equal(intact.FactHead, (await search.AuditAsync()).FactHead);
    }

    /// <summary>Steps of other strategies end with events of their own.</summary>
    [Fact]
    public async Task Lost_steps_are_told_whichever_event_they_end_with()
    {
        using var search = await RecordedSearch.OfAsync(5);
        await using (var log = await ParquetEventLog.OpenWriterAsync(
            search.Folder, search.Writer, TimeProvider.System, CancellationToken.None))
        {
            for (var step = 5; step < 9; step++)
            {
                var moved = new ClimbUpdated(new StepPosition(step, Phases.Policy, 0), "0 0 0", step, 0);
                await log.AppendAsync(log.NextSequence, [moved.ToRow()], CancellationToken.None);
            }

            await log.CloseAsync("stopped", CancellationToken.None);
        }

        var last = Directory.GetFiles(search.Folder.Segments).Length - 1;
        await FlipAsync(search.Segment(last - 2));
        var plan = await LogRepair.PlanAsync(search.Folder, CancellationToken.None);
        Assert.Equal((7L, 8L), (plan.Lost.FirstStep, plan.Lost.LastStep));
    }

    public static TheoryData<string> Damages =>
        ["first", "middle", "missing", "foreign", "several", "last", "checkpoint", "checkpoint-missing", "misplaced", "all"];

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task A_repaired_search_verifies_and_nothing_is_lost(string kind)
    {
        using var search = await RecordedSearch.OfAsync(45);
        await DamageAsync(search, kind);
        var content = Content(search);
        Assert.False((await search.AuditAsync()).IsClean);
        var outcome = await RepairAsync(search);
        Assert.Single(outcome.Records);
        var report = await search.AuditAsync();
        Assert.True(report.IsClean, report.FirstDamage?.Message);
        Assert.Equal("search", report.SearchId);
        Assert.Subset(Content(search), content);

        var before = search.Listing();
        Assert.Empty((await RepairAsync(search)).Records);
        Assert.Equal(before, search.Listing());
    }

    [Fact]
    public async Task An_intact_search_is_not_touched()
    {
        using var search = await RecordedSearch.OfAsync(25);
        var before = search.Listing();
        Assert.True((await LogRepair.PlanAsync(search.Folder, CancellationToken.None)).IsEmpty);
        var outcome = await RepairAsync(search);
        Assert.Empty(outcome.Records);
        Assert.Equal((await search.AuditAsync()).EventHead, outcome.EventHead);
        Assert.Equal(before, search.Listing());
    }

    [Fact]
    public async Task A_search_that_is_open_for_writing_is_refused()
    {
        using var search = await RecordedSearch.OfAsync(5);
        await FlipAsync(search.Segment(2));
        await using (await LogOpening.LockAsync(search.Folder, CancellationToken.None))
        {
            await Assert.ThrowsAsync<LogFencedException>(() => RepairAsync(search));
        }

        Assert.Empty(Directory.GetFileSystemEntries(search.Folder.Quarantine));
    }

    [Fact]
    public async Task A_repair_that_is_cut_short_anywhere_can_be_run_again()
    {
        for (var operation = 1; ; operation++)
        {
            var disk = await DamagedDiskAsync();
            disk.PowerLossAt = disk.Operations + operation;
            var folder = SearchFolder.Open(disk, "/search");
            var done = await TryRepairAsync(folder);
            var after = disk.AfterPowerLoss(new Random(operation));
            folder = SearchFolder.Open(after, "/search");
            Assert.True(done || await TryRepairAsync(folder));
            var report = await LogAudit.RunAsync(folder, null, CancellationToken.None);
            Assert.True(report.FirstDamage is null or
            {
                Code: FindingCodes.JobDisagrees
            }, $"operation {operation}: {report.FirstDamage?.Message}");
            var kept = after.List("/search/_quarantine").SelectMany(name => after.DirectoryExists($"/search/_quarantine/{name}/segments")
                ? after.List($"/search/_quarantine/{name}/segments") : []).Distinct();
            Assert.Equal(3, kept.Count());
            if (done)
            {
                Assert.True(operation > 20, "the repair was never cut short");
                return;
            }
        }
    }

    private static async Task<SimulatedDisk> DamagedDiskAsync()
    {
        var disk = new SimulatedDisk();
        var folder = SearchFolder.Create(disk, "/search", "{}"u8, "{}"u8);
        await using (var log = await LogOpening.OpenWriterAsync(
            folder, TestSearch.Writer, new StoppedClock(), useLock: false, verifyAll: true, CancellationToken.None))
        {
            await log.AppendAsync(log.NextSequence, [RecordedSearch.Started().ToRow()], CancellationToken.None);
            for (var step = 0; step < 4; step++)
            {
                await log.AppendAsync(log.NextSequence, RecordedSearch.Step(step), CancellationToken.None);
            }
        }

        disk.Corrupt($"/search/segments/{SegmentName.Of(3)}");
        return disk;
    }

    private static async Task<bool> TryRepairAsync(SearchFolder folder)
    {
        try
        {
            await LogRepair.ApplyAsync(folder, TestSearch.Writer, new StoppedClock(), CancellationToken.None);
            return true;
        }
        catch (PowerLossException)
        {
            return false;
        }
    }

    private static async Task DamageAsync(RecordedSearch search, string kind)
    {
        switch (kind)
        {
            case "first":
                await FlipAsync(search.Segment(0));
                break;
            case "middle":
                await FlipAsync(search.Segment(11));
                break;
            case "missing":
                File.Delete(search.Segment(11));
                break;
            case "foreign":
                await File.WriteAllTextAsync(Path.Combine(search.Folder.Segments, "x.parquet"), "x");
                break;
            case "several":
                await FlipAsync(search.Segment(30));
                await FlipAsync(search.Segment(9));
                File.Delete(search.Segment(20));
                break;
            case "last":
                await FlipAsync(Directory.GetFiles(search.Folder.Segments).Order(StringComparer.Ordinal).Last());
                break;
            case "checkpoint":
                await FlipAsync(search.Checkpoints()[^1]);
                break;
            case "checkpoint-missing":
                File.Delete(search.Checkpoints()[0]);
                break;
            case "misplaced":
                await search.ForgeAsync(11, rows => rows, footer => footer with { PreviousEventHead = new byte[32] });
                break;
            default:
                foreach (var path in search.Files())
                {
                    await FlipAsync(path);
                }

                // The name of the search is kept by the one segment that can be decoded.
                await FlipAsync(search.Segment(5));
                break;
        }
    }

    private static Task<RepairOutcome> RepairAsync(RecordedSearch search) =>
        LogRepair.ApplyAsync(search.Folder, search.Writer, new StoppedClock(), CancellationToken.None);

    private static HashSet<string> Content(RecordedSearch search) =>
        [.. Directory.EnumerateFiles(search.Folder.Root, "*", SearchOption.AllDirectories)
            .Select(path => Convert.ToHexString(File.ReadAllBytes(path)))];

    private static async Task FlipAsync(string path)
    {
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
    }
}
