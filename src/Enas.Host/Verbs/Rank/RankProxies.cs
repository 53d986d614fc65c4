using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;

namespace Enas.Host.Verbs.Rank;

/// <summary>What zero-cost proxies say of the networks of a ranking.</summary>
internal static class RankProxies
{
    /// <summary>Some proxies of networks that are trained alone, with fresh weights of the job's seed, the same for all.</summary>
    /// <param name="job">The job that says what such a network is.</param>
    /// <param name="architectures">The architectures; one may stand there more than once.</param>
    /// <param name="proxies">Which proxies, all of them such as the space has.</param>
    /// <param name="compute">What computes.</param>
    public static ProxyColumns Of(
        JobOptions job, IReadOnlyList<string> architectures, IReadOnlyList<ZeroCostProxy> proxies, ComputeOptions compute)
    {
        using var backend = compute.CreateBackend(job.Compute);
        var space = SpaceCatalog.Create(job);
        var meter = TaskCatalog.Load(job).Proxies(backend, space, job);
        var known = new SortedList<string, ProxyValues>(StringComparer.Ordinal);
        foreach (var tokens in architectures.Distinct())
        {
            known[tokens] = meter.ValuesOf(space.Parse(tokens), proxies);
        }

        return ProxyColumns.Of(tokens => known[tokens], known.Keys);
    }
}
