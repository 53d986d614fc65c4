using System.Globalization;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluation.Plans;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Tasks.Tabular;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Composition;

/// <summary>What a search finds the costs of its architectures with.</summary>
/// <param name="Meter">Says what they cost.</param>
/// <param name="Counts">Counts networks; null where the space does not say what they are.</param>
/// <param name="Latency">Times them; null where no time is wanted.</param>
/// <param name="Table">The facts of the table that it looks them up in; null without one.</param>
internal sealed record SearchCosts(CostMeter Meter, ICostModel? Counts, ILatencyMeter? Latency, CostTableFacts? Table)
{
    // A limit that none of so many uniform architectures keeps is more likely a slip than a wish.
    private const int Looked = 1000;

    // Of these so many of the smallest are timed.
    private const int Timed = 5;

    /// <summary>What a job needs; null where it has no costs recorded.</summary>
    /// <exception cref="BadInputException">Nothing says what its networks cost, or none of many architectures keeps its limits.</exception>
    /// <exception cref="Tasks.Folders.DataException">The table is missing or cannot be used.</exception>
    public static SearchCosts? Of(JobOptions job, JobData data, SearchSpace space, ITensorBackend backend, ICompute compute)
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
        var latency = plan.Wanted.Contains(CostMeasure.Latency) ? NetworkLatency.Of(job, data, space, backend, compute) : null;
        var meter = new CostMeter(plan, counts, table, latency);
        return new SearchCosts(meter, counts, latency, table is null ? null : new CostTableFacts(table.Digest, table.HeldOutError));
    }

    /// <summary>Refuses a search whose limits nothing would keep, before it begins.</summary>
    /// <exception cref="BadInputException">None of many architectures keeps them.</exception>
    public void RequirePossible(JobOptions job, SearchSpace space)
    {
        var plan = CostPlan.Of(job);
        if (!plan.Rejects)
        {
            return;
        }

        using var uniform = new UniformPolicy(space, job.Seed);
        Architecture[] drawn = [.. Enumerable.Range(0, Looked).Select(i => uniform.Sample("limits/look", 0, i).Architecture)];
        CostLimit[] exact = [.. plan.Limits.All.Where(limit => limit.Cost != CostMeasure.Latency)];
        ArchitectureCosts[] costs = [.. drawn.Select(Meter.ExactCostsOf)];
        var wayOut = WayOutOf(job);
        if (Impossible(exact, costs, wayOut) is { } words)
        {
            throw new BadInputException(words);
        }

        if (plan.Limits.All.FirstOrDefault(limit => limit.Cost == CostMeasure.Latency) is { } time && Counts is not null)
        {
            var least = drawn.Where((_, i) => exact.All(limit => limit.IsKeptBy(costs[i]))).DistinctBy(one => one.Tokens)
                .OrderBy(one => Counts.UsedCountsOf(one).MultiplyAdds).Take(Timed).Min(Latency!.MedianMs);
            if (least > time.Most)
            {
                throw new BadInputException(Refusal(string.Create(CultureInfo.InvariantCulture, $"the quickest of the {Timed} smallest ")
                    + (exact.Length > 0 ? "of those that keep the other limits " : string.Empty)
                    + $"takes {CostMeasure.Latency.Measure.Format(least)} on this machine and the limit is "
                    + CostMeasure.Latency.Measure.Format(time.Most), wayOut));
            }
        }
    }

    /// <summary>Which limits none of the architectures keeps, in words; null where one keeps all of them.</summary>
    /// <param name="limits">Limits of costs that depend on no machine.</param>
    /// <param name="costs">What the architectures cost.</param>
    /// <param name="wayOut">What can be done about it.</param>
    internal static string? Impossible(IReadOnlyList<CostLimit> limits, IReadOnlyList<ArchitectureCosts> costs, string wayOut)
    {
        if (limits.Count == 0 || costs.Any(one => limits.All(limit => limit.IsKeptBy(one))))
        {
            return null;
        }

        (CostLimit Limit, double Least)[] least = [.. limits.Select(limit => (limit, costs.Min(one => one.Of(limit.Cost)!.Value)))];
        (CostLimit Limit, double Least)[] never = [.. least.Where(one => one.Least > one.Limit.Most)];
        return Refusal(never.Length > 0 ? Words(never) : $"each of them can be kept, but not all by one architecture: {Words(least)}",
            wayOut);
    }

    private static string Words(IEnumerable<(CostLimit Limit, double Least)> limits) => string.Join(", ", limits.Select(one =>
    {
        var measure = one.Limit.Cost.Measure;
        return $"the least {measure} among them is {measure.Format(one.Least)} and the limit {measure.Format(one.Limit.Most)}";
    }));

    /// <summary>What a job can do about limits that nothing keeps. The networks of a table have one size.</summary>
    internal static string WayOutOf(JobOptions job) => "Raise the limits"
        + (JobSchema.Of(job).IsSection("train.network") ? ", or make train.network smaller" : string.Empty);

    private static string Refusal(string words, string wayOut) =>
        $"none of {Looked.ToString("N0", CultureInfo.InvariantCulture)} uniform architectures of the space keeps the limits of the "
        + $"job: {words}. {wayOut}";
}
