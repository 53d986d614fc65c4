using CsCheck;
using Enas.TestKit;
using Enas.TestKit.Conformance;

namespace Enas.Backends.Cpu.Tests;

/// <summary>The fused kernels against the float64 oracle over primitives, and the same bits on any number of threads.</summary>
public sealed class FusedOperationsTests
{
    // Wide enough for the threads to take columns instead of rows.
    private static readonly Gen<CellCase> s_wideCells =
        from nodes in Gen.Int[1, 3]
        from draws in Gen.Int[0, int.MaxValue - 1].Array[2 * nodes]
        from time in Gen.Int[1, 3]
        from batch in Gen.Int[3, 9]
        from width in Gen.Int[384, 420]
        from mask in Gen.Bool
        from norm in Gen.Bool
        from limit in Gen.Bool
        select new CellCase(nodes, draws, time, batch, width, 7, mask, norm, limit);

    [Fact]
    public void The_recurrent_cell_agrees_with_float64_primitives() => CellCase.Fuzzed.Sample(
        sample =>
        {
            using var cpu = new CpuBackend(2);
            using var oracle = new ReferenceBackend();
            Compare(sample.Run(oracle), sample.Run(cpu), 2e-3);
            Assert.Equal(0, cpu.LiveStepTensorCount);
        },
        seed: "0000KOIPe036",
        iter: 150);

    /// <summary>With a batch norm after every node's product, as the official search network has it: gradients of all scales
    /// and shifts too.</summary>
    [Fact]
    public void The_recurrent_cell_with_node_norms_agrees_with_float64_primitives() =>
        CellCase.Fuzzed.Where(sample => sample.Batch > 2).Sample(
        sample =>
        {
            using var cpu = new CpuBackend(2);
            using var oracle = new ReferenceBackend();
            var withNorms = sample with { HasNodeNorms = true };
            var expected = withNorms.Run(oracle);
            Assert.True(expected.Count >= 1 + 3 + (2 * sample.Nodes) + (sample.Nodes - 1));
            Compare(expected, withNorms.Run(cpu), 2e-3);
            Assert.Equal(0, cpu.LiveStepTensorCount);
        },
        seed: "0000KOIPe036",
        iter: 60);

    [Fact]
    public void The_recurrent_cell_has_the_same_bits_on_any_number_of_threads() => CellCase.Fuzzed.Sample(
        sample =>
        {
            using var one = new CpuBackend(1);
            var expected = sample.Run(one);
            foreach (var threads in (int[])[2, 3, 7])
            {
                using var many = new CpuBackend(threads);
                Compare(expected, sample.Run(many), 0);
            }
        },
        seed: "0000KOIPe036",
        iter: 40);

    [Fact]
    public void A_wide_recurrent_cell_has_the_same_bits_on_any_number_of_threads() => s_wideCells.Sample(
        sample =>
        {
            using var one = new CpuBackend(1);
            var expected = sample.Run(one);
            foreach (var threads in (int[])[2, 7])
            {
                using var many = new CpuBackend(threads);
                Compare(expected, sample.Run(many), 0);
                Compare(expected.Take(1).ToArray(), sample.Run(many, recordGradients: false), 0);
            }
        },
        seed: "0000KOIPe036",
        iter: 6);

    [Fact]
    public void The_recurrent_cell_has_the_same_bits_without_gradients() => CellCase.Fuzzed.Sample(
        sample =>
        {
            using var one = new CpuBackend(1);
            using var two = new CpuBackend(2);
            Compare(sample.Run(one).Take(1).ToArray(), sample.Run(two, recordGradients: false), 0);
        },
        seed: "0000KOIPe036",
        iter: 40);

    [Fact]
    public void The_tied_decoder_agrees_with_float64_primitives() => DecoderCase.Fuzzed.Sample(
        sample =>
        {
            using var cpu = new CpuBackend(2);
            using var oracle = new ReferenceBackend();
            Compare(sample.Run(oracle), sample.Run(cpu), 1e-4);
        },
        seed: "0000KOIPe036",
        iter: 60);

    [Fact]
    public void The_tied_decoder_has_the_same_bits_on_any_number_of_threads() => DecoderCase.Fuzzed.Sample(
        sample =>
        {
            using var one = new CpuBackend(1);
            var expected = sample.Run(one);
            foreach (var threads in (int[])[2, 3, 7])
            {
                using var many = new CpuBackend(threads);
                Compare(expected, sample.Run(many), 0);
            }
        },
        seed: "0000KOIPe036",
        iter: 30);

    /// <summary>Largest difference relative to the largest value of each result.</summary>
    private static void Compare(IReadOnlyList<float[]> expected, IReadOnlyList<float[]> actual, double tolerance)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (e, a) in expected.Zip(actual))
        {
            var scale = Math.Max(e.Max(Math.Abs), 1e-3);
            for (var i = 0; i < e.Length; i++)
            {
                Assert.True(Math.Abs(e[i] - a[i]) <= tolerance * scale, $"element {i}: {e[i]:R} and {a[i]:R}, scale {scale}");
            }
        }
    }
}
