using System.Globalization;
using System.Runtime.InteropServices;
using Enas.Host.Tests.Cli;
using Enas.TestKit.Faults;

namespace Enas.Host.Tests.Faults;

/// <summary>
/// Fault test 8, the zombie: a writer stops in the middle of a commit (SIGSTOP), another takes the search over without regard to the lock,
/// and the first wakes up. It ends as fenced, and none of its late events is in the log.
/// </summary>
[Trait(FaultPlan.Trait, "8")]
public sealed class ZombieFaultTests : IDisposable
{
    private const int Continue = 18;
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("before-file-flush")]
    [InlineData("before-segment-link")]
    [InlineData("before-segment-folder-flush")]
    [InlineData("after-acknowledge")]
    public async Task A_writer_that_sleeps_through_its_replacement_is_fenced(string point)
    {
        var report = new FaultReport(8, $"zombie, asleep {point}");
        var job = FaultJobs.Text(_work);
        var fingerprint = (await Undisturbed.Of(FaultJobs.Text)).Fingerprint;
        var rounds = FaultPlan.Rounds(few: 1, full: 10);
        var random = new Random(FaultPlan.Seed);
        for (var round = 0; round < rounds; round++)
        {
            var search = new SearchUnderFire(_work, job, $"search-{round}");
            using var zombie = search.Start([new("ENAS_FAILPOINT", $"{point}:{8 + random.Next(20)}:stop")]);
            var ended = zombie.EndAsync(s_longest);
            await UntilStoppedAsync(zombie.Process.Id);
            string[] more = round % 2 == 0 ? ["--stop-after-steps", "40"] : [];
            using (var heir = search.Start([new("ENAS_IGNORE_LOCK", "1")], more))
            {
                var taken = await heir.EndAsync(s_longest);
                Assert.True(taken.ExitCode == (more.Length == 0 ? 0 : 75), taken.Error);
            }

            var before = await HeadAsync(search.Folder);
            Assert.Equal(0, Signal(zombie.Process.Id, Continue));
            var result = await ended;
            Assert.True(result.ExitCode == 75, $"exit code {result.ExitCode}: {result.Error}");
            Assert.Contains("another process", result.Error, StringComparison.Ordinal);
            Assert.Equal(before, await HeadAsync(search.Folder));
            Assert.Equal(fingerprint, (await search.FinishAsync()).Json().GetProperty("fingerprint").GetString());
        }

        report.Passed($"{rounds} takeovers, 0 late events");
    }

    private static async Task<string> HeadAsync(string folder)
    {
        await using var log = await ParquetEventLog.OpenReadAsync(SearchFolder.Open(folder), CancellationToken.None);
        return log.EventHead;
    }

    private static async Task UntilStoppedAsync(int process)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat");
        using var limit = new CancellationTokenSource(s_longest);
        while (!(await File.ReadAllTextAsync(path, limit.Token)).Contains(") T ", StringComparison.Ordinal))
        {
            await Task.Delay(10, limit.Token);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);
}
