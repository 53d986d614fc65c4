using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>
/// Elementary functions on sixteen lanes, over IEEE operations and bit patterns only, so that their bits are those of every
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
    public static Vector512<float> Exp(Vector512<float> x)
    {
        var (n, power, tail) = ReduceExponent(Clamp(x, -104f, 89f));
        var mantissa = tail + Vector512<float>.One;
        if (Avx512F.IsSupported)
        {
            // One rounding, like the second product below: the first is exact.
            return Avx512F.Scale(mantissa, n);
        }

        // In two factors: 2^128 and 2^-150 are no floats of full precision, their square roots are.
        var half = Vector512.ShiftRightArithmetic(power, 1);
        return mantissa * PowerOfTwo(half) * PowerOfTwo(power - half);
    }

    /// <summary>tanh x, at most 3 ulp off; odd in every bit; ±1 beyond |x| = 10; NaN gives NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x)
    {
        var sign = Vector512.BitwiseAnd(x, Vector512.Create(-0f));
        var magnitude = Vector512.AndNot(x, Vector512.Create(-0f));

        // tanh y = (e^2y - 1) / (e^2y + 1), with e^2y - 1 computed without cancellation.
        var (_, power, tail) = ReduceExponent(Clamp(magnitude + magnitude, 0f, 20f));
        var scale = PowerOfTwo(power);
        var minusOne = Vector512.FusedMultiplyAdd(scale, tail, scale - Vector512<float>.One);
        return Vector512.BitwiseOr(minusOne / (minusOne + Vector512.Create(2f)), sign);
    }

    /// <summary>1 / (1 + e^-x), at most 3 ulp off, subnormal results included; NaN gives NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x)
    {
        var decay = Exp(Vector512.BitwiseOr(x, Vector512.Create(-0f)));
        var numerator = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), decay, Vector512<float>.One);
        return numerator / (Vector512<float>.One + decay);
    }

    /// <summary>Natural logarithm, at most 2 ulp off, subnormal arguments included. 0 gives -∞, negative and NaN give NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log(Vector512<float> x)
    {
        var subnormal = Vector512.LessThan(x, Vector512.Create(1.17549435e-38f));
        var scaled = Vector512.ConditionalSelect(subnormal, x * Vector512.Create(8388608f), x);
        var offset = Vector512.ConditionalSelect(subnormal.AsInt32(), Vector512.Create(23), Vector512<int>.Zero);

        // x = 2^k (1 + f) with 1 + f in [√½, √2)
        const int RootHalf = 0x3f3504f3;
        var bits = scaled.AsInt32() + Vector512.Create(0x3f800000 - RootHalf);
        var exponent = Vector512.ShiftRightArithmetic(bits, 23) - Vector512.Create(127) - offset;
        var fraction = (Vector512.BitwiseAnd(bits, Vector512.Create(0x007fffff)) + Vector512.Create(RootHalf))
            .AsSingle() - Vector512<float>.One;
        var result = LogOfReduced(fraction, ToFloat(exponent));

        var infinity = Vector512.Create(float.PositiveInfinity);
        result = Vector512.ConditionalSelect(Vector512.Equals(x, Vector512<float>.Zero), -infinity, result);
        result = Vector512.ConditionalSelect(Vector512.Equals(x, infinity), infinity, result);
        var isNumber = Vector512.GreaterThanOrEqual(x, Vector512<float>.Zero);
        return Vector512.ConditionalSelect(isNumber, result, Vector512.Create(float.NaN));
    }

    /// <summary>√x of one value; IEEE, so exact everywhere.</summary>
    public static float SquareRoot(float x) => MathF.Sqrt(x);

    /// <summary><see cref="Log(Vector512{float})"/> of one value.</summary>
    public static float Log(float x) => Log(Vector512.Create(x))[0];

    /// <summary>n as float and as integer, and e^r - 1 with x = n ln 2 + r, |r| ≤ ½ ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> N, Vector512<int> Power, Vector512<float> Tail) ReduceExponent(Vector512<float> x)
    {
        var shifted = Vector512.FusedMultiplyAdd(x, Vector512.Create(Log2OfE), Vector512.Create(RoundingShift));
        var n = shifted - Vector512.Create(RoundingShift);
        var r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Ln2Upper), x);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Ln2Lower), r);

        var p = Vector512.Create(1.9875691500e-4f);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.3981999507e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(8.3334519073e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(4.1665795894e-2f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.6666665459e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(5.0000001201e-1f));
        return (n, shifted.AsInt32() - Vector512.Create(RoundingShift).AsInt32(), Vector512.FusedMultiplyAdd(p, r * r, r));
    }

    /// <summary>k ln 2 + log(1 + f), after FreeBSD's logf.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LogOfReduced(Vector512<float> f, Vector512<float> k)
    {
        var s = f / (f + Vector512.Create(2f));
        var z = s * s;
        var p = Vector512.FusedMultiplyAdd(z, Vector512.Create(0.24279078841f), Vector512.Create(0.28498786688f));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(0.40000972152f));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(0.66666662693f));
        var halfSquare = Vector512.Create(0.5f) * f * f;
        var correction = Vector512.FusedMultiplyAdd(
            s, Vector512.FusedMultiplyAdd(p, z, halfSquare), k * Vector512.Create(9.0580006145e-6f));
        return Vector512.FusedMultiplyAdd(k, Vector512.Create(6.9313812256e-1f), f - (halfSquare - correction));
    }

    /// <summary>2^n, n in -126 .. 127.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> PowerOfTwo(Vector512<int> n) => Vector512.ShiftLeft(n + Vector512.Create(127), 23).AsSingle();

    /// <summary>Small integers as floats, exact, without a conversion instruction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ToFloat(Vector512<int> n) =>
        (n + Vector512.Create(RoundingShift).AsInt32()).AsSingle() - Vector512.Create(RoundingShift);

    /// <summary>x within limits; NaN stays NaN, which minimum and maximum promise on x86 only, and there for the second operand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Clamp(Vector512<float> x, float low, float high)
    {
        if (Avx512F.IsSupported)
        {
            return Avx512F.Max(Vector512.Create(low), Avx512F.Min(Vector512.Create(high), x));
        }

        var upper = Vector512.Create(high);
        x = Vector512.ConditionalSelect(Vector512.GreaterThan(x, upper), upper, x);
        var lower = Vector512.Create(low);
        return Vector512.ConditionalSelect(Vector512.LessThan(x, lower), lower, x);
    }
}
