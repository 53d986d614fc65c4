using System.Diagnostics;
using Enas.Host.Cli;
using Enas.Host.Tests.Cli;
using Enas.TestKit.Processes;

namespace Enas.Host.Tests.Service;

/// <summary>deploy/enas.service as systemd reads it.</summary>
public sealed class SystemdUnitTests
{
    private static readonly string s_unit = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "enas.service"));

    [Fact]
    public async Task Systemd_finds_nothing_wrong()
    {
        using var work = new WorkFolder();
        Assert.Contains("/opt/enas/enas ", s_unit, StringComparison.Ordinal);
        var unit = work.Write("enas.service", s_unit.Replace("/opt/enas/enas ", EnasProcess.Program + " ", StringComparison.Ordinal));
        var program = new[] { "/usr/bin/systemd-analyze", "/bin/systemd-analyze" }.FirstOrDefault(File.Exists);
        Assert.True(program is not null, "systemd-analyze is not here; eng/systemd installs it (Debian's package systemd)");
        using var verify = ProcessStarts.Start(
            new ProcessStartInfo(program, ["verify", unit]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var said = await verify.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await verify.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, string.Empty), (verify.ExitCode, said)); // What it does not know it ignores, with a word and exit code 0.
    }

    [Theory]
    [InlineData("Type", "notify")]
    [InlineData("RestartForceExitStatus", "75")]
    [InlineData("SuccessExitStatus", "75")]
    [InlineData("RestartPreventExitStatus", "64 65 66")]
    public void Rules_are_those_of_our_exit_codes(string key, string value)
    {
        Assert.Equal((75, 64, 65, 66), (ExitCodes.Stopped, ExitCodes.BadCommandLine, ExitCodes.BadInput, ExitCodes.NotFound));
        Assert.Contains($"{key}={value}", s_unit.Split('\n'));
    }
}
