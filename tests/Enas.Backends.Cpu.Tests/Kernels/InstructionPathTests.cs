using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using CsCheck;
using Enas.Backends.Cpu.Kernels;
using Enas.Pipeline.Tensors;
using Enas.TestKit;
using Enas.TestKit.Conformance;

namespace Enas.Backends.Cpu.Tests.Kernels;

/// <summary>The micro-kernels of all instruction sets that this machine has give the same bits.</summary>
public sealed class InstructionPathTests
{
    /// <summary>The paths that can run here. The 128-bit one is NEON's, but is written so that it runs everywhere.</summary>
    internal static IReadOnlyList<InstructionPath> Runnable =>
    [
        InstructionPath.Scalar,
        InstructionPath.Neon,
        .. Vector256.IsHardwareAccelerated && Fma.IsSupported ? (InstructionPath[])[InstructionPath.Avx2] : [],
        .. Vector512.IsHardwareAccelerated ? (InstructionPath[])[InstructionPath.Avx512] : [],
    ];

    [Fact]
    public void Every_path_gives_the_bits_of_the_scalar_one() => Gen.Select(Gen.Int[1, 130], Gen.Int[1, 130], Gen.Int[1, 300]).Sample(
        (m, n, k) =>
        {
            var product = new OperationCase(
                "matmul", [new TensorShape(m, k), new TensorShape(k, n)], -1, 1, (s, x) => s.MatMul(x[0], x[1]));
            using var scalar = new CpuBackend(1, InstructionPath.Scalar);
            var expected = product.Run(scalar);
            foreach (var path in Runnable.Skip(1))
            {
                using var other = new CpuBackend(2, path);
                Assert.Equal(expected, product.Run(other));
            }
        },
        seed: "0000KOIPe036",
        iter: 25);

    [Fact]
    public void The_scalar_path_is_the_best_only_where_there_is_no_fused_multiply_add() =>
        Assert.Equal(Fma.IsSupported || AdvSimd.Arm64.IsSupported, InstructionPaths.Best != InstructionPath.Scalar);

    [Fact]
    public void Products_agree_with_float64_up_to_300()
    {
        using var cpu = new CpuBackend(2);
        using var oracle = new ReferenceBackend();
        foreach (var (m, n, k) in new[] { (300, 299, 298), (1, 300, 300), (300, 1, 257), (64, 192, 257), (17, 49, 300) })
        {
            var product = new OperationCase(
                "matmul", [new TensorShape(m, k), new TensorShape(k, n)], -1, 1, (s, x) => s.MatMul(x[0], x[1]));
            foreach (var (expected, actual) in product.Run(oracle).Zip(product.Run(cpu)))
            {
                Assert.Equal(expected, actual, (e, a) => Math.Abs(e - a) < 2e-4);
            }
        }
    }
}
