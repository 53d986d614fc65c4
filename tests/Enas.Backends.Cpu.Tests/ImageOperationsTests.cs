using System.Runtime.InteropServices;
using CsCheck;
using Enas.Backends.Cpu.Kernels;
using Enas.Pipeline.Tensors;
using Enas.TestKit;
using Enas.TestKit.Conformance;

namespace Enas.Backends.Cpu.Tests;

/// <summary>Operations on images, forward and backward: against the float64 oracle, finite differences, and their own bits on other paths and threads.</summary>
public sealed class ImageOperationsTests
{
    // Relative to the largest element: chains of up to some hundred terms below 1, of which each rounding is 6e-8.
    private const double Tolerance = 2e-5;

    private static readonly Gen<(int N, int C, int H, int W, int K)> s_sizes =
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 7], Gen.Int[2, 19], Gen.Int[2, 37], Gen.Int[1, 14]);

    public static TheoryData<int, int, int, int, int> Shapes => new()
    {
        { 2, 3, 8, 8, 5 },
        { 3, 2, 16, 16, 13 },
        { 1, 4, 32, 32, 3 },
        { 2, 1, 4, 70, 2 },
    };

    [Fact]
    public void Every_operation_agrees_with_the_oracle_over_fuzzed_shapes() => s_sizes.Sample(
        sizes => Agree(sizes.N, sizes.C, sizes.H, sizes.W, sizes.K), seed: "0000KOIPe036", iter: 12, threads: 1);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_operation_agrees_with_the_oracle_on_usual_shapes(int n, int c, int h, int w, int k) => Agree(n, c, h, w, k);

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
                double At(float offset) => OperationCase.Loss(operation.Run(oracle, [.. values.Select((v, at) => at == i ? v + offset : v)]));
                var expected = (At(Step) - At(-Step)) / (2 * Step);
                Assert.True(Math.Abs(expected - gradient[i]) <= 2e-3 * Math.Max(1, Math.Abs(expected)), $"{operation} element {i}: {gradient[i]} and {expected}");
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

    private static bool HasKink(string name) => name.Contains("relu", StringComparison.Ordinal) || name.Contains("True", StringComparison.Ordinal);

    private static void Agree(int n, int c, int h, int w, int k)
    {
        foreach (var operation in ImageOperationCases.Of(n, c, h, w, k))
        {
            using var cpu = new CpuBackend(2);
            using var oracle = new ReferenceBackend();
            Close(operation, operation.Run(oracle), operation.Run(cpu));
            Assert.Equal(0, cpu.LiveStepTensorCount);
        }
    }

    private static void Close(OperationCase operation, IReadOnlyList<float[]> expected, IReadOnlyList<float[]> actual)
    {
        for (var part = 0; part < expected.Count; part++)
        {
            var scale = Math.Max(expected[part].Max(Math.Abs), 1);
            for (var i = 0; i < expected[part].Length; i++)
            {
                Assert.True(
                    Math.Abs(expected[part][i] - actual[part][i]) <= Tolerance * scale,
                    $"{operation}, {(part == 0 ? "result" : $"gradient {part}")}, element {i}: {expected[part][i]:R} and {actual[part][i]:R}");
            }
        }
    }

    private static void Same(OperationCase operation, IReadOnlyList<float[]> expected, IReadOnlyList<float[]> actual)
    {
        for (var part = 0; part < expected.Count; part++)
        {
            Assert.True(MemoryMarshal.AsBytes(expected[part].AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(actual[part].AsSpan())), $"{operation}, {(part == 0 ? "result" : $"gradient {part}")}");
        }
    }
}
