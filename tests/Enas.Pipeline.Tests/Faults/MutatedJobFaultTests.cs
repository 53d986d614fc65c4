using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tests.Jobs;
using Enas.TestKit.Faults;

namespace Enas.Pipeline.Tests.Faults;

/// <summary>
/// Fault test 18: every job file of the repository, with tokens and bytes changed. Each is a job or a list of errors, never an exception,
/// in seconds and with bounded memory; a job can be written out and read again.
/// </summary>
[Trait(FaultPlan.Trait, "18")]
public sealed class MutatedJobFaultTests
{
    private const long MostBytes = 256_000_000;

    [Fact]
    public async Task A_mutated_job_is_a_job_or_a_list_of_errors()
    {
        var report = new FaultReport(18, "mutated job files");
        var mutants = FaultPlan.Rounds(few: 2_000, full: 100_000);
        var jobs = Directory.GetFiles(JobText.PathOf("jobs"), "*.json").Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToArray();
        var accepted = 0;
        await FaultPlan.ForEachAsync(mutants, async number =>
        {
            var random = new Random(unchecked((FaultPlan.Seed * 1_000_003) + number));
            var mutant = JsonMutation.Of(jobs[number % jobs.Length], random);
            var (isJob, _) = await BoundedReading.RunAsync($"job {number} of seed {FaultPlan.Seed}", MostBytes, () => IsJob(mutant));
            Interlocked.Add(ref accepted, isJob ? 1 : 0);
        });
        Assert.InRange(accepted, 1, mutants - 1);
        report.Passed($"{mutants} jobs: {mutants - accepted} refused with their errors, {accepted} accepted");
    }

    private static bool IsJob(byte[] bytes)
    {
        var document = JobReader.Read(bytes, "/jobs/a.json", [], "/here", name => name == "SHELF" ? "/shelf" : null);
        Assert.All(document.Errors, error => Assert.NotEmpty(error.ToString()));
        document.Explain();
        if (document.Options is not { } options)
        {
            Assert.Equal(JobErrorKind.BadJobFile, document.ErrorKind);
            return false;
        }

        Assert.Empty(document.Errors);
        var resolved = options.ToResolvedJson();
        Assert.Equal(resolved, ResolvedJob.FromResolvedJson(resolved).Options!.ToResolvedJson());
        return true;
    }
}
