using System.Globalization;
using Enas.Host.Cli;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Tasks.Tabular;
using Enas.Pipeline.Tensors;

namespace Enas.Host.Composition;

/// <summary>What a search finds the costs of its architectures with.</summary>
/// <param name="Meter">Says what they cost.</param>
/// <param name="Table">The facts of the table that it looks them up in; null without one.</param>
internal sealed record SearchCosts(ICostMeter Meter, CostTableFacts? Table)
{
    // A limit that none of so many uniform architectures keeps is more likely a slip than a wish.
    private const int Looked = 1000;

    /// <summary>What a job needs; null where it has no costs recorded.</summary>
    /// <exception cref="BadInputException">Nothing says what its networks cost, or none of many architectures keeps its limits.</exception>
    /// <exception cref="Pipeline.Tasks.Folders.DataException">The table is missing or cannot be used.</exception>
    public static SearchCosts? Of(JobOptions job, JobData data, SearchSpace space, ITensorBackend backend)
    {
        var plan = CostPlan.Of(job);
        if (!plan.IsAny)
        {
            return null;
        }

        var counts = data.UsedCosts(job);
        if (counts is null && plan.Wanted.Any(cost => cost == CostMeasure.Parameters || cost == CostMeasure.MultiplyAdds))
        {
            throw new BadInputException($"the space {space.Kind} does not say what its networks cost: the job cannot have parameters or "
                + "multiply-adds recorded or limited");
        }

        var table = plan.Wanted.Contains(CostMeasure.TableLatency) ? LatencyTable.Load(job.Costs.Table, space) : null;
        var latency = plan.Wanted.Contains(CostMeasure.Latency) ? NetworkLatency.Of(job, data, space, backend) : null;
        var meter = new CostMeter(plan, counts, table, latency);
        RefuseImpossible(job, plan, meter, space);
        return new SearchCosts(meter, table is null ? null : new CostTableFacts(table.Digest, table.HeldOutError));
    }

    private static void RefuseImpossible(JobOptions job, CostPlan plan, CostMeter meter, SearchSpace space)
    {
        CostLimit[] exact = [.. plan.Limits.All.Where(limit => limit.Cost != CostMeasure.Latency)];
        if (!plan.Rejects || exact.Length == 0)
        {
            return;
        }

        using var uniform = new UniformPolicy(space, job.Seed);
        ArchitectureCosts[] looked =
            [.. Enumerable.Range(0, Looked).Select(i => meter.ExactCostsOf(uniform.Sample("limits/look", 0, i).Architecture))];
        if (looked.Any(costs => exact.All(limit => limit.IsKeptBy(costs))))
        {
            return;
        }

        var least = string.Join(", ", exact.Select(limit =>
        {
            var measure = limit.Cost.Measure;
            return $"the least {measure} among them is {measure.Format(looked.Min(costs => costs.Of(limit.Cost)!.Value))} and the limit "
                + measure.Format(limit.Most);
        }));
        throw new BadInputException(
            $"none of {Looked.ToString("N0", CultureInfo.InvariantCulture)} uniform architectures of the space keeps the limits of the "
            + $"job: {least}. Raise the limits, or make train.network smaller");
    }
}
