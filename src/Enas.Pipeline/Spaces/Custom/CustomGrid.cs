using System.Globalization;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Spaces.Custom;

/// <summary>The numbers of a grid, as options. They are functions of the job alone: the same on every machine.</summary>
internal static class CustomGrid
{
    // Enough to tell neighbours of any grid apart, and few enough that 0.1 is written as 0.1.
    private const string Rounded = "E9";

    /// <summary>low, low + step, ... up to high.</summary>
    public static IReadOnlyList<CustomOption> Integers(long low, long high, long step) =>
        [.. Counted(low, high, value => value + step)];

    /// <summary>low, low · factor, ... up to high.</summary>
    public static IReadOnlyList<CustomOption> Powers(long low, long high, long factor) =>
        [.. Counted(low, high, value => value * factor)];

    /// <summary>Equally far apart from low to high, both among them; by their logarithms where the scale is one. Those between are rounded
    /// to ten digits.</summary>
    public static IReadOnlyList<CustomOption> Numbers(double low, double high, int count, bool isLogarithmic) =>
    [
        .. Enumerable.Range(0, count).Select(place => Option(
            place == 0 ? low : place == count - 1 ? high : RoundedOf(Between(low, high, (double)place / (count - 1), isLogarithmic)))),
    ];

    private static double Between(double low, double high, double share, bool isLogarithmic) => isLogarithmic
        ? ExactMath.Exp(ExactMath.Log(low) + (share * (ExactMath.Log(high) - ExactMath.Log(low))))
        : low + (share * (high - low));

    private static double RoundedOf(double value) =>
        double.Parse(value.ToString(Rounded, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static IEnumerable<CustomOption> Counted(long low, long high, Func<long, long> next)
    {
        for (var value = low; value <= high; value = next(value))
        {
            var text = value.ToString(CultureInfo.InvariantCulture);
            yield return new CustomOption(text, text);
        }
    }

    private static CustomOption Option(double value) => new(CanonicalJson.Number(value), CanonicalJson.Number(value));
}
