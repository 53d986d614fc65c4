using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Faults;

/// <summary>A search on a file system that turned read-only: 74 and the reason, and never that another process writes it, which would be
/// tried for ever.</summary>
public sealed class ReadOnlyDiskFaultTests : IDisposable
{
    private const int DiskKibibytes = 8192;

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task What_writes_ends_with_74_and_says_why_and_what_reads_goes_on()
    {
        using var disk = new SmallDisk(DiskKibibytes);
        var search = Path.Combine(disk.Root, "search");
        await SharedSearches.CopyAsync(search, ["--stop-after-steps", "3"]);
        disk.SetReadOnly(true);
        foreach (var verb in (string[][])[["resume", search], ["run", "tiny.json", "--out", Path.Combine(disk.Root, "new")]])
        {
            var result = await _work.Enas(verb);
            Assert.Equal(74, result.ExitCode);
            Assert.Contains("read-only", result.Error, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("another process", result.Error, StringComparison.Ordinal);
        }

        foreach (var verb in (string[][])[["show", search],
            ["audit", search], ["ls", disk.Root], ["sql", search, "SELECT count(*) FROM events"]])
        {
            var result = await _work.Enas(verb);
            Assert.True(result.ExitCode == 0, result.Error);
        }

        disk.SetReadOnly(false);
        Assert.Equal(0, (await _work.Enas("resume", search)).ExitCode);
    }
}
