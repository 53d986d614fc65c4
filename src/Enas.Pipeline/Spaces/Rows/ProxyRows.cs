using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Evaluators;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Strategies;
using static Enas.Pipeline.Options.OptionRow;

namespace Enas.Pipeline.Spaces.Rows;

/// <summary>Rows about what is said of networks before they are trained. All came later than the first searches.</summary>
internal static class ProxyRows
{
    /// <summary>Whether a strategy can search by a proxy: it orders architectures and is no measure, so a policy that learns from the size
    /// of rewards makes nothing of it, and what only trainings can tell is no affair of it.</summary>
    public static EvaluationMeans Means(TableContext context) => IsOffered(context) ? EvaluationMeans.Proxies : EvaluationMeans.None;

    /// <summary>Which proxy, where a strategy can search by one.</summary>
    public static JobOption[] Evaluator(TableContext context) => !IsOffered(context) ? [] :
    [
        Words("evaluator.proxy", Standard(context.Space), [.. context.Space.Proxies.Select(proxy => proxy.Name)],
            "zero-cost: what is said of an architecture's network with fresh weights.", JobFactScope.Search).AsLater(),
        Words("evaluator.order", EvaluatorOptions.Higher, [EvaluatorOptions.Higher, EvaluatorOptions.Lower],
            "zero-cost: which values of the proxy are better; which are, differs from data to data and is best measured.",
            JobFactScope.Search).AsLater(),
    ];

    /// <summary>The section <c>proxies</c>.</summary>
    /// <param name="hasBatch">Whether its networks see a batch of a size of its own.</param>
    public static JobOption[] Section(ISpaceModule space, bool hasBatch) =>
    [
        new JobOption
        {
            Key = "proxies.recorded",
            Type = JobOptionType.TextList,
            Allowed = [.. space.Proxies.Select(proxy => proxy.Name)],
            Facts = JobFactScope.Search,
            Default = CanonicalJson.List([]),
            Description = "Zero-cost proxies that are recorded of every architecture before it is trained alone, and held against what its "
                + "training came to.",
        }.AsLater(),
        .. hasBatch ? (JobOption[])
        [
            Integer("proxies.batchSize", 2, 65536, ProxyOptions.StandardBatchSize,
                "Training images that networks see for zero-cost proxies, the same for all.", JobFactScope.Search).AsLater(),
        ] : [],
    ];

    /// <summary>The finals of a strategy that can do nothing with shared weights: what a proxy found is trained alone at the end.
    /// Presets have their finals for searches with shared weights.</summary>
    public static JobOption[] Finals(TableContext context) =>
        IsOffered(context) ? [.. CommonRows.Finals.Select(row => row with { IsFilledByPresets = false })] : [];

    /// <summary>Options of a search by a proxy in a job that does not search by one, a sentence each.</summary>
    /// <param name="space">Its space.</param>
    /// <param name="strategy">Its strategy.</param>
    public static IEnumerable<string> WarningsOf(JobOptions job, ISpaceModule space, IStrategyKind strategy)
    {
        const StrategyNeeds Weights = StrategyNeeds.SharedWeights | StrategyNeeds.Mixtures;
        if (EvaluatorCatalog.Of(job).AsksProxies || !IsOffered(space, strategy) || (strategy.Needs & Weights) != StrategyNeeds.None)
        {
            yield break;
        }

        var otherwise = $"is for evaluator.kind \"{EvaluatorOptions.ZeroCost}\" alone, and the job has \"{job.Evaluator.Kind}\": it "
            + "changes nothing";
        if (job.Evaluator.Proxy.Length > 0 && job.Evaluator.Proxy != Standard(space))
        {
            yield return $"evaluator.proxy = \"{job.Evaluator.Proxy}\" {otherwise}";
        }

        if (job.Evaluator.Order == EvaluatorOptions.Lower)
        {
            yield return $"evaluator.order = \"{EvaluatorOptions.Lower}\" {otherwise}";
        }
    }

    private static bool IsOffered(TableContext context) => IsOffered(context.Space, context.Strategy);

    // What a table has results of is never a network here, and a warm start is all that its proxies are for.
    private static bool IsOffered(ISpaceModule space, IStrategyKind strategy) => space is { Proxies.Count: > 0, CanTrainChildren: true }
        && (strategy.Policy == PolicySections.None || strategy.IsNullModel) && !strategy.Needs.HasFlag(StrategyNeeds.Children);

    private static string Standard(ISpaceModule space) =>
        (space.Proxies.Contains(ZeroCostProxy.NasWot) ? ZeroCostProxy.NasWot : space.Proxies[0]).Name;
}
