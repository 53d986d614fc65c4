using System.Globalization;

namespace Enas.Pipeline.Measures;

/// <summary>
/// Something that can be said of a network before it is trained, and that is held against what its training comes to
/// (docs/algorithms.md#zero-cost-proxies). The one list of such proxies; each has a name in options and one in facts. Whether more of it is
/// better is a question to be measured, not a property.
/// </summary>
public sealed class ZeroCostProxy
{
    private const double Large = 1e6;
    private const double Small = 1e-3;

    private ZeroCostProxy(string name, string factName) => (Name, FactName) = (name, factName);

    /// <summary>Weights of the network: a count.</summary>
    public static ZeroCostProxy Parameters { get; } = new("parameters", "parameters");

    /// <summary>Multiplications with a weight for one item, forward: a count.</summary>
    public static ZeroCostProxy MultiplyAdds { get; } = new("multiply-adds", "multiply_adds");

    /// <summary>How differently the rectifiers of the network answer to the images of a batch (Mellor et al. 2021).</summary>
    public static ZeroCostProxy NasWot { get; } = new("naswot", "naswot");

    /// <summary>The flow through all weights of the network without norms (Tanaka et al. 2020).</summary>
    public static ZeroCostProxy SynapticFlow { get; } = new("synflow", "synflow");

    /// <summary>How much the loss of a batch hangs on each weight (Lee et al. 2019).</summary>
    public static ZeroCostProxy Snip { get; } = new("snip", "snip");

    /// <summary>The sum over layers of the norm of the loss's gradient (Abdelfattah et al. 2021).</summary>
    public static ZeroCostProxy GradientNorm { get; } = new("grad-norm", "grad_norm");

    /// <summary>Every proxy, in the order in which facts and tables have them.</summary>
    public static IReadOnlyList<ZeroCostProxy> All { get; } = [Parameters, MultiplyAdds, NasWot, SynapticFlow, Snip, GradientNorm];

    /// <summary>The names of all, for options.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(proxy => proxy.Name)];

    /// <summary>Whether it is a count of the network, which needs neither weights nor data.</summary>
    internal bool IsCount => this == Parameters || this == MultiplyAdds;

    /// <summary>The name in options, tables and measures.</summary>
    public string Name { get; }

    /// <summary>The name in facts.</summary>
    public string FactName { get; }

    /// <summary>The proxy of a name; null where there is none.</summary>
    public static ZeroCostProxy? Of(string name) => All.FirstOrDefault(proxy => proxy.Name == name);

    /// <summary>It as a measure of architectures, with the direction that a job gives it.</summary>
    public Measure MeasureOf(MeasureDirection direction) => Measure.Custom(Name, direction);

    /// <summary>A value for people.</summary>
    public static string Format(double value) => value.ToString(Math.Abs(value) switch
    {
        0 => "0",
        >= Large or < Small => "0.000e0",
        _ => "#,0.###",
    }, CultureInfo.InvariantCulture);

    /// <inheritdoc />
    public override string ToString() => Name;
}
