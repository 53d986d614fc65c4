using Enas.Host.Composition;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Composition;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluation.Plans;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;

namespace Enas.Host.Verbs.Prove;

/// <summary>
/// What a search may choose, random search may choose too: its architectures keep the limits of the job. What a proof has no fair
/// comparison for is refused before anything is trained.
/// </summary>
internal static class ProofLimits
{
    /// <summary>Why a job cannot be held against random trainings fairly, and the way out; null where it can.</summary>
    public static string? RefusalOf(JobOptions job)
    {
        var measure = SpaceCatalog.MeasureOf(job).Name;
        var objective = job.Objective;
        if (objective.LooksAtCost)
        {
            return $"prove compares {measure} alone, and objective.kind \"{objective.Kind}\" searches for {measure} and {objective.Cost} "
                + $"together: such a search gives {measure} away, so the comparison would not be fair. Give the cost as a limit, which "
                + $"both sides then keep: --set objective.kind={ObjectiveOptions.Limit}"
                + (objective.Target > 0 ? " --set objective.target=0" : string.Empty)
                + (objective.Reference > 0 ? " --set objective.reference=0" : string.Empty) + " --set limits.multiplyAdds=N";
        }

        return job.Limits.LatencyMs > 0
            ? "prove draws random architectures within the limits of the job, and limits.latencyMs is about a measured time: when the "
                + "proof goes on another day, others would keep it. Use limits.multiplyAdds, limits.parameters or "
                + "limits.tableLatencyMs instead, with --set limits.latencyMs=0"
            : null;
    }

    /// <summary>The limits in words; null without any.</summary>
    public static string? WordsOf(JobOptions job) => CostPlan.Of(job).Limits is { Exist: true } limits
        ? $"random architectures are drawn within the limits of the job too: {string.Join(", ", limits.All.Select(Words))}" : null;

    /// <summary>Whether an architecture keeps the limits of a job; all do where there are none.</summary>
    /// <param name="compute">What computes.</param>
    /// <exception cref="Pipeline.Tasks.Folders.DataException">The data are missing or cannot be used.</exception>
    public static Func<Architecture, bool> Of(JobOptions job, ComputeOptions compute)
    {
        var limits = CostPlan.Of(job).Limits;
        if (!limits.Exist)
        {
            return _ => true;
        }

        // A latency that is only recorded is nothing to look at here, and takes its time.
        var counted = job with { Costs = job.Costs with { Latency = false } };
        using var backend = compute.CreateBackend(counted.Compute);
        var meter = SearchCosts.Of(counted, TaskCatalog.Load(counted), SpaceCatalog.Create(counted), backend, compute)!.Meter;
        return architecture => limits.Exceeded(meter.ExactCostsOf(architecture)) is null;
    }

    /// <summary>Why a choice of the search cannot stand beside architectures that keep the limits; null where it keeps them.</summary>
    /// <param name="costs">What the choice costs.</param>
    public static string? RefusalOf(JobOptions job, ArchitectureCosts costs) => CostPlan.Of(job).Limits.Exceeded(costs) is { } limit
        ? $"its choice does not keep the limit of {Words(limit)}, which random architectures keep" : null;

    private static string Words(CostLimit limit) => $"at most {limit.Cost.Measure.Format(limit.Most)} ({limit.Cost})";
}
