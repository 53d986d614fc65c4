using Enas.Host.Data;
using Enas.Pipeline.Composition;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Host.Composition;

/// <summary>The data that jobs name, with the decoder of image files that this program has.</summary>
internal static class TaskCatalog
{
    /// <summary>The data that a job names. What is generated is not made to its end where a stop is asked for.</summary>
    /// <exception cref="DataException">It is missing or cannot be used.</exception>
    /// <exception cref="OperationCanceledException">A stop was asked for meanwhile.</exception>
    public static JobData Load(JobOptions job, CancellationToken stop = default) =>
        JobDataCatalog.Load(job, SkiaImageDecoder.Create, stop);

    /// <summary>The data that a job names, or null where it is not there.</summary>
    /// <exception cref="DataException">It is there and cannot be used.</exception>
    public static JobData? TryLoad(JobOptions job) => JobDataCatalog.TryLoad(job, SkiaImageDecoder.Create);

    /// <inheritdoc cref="JobDataCatalog.EstimateWithout" />
    public static JobEstimate EstimateWithout(JobOptions job) => JobDataCatalog.EstimateWithout(job);

    /// <inheritdoc cref="JobDataCatalog.StandIn" />
    public static JobData? StandIn(JobOptions job) => JobDataCatalog.StandIn(job);
}
