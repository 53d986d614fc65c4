namespace Enas.Pipeline.Numerics;

/// <content>cos and sin.</content>
public static partial class ExactMath
{
    /// <summary>The largest |x| that <see cref="Cos"/> and <see cref="Sin"/> take: 2^19 π, so that the quarter's number
    /// fits 20 bits.</summary>
    public const double LargestAngle = 1647099.0;

    private const double TwoOverPi = 0.6366197723675814;

    /// <summary>π/2 to 33 bits: its product with a quarter's number is exact.</summary>
    private const double QuarterHigh = 1.5707963267341256;

    /// <summary>The next 33 bits of π/2.</summary>
    private const double QuarterMiddle = 6.077100506303966e-11;

    /// <summary>What is missing of π/2, rounded.</summary>
    private const double QuarterLow = 2.0222662487959506e-21;

    /// <summary>
    /// cos x, error at most 1 ulp for |x| ≤ 1e5 and 2 ulp up to <see cref="LargestAngle"/>. NaN and ±∞ give NaN.
    /// Beyond the limit it throws, rather than give a wrong number.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">|x| above <see cref="LargestAngle"/>.</exception>
    public static double Cos(double x)
    {
        if (!double.IsFinite(x))
        {
            return double.NaN;
        }

        var (quarter, high, low) = ReduceAngle(x);
        return (quarter & 3) switch
        {
            0 => CosKernel(high, low),
            1 => -SinKernel(high, low),
            2 => -CosKernel(high, low),
            _ => SinKernel(high, low),
        };
    }

    /// <summary>sin x, bounds, special cases and limit as <see cref="Cos"/>; ±0 gives itself.</summary>
    /// <exception cref="ArgumentOutOfRangeException">|x| above <see cref="LargestAngle"/>.</exception>
    public static double Sin(double x)
    {
        if (!double.IsFinite(x))
        {
            return double.NaN;
        }

        if (x == 0)
        {
            return x;
        }

        var (quarter, high, low) = ReduceAngle(x);
        return (quarter & 3) switch
        {
            0 => SinKernel(high, low),
            1 => CosKernel(high, low),
            2 => -SinKernel(high, low),
            _ => -CosKernel(high, low),
        };
    }

    /// <summary>x - quarter · π/2 as a sum of two numbers, in about [-π/4, π/4]; π/2 is taken to 119 bits.</summary>
    private static (int Quarter, double High, double Low) ReduceAngle(double x)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(x), LargestAngle, nameof(x));
        var quarter = Math.Floor((x * TwoOverPi) + 0.5);
        var first = x - (quarter * QuarterHigh);
        var middle = quarter * QuarterMiddle;
        var second = first - middle;

        // Knuth's two-sum: near a multiple of π/2 the middle part can be the larger one.
        var back = second - first;
        var missing = (first - (second - back)) - (middle + back);
        var low = Math.FusedMultiplyAdd(-quarter, QuarterLow, missing);
        var high = second + low;
        return ((int)quarter, high, low - (high - second));
    }

    /// <summary>sin(r + rest), |r| ≤ π/4: r - r³/3! + ... + r¹⁷/17!, and the rest's first order.</summary>
    private static double SinKernel(double r, double rest)
    {
        var z = r * r;
        var p = 1.0 / 355687428096000;
        p = Math.FusedMultiplyAdd(p, z, -1.0 / 1307674368000);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 6227020800);
        p = Math.FusedMultiplyAdd(p, z, -1.0 / 39916800);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 362880);
        p = Math.FusedMultiplyAdd(p, z, -1.0 / 5040);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 120);
        p = Math.FusedMultiplyAdd(p, z, -1.0 / 6);
        return r + Math.FusedMultiplyAdd(r * z, p, rest * (1 - (0.5 * z)));
    }

    /// <summary>cos(r + rest), |r| ≤ π/4: 1 - r²/2! + ... + r¹⁶/16! (next term 3e-18), and the rest's first order.</summary>
    private static double CosKernel(double r, double rest)
    {
        var z = r * r;
        var p = 1.0 / 20922789888000;
        p = Math.FusedMultiplyAdd(p, z, -1.0 / 87178291200);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 479001600);
        p = Math.FusedMultiplyAdd(p, z, -1.0 / 3628800);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 40320);
        p = Math.FusedMultiplyAdd(p, z, -1.0 / 720);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 24);
        var half = 0.5 * z;
        var leading = 1 - half;
        return leading + (((1 - leading) - half) + Math.FusedMultiplyAdd(z * z, p, -(r * rest)));
    }
}
