using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Strategies;

namespace Enas.Host.Composition;

/// <summary>Sizes of a search that trains every architecture alone: there is no supernet, and its steps are whole trainings.</summary>
internal static class ChildEstimate
{
    /// <summary>The estimate of a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="shared">The estimate of a search of the same space with shared weights, for what both have.</param>
    public static JobEstimate Of(JobOptions job, JobEstimate shared)
    {
        var perStep = StrategyCatalog.Of(job).Policy == PolicySections.None ? 1 : job.Strategy.SamplesPerPolicyStep;
        var schedule = Schedule.OfEvaluations(EvaluationsOf(job), perStep);
        var hasNetwork = StrategyCatalog.Of(job).Policy.HasFlag(PolicySections.Network);
        return shared with
        {
            Parameters = shared.Parameters with { Supernet = 0, BatchNorm = 0, Policy = hasNetwork ? shared.Parameters.Policy : 0 },
            Work = null,
            Schedule = schedule,
            GigaFlops = 0,
            MemoryBytes = sizeof(float) * 4 * shared.Parameters.Final,
            DiskBytes = EvaluationsOf(job) * sizeof(float) * 3 * shared.Parameters.Final,
        };
    }

    // Where rungs say how many are trained, as many as they have.
    private static int EvaluationsOf(JobOptions job)
    {
        if (!StrategyCatalog.Of(job).HasOwnBudget)
        {
            return job.Budget.Evaluations;
        }

        var (all, size) = (0, job.Own.Integer("strategy.candidates"));
        for (var rung = 0; rung < job.Own.Integer("strategy.rungs"); rung++, size = Math.Max(1, size / job.Own.Integer("strategy.eta")))
        {
            all += size;
        }

        return all;
    }
}
