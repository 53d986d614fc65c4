using System.Globalization;

namespace Enas.Pipeline.Measures;

/// <summary>Which values of a measure are better.</summary>
public enum MeasureDirection
{
    /// <summary>Lower is better, as with a perplexity.</summary>
    Lower,

    /// <summary>Higher is better, as with an accuracy.</summary>
    Higher,
}

/// <summary>
/// What is measured of an architecture: the one word for it in events, tables, charts and sentences. Two measures are the same where their
/// names are and the same values are better.
/// </summary>
public sealed class Measure : IEquatable<Measure>
{
    private const double LeastWithDecimals = 1e-3;

    private const double PerCent = 100;

    private readonly Func<double, string> _format;
    private readonly double? _worst;
    private readonly double _inUnit;

    private Measure(
        string name, string unit, MeasureDirection direction, Func<double, string> format, double? worst = null, double inUnit = 1)
    {
        (_worst, _inUnit) = (worst, inUnit);
        Name = name;
        Unit = unit;
        Direction = direction;
        _format = format;
    }

    /// <summary>Perplexity e^(mean cross-entropy in nats): the number of equally likely words that would be as hard to guess.</summary>
    public static Measure Perplexity { get; } =
        new("perplexity", string.Empty, MeasureDirection.Lower, value =>
            value.ToString(value < 10_000 ? "0.00" : "0.00e0", CultureInfo.InvariantCulture));

    /// <summary>Accuracy: the share of items whose class was predicted, from 0 to 1; shown in percent everywhere.</summary>
    public static Measure Accuracy { get; } =
        new("accuracy", "%", MeasureDirection.Higher,
            value => (PerCent * value).ToString("0.00", CultureInfo.InvariantCulture) + " %", inUnit: PerCent);

    /// <summary>The name in events, options and tables.</summary>
    public string Name { get; }

    /// <summary>The unit that people see beside it; empty for none.</summary>
    public string Unit { get; }

    /// <summary>Which values are better.</summary>
    public MeasureDirection Direction { get; }

    /// <summary>The name with the unit, for an axis or a column: <c>accuracy in %</c>.</summary>
    public string NameWithUnit => Unit.Length == 0 ? Name : $"{Name} in {Unit}";

    /// <summary>Which values are better, in a word: <c>higher</c> or <c>lower</c>.</summary>
    public string Better => Direction == MeasureDirection.Higher ? "higher" : "lower";

    /// <summary>Whether two are the same.</summary>
    public static bool operator ==(Measure? one, Measure? other) => one is null ? other is null : one.Equals(other);

    /// <summary>Whether two are not the same.</summary>
    public static bool operator !=(Measure? one, Measure? other) => !(one == other);

    /// <summary>A measure that Enas knows by its name alone: what a program or a table reports.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="direction">Which values are better.</param>
    /// <param name="worst">What counts for an architecture that has no value; null where nobody says it.</param>
    public static Measure Custom(string name, MeasureDirection direction, double? worst = null) =>
        Of(name) ?? new(name, string.Empty, direction, ZeroCostProxy.Of(name) is not null
            ? ZeroCostProxy.Format : Plain, worst);

    /// <summary>A measure of what an architecture costs, of which less is better: a <see cref="CostMeasure"/>.</summary>
    internal static Measure OfCost(string name, string unit, Func<double, string> format) =>
        new(name, unit, MeasureDirection.Lower, format);

    /// <summary>The measure of a name that Enas knows; null for others.</summary>
    public static Measure? Of(string name) => name == Perplexity.Name ? Perplexity : name == Accuracy.Name ? Accuracy : null;

    /// <summary>A value for people, with its unit.</summary>
    public string Format(double value) => _format(value);

    /// <summary>A value in the unit that people see beside it: an accuracy in per cent, any other value as it is.</summary>
    internal double InUnit(double value) => _inUnit * value;

    /// <summary>The value than which none is worse: no item is classified, a perplexity without bound.</summary>
    internal double Worst => _worst ?? (this == Accuracy ? 0
        : Direction == MeasureDirection.Higher ? double.NegativeInfinity : double.PositiveInfinity);

    /// <summary>What values are ordered by, the best first.</summary>
    public double Rank(double value) => Direction == MeasureDirection.Higher ? -value : value;

    /// <summary>Whether a value is better than another.</summary>
    public bool IsBetter(double value, double than) => Rank(value) < Rank(than);

    /// <inheritdoc />
    public bool Equals(Measure? other) => other is not null && Name == other.Name && Direction == other.Direction;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Measure);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Name, Direction);

    /// <inheritdoc />
    public override string ToString() => Name;

    // Nobody knows how large such a number is: four digits of a small one say as much as four decimals of another.
    private static string Plain(double value) =>
        value.ToString(value != 0 && Math.Abs(value) < LeastWithDecimals ? "G4" : "0.####", CultureInfo.InvariantCulture);
}
