using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Text;

namespace Enas.Pipeline.Composition;

/// <summary>The tasks that there are, each once: what a space's architectures are for, and how its data is loaded. The one place
/// that lists them.</summary>
internal static class JobDataCatalog
{
    private static readonly (string Task, Func<JobOptions, Func<IImageDecoder>, CancellationToken, JobData> Load,
        Func<JobOptions, JobEstimate> EstimateWithout, Func<JobOptions, JobData>? StandIn)[] s_tasks =
    [
        ("text", (job, _, stop) => new TokenData(TokenData.Load(job, stop)), job => TokenEstimate.Of(job, null, []), TokenEstimate.StandIn),
        ("images", (job, decoder, stop) => new ImageData(ImageData.Load(job, decoder, stop)), job =>
            ImageEstimate.Of(job, null, []), ImageEstimate.StandIn),
        ("table", (job, _, _) => TableData.Load(job), job => TableEstimate.Of(job, null), null),
        ("program", (_, _, _) => new ProgramData(), TableEstimate.OfSpace, null),
        (DataKindNames.None, (_, _, _) => new SpaceData(), TableEstimate.OfSpace, null),
    ];

    /// <summary>The data that a job names. What is generated is not made to its end where a stop is asked for.</summary>
    /// <param name="decoder">Makes the decoder of image files, where there are any.</param>
    /// <param name="stop">Ends the making of data.</param>
    /// <exception cref="DataException">It is missing or cannot be used.</exception>
    /// <exception cref="OperationCanceledException">A stop was asked for meanwhile.</exception>
    public static JobData Load(JobOptions job, Func<IImageDecoder> decoder, CancellationToken stop) => Of(job).Load(job, decoder, stop);

    /// <summary>The data that a job names, or null where it is not there.</summary>
    /// <exception cref="DataException">It is there and cannot be used.</exception>
    public static JobData? TryLoad(JobOptions job, Func<IImageDecoder> decoder)
    {
        try
        {
            return Load(job, decoder, CancellationToken.None);
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

    private static (string Task, Func<JobOptions, Func<IImageDecoder>, CancellationToken, JobData> Load,
        Func<JobOptions, JobEstimate> EstimateWithout, Func<JobOptions, JobData>? StandIn) Of(JobOptions job)
    {
        var space = SpaceCatalog.Of(job);
        return s_tasks.FirstOrDefault(known => known.Task == space.Task) is { Task: not null } task ? task
            : throw new InvalidOperationException($"the space {space.Kind} says that its architectures are for the task \"{space.Task}\", "
                + $"and data are loaded for {string.Join(", ", s_tasks.Select(known => known.Task))} alone: its module names one of these, "
                + $"or {nameof(JobDataCatalog)} gets a line for it");
    }
}
