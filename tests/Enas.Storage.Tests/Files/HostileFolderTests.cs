using System.Security.Cryptography;
using Enas.Pipeline.Events;
using Enas.Storage.Tests.Audit;
using Enas.TestKit.Faults;

namespace Enas.Storage.Tests.Files;

/// <summary>A search's folder that came from somebody else: nothing outside it is read without end, written, moved or deleted.</summary>
public sealed class HostileFolderTests
{
    public static TheoryData<string> Folders => ["segments", "checkpoints", "export", "_tmp", "_quarantine"];

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task A_folder_that_is_a_link_is_refused_and_what_is_behind_it_stays(string name)
    {
        using var search = await RecordedSearch.OfAsync(12);
        var theirs = await TheirsAsync(search);
        Directory.Delete(Path.Combine(search.Folder.Root, name), recursive: true);
        Directory.CreateSymbolicLink(Path.Combine(search.Folder.Root, name), theirs);
        var before = Tree(search.Parent);
        Refused(name, Assert.Throws<LogDamagedException>(() => SearchFolder.Open(search.Folder.Root)));

        // Also when the link came after the search was opened.
        Refused(name, await Assert.ThrowsAsync<LogDamagedException>(() => search.RunAsync(12, 13)));
        Refused(name, await Assert.ThrowsAsync<LogDamagedException>(() =>
            LogRepair.ApplyAsync(search.Folder, search.Writer, TimeProvider.System, CancellationToken.None)));
        Refused(name, await Assert.ThrowsAsync<LogDamagedException>(async () =>
            await ParquetEventLog.HasWriterAsync(search.Folder, CancellationToken.None)));
        Assert.Equal(before, Tree(search.Parent));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task A_pipe_by_the_name_of_a_folder_is_refused(string name)
    {
        using var search = await RecordedSearch.OfAsync(3);
        Directory.Delete(Path.Combine(search.Folder.Root, name), recursive: true);
        SpecialFiles.CreateNamedPipe(Path.Combine(search.Folder.Root, name));
        var refusal = Assert.Throws<LogDamagedException>(() => SearchFolder.Open(search.Folder.Root));
        Assert.Contains($"{name} is a named pipe", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_names_of_a_writers_own_making_are_swept()
    {
        using var search = await RecordedSearch.OfAsync(3);
        var theirs = Path.Combine(await TheirsAsync(search), "precious");
        var ours = Publication.StagingPath(search.Folder.Staging);
        await File.WriteAllTextAsync(ours, "left by a writer");
        var (folder, link, pipe) = (Publication.StagingPath(search.Folder.Staging),
            Publication.StagingPath(search.Folder.Staging), Publication.StagingPath(search.Folder.Staging));
        Directory.CreateDirectory(folder);
        File.CreateSymbolicLink(link, theirs);
        SpecialFiles.CreateNamedPipe(pipe);
        var notes = Path.Combine(search.Folder.Staging, "notes.txt");
        await File.WriteAllTextAsync(notes, "somebody's");
        var audit = await search.AuditAsync();
        Assert.Equal(1, audit.Findings.Count(finding => finding.Code == FindingCodes.Leftover));
        Assert.Equal(4, audit.Findings.Count(finding => finding.Code == FindingCodes.ForeignFile));
        await search.RunAsync(3, 4);
        Assert.False(File.Exists(ours));
        Assert.Equal(
            new[] { folder, link, notes, pipe, Path.Combine(search.Folder.Staging, LocalSearchStore.LockName) }.Order(
                StringComparer.Ordinal),
            Directory.GetFileSystemEntries(search.Folder.Staging).Order(StringComparer.Ordinal));
        Assert.Equal("theirs", await File.ReadAllTextAsync(theirs));
    }

    [Theory]
    [InlineData("pipe", "is a named pipe")]
    [InlineData("device", "is a device")]
    [InlineData("folder", "is a folder")]
    [InlineData("socket", "is a socket")]
    [InlineData("huge", "at most 67,108,864 are read")]
    public async Task What_is_no_file_in_place_of_a_segment_is_damage_and_stays_where_it_is(string kind, string words)
    {
        using var search = await RecordedSearch.OfAsync(12);
        var theirs = await TheirsAsync(search);
        File.Delete(search.Segment(4));
        Put(kind, search.Segment(4), theirs);
        var audit = await search.AuditAsync();
        Assert.Equal((FindingCodes.SegmentDamaged, 4L), (audit.FirstDamage?.Code, audit.FirstDamage?.Segment));
        Assert.Contains(words, audit.FirstDamage!.Message, StringComparison.Ordinal);
        await using var log = await ParquetEventLog.OpenReadAsync(search.Folder, CancellationToken.None);
        var met = await Assert.ThrowsAsync<LogDamagedException>(() => TestSearch.ReadAllAsync(log));
        Assert.Contains(words, met.Message, StringComparison.Ordinal);
        var before = Tree(search.Parent);
        if (kind == "huge")
        {
            // A repair reads what it moves: more than is allowed, and no gigabytes of nothing.
            using (var file = new FileStream(search.Segment(4), FileMode.Open))
            {
                file.SetLength(80 << 20);
            }

            Assert.Single((await LogRepair.ApplyAsync(search.Folder, search.Writer, TimeProvider.System, CancellationToken.None)).Records);
            Assert.True((await search.AuditAsync()).IsClean);
            return;
        }

        var refusal = await Assert.ThrowsAsync<LogDamagedException>(() =>
            LogRepair.ApplyAsync(search.Folder, search.Writer, TimeProvider.System, CancellationToken.None));
        Assert.True(refusal.IsBeyondRepair);
        Assert.Contains("a repair moves only files", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, Tree(search.Parent));
    }

    [Theory]
    [InlineData("pipe", "is a named pipe")]
    [InlineData("device", "is a device")]
    [InlineData("folder", "is a folder")]
    [InlineData("huge", "and the event that names it says")]
    public async Task What_is_no_file_in_place_of_a_checkpoint_is_damage(string kind, string words)
    {
        using var search = await RecordedSearch.OfAsync(25);
        var checkpoint = search.Checkpoints()[^1];
        File.Delete(checkpoint);
        Put(kind, checkpoint, await TheirsAsync(search));
        var damage = (await search.AuditAsync()).FirstDamage;
        Assert.Equal(FindingCodes.CheckpointDamaged, damage?.Code);
        Assert.Contains(words, damage!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("link", "is a symbolic link")]
    [InlineData("dangling", "is a symbolic link")]
    [InlineData("pipe", "is a named pipe")]
    [InlineData("socket", "is a socket")]
    [InlineData("device", "is a symbolic link")]
    [InlineData("folder", "is a folder")]
    public async Task What_is_no_file_in_place_of_the_writers_lock_is_no_fault_of_the_disk(string kind, string words)
    {
        using var search = await RecordedSearch.OfAsync(3);
        var path = Path.Combine(search.Folder.Staging, LocalSearchStore.LockName);
        File.Delete(path);
        Put(kind, path, await TheirsAsync(search));
        var before = Tree(search.Parent);
        foreach (var write in (Func<Task>[])[() =>
            search.RunAsync(3, 4), () => LogRepair.ApplyAsync(search.Folder, search.Writer, TimeProvider.System, CancellationToken.None)])
        {
            var refusal = await Assert.ThrowsAsync<LogDamagedException>(write);
            Assert.True(refusal.IsBeyondRepair);
            Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, Tree(search.Parent));
        Assert.Contains($"_tmp/writer.lock {words}", Assert.Single((await search.AuditAsync()).Findings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("job.json")]
    [InlineData("job.resolved.json")]
    public async Task A_job_file_that_is_none_is_refused_by_what_it_is(string name)
    {
        foreach (var (kind, words) in new[] {
            ("pipe", "is a named pipe"), ("device", "is a symbolic link"), ("link", "is a symbolic link"),
            ("folder", "is a folder"), ("huge", "at most 4,194,304 are read") })
        {
            using var search = await RecordedSearch.OfAsync(3);
            var path = Path.Combine(search.Folder.Root, name);
            File.Delete(path);
            Put(kind, path, await TheirsAsync(search));
            var refusal = Assert.Throws<LogDamagedException>(() =>
            {
                var folder = SearchFolder.Open(search.Folder.Root);
                return name == "job.json" ? folder.ReadJob() : folder.ReadResolvedJob();
            });
            Assert.True(refusal.IsBeyondRepair);
            Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>What a job file is replaced by after the search was opened: it is looked at again before it is read.</summary>
    [Fact]
    public async Task A_job_file_that_becomes_a_link_is_not_read()
    {
        using var search = await RecordedSearch.OfAsync(3);
        var folder = SearchFolder.Open(search.Folder.Root);
        var path = Path.Combine(search.Folder.Root, "job.json");
        Assert.NotEmpty(folder.ReadJob());
        File.Delete(path);
        Put("link", path, await TheirsAsync(search));
        Assert.Contains("job.json is a symbolic link", Assert.Throws<LogDamagedException>(() => folder.ReadJob()).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../theirs/precious")]
    [InlineData("segments/../../theirs/precious")]
    [InlineData("job.json")]
    [InlineData("segments/..")]
    [InlineData("ABSOLUTE")]
    public async Task A_repair_does_not_finish_what_somebody_elses_manifest_asks_for(string file)
    {
        using var search = await RecordedSearch.OfAsync(12);
        var theirs = Path.Combine(await TheirsAsync(search), "precious");
        var sha = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(theirs)));
        var named = file == "ABSOLUTE" ? theirs : file;
        var record = new RepairRecord(
            "_quarantine/0001", "none", 3, new LostEvents(0, 0, null, null), [new QuarantinedFile(named, sha, 6)], []);
        Directory.CreateDirectory(search.Folder.PathOf(record.Quarantine));
        await File.WriteAllBytesAsync(search.Folder.PathOf($"{record.Quarantine}/repair.json"), record.ToBytes());
        var before = Tree(search.Parent);
        var refusal = await Assert.ThrowsAsync<LogDamagedException>(() =>
            LogRepair.ApplyAsync(search.Folder, search.Writer, TimeProvider.System, CancellationToken.None));
        Assert.Contains("is not what a repair writes", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, Tree(search.Parent));
    }

    [Theory]
    [InlineData("_quarantine/0001")]
    [InlineData("_quarantine/0001/segments")]
    public async Task A_repair_moves_nothing_through_a_link(string link)
    {
        using var search = await RecordedSearch.OfAsync(12);
        var theirs = await TheirsAsync(search);
        var segment = await File.ReadAllBytesAsync(search.Segment(11));
        var record = new RepairRecord(
            "_quarantine/0001", "none", 3, new LostEvents(0, 0, null, null),
                [new QuarantinedFile(SegmentName.KeyOf(11), Convert.ToHexStringLower(SHA256.HashData(segment)), segment.Length)], []);
        Directory.CreateDirectory(Path.GetDirectoryName(search.Folder.PathOf(link))!);
        Directory.CreateSymbolicLink(search.Folder.PathOf(link), theirs);
        await File.WriteAllBytesAsync(search.Folder.PathOf($"{record.Quarantine}/repair.json"), record.ToBytes());
        var before = Tree(search.Parent);
        Refused(link, await Assert.ThrowsAsync<LogDamagedException>(() =>
            LogRepair.ApplyAsync(search.Folder, search.Writer, TimeProvider.System, CancellationToken.None)));
        Assert.Equal(before, Tree(search.Parent));
    }

    [Theory]
    [InlineData("_tmp")]
    [InlineData("segments")]
    [InlineData("export")]
    [InlineData("job.resolved.json")]
    public async Task A_search_is_not_created_over_a_link(string name)
    {
        using var search = new TestSearch();
        var folder = Directory.CreateDirectory(Path.Combine(search.Parent, "new")).FullName;
        var theirs = Directory.CreateDirectory(Path.Combine(search.Parent, "theirs")).FullName;
        if (name.EndsWith(".json", StringComparison.Ordinal))
        {
            await File.WriteAllTextAsync(Path.Combine(theirs, "precious"), "theirs");
            File.CreateSymbolicLink(Path.Combine(folder, name), Path.Combine(theirs, "precious"));
        }
        else
        {
            Directory.CreateSymbolicLink(Path.Combine(folder, name), theirs);
        }

        var before = Tree(search.Parent);
        var refusal = Assert.Throws<ArgumentException>(() => SearchFolder.Create(folder, "{}"u8, "{}"u8));
        Assert.Contains($"{name} is there", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, Tree(search.Parent));
    }

    private static void Refused(string name, LogDamagedException refusal)
    {
        Assert.True(refusal.IsBeyondRepair);
        Assert.Contains($"{name} is a symbolic link", refusal.Message, StringComparison.Ordinal);
    }

    private static void Put(string kind, string path, string theirs)
    {
        switch (kind)
        {
            case "link":
                File.CreateSymbolicLink(path, Path.Combine(theirs, "precious"));
                break;
            case "dangling":
                File.CreateSymbolicLink(path, Path.Combine(theirs, "absent"));
                break;
            case "pipe":
                SpecialFiles.CreateNamedPipe(path);
                break;
            case "socket":
                SpecialFiles.CreateSocket(path);
                break;
            case "device":
                SpecialFiles.CreateLinkToEndlessDevice(path);
                break;
            case "folder":
                Directory.CreateDirectory(path);
                break;
            default:
                // Takes no room on the disk.
                using (var file = new FileStream(path, FileMode.CreateNew))
                {
                    file.SetLength(3L << 30);
                }

                break;
        }
    }

    private static async Task<string> TheirsAsync(RecordedSearch search)
    {
        var theirs = Directory.CreateDirectory(Path.Combine(search.Parent, "theirs")).FullName;
        await File.WriteAllTextAsync(Path.Combine(theirs, "precious"), "theirs");
        return theirs;
    }

    /// <summary>Every name with its kind and small content, links not followed.</summary>
    private static string[] Tree(string root) =>
    [
        .. Directory.EnumerateFileSystemEntries(
            root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false })
            .Order(StringComparer.Ordinal)
            .Select(path => $"{path} {Pipeline.Files.FileNames.KindOf(path, followLinks: false)} {Content(path)}"),
    ];

    private static string Content(string path) =>
        Pipeline.Files.FileNames.KindOf(path, followLinks: false) == Pipeline.Files.FileKind.Regular && new FileInfo(path).Length < 1 << 20
            ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))
            : string.Empty;
}
