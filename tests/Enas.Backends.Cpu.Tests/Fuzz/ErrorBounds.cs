namespace Enas.Backends.Cpu.Tests.Fuzz;

/// <summary>
/// The bounds that docs/numerics.md states, after Higham, Accuracy and Stability of Numerical Algorithms (2002), section 3.1: with unit
/// round-off u, n roundings in a row change a sum of terms by at most γ_n Σ |terms|, γ_n = n u / (1 - n u).
/// </summary>
internal static class ErrorBounds
{
    /// <summary>u of float32, rounding to nearest.</summary>
    private const double UnitRoundOff = 1.0 / (1 << 24);

    /// <summary>Half the smallest subnormal number: what one rounding may cost near zero.</summary>
    private const double Underflow = 7.1e-46;

    /// <summary>One chain of <paramref name="length"/> fused multiply-adds whose terms have absolute values that add up to
    /// <paramref name="magnitude"/>.</summary>
    public static double Chain(int length, double magnitude) => (Gamma(length) * magnitude) + (length * Underflow);

    /// <summary>A sum over sixteen lanes: the chain of a lane, then four levels of the tree.</summary>
    public static double Lanes(int count, double magnitude) => Chain(((count + 15) / 16) + 4, magnitude);

    private static double Gamma(int roundings) => roundings * UnitRoundOff / (1 - (roundings * UnitRoundOff));
}
