using System.Globalization;

namespace Enas.Pipeline.Measures;

/// <summary>
/// Something that an architecture costs where its network is used: the network of the final training, without what only training has. The
/// one list of such costs; each has a name in options, a name in facts, and a measure, which says its unit and how it is shown. A program
/// of one's own has costs of its own beside them, which Enas knows by their names alone. Two are the same where their names are and both
/// are a program's, or neither.
/// </summary>
public sealed class CostMeasure : IEquatable<CostMeasure>
{
    private const double Million = 1e6;
    private const double MostWhole = 1e15;

    private CostMeasure(string name, string factName, Measure measure) => (Name, FactName, Measure) = (name, factName, measure);

    /// <summary>Weights of the network: a count.</summary>
    public static CostMeasure Parameters { get; } = new("parameters", "parameters",
        Measure.OfCost("parameters", string.Empty, value => value.ToString("#,0", CultureInfo.InvariantCulture)));

    /// <summary>Multiplications with a weight for one item, forward: a count.</summary>
    public static CostMeasure MultiplyAdds { get; } = new("multiply-adds", "multiply_adds",
        Measure.OfCost("multiply-adds", "M", value => (value / Million).ToString("#,0.00#", CultureInfo.InvariantCulture) + " M"));

    /// <summary>What an additive table says of its time for one item, in milliseconds.</summary>
    public static CostMeasure TableLatency { get; } = new("table-latency", "table_latency_ms", Measure.OfCost("table latency", "ms", Time));

    /// <summary>The time that its exported network takes for one item on the machine of the search, in milliseconds. No function of
    /// anything: a replay takes it from the log.</summary>
    public static CostMeasure Latency { get; } = new("latency", "latency_ms", Measure.OfCost("latency", "ms", Time));

    /// <summary>Every cost, in the order in which facts and tables have them.</summary>
    public static IReadOnlyList<CostMeasure> All { get; } = [Parameters, MultiplyAdds, TableLatency, Latency];

    /// <summary>The names of all, for options.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(cost => cost.Name)];

    /// <summary>The name in options.</summary>
    public string Name { get; }

    /// <summary>Whether it is a program's, so that nobody but the program says it.</summary>
    public bool IsOwn { get; private init; }

    /// <summary>The name in facts and in columns of queries.</summary>
    public string FactName { get; }

    /// <summary>Its unit and how it is shown; lower is better.</summary>
    public Measure Measure { get; }

    /// <summary>The cost of a name; null where there is none.</summary>
    public static CostMeasure? Of(string name) => All.FirstOrDefault(cost => cost.Name == name);

    /// <summary>A cost that a program says under a name of its own.</summary>
    public static CostMeasure Own(string name) => new(name, name, Measure.OfCost(name, string.Empty, Plain)) { IsOwn = true };

    /// <summary>Whether two are the same cost.</summary>
    public static bool operator ==(CostMeasure? one, CostMeasure? other) => one is null ? other is null : one.Equals(other);

    /// <summary>Whether two are different costs.</summary>
    public static bool operator !=(CostMeasure? one, CostMeasure? other) => !(one == other);

    /// <inheritdoc />
    public bool Equals(CostMeasure? other) => other is not null && Name == other.Name && IsOwn == other.IsOwn;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as CostMeasure);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(StringComparer.Ordinal.GetHashCode(Name), IsOwn);

    /// <inheritdoc />
    public override string ToString() => Name;

    // Nobody knows how large such a number is: six digits of it say enough.
    private static string Plain(double value) => Math.Abs(value) < MostWhole && Math.Floor(value) == value
        ? value.ToString("#,0", CultureInfo.InvariantCulture) : value.ToString("G6", CultureInfo.InvariantCulture);

    private static string Time(double value) => value.ToString("0.000#", CultureInfo.InvariantCulture) + " ms";
}
