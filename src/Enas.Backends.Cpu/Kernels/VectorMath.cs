using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>
/// Elementary functions of every lane, over IEEE operations and bit patterns only, so that their bits are those of every
/// machine. The error bounds are measured over all exponents by the tests.
/// </summary>
internal static class VectorMath
{
    // Adding 1.5·2^23 rounds a small float to an integer that then sits in the low bits.
    private const float RoundingShift = 12582912f;
    private const float Log2OfE = 1.44269504f;

    // ln 2 in two parts; the upper one has few bits, so n times it is exact.
    private const float Ln2Upper = 0.693359375f;
    private const float Ln2Lower = -2.12194440e-4f;

    /// <summary>e^x, at most 2 ulp off, subnormal results included. Overflow gives +∞, underflow 0, NaN gives NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        var (power, tail) = ReduceExponent(Clamp(x, -104f, 89f));
        var mantissa = tail + Vector256<float>.One;

        // In two factors: 2^128 and 2^-150 are no floats of full precision, their square roots are.
        var half = Vector256.ShiftRightArithmetic(power, 1);
        return mantissa * PowerOfTwo(half) * PowerOfTwo(power - half);
    }

    /// <summary>tanh x, at most 3 ulp off; odd in every bit; ±1 beyond |x| = 10; NaN gives NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> x)
    {
        var sign = Vector256.BitwiseAnd(x, Vector256.Create(-0f));
        var magnitude = Vector256.AndNot(x, Vector256.Create(-0f));

        // tanh y = (e^2y - 1) / (e^2y + 1), with e^2y - 1 computed without cancellation.
        var (power, tail) = ReduceExponent(Clamp(magnitude + magnitude, 0f, 20f));
        var scale = PowerOfTwo(power);
        var minusOne = Vector256.FusedMultiplyAdd(scale, tail, scale - Vector256<float>.One);
        return Vector256.BitwiseOr(minusOne / (minusOne + Vector256.Create(2f)), sign);
    }

    /// <summary>1 / (1 + e^-x), at most 3 ulp off, subnormal results included; NaN gives NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sigmoid(Vector256<float> x)
    {
        var decay = Exp(Vector256.BitwiseOr(x, Vector256.Create(-0f)));
        var numerator = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), decay, Vector256<float>.One);
        return numerator / (Vector256<float>.One + decay);
    }

    /// <summary>Natural logarithm, at most 2 ulp off, subnormal arguments included. 0 gives -∞, negative and NaN give NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log(Vector256<float> x)
    {
        var subnormal = Vector256.LessThan(x, Vector256.Create(1.17549435e-38f));
        var scaled = Vector256.ConditionalSelect(subnormal, x * Vector256.Create(8388608f), x);
        var offset = Vector256.ConditionalSelect(subnormal.AsInt32(), Vector256.Create(23), Vector256<int>.Zero);

        // x = 2^k (1 + f) with 1 + f in [√½, √2)
        const int RootHalf = 0x3f3504f3;
        var bits = scaled.AsInt32() + Vector256.Create(0x3f800000 - RootHalf);
        var exponent = Vector256.ShiftRightArithmetic(bits, 23) - Vector256.Create(127) - offset;
        var fraction = (Vector256.BitwiseAnd(bits, Vector256.Create(0x007fffff)) + Vector256.Create(RootHalf)).AsSingle() - Vector256<float>.One;
        var result = LogOfReduced(fraction, ToFloat(exponent));

        var infinity = Vector256.Create(float.PositiveInfinity);
        result = Vector256.ConditionalSelect(Vector256.Equals(x, Vector256<float>.Zero), -infinity, result);
        result = Vector256.ConditionalSelect(Vector256.Equals(x, infinity), infinity, result);
        var isNumber = Vector256.GreaterThanOrEqual(x, Vector256<float>.Zero);
        return Vector256.ConditionalSelect(isNumber, result, Vector256.Create(float.NaN));
    }

    /// <summary>√x of one value; IEEE, so exact everywhere.</summary>
    public static float SquareRoot(float x) => MathF.Sqrt(x);

    /// <summary><see cref="Log(Vector256{float})"/> of one value.</summary>
    public static float Log(float x) => Log(Vector256.Create(x))[0];

    /// <summary>n and e^r - 1 with x = n ln 2 + r, |r| ≤ ½ ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<int> Power, Vector256<float> Tail) ReduceExponent(Vector256<float> x)
    {
        var shifted = Vector256.FusedMultiplyAdd(x, Vector256.Create(Log2OfE), Vector256.Create(RoundingShift));
        var n = shifted - Vector256.Create(RoundingShift);
        var r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-Ln2Upper), x);
        r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-Ln2Lower), r);

        var p = Vector256.Create(1.9875691500e-4f);
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.3981999507e-3f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(8.3334519073e-3f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(4.1665795894e-2f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.6666665459e-1f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(5.0000001201e-1f));
        return (shifted.AsInt32() - Vector256.Create(RoundingShift).AsInt32(), Vector256.FusedMultiplyAdd(p, r * r, r));
    }

    /// <summary>k ln 2 + log(1 + f), after FreeBSD's logf.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> LogOfReduced(Vector256<float> f, Vector256<float> k)
    {
        var s = f / (f + Vector256.Create(2f));
        var z = s * s;
        var p = Vector256.FusedMultiplyAdd(z, Vector256.Create(0.24279078841f), Vector256.Create(0.28498786688f));
        p = Vector256.FusedMultiplyAdd(p, z, Vector256.Create(0.40000972152f));
        p = Vector256.FusedMultiplyAdd(p, z, Vector256.Create(0.66666662693f));
        var halfSquare = Vector256.Create(0.5f) * f * f;
        var correction = Vector256.FusedMultiplyAdd(s, Vector256.FusedMultiplyAdd(p, z, halfSquare), k * Vector256.Create(9.0580006145e-6f));
        return Vector256.FusedMultiplyAdd(k, Vector256.Create(6.9313812256e-1f), f - (halfSquare - correction));
    }

    /// <summary>2^n, n in -126 .. 127.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> PowerOfTwo(Vector256<int> n) => Vector256.ShiftLeft(n + Vector256.Create(127), 23).AsSingle();

    /// <summary>Small integers as floats, exact, without a conversion instruction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ToFloat(Vector256<int> n) =>
        (n + Vector256.Create(RoundingShift).AsInt32()).AsSingle() - Vector256.Create(RoundingShift);

    /// <summary>x within limits; NaN stays NaN, which the minimum and maximum instructions do not promise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Clamp(Vector256<float> x, float low, float high)
    {
        var upper = Vector256.Create(high);
        x = Vector256.ConditionalSelect(Vector256.GreaterThan(x, upper), upper, x);
        var lower = Vector256.Create(low);
        return Vector256.ConditionalSelect(Vector256.LessThan(x, lower), lower, x);
    }
}
