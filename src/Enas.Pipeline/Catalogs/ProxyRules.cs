using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces;

namespace Enas.Pipeline.Catalogs;

/// <summary>What the options about zero-cost proxies must fulfil together, in every space and under every strategy.</summary>
internal static class ProxyRules
{
    /// <summary>The rules.</summary>
    public static IReadOnlyList<JobRule> All { get; } =
    [
        new(["proxies.recorded", "evaluator.kind", "finals.count"], job =>
            job.Proxies.Recorded.Count > 0 && !EvaluatorCatalog.TrainsChildren(job) && !EvaluatorCatalog.Of(job).AsksProxies
            ? "would be recorded of nothing: no architecture is trained alone; set finals.count above 0, "
                + $"or evaluator.kind to \"{EvaluatorOptions.Child}\""
            : null),
        new(["strategy.warmStart", "space.kind"], job =>
            StrategyCatalog.Of(job).WarmStartOf(job) is { } start && !SpaceCatalog.Of(job).Proxies.Contains(start.Proxy)
            ? $"= \"{start.Proxy}\" is not defined here; {Offered(SpaceCatalog.Of(job))}"
            : null),
    ];

    /// <summary>Whether a search of a job finds out what proxies say.</summary>
    public static bool AreAsked(JobOptions job) => EvaluatorCatalog.Of(job).AsksProxies
        || StrategyCatalog.Of(job).WarmStartOf(job) is not null
        || (EvaluatorCatalog.TrainsChildren(job) && job.Proxies.Recorded.Count > 0);

    private static string Offered(ISpaceModule space) => space.Proxies.Count == 0
        ? $"the space {space.Kind} has no zero-cost proxies; allowed: none"
        : $"allowed: none {string.Join(' ', space.Proxies)}";
}
