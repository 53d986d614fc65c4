using System.Diagnostics;
using System.Globalization;
using Enas.TestKit.Processes;

namespace Enas.Host.Tests.Cli;

/// <summary>Where a process may open too few files to load its own parts, it says so and does not crash.</summary>
public sealed class OpenFileLimitTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData(40)]
    [InlineData(100)]
    [InlineData(200)]
    public async Task Too_low_a_limit_is_told_at_once(int limit)
    {
        foreach (var verb in (string[][])[["run", "tiny.json", "--out", "search"], ["--version"], ["ls"]])
        {
            var result = await RunAsync(limit, verb);
            Assert.Equal(74, result.ExitCode);
            Assert.Equal(
                $"enas: this process may open only {limit} files at a time, and enas "
                    + $"needs 256. Raise the limit, for this shell with: ulimit -n 1024\nNothing was started.\n",
                result.Error);
        }

        Assert.False(Directory.Exists(Path.Combine(_work.Root, "search")));
    }

    [Fact]
    public async Task The_least_limit_that_is_accepted_is_enough_for_a_search_and_what_looks_at_it()
    {
        foreach (var verb in (string[][])[["run", "tiny.json", "--out", "search"], ["show", "search"],
            ["sql", "search", "SELECT count(*) FROM events"], ["report", "search", "--out", "page.html"], ["audit", "search"]])
        {
            var result = await RunAsync(256, verb);
            Assert.True(result.ExitCode == 0, result.Error);
        }
    }

    private async Task<EnasResult> RunAsync(int limit, string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            WorkingDirectory = _work.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        string[] shell = ["-c", "ulimit -n \"$1\"; shift; exec \"$@\"",
            "sh", limit.ToString(CultureInfo.InvariantCulture), EnasProcess.Program, .. arguments];
        Array.ForEach(shell, start.ArgumentList.Add);
        using var process = ProcessStarts.Start(start);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var longest = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(longest.Token);
        return new EnasResult(process.ExitCode, await output, await error);
    }
}
