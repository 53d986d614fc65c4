using System.Text.Json.Nodes;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Steps.Proxy;

namespace Enas.Host.Searches;

/// <summary>The columns of tables that say what zero-cost proxies say of architectures, none where nothing was asked for.</summary>
internal sealed class ProxyColumns
{
    private readonly Func<string, ProxyValues> _of;

    private ProxyColumns(Func<string, ProxyValues> of, IReadOnlyList<ZeroCostProxy> proxies) => (_of, Proxies) = (of, proxies);

    /// <summary>None.</summary>
    public static ProxyColumns None { get; } = new(_ => ProxyValues.None, []);

    /// <summary>The proxies.</summary>
    public IReadOnlyList<ZeroCostProxy> Proxies { get; }

    /// <summary>The heads.</summary>
    public IEnumerable<string> Heads => Proxies.Select(proxy => proxy.Name);

    /// <summary>The columns for some architectures of a search.</summary>
    public static ProxyColumns Of(KnownProxies known, IEnumerable<string> architectures) => Of(known.Of, architectures);

    /// <summary>The columns for some architectures.</summary>
    /// <param name="of">What is known of an architecture.</param>
    public static ProxyColumns Of(Func<string, ProxyValues> of, IEnumerable<string> architectures)
    {
        var asked = architectures.SelectMany(tokens => of(tokens).Values.Select(value => value.Proxy)).ToArray();
        return new(of, [.. ZeroCostProxy.All.Where(asked.Contains)]);
    }

    /// <summary>The cells of an architecture.</summary>
    public IEnumerable<string> Cells(string architecture) =>
        Proxies.Select(proxy => _of(architecture).Of(proxy) is { } value ? ZeroCostProxy.Format(value) : "-");

    /// <summary>The values of an architecture for programs, by the names in facts; null where there are no columns.</summary>
    public JsonObject? ToJson(string architecture) => Proxies.Count == 0 ? null
        : new([.. Proxies.Select(proxy => new KeyValuePair<string, JsonNode?>(proxy.FactName, _of(architecture).Of(proxy)))]);

    /// <summary>How far each proxy orders architectures as what they came to alone does.</summary>
    /// <param name="alone">Architectures with their score after a training, of which more is better.</param>
    public IReadOnlyList<ProxyAgreement> Agreements(IEnumerable<(string Tokens, double Score)> alone)
    {
        var all = alone.ToArray();
        return [.. Proxies.Select(proxy => ProxyAgreement.Of(proxy, all.Select(one => (_of(one.Tokens).Of(proxy), one.Score))))];
    }
}
