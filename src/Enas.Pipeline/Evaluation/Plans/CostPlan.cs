using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Evaluation.Plans;

/// <summary>Which costs of its architectures a job has recorded, and the limits that they keep. A pure function of the job.</summary>
internal sealed class CostPlan
{
    private CostPlan(JobOptions job)
    {
        var isSaid = EvaluatorCatalog.Of(job).SaysCosts;
        Limits = isSaid ? OwnLimits.Of(job) : LimitsOf(job.Limits);
        IsStrict = Limits.Exist && job.Objective.Exceeding == ObjectiveOptions.Rejected;
        Rejects = IsStrict && !isSaid;
        Beside = !job.Objective.LooksAtCost ? null
            : isSaid ? CostMeasure.Own(job.Objective.Cost) : CostMeasure.Of(job.Objective.Cost);
        Wanted = isSaid ? [] : [.. CostMeasure.All.Where(cost => IsWanted(job, cost))];
        Said = !isSaid ? []
            : [.. Limits.All.Select(limit => limit.Cost).Concat(Beside is null ? [] : (CostMeasure[])[Beside]).Distinct()];
    }

    /// <summary>The costs that are recorded of every architecture before it is evaluated; none in a search that asks for none.</summary>
    public IReadOnlyList<CostMeasure> Wanted { get; }

    /// <summary>The costs that whoever evaluates an architecture outside of Enas has to say with its value.</summary>
    public IReadOnlyList<CostMeasure> Said { get; }

    /// <summary>The cost that the objective sets beside the measure; null where it sets none.</summary>
    public CostMeasure? Beside { get; }

    /// <summary>The limits.</summary>
    public CostLimits Limits { get; }

    /// <summary>Whether nothing counts that does not keep a limit.</summary>
    public bool IsStrict { get; }

    /// <summary>Whether what does not keep a limit is not evaluated at all: its costs are known before.</summary>
    public bool Rejects { get; }

    /// <summary>Whether any cost is recorded before an evaluation.</summary>
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
