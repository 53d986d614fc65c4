using System.Diagnostics;

namespace Enas.Host.Tests.Cli;

public sealed class DataAndDiskTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Missing_data_is_66()
    {
        var result = await RunOnData();
        Assert.Equal(66, result.ExitCode);
        Assert.Contains("data.path", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b c zebra\n")]
    public async Task Data_that_cannot_be_used_is_65(string valid)
    {
        WriteData(valid);
        var result = await RunOnData();
        Assert.Equal(65, result.ExitCode);
        Assert.Contains("valid.txt", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_that_is_not_UTF8_is_65()
    {
        WriteData("a b\n");
        await File.WriteAllBytesAsync(Path.Combine(_work.Root, "data", "valid.txt"), [0x61, 0x20, 0xff, 0xfe, 0x0a]);
        Assert.Equal(65, (await RunOnData()).ExitCode);
    }

    [Fact]
    public async Task Too_little_data_is_65_and_starts_nothing()
    {
        WriteData("a b\n");
        var result = await RunOnData();
        Assert.Equal(65, result.ExitCode);
        Assert.False(Directory.Exists(Path.Combine(_work.Root, "runs")));
    }

    [Fact]
    public async Task A_full_disk_at_the_start_is_74()
    {
        var disk = Path.Combine(_work.Root, "disk");
        Directory.CreateDirectory(disk);
        Assert.True(Shell("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk), "this test mounts a small disk, which needs root; run the tests as root");
        try
        {
            var result = await _work.Enas("run", "tiny.json", "--out", Path.Combine(disk, "search"), "--json");
            Assert.Equal(74, result.ExitCode);
            Assert.Equal(74, result.Json().GetProperty("error").GetProperty("exitCode").GetInt32());
        }
        finally
        {
            Assert.True(Shell("umount", disk));
        }
    }

    private static bool Shell(string command, params string[] arguments)
    {
        using var process = Process.Start(command, arguments);
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private Task<EnasResult> RunOnData() => _work.Enas("run", "tiny.json", "--set", "data.kind=tokens", "--set", "data.path=data");

    private void WriteData(string valid)
    {
        _work.Write("data/train.txt", "a b c\nb c a\n");
        _work.Write("data/valid.txt", valid);
        _work.Write("data/test.txt", "a b\n");
    }
}
