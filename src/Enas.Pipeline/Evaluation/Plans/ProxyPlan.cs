using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Evaluation.Plans;

/// <summary>Which zero-cost proxies a job has recorded of its architectures. A pure function of the job.</summary>
/// <param name="Recorded">Recorded of every architecture before it is trained alone or evaluated by a proxy; none in a search that asks for
/// none.</param>
internal sealed record ProxyPlan(IReadOnlyList<ZeroCostProxy> Recorded)
{
    /// <summary>Whether any is recorded.</summary>
    public bool IsAny => Recorded.Count > 0;

    /// <summary>The plan of a job.</summary>
    public static ProxyPlan Of(JobOptions job) =>
        new([.. EvaluatorCatalog.TrainsChildren(job) || EvaluatorCatalog.Of(job).AsksProxies
            ? job.Proxies.Recorded.Select(ZeroCostProxy.Of).OfType<ZeroCostProxy>()
            : []]);
}
