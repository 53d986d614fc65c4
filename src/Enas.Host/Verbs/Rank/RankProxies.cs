using Enas.Host.Searches;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Composition;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tensors;

namespace Enas.Host.Verbs.Rank;

/// <summary>What zero-cost proxies say of the networks of a ranking, with fresh weights of the job's seed, the same for all.</summary>
internal sealed class RankProxies
{
    private readonly SearchSpace _space;
    private readonly IReadOnlyList<ZeroCostProxy> _proxies;
    private readonly IProxyMeter _meter;

    /// <summary>Some proxies of networks that are trained alone.</summary>
    /// <param name="job">The job that says what such a network is.</param>
    /// <param name="data">Its data; for counts none of them is used but their shape.</param>
    /// <param name="proxies">Which proxies, all of them such as the space has.</param>
    /// <param name="backend">What computes; not owned.</param>
    /// <exception cref="Pipeline.Tasks.Folders.DataException">The data cannot fill the batch that networks see.</exception>
    public RankProxies(JobOptions job, JobData data, IReadOnlyList<ZeroCostProxy> proxies, ITensorBackend backend)
    {
        (_space, _proxies) = (SpaceCatalog.Create(job), proxies);
        _meter = proxies.All(proxy => proxy.IsCount) ? data.Counts(job) : data.Proxies(backend, _space, job);
    }

    /// <summary>What they say.</summary>
    /// <param name="architectures">The architectures; one may stand there more than once.</param>
    public ProxyColumns Of(IEnumerable<string> architectures)
    {
        var known = new SortedList<string, ProxyValues>(StringComparer.Ordinal);
        foreach (var tokens in architectures.Distinct().Order(StringComparer.Ordinal))
        {
            known.Add(tokens, _meter.ValuesOf(_space.Parse(tokens), _proxies));
        }

        return ProxyColumns.Of(tokens => known[tokens], known.Keys);
    }
}
