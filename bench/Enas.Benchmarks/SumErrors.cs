using System.Globalization;
using Enas.Backends.Cpu;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Tensors;

namespace Enas.Benchmarks;

/// <summary>The worst errors of products, sums and row-wise operations against float64, on uniform numbers in ±1,
/// beside their bounds.</summary>
internal static class SumErrors
{
    private const double UnitRoundOff = 1.0 / (1 << 24);
    private const int Rows = 48;

    /// <summary>Prints one row per operation and length.</summary>
    public static void Report()
    {
        using var backend = new CpuBackend(Environment.ProcessorCount);
        Console.WriteLine("| operation | length | worst error | worst share of the bound | bound |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var length in (int[])[16, 64, 300, 1000, 2240, 10_000])
        {
            Product(backend, length);
        }

        foreach (var length in (int[])[300, 10_000])
        {
            RowWise(backend, length);
        }
    }

    private static void Product(CpuBackend backend, int length)
    {
        var (a, b) = (Uniform("a", Rows * length), Uniform("b", Rows * length));
        var c = Run(backend, [(a, new TensorShape(Rows, length)), (b, new TensorShape(Rows, length))], static (scope, x) =>
            scope.MatMul(x[0], x[1], transposeB: true));
        var (worst, share) = (0.0, 0.0);
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < Rows; j++)
            {
                var (sum, magnitude) = (0.0, 0.0);
                for (var k = 0; k < length; k++)
                {
                    var term = (double)a[(i * length) + k] * b[(j * length) + k];
                    sum += term;
                    magnitude += Math.Abs(term);
                }

                Note(c[(i * Rows) + j] - sum, length * UnitRoundOff * magnitude, ref worst, ref share);
            }
        }

        Row("product, one chain", length, worst, share, "γ(k) Σ abs(a·b)");
    }

    private static void RowWise(CpuBackend backend, int length)
    {
        var x = Uniform("x", Rows * length);
        var shape = new TensorShape(Rows, length);
        var sum = Run(backend, [(x, shape)], static (scope, v) => scope.Sum(v[0]))[0];
        var (worst, share) = (0.0, 0.0);
        Note(sum - x.Sum(v => (double)v), UnitRoundOff * Math.Abs(x.Sum(v => (double)v)), ref worst, ref share);
        Row("sum of a tensor, float64 inside", Rows * length, worst, share, "u abs(result)");
        var softmax = Run(backend, [(x, shape)], static (scope, v) => scope.Softmax(v[0]));
        var loss = Run(backend, [(x, shape)], (scope, v) => scope.CrossEntropy(v[0], [.. Enumerable.Range(0, Rows)]))[0];
        var (exactLoss, magnitude) = (0.0, 0.0);
        (worst, share) = (0, 0);
        for (var row = 0; row < Rows; row++)
        {
            var values = x.AsSpan(row * length, length).ToArray();
            var largest = (double)values.Max();
            var total = values.Sum(v => Math.Exp(v - largest));
            exactLoss += Math.Log(total) + largest - values[row];
            magnitude += Math.Log(total) + 2;
            for (var j = 0; j < length; j++)
            {
                var exact = Math.Exp(values[j] - largest) / total;
                Note(softmax[(row * length) + j] - exact, ((length / 16.0) + 12) * 2 * UnitRoundOff * exact, ref worst, ref share);
            }
        }

        Row("softmax, range 2", length, worst, share, "2 (n/16 + 12) u result");
        (worst, share) = (0, 0);
        Note(loss - exactLoss, (((length / 16.0) + 12) * 2 * UnitRoundOff * Rows) + (4 * UnitRoundOff * magnitude), ref worst, ref share);
        Row($"cross-entropy, {Rows} rows, range 2", length, worst, share, "rows·2 (n/16 + 12) u + 4 u Σ log Σ");
    }

    private static void Note(double error, double bound, ref double worst, ref double share)
    {
        worst = Math.Max(worst, Math.Abs(error));
        share = Math.Max(share, Math.Abs(error) / bound);
    }

    private static void Row(string name, int length, double worst, double share, string bound) =>
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"| {name} | {length:N0} | {worst:0.0e+0} | {share:0.000} | {bound} |"));

    private static float[] Uniform(string name, int count)
    {
        var values = new float[count];
        new RandomStream(1, "errors/" + name).FillUniform(values, 0, 0, -1, 1);
        return values;
    }

    private static float[] Run(
        CpuBackend backend, (float[] Values, TensorShape Shape)[] inputs, Func<IStepScope, Tensor[], Tensor> operation)
    {
        using var scope = backend.BeginStep(recordGradients: false);
        var result = operation(scope, [.. inputs.Select(input => scope.Constant(input.Values, input.Shape))]);
        var values = new float[result.Shape.ElementCount];
        scope.Read(result, values);
        return values;
    }
}
