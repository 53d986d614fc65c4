using System.Text;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Text;

namespace Enas.Host.Cli;

/// <summary>From a job file to options.</summary>
internal static class JobLoading
{
    /// <summary>Reads a job; all its errors at once when it has any.</summary>
    /// <exception cref="JobRefusedException">The job has errors.</exception>
    public static JobDocument Read(string path, IReadOnlyList<string> sets) =>
        Checked(JobReader.Read(path, sets, Environment.CurrentDirectory));

    /// <summary>The document when it has no errors.</summary>
    /// <exception cref="JobRefusedException">The job has errors.</exception>
    public static JobDocument Checked(JobDocument document) =>
        document.Options is not null && document.Errors.Count == 0
            ? document : throw new JobRefusedException(document.Errors, document.ErrorKind);

    /// <summary>A recorded job with overrides on top.</summary>
    /// <exception cref="JobRefusedException">An override is wrong.</exception>
    public static JobOptions Override(JobOptions job, IReadOnlyList<string> sets) => sets.Count == 0
        ? job
        : Checked(
            JobReader.Read(Encoding.UTF8.GetBytes(job.ToResolvedJson()), "job.resolved.json", sets, Environment.CurrentDirectory)).Options!;

    /// <summary>How a job's text becomes tokens.</summary>
    public static TokenReading Reading(JobOptions job) => new()
    {
        Unit = job.Data.Tokens,
        UnknownWord = job.Data.Unknown.Word,
        MinimumCount = job.Data.Unknown.MinimumCount,
        VocabularySize = job.Data.Unknown.VocabularySize,
    };
}
