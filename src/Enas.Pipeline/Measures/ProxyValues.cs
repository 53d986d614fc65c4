using System.Collections.Immutable;

namespace Enas.Pipeline.Measures;

/// <summary>A value of a proxy.</summary>
/// <param name="Proxy">Which proxy.</param>
/// <param name="Value">The value; null where the network has none that is finite.</param>
public sealed record ProxyValue(ZeroCostProxy Proxy, double? Value);

/// <summary>What proxies say of one architecture. Immutable.</summary>
public sealed class ProxyValues
{
    private ProxyValues(ImmutableArray<ProxyValue> values) => Values = values;

    /// <summary>Nothing was asked for.</summary>
    public static ProxyValues None { get; } = new([]);

    /// <summary>Those that were asked for, in the order of <see cref="ZeroCostProxy.All"/>.</summary>
    public ImmutableArray<ProxyValue> Values { get; }

    /// <summary>Some values.</summary>
    public static ProxyValues Of(IEnumerable<ProxyValue> values)
    {
        ProxyValue[] given = [.. values];
        return new([.. ZeroCostProxy.All.Select(proxy => Array.Find(given, value => value.Proxy == proxy)).OfType<ProxyValue>()]);
    }

    /// <summary>The value of a proxy; null where it was not asked for, and where there is none that is finite.</summary>
    public double? Of(ZeroCostProxy proxy) => Values.FirstOrDefault(value => value.Proxy == proxy)?.Value;
}
