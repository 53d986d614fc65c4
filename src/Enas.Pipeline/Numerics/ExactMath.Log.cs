namespace Enas.Pipeline.Numerics;

/// <content>log and pow.</content>
public static partial class ExactMath
{
    private const double TwoThirds = 0.6666666666666666;

    /// <summary>2/3 - <see cref="TwoThirds"/>.</summary>
    private const double TwoThirdsLow = 3.700743415417188e-17;

    /// <summary>The bits of the mantissa of √½, rounded: where the exponent changes.</summary>
    private const long RootHalfBits = 0x3FE6A09E667F3BCD;

    /// <summary>ln x, error at most 1 ulp. ±0 gives -∞, x &lt; 0 and NaN give NaN, +∞ gives +∞.</summary>
    public static double Log(double x)
    {
        if (!(x > 0))
        {
            return x == 0 ? double.NegativeInfinity : double.NaN;
        }

        if (double.IsPositiveInfinity(x))
        {
            return x;
        }

        var (high, low) = LogParts(x);
        return high + low;
    }

    /// <summary>
    /// x^y = e^(y ln x) for x ≥ 0, error at most 2 ulp where the result is normal. x^0 = 1 and 1^y = 1 for every x and y, NaN included;
    /// otherwise x &lt; 0 and NaN give NaN; 0^y is 0 for y > 0 and +∞ for y &lt; 0; infinities as in IEEE 754 pow.
    /// </summary>
    public static double Pow(double x, double y)
    {
        if (y == 0 || x == 1)
        {
            return 1;
        }

        if (!(x >= 0) || double.IsNaN(y))
        {
            return double.NaN;
        }

        if (x == 0 || double.IsInfinity(x) || double.IsInfinity(y))
        {
            return (x > 1) == (y > 0) ? double.PositiveInfinity : 0;
        }

        var (high, low) = LogParts(x);
        var product = y * high;
        if (Math.Abs(product) > 800)
        {
            return product > 0 ? double.PositiveInfinity : 0; // Beyond every exponent; the low part below could be NaN.
        }

        return Exp(product, Math.FusedMultiplyAdd(y, low, Math.FusedMultiplyAdd(y, high, -product)));
    }

    /// <summary>
    /// ln x for a positive finite x as a sum of two numbers, relative error below 2^-63. x = 2^k m with m in [√½, √2); with
    /// s = (m - 1) / (m + 1), ln m = 2 artanh s = 2s + s³ (2/3 + 2/5 s² + 2/7 s⁴ + ...); s and the cubic term are carried in two numbers.
    /// </summary>
    private static (double High, double Low) LogParts(double x)
    {
        var shift = 0;
        if (x < PowerOfTwo(-1022))
        {
            x *= PowerOfTwo(54);
            shift = -54;
        }

        var bits = BitConverter.DoubleToInt64Bits(x) - RootHalfBits;
        var k = (double)((bits >> 52) + shift);
        var m = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) + RootHalfBits);

        var numerator = m - 1;
        var denominator = m + 1;
        var denominatorLow = m < 1 ? m - (denominator - 1) : 1 - (denominator - m);
        var s = numerator / denominator;
        var sLow = (Math.FusedMultiplyAdd(-s, denominator, numerator) - (s * denominatorLow)) / denominator;

        var square = s * s;
        var squareLow = Math.FusedMultiplyAdd(s, s, -square) + (2 * s * sLow);
        var (factor, factorLow) = Add(TwoThirds, square * ArtanhTail(square), TwoThirdsLow);
        var (cube, cubeLow) = Multiply(square, squareLow, s, sLow);
        var (tail, tailLow) = Multiply(cube, cubeLow, factor, factorLow);

        var (inner, innerLow) = Add(2 * s, tail, (2 * sLow) + tailLow);
        var (outer, outerLow) = Add(k * Ln2High, inner, Math.FusedMultiplyAdd(k, Ln2Low, innerLow));
        return Add(outer, outerLow, 0);
    }

    /// <summary>2/5 + 2/7 z + 2/9 z² + ... + 2/23 z⁹: z = s² is at most 0.0295, so the next term of ln m is below 2^-66 of it.</summary>
    private static double ArtanhTail(double z)
    {
        var p = 2.0 / 23;
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 21);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 19);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 17);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 15);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 13);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 11);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 9);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 7);
        return Math.FusedMultiplyAdd(p, z, 2.0 / 5);
    }

    /// <summary>a + b + rest as a rounded sum and what is missing (Dekker's fast two-sum: a is 0 or not smaller than
    /// b in magnitude).</summary>
    private static (double High, double Low) Add(double a, double b, double rest)
    {
        var sum = a + b;
        return (sum, (a == 0 ? 0 : b - (sum - a)) + rest);
    }

    /// <summary>(a + aLow)(b + bLow) as a rounded product and what is missing.</summary>
    private static (double High, double Low) Multiply(double a, double aLow, double b, double bLow)
    {
        var product = a * b;
        return (product, Math.FusedMultiplyAdd(a, b, -product) + Math.FusedMultiplyAdd(a, bLow, aLow * b));
    }
}
