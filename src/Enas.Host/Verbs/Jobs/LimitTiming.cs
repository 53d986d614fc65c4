using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluation.Plans;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;

namespace Enas.Host.Verbs.Jobs;

/// <summary>What a limit on a measured latency costs a search in time: every network that is proposed runs in ONNX Runtime first.</summary>
/// <param name="Measurement">Seconds until the latency of one network is known: it is made, exported and run.</param>
/// <param name="KeptShare">Which share of the networks that are measured keeps the limit.</param>
internal sealed record LimitTiming(double Measurement, double KeptShare)
{
    // What does not keep a limit on a count is not measured, and counted in no time.
    private const int MostDraws = 1000;
    private const int MostMeasured = 16;

    /// <summary>No latency is measured.</summary>
    public static LimitTiming None { get; } = new(0, 1);

    /// <summary>Seconds until an architecture is found that keeps the limits.</summary>
    public double Admission => Measurement / KeptShare;

    /// <summary>Measures some uniform architectures of a job; none where no latency is wanted.</summary>
    /// <param name="data">Its data.</param>
    /// <param name="compute">What computes.</param>
    /// <exception cref="BadInputException">No architecture keeps the limits of the job.</exception>
    public static LimitTiming Measure(JobOptions job, JobData data, ComputeOptions compute, StepTimer timer)
    {
        var space = SpaceCatalog.Create(job);
        using var backend = compute.CreateBackend(job.Compute);
        if (SearchCosts.Of(job, data, space, backend, compute) is not { } costs)
        {
            return None;
        }

        costs.RequirePossible(job, space);
        return costs.Latency is null ? None : Measure(CostPlan.Of(job), costs.Meter, Draws(space, job.Seed), timer);
    }

    private static LimitTiming Measure(CostPlan plan, CostMeter meter, IEnumerable<Architecture> draws, StepTimer timer)
    {
        CostLimit[] counts = [.. plan.Limits.All.Where(limit => limit.Cost != CostMeasure.Latency)];
        var (seconds, kept) = (new List<double>(), 0);
        foreach (var architecture in draws.Where(drawn => counts.Length == 0 || KeepsAll(counts, meter.ExactCostsOf(drawn))))
        {
            ArchitectureCosts? measured = null;
            seconds.Add(timer.SecondsOfOne(() => measured = meter.CostsOf(architecture)));
            kept += plan.Limits.Exceeded(measured!) is null ? 1 : 0;
            if (seconds.Count == MostMeasured || seconds.Sum() >= timer.Seconds)
            {
                break;
            }
        }

        // As if one more had been measured that keeps it: none of a few is not none at all.
        return seconds.Count == 0 ? None
            : new(StepTimer.MiddleOf(seconds), plan.Rejects ? (kept + 1.0) / (seconds.Count + 1) : 1);
    }

    private static bool KeepsAll(CostLimit[] limits, ArchitectureCosts costs) => limits.All(limit => limit.IsKeptBy(costs));

    private static IEnumerable<Architecture> Draws(SearchSpace space, ulong seed)
    {
        using var uniform = new UniformPolicy(space, seed);
        for (var draw = 0; draw < MostDraws; draw++)
        {
            yield return uniform.Sample("timing", draw, 0).Architecture;
        }
    }
}
