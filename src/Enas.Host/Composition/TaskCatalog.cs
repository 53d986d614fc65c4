using Enas.Host.Cli;
using Enas.Host.Data;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Text;

namespace Enas.Host.Composition;

/// <summary>The tasks that there are, each once: what a space's architectures are for, and how its data is loaded. The one place
/// that lists them.</summary>
internal static class TaskCatalog
{
    private static readonly (string Task, Func<JobOptions,
        CancellationToken, JobData> Load, Func<JobOptions, JobEstimate> EstimateWithout, Func<JobOptions, JobData>? StandIn)[] s_tasks =
    [
        ("text", (job, stop) => new TokenData(job.Data.Kind == "generated" ? GeneratedLanguage.Load(job.DataSeed, job.Data, stop)
            : TokenFolder.Load(job.Data.Path, JobLoading.Reading(job))), job => TokenEstimate.Of(job, null, []), TokenEstimate.StandIn),
        ("images", (job, stop) =>
            new ImageData(ImageLoading.Load(job.Data.Kind, job.Data.Path, job.Data.Images!, job.DataSeed, stop)), job =>
            ImageEstimate.Of(job, null, []), ImageEstimate.StandIn),
        ("table", (job, _) => TableData.Load(job), job => TableEstimate.Of(job, null), null),
        ("program", (job, _) => new ProgramData(job), TableEstimate.OfSpace, null),
        (IEvaluatedSpace.NoData, (_, _) => new SpaceData(), TableEstimate.OfSpace, null),
    ];

    /// <summary>The data that a job names. What is generated is not made to its end where a stop is asked for.</summary>
    /// <exception cref="DataException">It is missing or cannot be used.</exception>
    /// <exception cref="OperationCanceledException">A stop was asked for meanwhile.</exception>
    public static JobData Load(JobOptions job, CancellationToken stop = default) => Of(job).Load(job, stop);

    /// <summary>The data that a job names, or null where it is not there.</summary>
    /// <exception cref="DataException">It is there and cannot be used.</exception>
    public static JobData? TryLoad(JobOptions job)
    {
        try
        {
            return Load(job);
        }
        catch (DataException absent) when (absent.Kind == DataErrorKind.NotFound)
        {
            return null;
        }
    }

    /// <summary>Sizes and costs of a job whose data is not there, with the sizes of a well-known data set.</summary>
    public static JobEstimate EstimateWithout(JobOptions job) => Of(job).EstimateWithout(job);

    /// <summary>Data of the shapes that <see cref="EstimateWithout"/> assumes, to time steps on; null where there is nothing to time
    /// without the data.</summary>
    public static JobData? StandIn(JobOptions job) => Of(job).StandIn?.Invoke(job);

    private static (string Task, Func<JobOptions, CancellationToken,
        JobData> Load, Func<JobOptions, JobEstimate> EstimateWithout, Func<JobOptions, JobData>? StandIn) Of(JobOptions job) =>
        s_tasks.Single(known => known.Task == SpaceCatalog.Of(job).Task);
}
