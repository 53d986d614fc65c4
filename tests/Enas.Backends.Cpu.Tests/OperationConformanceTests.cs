using CsCheck;
using Enas.TestKit;
using Enas.TestKit.Conformance;

namespace Enas.Backends.Cpu.Tests;

/// <summary>Every operation, forward and backward, against the float64 oracle; the oracle's gradients against finite differences.</summary>
public sealed class OperationConformanceTests
{
    private const double Tolerance = 2e-5;

    private static readonly Gen<(int M, int N, int K)> s_sizes = Gen.Select(Gen.Int[1, 70], Gen.Int[1, 70], Gen.Int[1, 70]);

    [Fact]
    public void Every_operation_agrees_with_the_oracle_over_fuzzed_shapes() => s_sizes.Sample(
        sizes =>
        {
            foreach (var operation in OperationCases.Of(sizes.M, sizes.N, sizes.K))
            {
                using var cpu = new CpuBackend(2);
                using var oracle = new ReferenceBackend();
                Compare(operation, operation.Run(oracle), operation.Run(cpu), Tolerance);
                Assert.Equal(0, cpu.LiveStepTensorCount);
            }
        },
        seed: "0000KOIPe036",
        iter: 25);

    [Fact]
    public void Every_operation_has_the_same_bits_on_any_number_of_threads() => s_sizes.Sample(
        sizes =>
        {
            foreach (var operation in OperationCases.Of(sizes.M * 5, sizes.N, sizes.K))
            {
                using var one = new CpuBackend(1);
                var expected = operation.Run(one);
                foreach (var threads in (int[])[2, 3, 7])
                {
                    using var many = new CpuBackend(threads);
                    Compare(operation, expected, operation.Run(many), 0);
                }
            }
        },
        seed: "0000KOIPe036",
        iter: 6);

    /// <summary>The limit's scale counts as a constant by contract, so it is the one operation that finite differences cannot check.</summary>
    [Fact]
    public void Every_gradient_of_the_oracle_agrees_with_finite_differences()
    {
        const float Step = 1f / 256;
        foreach (var operation in OperationCases.Of(4, 5, 3).Where(o => o.Name != "limit row norm"))
        {
            using var oracle = new ReferenceBackend();
            var values = operation.InputValues(0);
            var gradient = operation.Run(oracle)[1];
            for (var i = 0; i < values.Length; i++)
            {
                // Relu has a kink; a difference across it says nothing.
                if (operation.Name == "relu" && Math.Abs(values[i]) < 2 * Step)
                {
                    continue;
                }

                double At(float offset) => OperationCase.Loss(operation.Run(oracle, [.. values.Select((v, at) => at == i ? v + offset : v)]));
                var expected = (At(Step) - At(-Step)) / (2 * Step);
                Assert.True(Math.Abs(expected - gradient[i]) <= 2e-3 * Math.Max(1, Math.Abs(expected)), $"{operation} element {i}: {gradient[i]} and {expected}");
            }
        }
    }

    private static void Compare(OperationCase operation, IReadOnlyList<float[]> expected, IReadOnlyList<float[]> actual, double tolerance)
    {
        for (var part = 0; part < expected.Count; part++)
        {
            var scale = Math.Max(expected[part].Max(Math.Abs), 1);
            for (var i = 0; i < expected[part].Length; i++)
            {
                Assert.True(
                    Math.Abs(expected[part][i] - actual[part][i]) <= tolerance * scale,
                    $"{operation}, {(part == 0 ? "result" : $"gradient {part}")}, element {i}: {expected[part][i]:R} and {actual[part][i]:R}");
            }
        }
    }
}
