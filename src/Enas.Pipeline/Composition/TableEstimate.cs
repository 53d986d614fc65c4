using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Tasks.Tabular;

namespace Enas.Pipeline.Composition;

/// <summary>Sizes of a search that looks its values up: next to nothing.</summary>
internal static class TableEstimate
{
    private const long BytesPerRow = 300;

    /// <summary>The estimate of a job; the table is null where it is not there.</summary>
    public static JobEstimate Of(JobOptions job, ResultTable? table)
    {
        var space = SpaceCatalog.Create(job);
        var rows = table?.Rows.Count ?? (int)space.Size;
        return Of(job, space, new DataEstimate(table is not null, "the whole space", [new("architectures", rows)]), BytesPerRow * rows);
    }

    /// <summary>The estimate of a job whose space says itself what its architectures are worth.</summary>
    public static JobEstimate OfSpace(JobOptions job) =>
        Of(job, SpaceCatalog.Create(job), new DataEstimate(true, string.Empty, []), memoryBytes: 0);

    private static JobEstimate Of(JobOptions job, SearchSpace space, DataEstimate data, long memoryBytes)
    {
        var schedule = Schedule.OfEvaluations(job.Budget.Evaluations, job.Strategy.SamplesPerPolicyStep);
        var policy = StrategyCatalog.Of(job).HasPolicyNetwork ? LstmPolicy.ParameterCount(space, job.Policy) : 0;
        return new JobEstimate
        {
            Data = data,
            Clipped = [],
            Parameters = new ParameterEstimate(0, 0, policy, 0, 0, "every", 0),
            Schedule = schedule,
            GigaFlops = 0,
            MemoryBytes = memoryBytes,
            DiskBytes = JobEstimate.Disk(job, schedule, policy),
        };
    }
}
