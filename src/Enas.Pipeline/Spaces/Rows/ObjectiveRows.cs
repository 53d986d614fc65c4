using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Strategies;
using static Enas.Pipeline.Options.OptionRow;

namespace Enas.Pipeline.Spaces.Rows;

/// <summary>The sections <c>objective</c>, <c>limits</c> and <c>costs</c>: how measurements and costs become rewards, what is kept, what
/// is recorded. All came later than the first searches, and none of it changes a job that says nothing of it.</summary>
internal static class ObjectiveRows
{
    /// <summary>The rows under a space and a strategy.</summary>
    public static JobOption[] Of(TableContext context) =>
        [.. Objective(context).Concat(Limits).Concat(context.Space.HasSaidCosts ? [Said] : []).Concat(Costs).Select(row => row.AsLater())];

    private static JobOption[] Objective(TableContext context) =>
    [
        Kind(context.Space.Measure.Name, context.Strategy),
        context.Space.HasSaidCosts
            ? Text("objective.cost", CostMeasure.MultiplyAdds.Name, "soft and pareto: the cost beside the measure, by the name under which "
                + "the program says it, as in {\"accuracy\": 0.9, \"costs\": {\"latency_ms\": 3.1}}.", JobFactScope.Search)
            : Words("objective.cost", CostMeasure.MultiplyAdds.Name, CostMeasure.Names,
                "The cost beside the measure: of the network of the final training for one item; latencies in milliseconds.",
                JobFactScope.Search),
        Number("objective.target", "0", null, 0,
            "soft: the cost at which the measure stays as it is; 0 for 1, which scales every reward alike while alpha is beta.",
            JobFactScope.Search),
        Number("objective.alpha", null, "0", ObjectiveOptions.MnasExponent, "soft: the exponent w up to the target.", JobFactScope.Search),
        Number("objective.beta", null, "0", ObjectiveOptions.MnasExponent, "soft: the exponent w above the target.", JobFactScope.Search),
        Words("objective.exceeding", ObjectiveOptions.Rejected, [ObjectiveOptions.Rejected, ObjectiveOptions.Penalised],
            "What is above a limit: rejected, another architecture is proposed in its place and it is not evaluated; "
                + "penalised, it is evaluated and its reward multiplied by limit / cost.", JobFactScope.Search),
        Number("objective.reference", "0", null, 0,
            "The cost of the point against which the hypervolume is measured, whose reward is 0; 0: no hypervolume.", JobFactScope.Search),
    ];

    private static JobOption[] Limits =>
    [
        Limit("limits.parameters", "The most parameters"),
        Limit("limits.multiplyAdds", "The most multiply-adds for one item"),
        Limit("limits.tableLatencyMs", "The longest time for one item by costs.table, in milliseconds"),
        Limit("limits.latencyMs", "The longest time for one item, measured on this machine, in milliseconds"),
    ];

    private static JobOption Said => new JobOption
    {
        Key = OwnLimits.Key,
        Type = JobOptionType.Structure,
        Form = new OwnLimits(),
        Default = "{}",
        Facts = JobFactScope.Search,
        Description = "The most of each cost that the program says, by its name, as in {\"latency_ms\": 5}; what is above one is known "
            + "only when it has been evaluated.",
    }.AsOwn();

    private static JobOption[] Costs =>
    [
        Truth("costs.counts", false, "Parameters and multiply-adds of every evaluated architecture are recorded.", JobFactScope.Search),
        Truth("costs.latency", false,
            "The time that every evaluated architecture's exported network takes on this machine is measured and recorded.",
            JobFactScope.Search),
        new()
        {
            Key = "costs.table",
            Type = JobOptionType.Path,
            Default = "\"\"",
            Description = "A CSV file of latencies that add up, as enas costs fit writes it, relative to this file; empty for none.",
        },
        Integer("costs.repeats", 1, 100_000, 30, "Runs whose median is the measured time.", JobFactScope.Search),
        Integer("costs.warmUp", 0, 100_000, 5, "Runs before them, which are not measured.", JobFactScope.Search),
    ];

    private static JobOption Kind(string measure, IStrategyKind strategy)
    {
        (string Word, string Text)[] kinds =
        [
            .. strategy.LooksAtCosts ? [] : ((string, string)[])[(measure, "the measure alone")],
            (ObjectiveOptions.Soft, "the measure times (cost / target)^w"),
            (ObjectiveOptions.Limit, "the measure of what keeps the limits"),
            .. strategy.RanksByFront ? ((string, string)[])[(ObjectiveOptions.Pareto, "measure and cost side by side")] : [],
        ];
        return Words("objective.kind", kinds[0].Word, [.. kinds.Select(kind => kind.Word)],
            string.Join("; ", kinds.Select(kind => $"{kind.Word}: {kind.Text}")) + ".", JobFactScope.Search);
    }

    private static JobOption Limit(string key, string what) =>
        Number(key, "0", null, 0, $"{what} that an architecture may have; 0: no limit.", JobFactScope.Search);
}
