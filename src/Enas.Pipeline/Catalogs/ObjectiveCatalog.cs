using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Catalogs;

/// <summary>The objectives that there are: the one place that chooses how a job's measurements become rewards.</summary>
public static class ObjectiveCatalog
{
    /// <summary>The objective of a job.</summary>
    public static IObjective Of(JobOptions job) => new MeasureObjective(job.Reward);
}
