using Enas.Pipeline.Events;

namespace Enas.Storage.Tests.Audit;

/// <summary>Job files never change after a search was created: an edited one is refused before anything is written, and
/// stays a finding.</summary>
public sealed class JobFilesTests
{
    public static TheoryData<string> Names => ["job.json", "job.resolved.json"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_edited_job_file_is_refused_before_anything_is_written(string name)
    {
        using var search = await RecordedSearch.OfAsync(5);
        await search.RunAsync(5, 8);
        var path = Path.Combine(search.Folder.Root, name);
        var original = await File.ReadAllBytesAsync(path);
        await File.AppendAllTextAsync(path, " ");
        var before = search.Listing();
        var refusal = await Assert.ThrowsAsync<LogDamagedException>(() => search.RunAsync(8, 9));
        Assert.True(refusal.IsBeyondRepair);
        Assert.StartsWith($"{name} is not the file that the search was begun with", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, search.Listing());
        Assert.Equal((FindingCodes.JobDisagrees, name),
            ((await search.AuditAsync()).FirstDamage?.Code, (await search.AuditAsync()).FirstDamage?.File));

        await File.WriteAllBytesAsync(path, original);
        await search.RunAsync(8, 9);
        Assert.True((await search.AuditAsync()).IsClean);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_later_opening_that_recorded_an_edited_file_does_not_make_it_right(string name)
    {
        using var search = await RecordedSearch.OfAsync(5);
        await File.AppendAllTextAsync(Path.Combine(search.Folder.Root, name), " ");

        // A repair opens the log with whatever the files are now.
        await File.AppendAllTextAsync(search.Segment(4), "x");
        Assert.Single((await LogRepair.ApplyAsync(search.Folder, search.Writer, TimeProvider.System, CancellationToken.None)).Records);
        Assert.Equal(FindingCodes.JobDisagrees, (await search.AuditAsync()).FirstDamage?.Code);
        await Assert.ThrowsAsync<LogDamagedException>(() => search.RunAsync(8, 9));
    }

    public static MatrixTheoryData<string, bool> Beginnings => new(["job.json", "job.resolved.json"], [false, true]);

    [Theory]
    [MemberData(nameof(Beginnings))]
    public async Task Where_a_repair_loses_the_only_opening_it_says_that_the_job_files_are_no_longer_proven_and_so_does_every_audit(
        string name, bool isMissing)
    {
        using var search = await RecordedSearch.OfAsync(5);
        await File.AppendAllTextAsync(Path.Combine(search.Folder.Root, name), " ");
        await LoseAsync(search.Segment(0), isMissing);
        Assert.False((await LogRepair.PlanAsync(search.Folder, CancellationToken.None)).AreJobFilesProven);
        Assert.False((await RepairAsync(search)).AreJobFilesProven);
        await AssertUnprovenAsync(search);

        // Going on records the files once more, and so does the next repair: neither makes them proven.
        await search.RunAsync(0, 3);
        await AssertUnprovenAsync(search);
        await File.AppendAllTextAsync(search.Segment(4), "x");
        Assert.False((await RepairAsync(search)).AreJobFilesProven);
        await AssertUnprovenAsync(search);
    }

    [Theory]
    [MemberData(nameof(Beginnings))]
    public async Task A_later_opening_that_a_repair_would_move_aside_still_tells_an_edited_job_file(string name, bool isMissing)
    {
        using var search = await RecordedSearch.OfAsync(5);
        await search.RunAsync(5, 8);
        var path = Path.Combine(search.Folder.Root, name);
        var original = await File.ReadAllBytesAsync(path);
        await File.AppendAllTextAsync(path, " ");
        await LoseAsync(search.Segment(0), isMissing);
        var before = search.Listing();
        foreach (var repair in (Func<Task>[])[() => LogRepair.PlanAsync(search.Folder, CancellationToken.None), () => RepairAsync(search)])
        {
            var refusal = await Assert.ThrowsAsync<LogDamagedException>(repair);
            Assert.True(refusal.IsBeyondRepair);
            Assert.StartsWith($"{name} is not the file that the search was begun with", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, search.Listing());
        await File.WriteAllBytesAsync(path, original);
        Assert.Single((await RepairAsync(search)).Records);
    }

    [Fact]
    public async Task A_repair_that_keeps_the_first_opening_keeps_the_job_files_proven()
    {
        using var search = await RecordedSearch.OfAsync(5);
        await File.AppendAllTextAsync(search.Segment(1), "x");
        Assert.True((await LogRepair.PlanAsync(search.Folder, CancellationToken.None)).AreJobFilesProven);
        Assert.True((await RepairAsync(search)).AreJobFilesProven);
        var report = await search.AuditAsync();
        Assert.True(report.AreJobFilesProven);
        Assert.Empty(report.Findings);
    }

    [Fact]
    public async Task A_log_that_was_removed_is_told_and_not_begun_again()
    {
        using var search = await RecordedSearch.OfAsync(12);
        Array.ForEach(Directory.GetFiles(search.Folder.Segments), File.Delete);
        var damage = (await search.AuditAsync()).FirstDamage;
        Assert.Equal(FindingCodes.NoSegments, damage?.Code);
        Assert.StartsWith("there are no segments, but checkpoints/ has 1 of its checkpoints: the log was removed",
            damage!.Message, StringComparison.Ordinal);
        var before = search.Listing();
        var refusal = await Assert.ThrowsAsync<LogDamagedException>(() => search.RunAsync(0, 3));
        Assert.Equal(damage.Message, refusal.Message);
        Assert.Equal(before, search.Listing());

        // Readers say the same, and a repair does not begin it again either, whatever else is damaged.
        await File.AppendAllTextAsync(search.Checkpoints()[0], "x");
        before = search.Listing();
        foreach (var verb in (Func<Task>[])[() => ParquetEventLog.OpenReadAsync(search.Folder, CancellationToken.None).AsTask(), () =>
            LogRepair.PlanAsync(search.Folder, CancellationToken.None), () => RepairAsync(search)])
        {
            refusal = await Assert.ThrowsAsync<LogDamagedException>(verb);
            Assert.Equal((damage.Message, true), (refusal.Message, refusal.IsBeyondRepair));
        }

        Assert.Equal(before, search.Listing());
        var recovered = new RecoveredLog(search.Folder, RecoveryMode.UntilDamage);
        Assert.Empty(await recovered.ReadAsync(CancellationToken.None).ToListAsync());
        Assert.Equal((FindingCodes.NoSegments, damage.Message), (recovered.Damage?.Code, recovered.Damage?.Message));
    }

    [Fact]
    public async Task A_log_whose_folder_is_gone_is_beyond_repair()
    {
        using var search = await RecordedSearch.OfAsync(3);
        Directory.Delete(search.Folder.Segments, recursive: true);
        foreach (var verb in (Func<Task>[])[() => ParquetEventLog.OpenReadAsync(search.Folder, CancellationToken.None).AsTask(), () =>
            LogRepair.PlanAsync(search.Folder, CancellationToken.None), () => RepairAsync(search)])
        {
            var refusal = await Assert.ThrowsAsync<LogDamagedException>(verb);
            Assert.Equal((true, (await search.AuditAsync()).FirstDamage!.Message), (refusal.IsBeyondRepair, refusal.Message));
            Assert.Contains("is missing, and all of the log with it. Put it back", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_search_without_any_trace_of_a_log_is_said_to_have_no_segments_and_may_begin()
    {
        using var search = new RecordedSearch();
        var report = await search.AuditAsync();
        Assert.True(report.IsClean);
        Assert.Equal(FindingCodes.NoSegments, Assert.Single(report.Findings).Code);
        await search.RunAsync(0, 3);
        Assert.Empty((await search.AuditAsync()).Findings);
    }

    private static Task<RepairOutcome> RepairAsync(RecordedSearch search) =>
        LogRepair.ApplyAsync(search.Folder, search.Writer, TimeProvider.System, CancellationToken.None);

    private static async Task AssertUnprovenAsync(RecordedSearch search)
    {
        var report = await search.AuditAsync();
        Assert.True(report.IsClean, report.FirstDamage?.Message);
        Assert.False(report.AreJobFilesProven);
        Assert.Contains(report.Findings, finding => finding is { Code: FindingCodes.JobUnproven, IsDamage: false });
    }

    private static async Task LoseAsync(string path, bool isMissing)
    {
        if (isMissing)
        {
            File.Delete(path);
            return;
        }

        await File.AppendAllTextAsync(path, "x");
    }
}
