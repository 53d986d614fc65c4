using Enas.Host.Tests.Cli;
using Enas.TestKit.Faults;

namespace Enas.Host.Tests.Faults;

/// <summary>
/// Fault test 2: SIGKILL. Chains of real <c>enas run</c> and <c>enas resume</c> processes, every second one killed at an aimed point inside
/// a publication and the others at a random time, or right after an acknowledgement: nothing acknowledged is lost, every log is valid, and
/// every search ends with the fingerprint of one that was never killed.
/// </summary>
[Trait(FaultPlan.Trait, "2")]
public sealed class KillFaultTests : IDisposable
{
    private const int LongestChain = 20;

    // The number is how often the point may be passed before: points that are reached rarely are aimed at early.
    private static readonly (string Point, int Count)[] s_insidePublication =
    [
        ("before-file-flush", 12), ("before-segment-link", 10), ("before-segment-folder-flush", 10),
        ("in-checkpoint-write", 20), ("before-checkpoint-link", 2), ("before-checkpoint-folder-flush", 2),
    ];

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public Task A_search_over_text_survives_every_kill() => KillAsync(FaultJobs.Text, FaultPlan.Rounds(few: 5, full: 100));

    [Fact]
    public Task The_quick_start_survives_every_kill() => KillAsync(FaultJobs.Quickstart, FaultPlan.Rounds(few: 2, full: 100));

    [Fact]
    public Task Finals_survive_every_kill() => KillAsync(FaultJobs.Finals, FaultPlan.Rounds(few: 4, full: 100), children: 4);

    private async Task KillAsync(Func<WorkFolder, FaultJob> jobOf, int kills, int children = 0)
    {
        var job = jobOf(_work);
        var report = new FaultReport(2, $"SIGKILL, {job.Name}");
        var undisturbed = await Undisturbed.Of(jobOf);
        var random = new Random(FaultPlan.Seed);
        var (done, inside, resumes, acknowledged) = (0, 0, 0, 0);
        for (var number = 0; done < kills; number++)
        {
            var search = new SearchUnderFire(_work, job, $"search-{number}");
            while (done + search.Kills < kills
                && search.Kills < LongestChain && await search.KillAsync(NextKill(random, done + search.Kills, undisturbed.Elapsed)))
            {
            }

            var result = await search.FinishAsync();
            Assert.Equal(undisturbed.Fingerprint, result.Json().GetProperty("fingerprint").GetString());
            var audit = await _work.Enas("audit", search.Folder);
            Assert.True(audit.ExitCode == 0, audit.Error + audit.Output);

            // One folder for each child, whole: none was trained in another one again.
            var folders = children == 0 ? [] : Directory.GetDirectories(search.Folder + "-children");
            Assert.Equal(children, folders.Length);
            foreach (var folder in folders)
            {
                Assert.Equal(0, (await _work.Enas("audit", folder)).ExitCode);
            }

            done += search.Kills;
            inside += search.KillsInsidePublication;
            resumes += search.KilledResumes;
            acknowledged += search.Acknowledged().Count;
        }

        report.Passed($"{done} kills ({inside} inside a commit, {resumes} of a resume), {acknowledged} commits acknowledged, 0 lost");
    }

    private static Kill NextKill(Random random, int number, TimeSpan longest)
    {
        if (number % 2 == 0)
        {
            var (point, count) = s_insidePublication[random.Next(s_insidePublication.Length)];
            return new Kill($"{point}:{1 + random.Next(count)}", default);
        }

        return random.Next(5) == 0 ? new Kill($"after-acknowledge:{1 + random.Next(10)}", default)
            : new Kill(null, longest * random.NextDouble() * 0.6);
    }
}
