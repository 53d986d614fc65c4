namespace Enas.Pipeline.Numerics;

/// <summary>
/// Elementary functions in float64 over add, multiply, divide, square root, fused multiply-add and bit operations only: the same bits on
/// every machine, which the C library's functions are not. Errors are bounded against the exact value, in units of the last place (ulp).
/// </summary>
/// <remarks>
/// All polynomials are Taylor series, cut where the next term is below 0.1 ulp of the result: their coefficients need no trust in a table.
/// The argument reductions are those of Cody and Waite (Software manual for the elementary functions, 1980).
/// </remarks>
public static partial class ExactMath
{
    private const double Log2E = 1.4426950408889634;

    /// <summary>ln 2 with its lowest 21 bits cleared, so that its product with an exponent is exact.</summary>
    private const double Ln2High = 0.6931471803691238;

    /// <summary>ln 2 - <see cref="Ln2High"/>.</summary>
    private const double Ln2Low = 1.9082149292705877e-10;

    /// <summary>2^exponent for an exponent in [-1022, 1023].</summary>
    private static double PowerOfTwo(int exponent) => BitConverter.Int64BitsToDouble((long)(exponent + 1023) << 52);

    /// <summary>value · 2^exponent, in steps, so that neither an overflow nor an underflow happens before the last one.</summary>
    private static double Scale(double value, int exponent)
    {
        if (exponent > 1023)
        {
            return value * PowerOfTwo(1023) * PowerOfTwo(Math.Min(exponent - 1023, 1023));
        }

        return exponent < -1022
            ? value * PowerOfTwo(Math.Max(exponent + 969, -1022)) * PowerOfTwo(-969)
            : value * PowerOfTwo(exponent);
    }
}
