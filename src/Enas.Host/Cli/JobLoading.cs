using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;

namespace Enas.Host.Cli;

/// <summary>From a job file to options.</summary>
internal static class JobLoading
{
    /// <summary>Reads a job; all its errors at once when it has any.</summary>
    /// <exception cref="JobRefusedException">The job has errors.</exception>
    public static JobDocument Read(string path, IReadOnlyList<string> sets) =>
        Checked(JobReader.Read(path, sets, Surroundings.Current.Folder, Surroundings.Current.Variable));

    /// <summary>Reads bytes that are, or would be, a job file.</summary>
    /// <exception cref="JobRefusedException">The job has errors.</exception>
    public static JobDocument Read(ReadOnlyMemory<byte> bytes, string path, IReadOnlyList<string> sets) =>
        Checked(ReadAny(bytes, path, sets));

    /// <summary>Reads bytes that are, or would be, a job file, with or without errors.</summary>
    public static JobDocument ReadAny(ReadOnlyMemory<byte> bytes, string path, IReadOnlyList<string> sets) =>
        JobReader.Read(bytes, path, sets, Surroundings.Current.Folder, Surroundings.Current.Variable);

    /// <summary>The document when it has no errors.</summary>
    /// <exception cref="JobRefusedException">The job has errors.</exception>
    public static JobDocument Checked(JobDocument document)
    {
        _ = document.Required();
        return document;
    }

    /// <summary>A recorded job with overrides on top.</summary>
    /// <exception cref="JobRefusedException">An override is wrong.</exception>
    public static JobOptions Override(JobOptions job, IReadOnlyList<string> sets) =>
        JobChanges.Applied(job, sets, Surroundings.Current.Folder, Surroundings.Current.Variable);
}
