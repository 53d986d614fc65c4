using System.Runtime.InteropServices;
using CsCheck;
using Enas.Backends.Cpu.Kernels;
using Enas.TestKit;
using Enas.TestKit.Conformance;

namespace Enas.Backends.Cpu.Tests;

/// <summary>Operations on images: the oracle's gradients against finite differences, and the bits of this backend on other
/// paths and threads.</summary>
public sealed class ImageOperationsTests
{
    private static readonly Gen<(int N, int C, int H, int W, int K)> s_sizes =
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 7], Gen.Int[2, 19], Gen.Int[2, 37], Gen.Int[1, 14]);

    [Fact]
    public void Every_gradient_of_the_oracle_agrees_with_finite_differences()
    {
        const float Step = 1f / 256;
        foreach (var operation in ImageOperationCases.Of(2, 2, 3, 4, 2).Where(o => !HasKink(o.Name)))
        {
            using var oracle = new ReferenceBackend();
            var values = operation.InputValues(0);
            var gradient = operation.Run(oracle)[1];
            for (var i = 0; i < values.Length; i++)
            {
                double At(float offset) =>
                    OperationCase.Loss(operation.Run(oracle, [.. values.Select((v, at) => at == i ? v + offset : v)]));
                var expected = (At(Step) - At(-Step)) / (2 * Step);
                Assert.True(Math.Abs(expected - gradient[i]) <= 2e-3 * Math.Max(1, Math.Abs(expected)),
                    $"{operation} element {i}: {gradient[i]} and {expected}");
            }
        }
    }

    [Fact]
    public void Every_operation_has_the_same_bits_on_any_number_of_threads() => s_sizes.Sample(
        sizes =>
        {
            foreach (var operation in ImageOperationCases.Of(sizes.N * 4, sizes.C, sizes.H, sizes.W, sizes.K))
            {
                using var one = new CpuBackend(1);
                var expected = operation.Run(one);
                foreach (var threads in (int[])[2, 3, 7])
                {
                    using var many = new CpuBackend(threads);
                    Same(operation, expected, operation.Run(many));
                }
            }
        },
        seed: "0000KOIPe036",
        iter: 4,
        threads: 1);

    [Fact]
    public void Every_path_gives_the_bits_of_the_scalar_one() => s_sizes.Sample(
        sizes =>
        {
            foreach (var operation in ImageOperationCases.Of(sizes.N, sizes.C, sizes.H, sizes.W, sizes.K))
            {
                using var scalar = new CpuBackend(1, InstructionPath.Scalar);
                var expected = operation.Run(scalar);
                foreach (var path in (InstructionPath[])[InstructionPath.Neon, InstructionPath.Avx2, InstructionPath.Avx512])
                {
                    using var other = new CpuBackend(2, path);
                    Same(operation, expected, operation.Run(other));
                }
            }
        },
        seed: "0000KOIPe036",
        iter: 4,
        threads: 1);

    private static bool HasKink(string name) =>
        name.Contains("relu", StringComparison.Ordinal) || name.Contains("True", StringComparison.Ordinal);

    private static void Same(OperationCase operation, IReadOnlyList<float[]> expected, IReadOnlyList<float[]> actual)
    {
        for (var part = 0; part < expected.Count; part++)
        {
            Assert.True(MemoryMarshal.AsBytes(expected[part].AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(actual[part].AsSpan())),
                $"{operation}, {(part == 0 ? "result" : $"gradient {part}")}");
        }
    }
}
