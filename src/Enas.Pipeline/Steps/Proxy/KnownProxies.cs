using System.Collections.Immutable;
using Enas.Pipeline.Measures;

namespace Enas.Pipeline.Steps.Proxy;

/// <summary>What zero-cost proxies say of the architectures that a search has asked for. Immutable.</summary>
public sealed class KnownProxies
{
    private readonly ImmutableSortedDictionary<string, ProxyValues> _byTokens;

    private KnownProxies(ImmutableSortedDictionary<string, ProxyValues> byTokens) => _byTokens = byTokens;

    /// <summary>None.</summary>
    public static KnownProxies Empty { get; } = new(ImmutableSortedDictionary.Create<string, ProxyValues>(StringComparer.Ordinal));

    /// <summary>The values of an architecture; null where they were not asked for.</summary>
    public ProxyValues? Find(string tokens) => _byTokens.GetValueOrDefault(tokens);

    /// <summary>The values of an architecture, none where they were not asked for.</summary>
    public ProxyValues Of(string tokens) => Find(tokens) ?? ProxyValues.None;

    /// <summary>With those of one more architecture.</summary>
    public KnownProxies With(ProxiesMeasured measured) => new(_byTokens.SetItem(measured.Tokens, measured.Values));
}
