using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluation.Plans;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Catalogs;

/// <summary>The objectives that there are: the one place that chooses how a job's measurements become rewards.</summary>
internal static class ObjectiveCatalog
{
    /// <summary>The objective of a job.</summary>
    public static IObjective Of(JobOptions job)
    {
        var (measure, objective) = (new MeasureObjective(job.Reward), job.Objective);
        var plan = CostPlan.Of(job);
        IObjective chosen = objective.Kind switch
        {
            ObjectiveOptions.Soft => new SoftObjective(
                measure, plan.Beside!, objective.Target > 0 ? objective.Target : 1, objective.Alpha, objective.Beta),
            ObjectiveOptions.Pareto => new FrontObjective(measure, plan.Beside!),
            _ when plan.Limits.Exist && objective.Exceeding == ObjectiveOptions.Penalised => new LimitObjective(measure, plan.Limits),
            _ => measure,
        };
        return plan is { IsStrict: true, Rejects: false } ? new StrictObjective(chosen, plan.Limits) : chosen;
    }

    /// <summary>What the options of an objective must fulfil together, in every space and under every strategy.</summary>
    public static IReadOnlyList<JobRule> Rules { get; } =
    [
        new(["objective.target", "objective.kind"], job =>
            job.Objective is { Kind: ObjectiveOptions.Soft, Target: 0 } soft && soft.Alpha != soft.Beta
            ? $"= 0 is no target, and with another exponent below it than above it there has to be one: the {soft.Cost} at which the "
                + "measure stays as it is"
            : null),
        new(["objective.kind", "limits.parameters"], job =>
            job.Objective.Kind == ObjectiveOptions.Limit && !CostPlan.Of(job).Limits.Exist
            ? $"= \"{ObjectiveOptions.Limit}\" needs a limit; set " + (EvaluatorCatalog.Of(job).SaysCosts ? $"{OwnLimits.Key}"
                : "limits.parameters, limits.multiplyAdds, limits.tableLatencyMs or limits.latencyMs")
            : null),
        new(["objective.target", "objective.kind"], job => job.Objective is { Target: > 0, Kind: not ObjectiveOptions.Soft }
            ? $"= {job.Objective.Target} is for objective.kind \"{ObjectiveOptions.Soft}\"; for at most so much set a limit in limits"
            : null),
        new(["objective.exceeding", "objective.kind"], job =>
            job.Objective is { Exceeding: ObjectiveOptions.Penalised, Kind: ObjectiveOptions.Soft or ObjectiveOptions.Pareto }
            ? $"= \"{ObjectiveOptions.Penalised}\" multiplies the reward, which objective.kind \"{job.Objective.Kind}\" has in another "
                + $"way; allowed: \"{ObjectiveOptions.Rejected}\""
            : null),
        new(["objective.exceeding", "limits.parameters"], job =>
            job.Objective.Exceeding == ObjectiveOptions.Penalised && !CostPlan.Of(job).Limits.Exist
            ? $"= \"{ObjectiveOptions.Penalised}\" says what is above a limit, and there is none; set one in limits"
            : null),
        new(["objective.reference", "objective.kind"], job =>
            job.Objective is { Reference: > 0, Kind: not ObjectiveOptions.Pareto }
            ? $"= {job.Objective.Reference} is for objective.kind \"{ObjectiveOptions.Pareto}\""
            : null),
        new(["finals.by", "objective.kind"], job =>
            job is { Finals: { AreHeld: true, By: FinalsOptions.ByLoss }, Objective.Kind: ObjectiveOptions.Soft or ObjectiveOptions.Pareto }
            ? $"= \"{FinalsOptions.ByLoss}\" would choose without the {job.Objective.Cost} that objective.kind "
                + $"\"{job.Objective.Kind}\" searches by; allowed: \"{FinalsOptions.ByMeasure}\""
            : null),
        new(["costs.table", "limits.tableLatencyMs", "objective.cost"], job =>
            job.Costs.Table.Length == 0 && CostPlan.Of(job).Wanted.Contains(CostMeasure.TableLatency)
            ? "is missing: a limit or the objective is about it; give the CSV file that enas costs fit writes"
            : null),
        LatencyRule("limits.latencyMs", job => job.Limits.LatencyMs > 0),
        LatencyRule("costs.latency", job => job.Costs.Latency),
        LatencyRule("objective.cost", job => CostPlan.Of(job).Beside == CostMeasure.Latency),
    ];

    private static JobRule LatencyRule(string key, Func<JobOptions, bool> isWanted) => new([key], job =>
        isWanted(job) && SpaceCatalog.Of(job).OnnxRefusalOf(job) is { } refusal
        ? $"is about the measured time of exported networks: {refusal}"
        : null);
}
