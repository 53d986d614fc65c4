using CsCheck;
using Enas.Backends.Cpu.Kernels;
using Enas.Pipeline.Tensors;
using Enas.TestKit;

namespace Enas.Backends.Cpu.Tests;

/// <summary>The micro-kernels of all instruction sets that this machine has give the same bits.</summary>
public sealed class InstructionPathTests
{
    [Fact]
    public void Every_path_gives_the_bits_of_the_scalar_one() => Gen.Select(Gen.Int[1, 130], Gen.Int[1, 130], Gen.Int[1, 300]).Sample(
        (m, n, k) =>
        {
            var product = new OperationCase("matmul", [new TensorShape(m, k), new TensorShape(k, n)], -1, 1, (s, x) => s.MatMul(x[0], x[1]));
            using var scalar = new CpuBackend(1, InstructionPath.Scalar);
            using var best = new CpuBackend(2);
            Assert.NotEqual(InstructionPath.Scalar, InstructionPaths.Best);
            foreach (var (expected, actual) in product.Run(scalar).Zip(product.Run(best)))
            {
                Assert.Equal(expected, actual);
            }
        },
        seed: "0000KOIPe036",
        iter: 25);

    [Fact]
    public void Products_agree_with_float64_up_to_300()
    {
        using var cpu = new CpuBackend(2);
        using var oracle = new ReferenceBackend();
        foreach (var (m, n, k) in new[] { (300, 299, 298), (1, 300, 300), (300, 1, 257), (64, 192, 257), (17, 49, 300) })
        {
            var product = new OperationCase("matmul", [new TensorShape(m, k), new TensorShape(k, n)], -1, 1, (s, x) => s.MatMul(x[0], x[1]));
            foreach (var (expected, actual) in product.Run(oracle).Zip(product.Run(cpu)))
            {
                Assert.Equal(expected, actual, (e, a) => Math.Abs(e - a) < 2e-4);
            }
        }
    }
}
