using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Evaluation;

/// <summary>Which costs of its architectures a job has recorded, and the limits that they keep. A pure function of the job.</summary>
internal sealed class CostPlan
{
    private CostPlan(JobOptions job)
    {
        Limits = LimitsOf(job.Limits);
        Rejects = Limits.Exist && job.Objective.Exceeding == ObjectiveOptions.Rejected;
        Wanted = [.. CostMeasure.All.Where(cost => IsWanted(job, cost))];
    }

    /// <summary>The costs that are recorded of every architecture before it is evaluated; none in a search that asks for none.</summary>
    public IReadOnlyList<CostMeasure> Wanted { get; }

    /// <summary>The limits.</summary>
    public CostLimits Limits { get; }

    /// <summary>Whether what does not keep a limit is not evaluated at all.</summary>
    public bool Rejects { get; }

    /// <summary>Whether any cost is recorded.</summary>
    public bool IsAny => Wanted.Count > 0;

    /// <summary>The plan of a job.</summary>
    public static CostPlan Of(JobOptions job) => new(job);

    /// <summary>The limits that a job sets.</summary>
    private static CostLimits LimitsOf(LimitOptions limits) => new(
    [
        .. new CostLimit[]
        {
            new(CostMeasure.Parameters, limits.Parameters), new(CostMeasure.MultiplyAdds, limits.MultiplyAdds),
            new(CostMeasure.TableLatency, limits.TableLatencyMs), new(CostMeasure.Latency, limits.LatencyMs),
        }.Where(limit => limit.Most > 0),
    ]);

    private bool IsWanted(JobOptions job, CostMeasure cost) =>
        Limits.All.Any(limit => limit.Cost == cost)
        || (job.Objective.LooksAtCost && job.Objective.Cost == cost.Name)
        || (cost == CostMeasure.Latency ? job.Costs.Latency
            : cost == CostMeasure.TableLatency ? job.Costs.Table.Length > 0
            : job.Costs.Counts);
}
