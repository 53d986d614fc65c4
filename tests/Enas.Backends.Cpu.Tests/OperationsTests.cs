using System.Runtime.InteropServices;
using CsCheck;
using Enas.TestKit;
using Enas.TestKit.Conformance;

namespace Enas.Backends.Cpu.Tests;

/// <summary>The oracle's gradients against finite differences, and the bits of this backend's operations on any
/// number of threads.</summary>
public sealed class OperationsTests
{
    private static readonly Gen<(int M, int N, int K)> s_sizes = Gen.Select(Gen.Int[1, 70], Gen.Int[1, 70], Gen.Int[1, 70]);

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
                    Same(operation, expected, operation.Run(many));
                }
            }
        },
        seed: "0000KOIPe036",
        iter: 6);

    /// <summary>The limit's scale counts as a constant by contract, so it is the one operation that finite
    /// differences cannot check.</summary>
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

                double At(float offset) =>
                    OperationCase.Loss(operation.Run(oracle, [.. values.Select((v, at) => at == i ? v + offset : v)]));
                var expected = (At(Step) - At(-Step)) / (2 * Step);
                Assert.True(Math.Abs(expected - gradient[i]) <= 2e-3 * Math.Max(1, Math.Abs(expected)),
                    $"{operation} element {i}: {gradient[i]} and {expected}");
            }
        }
    }

    private static void Same(OperationCase operation, IReadOnlyList<float[]> expected, IReadOnlyList<float[]> actual)
    {
        for (var part = 0; part < expected.Count; part++)
        {
            Assert.True(MemoryMarshal.AsBytes(expected[part].AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(actual[part].AsSpan())),
                $"{operation}, {(part == 0 ? "result" : $"gradient {part}")}");
        }
    }
}
