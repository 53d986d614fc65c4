using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>Which micro-kernel the matrix products run on. All give the same bits; they differ in speed only.</summary>
internal enum InstructionPath
{
    Scalar,
    Neon,
    Avx2,
    Avx512,
}

/// <summary>Chooses and names instruction paths.</summary>
internal static class InstructionPaths
{
    /// <summary>The fastest path of this machine.</summary>
    public static InstructionPath Best =>
        Vector512.IsHardwareAccelerated ? InstructionPath.Avx512
        : Vector256.IsHardwareAccelerated && Fma.IsSupported ? InstructionPath.Avx2
        : AdvSimd.Arm64.IsSupported ? InstructionPath.Neon
        : InstructionPath.Scalar;

    /// <summary>The name shown to people.</summary>
    public static string NameOf(InstructionPath path) => path switch
    {
        InstructionPath.Avx512 => "avx512f",
        InstructionPath.Avx2 => "avx2+fma",
        InstructionPath.Neon => "neon",
        _ => "scalar",
    };
}
