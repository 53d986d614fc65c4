using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu.Tests;

/// <summary>Products over many shapes against float64.</summary>
public sealed class GemmTests
{
    [Fact]
    public void Products_of_fuzzed_shapes_are_those_of_the_reference()
    {
        var numbers = new NumberStream(99);
        using var backend = new CpuBackend(2);
        for (var trial = 0; trial < 60; trial++)
        {
            var (m, n, k) = (Size(numbers), Size(numbers), Size(numbers));
            Check(backend, numbers, m, n, k, (trial & 1) != 0, (trial & 2) != 0);
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 300, 257)]
    [InlineData(8, 48, 256)]
    [InlineData(9, 49, 257)]
    [InlineData(17, 577, 3)]
    public void Products_at_block_edges_are_those_of_the_reference(int m, int n, int k)
    {
        using var backend = new CpuBackend(3);
        for (var form = 0; form < 4; form++)
        {
            Check(backend, new NumberStream((ulong)form), m, n, k, (form & 1) != 0, (form & 2) != 0);
        }
    }

    private static int Size(NumberStream numbers) => numbers.Next() < 0.3 ? numbers.Between(1, 20) : numbers.Between(1, 300);

    private static void Check(CpuBackend backend, NumberStream numbers, int m, int n, int k, bool ta, bool tb)
    {
        var (a, b) = (numbers.Floats(m * k), numbers.Floats(k * n));
        using var scope = backend.BeginStep(recordGradients: false);
        var left = scope.Constant(a, ta ? new TensorShape(k, m) : new TensorShape(m, k));
        var right = scope.Constant(b, tb ? new TensorShape(n, k) : new TensorShape(k, n));
        var values = new float[m * n];
        scope.Read(scope.MatMul(left, right, ta, tb), values);
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = 0.0;
                for (var l = 0; l < k; l++)
                {
                    sum += (double)a[ta ? (l * m) + i : (i * k) + l] * b[tb ? (j * k) + l : (l * n) + j];
                }

                Assert.True(Math.Abs(sum - values[(i * n) + j]) < 1e-6 * (10 + k), $"[{i}, {j}] of {m}x{n}x{k}: {sum}, {values[(i * n) + j]}");
            }
        }
    }
}
