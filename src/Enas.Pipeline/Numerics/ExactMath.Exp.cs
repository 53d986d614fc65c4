namespace Enas.Pipeline.Numerics;

/// <content>exp and tanh.</content>
public static partial class ExactMath
{
    /// <summary>Above it, exp overflows: ln(2^1024), rounded down.</summary>
    private const double ExpOverflow = 709.782712893384;

    /// <summary>Below it, exp is nearer to 0 than to the smallest number: ln(2^-1075).</summary>
    private const double ExpUnderflow = -745.1332191019412;

    /// <summary>e^x, error at most 1 ulp (2 ulp where the result is subnormal). NaN gives NaN, +∞ gives +∞, -∞ gives 0.</summary>
    public static double Exp(double x) => Exp(x, 0);

    /// <summary>tanh x, error at most 3 ulp, odd. NaN gives NaN, ±∞ gives ±1, ±0 itself.</summary>
    public static double Tanh(double x)
    {
        var magnitude = Math.Abs(x);
        if (double.IsNaN(x) || magnitude < 1e-8)
        {
            return x; // The next term, x³/3, is below half an ulp.
        }

        double result;
        if (magnitude >= 20)
        {
            result = 1; // 1 - tanh 20 = 8.5e-18, below half an ulp.
        }
        else if (magnitude >= 0.5)
        {
            result = 1 - (2 / (Exp(2 * magnitude, 0) + 1));
        }
        else
        {
            var (scaleMinusOne, scale, high, low) = ExpMinusOneParts(2 * magnitude);
            var expMinusOne = scaleMinusOne + (scale * (high + low));
            result = expMinusOne / (expMinusOne + 2);
        }

        return x < 0 ? -result : result;
    }

    /// <summary>e^(high + low), |low| far below |high|: the reduced argument takes the low part along.</summary>
    private static double Exp(double high, double low)
    {
        if (double.IsNaN(high))
        {
            return high;
        }

        if (high > ExpOverflow)
        {
            return double.PositiveInfinity;
        }

        if (high < ExpUnderflow)
        {
            return 0;
        }

        var exponent = Math.Floor((high * Log2E) + 0.5);
        var (reduced, rest) = Reduce(high, low, exponent);
        return Scale(1 + (reduced + ExpTail(reduced, rest)), (int)exponent);
    }

    /// <summary>e^x - 1 = (2^k - 1) + 2^k (high + low), for x in [0, 40].</summary>
    private static (double ScaleMinusOne, double Scale, double High, double Low) ExpMinusOneParts(double x)
    {
        var exponent = Math.Floor((x * Log2E) + 0.5);
        var (reduced, rest) = Reduce(x, 0, exponent);
        var scale = PowerOfTwo((int)exponent);
        return (scale - 1, scale, reduced, ExpTail(reduced, rest));
    }

    /// <summary>high + low - exponent · ln 2 as a sum of two numbers; the first is at most ln 2 / 2 (and a
    /// rounding) in magnitude.</summary>
    private static (double Reduced, double Remainder) Reduce(double high, double low, double exponent)
    {
        var exact = high - (exponent * Ln2High);
        var correction = Math.FusedMultiplyAdd(-exponent, Ln2Low, low);
        var reduced = exact + correction;
        return (reduced, correction - (reduced - exact));
    }

    /// <summary>e^(r + rest) - 1 - r: the series r²/2! + r³/3! + ... + r¹³/13! (next term 5e-18 at r = ln 2 / 2), and the
    /// rest's first order.</summary>
    private static double ExpTail(double r, double rest)
    {
        var p = 1.0 / 6227020800;
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 479001600);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 39916800);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 3628800);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 362880);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 40320);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 5040);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 720);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 120);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 24);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 6);
        p = Math.FusedMultiplyAdd(p, r, 0.5);
        return Math.FusedMultiplyAdd(r * r, p, Math.FusedMultiplyAdd(rest, r, rest));
    }
}
