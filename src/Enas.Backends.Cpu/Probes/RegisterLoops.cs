using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Enas.Backends.Cpu.Kernels;

namespace Enas.Backends.Cpu.Probes;

/// <summary>
/// Independent chains of fused multiply-adds s ← s·½ + 1 that stay in registers: enough of them to cover the latency of the unit, few
/// enough to leave room for the operands. What comes out is only there so that the work is not left out.
/// </summary>
internal static class RegisterLoops
{
    private const int Chains = 12;

    /// <summary>Multiply-adds of single numbers in one round.</summary>
    public static int MultiplyAddsPerRound(InstructionPath path) => Chains * path switch
    {
        InstructionPath.Avx512 => 16,
        InstructionPath.Avx2 => 8,
        InstructionPath.Neon => 4,
        _ => 1,
    };

    /// <summary>Runs the loop of a path.</summary>
    public static float Run(InstructionPath path, int rounds) => path switch
    {
        InstructionPath.Avx512 => Run512(rounds),
        InstructionPath.Avx2 => Run256(rounds),
        InstructionPath.Neon => Run128(rounds),
        _ => RunScalar(rounds),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run512(int rounds)
    {
        var (half, one) = (Vector512.Create(.5f), Vector512<float>.One);
        Vector512<float> s0 = one, s1 = one,
            s2 = one, s3 = one, s4 = one, s5 = one, s6 = one, s7 = one, s8 = one, s9 = one, s10 = one, s11 = one;
        for (var i = 0; i < rounds; i++)
        {
            s0 = Vector512.FusedMultiplyAdd(s0, half, one);
            s1 = Vector512.FusedMultiplyAdd(s1, half, one);
            s2 = Vector512.FusedMultiplyAdd(s2, half, one);
            s3 = Vector512.FusedMultiplyAdd(s3, half, one);
            s4 = Vector512.FusedMultiplyAdd(s4, half, one);
            s5 = Vector512.FusedMultiplyAdd(s5, half, one);
            s6 = Vector512.FusedMultiplyAdd(s6, half, one);
            s7 = Vector512.FusedMultiplyAdd(s7, half, one);
            s8 = Vector512.FusedMultiplyAdd(s8, half, one);
            s9 = Vector512.FusedMultiplyAdd(s9, half, one);
            s10 = Vector512.FusedMultiplyAdd(s10, half, one);
            s11 = Vector512.FusedMultiplyAdd(s11, half, one);
        }

        return Vector512.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run256(int rounds)
    {
        var (half, one) = (Vector256.Create(.5f), Vector256<float>.One);
        Vector256<float> s0 = one, s1 = one,
            s2 = one, s3 = one, s4 = one, s5 = one, s6 = one, s7 = one, s8 = one, s9 = one, s10 = one, s11 = one;
        for (var i = 0; i < rounds; i++)
        {
            s0 = Vector256.FusedMultiplyAdd(s0, half, one);
            s1 = Vector256.FusedMultiplyAdd(s1, half, one);
            s2 = Vector256.FusedMultiplyAdd(s2, half, one);
            s3 = Vector256.FusedMultiplyAdd(s3, half, one);
            s4 = Vector256.FusedMultiplyAdd(s4, half, one);
            s5 = Vector256.FusedMultiplyAdd(s5, half, one);
            s6 = Vector256.FusedMultiplyAdd(s6, half, one);
            s7 = Vector256.FusedMultiplyAdd(s7, half, one);
            s8 = Vector256.FusedMultiplyAdd(s8, half, one);
            s9 = Vector256.FusedMultiplyAdd(s9, half, one);
            s10 = Vector256.FusedMultiplyAdd(s10, half, one);
            s11 = Vector256.FusedMultiplyAdd(s11, half, one);
        }

        return Vector256.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run128(int rounds)
    {
        var (half, one) = (Vector128.Create(.5f), Vector128<float>.One);
        Vector128<float> s0 = one, s1 = one,
            s2 = one, s3 = one, s4 = one, s5 = one, s6 = one, s7 = one, s8 = one, s9 = one, s10 = one, s11 = one;
        for (var i = 0; i < rounds; i++)
        {
            s0 = Vector128.FusedMultiplyAdd(s0, half, one);
            s1 = Vector128.FusedMultiplyAdd(s1, half, one);
            s2 = Vector128.FusedMultiplyAdd(s2, half, one);
            s3 = Vector128.FusedMultiplyAdd(s3, half, one);
            s4 = Vector128.FusedMultiplyAdd(s4, half, one);
            s5 = Vector128.FusedMultiplyAdd(s5, half, one);
            s6 = Vector128.FusedMultiplyAdd(s6, half, one);
            s7 = Vector128.FusedMultiplyAdd(s7, half, one);
            s8 = Vector128.FusedMultiplyAdd(s8, half, one);
            s9 = Vector128.FusedMultiplyAdd(s9, half, one);
            s10 = Vector128.FusedMultiplyAdd(s10, half, one);
            s11 = Vector128.FusedMultiplyAdd(s11, half, one);
        }

        return Vector128.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float RunScalar(int rounds)
    {
        const float Half = .5f;
        float s0 = 1, s1 = 1, s2 = 1, s3 = 1, s4 = 1, s5 = 1, s6 = 1, s7 = 1, s8 = 1, s9 = 1, s10 = 1, s11 = 1;
        for (var i = 0; i < rounds; i++)
        {
            s0 = MathF.FusedMultiplyAdd(s0, Half, 1f);
            s1 = MathF.FusedMultiplyAdd(s1, Half, 1f);
            s2 = MathF.FusedMultiplyAdd(s2, Half, 1f);
            s3 = MathF.FusedMultiplyAdd(s3, Half, 1f);
            s4 = MathF.FusedMultiplyAdd(s4, Half, 1f);
            s5 = MathF.FusedMultiplyAdd(s5, Half, 1f);
            s6 = MathF.FusedMultiplyAdd(s6, Half, 1f);
            s7 = MathF.FusedMultiplyAdd(s7, Half, 1f);
            s8 = MathF.FusedMultiplyAdd(s8, Half, 1f);
            s9 = MathF.FusedMultiplyAdd(s9, Half, 1f);
            s10 = MathF.FusedMultiplyAdd(s10, Half, 1f);
            s11 = MathF.FusedMultiplyAdd(s11, Half, 1f);
        }

        return s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11;
    }
}
