using System.Globalization;
using System.Security.Cryptography;
using Enas.Host.Tests.Cli;
using Enas.TestKit.Faults;

namespace Enas.Host.Tests.Faults;

/// <summary>
/// Fault test 6: the disk is full, while a segment or a checkpoint is written. The search ends with 74 and says so, nothing under a final
/// name is partial, and when there is room again it resumes to the fingerprint of a search that never lacked any.
/// </summary>
[Trait(FaultPlan.Trait, "6")]
public sealed class DiskFullFaultTests : IDisposable
{
    private const int DiskKibibytes = 2048;
    private const int PageBytes = 4096;
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_search_ends_on_a_full_disk_and_goes_on_when_there_is_room()
    {
        var report = new FaultReport(6, "disk full");
        var job = FaultJobs.Text(_work);
        var (fingerprint, _, checkpoint) = await Undisturbed.Of(FaultJobs.Text);
        var (segments, checkpoints, last) = (0, 0, string.Empty);

        // Room for some segments and no checkpoint, and for a checkpoint and few segments: both kinds of file meet the end of the disk.
        var rooms = Enumerable.Range(0, FaultPlan.Rounds(few: 2, full: 30))
            .Select(i => ((i % 2) * (checkpoint + PageBytes)) + (PageBytes * (1 + (2L * (i / 2)))));
        foreach (var room in rooms)
        {
            var said = last = await FillAsync(job, room, fingerprint);
            segments += said.Contains("segment", StringComparison.Ordinal) ? 1 : 0;
            checkpoints += said.Contains("checkpoint", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.True(segments > 0 && checkpoints > 0, $"{segments} in segments, {checkpoints} in checkpoints: {last}");
        report.Passed($"{segments} in a segment, {checkpoints} in a checkpoint");
    }

    private async Task<string> FillAsync(FaultJob job, long room, string fingerprint)
    {
        using var disk = new SmallDisk(DiskKibibytes);
        var search = new SearchUnderFire(_work, job, "search", disk.Root);
        using (var begun = search.Start([], "--stop-after-steps", "7"))
        {
            var result = await begun.EndAsync();
            Assert.True(result.ExitCode == 75, result.Error);
        }

        disk.FillBut(room);
        string said;
        using (var full = search.Start([new("ENAS__Storage__MinimumFreeMegabytes", "0")]))
        {
            var result = await full.EndAsync();
            Assert.True(result.ExitCode == 74,
                string.Create(CultureInfo.InvariantCulture, $"exit code {result.ExitCode} with room for {room} bytes: {result.Error}"));
            Assert.Contains("the disk is full", result.Error, StringComparison.Ordinal);
            said = result.Error;
        }

        await search.CheckAsync();
        foreach (var path in Directory.GetFiles(Path.Combine(search.Folder, "checkpoints")))
        {
            Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path))), path, StringComparison.Ordinal);
        }

        disk.Free();
        Assert.Equal(fingerprint, (await search.FinishAsync()).Json().GetProperty("fingerprint").GetString());
        return said;
    }
}
