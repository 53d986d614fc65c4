using System.Text;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Jobs;

/// <summary>Overrides as a log keeps them: with the value that they came to, so that neither a working directory nor an
/// environment matters later.</summary>
internal static class JobChanges
{
    private const string Recorded = "job.resolved.json";

    /// <summary>A recorded job with recorded overrides on top.</summary>
    /// <exception cref="JobRefusedException">One of them is wrong.</exception>
    public static JobOptions Applied(JobOptions job, IReadOnlyList<string> changes) =>
        Applied(job, changes, Path.GetPathRoot(Environment.CurrentDirectory)!, static _ => null);

    /// <summary>A recorded job with overrides on top.</summary>
    /// <param name="sets">The <c>key=value</c> of each.</param>
    /// <param name="workingDirectory">What their paths are relative to.</param>
    /// <param name="environment">Looks an environment variable up.</param>
    /// <exception cref="JobRefusedException">One of them is wrong.</exception>
    public static JobOptions Applied(
        JobOptions job, IReadOnlyList<string> sets, string workingDirectory, Func<string, string?> environment) => sets.Count == 0
        ? job
        : AsOf(sets, JobReader.Read(Encoding.UTF8.GetBytes(job.ToResolvedJson()), Recorded, sets, workingDirectory, environment))
            .Required();

    // A recorded job is right by itself, so what is wrong now is wrong by what is set over it; and nobody wrote its lines.
    private static JobDocument AsOf(IReadOnlyList<string> sets, JobDocument read) => read with
    {
        Errors = [.. read.Errors.Select(error => error.Source != Recorded ? error : error with
        {
            Kind = JobErrorKind.BadCommandLine,
            Source = $"the recorded job with {string.Join(' ', sets.Select(set => $"--set {set}"))}",
            Position = TextPosition.None,
        })],
    };

    /// <summary>The <c>key=value</c> of the options that <paramref name="sets"/> name, with their values in
    /// <paramref name="job"/>.</summary>
    public static IReadOnlyList<string> Of(JobOptions job, IReadOnlyList<string> sets)
    {
        var keys = sets.Select(set => set.Split('=')[0].Trim()).Distinct(StringComparer.Ordinal).ToArray();
        return [.. JobJson.Values(job).Where(value => keys.Contains(value.Option.Key)).Select(value => $"{value.Option.Key}={value.Json}")];
    }
}
