using Enas.Pipeline.Tensors;
using static Enas.Backends.Cpu.Tests.GradientCheck;

namespace Enas.Backends.Cpu.Tests;

/// <summary>Every primitive operation, values and gradients, over fuzzed shapes.</summary>
public sealed class OperationTests
{
    public static TheoryData<ulong> Seeds => [1, 2, 3, 4, 5, 6];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Products_in_all_four_forms_are_those_of_the_reference(ulong seed)
    {
        var numbers = new NumberStream(seed);
        var (m, n, k) = (numbers.Between(1, 50), numbers.Between(1, 50), numbers.Between(1, 40));
        foreach (var (ta, tb) in new[] { (false, false), (false, true), (true, false), (true, true) })
        {
            Matrix[] inputs = [Random(numbers, ta ? k : m, ta ? m : k), Random(numbers, tb ? n : k, tb ? k : n)];
            Run(
                seed, inputs, (s, p) => s.MatMul(p[0], p[1], ta, tb),
                x => (ta ? x[0].Transposed() : x[0]).Times(tb ? x[1].Transposed() : x[1]));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Binary_operations_repeat_rows_and_columns(ulong seed)
    {
        var numbers = new NumberStream(seed);
        var (m, n) = (numbers.Between(1, 70), numbers.Between(1, 70));
        foreach (var (rows, columns) in new[] { (m, n), (1, n), (m, 1) })
        {
            Matrix[] inputs = [Random(numbers, m, n), Random(numbers, rows, columns)];
            Run(seed, inputs, (s, p) => s.Add(p[0], p[1]), x => x[0].With(x[1], (a, b) => a + b), threads: 2);
            Run(seed, inputs, (s, p) => s.Subtract(p[0], p[1]), x => x[0].With(x[1], (a, b) => a - b));
            Run(seed, inputs, (s, p) => s.Multiply(p[0], p[1]), x => x[0].With(x[1], (a, b) => a * b));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Unary_operations_are_those_of_the_reference(ulong seed)
    {
        var numbers = new NumberStream(seed);
        var (m, n) = (numbers.Between(1, 70), numbers.Between(1, 70));
        Matrix[] signed = [Random(numbers, m, n, -4, 4)];
        Matrix[] positive = [Random(numbers, m, n, 0.2, 5)];
        Matrix[] awayFromZero = [Random(numbers, m, n).Map(v => v + (v < 0 ? -0.1 : 0.1))];
        Run(seed, signed, (s, p) => s.Tanh(p[0]), x => x[0].Map(Math.Tanh));
        Run(seed, signed, (s, p) => s.Sigmoid(p[0]), x => x[0].Map(v => 1 / (1 + Math.Exp(-v))));
        Run(seed, signed, (s, p) => s.Exp(p[0]), x => x[0].Map(Math.Exp));
        Run(seed, signed, (s, p) => s.Affine(p[0], -1.5f, 0.25f), x => x[0].Map(v => (-1.5 * v) + 0.25));
        Run(seed, positive, (s, p) => s.Log(p[0]), x => x[0].Map(Math.Log));
        Run(seed, awayFromZero, (s, p) => s.Relu(p[0]), x => x[0].Map(v => Math.Max(v, 0)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_mask_is_repeated_over_time(ulong seed)
    {
        var numbers = new NumberStream(seed);
        var (t, b, n) = (numbers.Between(1, 7), numbers.Between(1, 9), numbers.Between(1, 40));
        Matrix[] inputs = [Random(numbers, t * b, n), Random(numbers, b, n)];
        Run(
            seed, inputs, (s, p) => s.MultiplyRepeated(p[0], p[1]), x => x[0].With(x[1], (v, w) => v * w), checkGradient: [true, false]);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Slices_and_concatenations_move_values_and_gradients(ulong seed)
    {
        var numbers = new NumberStream(seed);
        var (m, n) = (numbers.Between(2, 60), numbers.Between(2, 60));
        var (row, column) = (numbers.Between(0, m - 1), numbers.Between(0, n - 1));
        var (rows, columns) = (numbers.Between(1, m - row), numbers.Between(1, n - column));
        Matrix[] two = [Random(numbers, m, n), Random(numbers, m, n)];
        Run(seed, two[..1], (s, p) => s.SliceRows(p[0], row, rows), x => Matrix.Of(rows, n, (i, j) => x[0][i + row, j]));
        Run(seed, two[..1], (s, p) => s.SliceColumns(p[0], column, columns), x => Matrix.Of(m, columns, (i, j) => x[0][i, j + column]));
        Run(seed, two, (s, p) => s.ConcatRows([p[0], p[1], p[0]]), x => Matrix.Of(3 * m, n, (i, j) => x[i / m == 1 ? 1 : 0][i % m, j]));
        Run(seed, two, (s, p) => s.ConcatColumns([p[0], p[1]]), x => Matrix.Of(m, 2 * n, (i, j) => x[j / n][i, j % n]));
        Run(seed, two, (s, p) => s.WeightedSum([p[0], p[1], p[1]], [0.5f, 2f, -0.25f]), x => x[0].With(x[1], (a, b) => (0.5 * a) + (1.75 * b)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Softmax_and_its_logarithm_are_those_of_the_reference(ulong seed)
    {
        var numbers = new NumberStream(seed);
        var (m, n) = (numbers.Between(1, 40), numbers.Between(1, 70));
        Matrix[] inputs = [Random(numbers, m, n, -6, 6)];
        Run(seed, inputs, (s, p) => s.Softmax(p[0]), x => x[0].LogSoftmax().Map(Math.Exp));
        Run(seed, inputs, (s, p) => s.LogSoftmax(p[0]), x => x[0].LogSoftmax());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Sums_picks_and_losses_are_those_of_the_reference(ulong seed)
    {
        var numbers = new NumberStream(seed);
        var (m, n) = (numbers.Between(1, 50), numbers.Between(1, 70));
        Matrix[] inputs = [Random(numbers, m, n, -5, 5)];
        var columns = numbers.Indices(m, n);
        var targets = numbers.Indices(m, n, low: -1);
        Run(seed, inputs, (s, p) => s.Sum(p[0]), x => Matrix.Of(1, 1, (_, _) => x[0].Values.Sum()));
        Run(seed, inputs, (s, p) => s.Pick(p[0], columns), x => Matrix.Of(m, 1, (i, _) => x[0][i, columns[i]]));
        Run(seed, inputs, (s, p) => s.CrossEntropy(p[0], targets), x => Matrix.Of(1, 1, (_, _) => Loss(x[0], targets)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void An_embedding_gathers_rows_and_scatters_gradients(ulong seed)
    {
        var numbers = new NumberStream(seed);
        var (v, e, count) = (numbers.Between(1, 20), numbers.Between(1, 70), numbers.Between(1, 60));
        var indices = numbers.Indices(count, v);
        var scales = numbers.Floats(count);
        Matrix[] inputs = [Random(numbers, v, e)];
        Run(seed, inputs, (s, p) => s.Embedding(p[0], indices), x => Matrix.Of(count, e, (i, j) => x[0][indices[i], j]));
        Run(seed, inputs, (s, p) => s.Embedding(p[0], indices, scales), x => Matrix.Of(count, e, (i, j) => scales[i] * x[0][indices[i], j]));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Batch_norm_is_that_of_the_reference(ulong seed)
    {
        var numbers = new NumberStream(seed);
        var (m, n) = (numbers.Between(3, 60), numbers.Between(1, 70));
        Matrix[] inputs = [Random(numbers, m, n, -2, 3), Random(numbers, 1, n), Random(numbers, 1, n)];
        Run(seed, inputs, (s, p) => s.BatchNorm(p[0], p[1], p[2], 1e-3f), x => RecurrentReference.BatchNorm(x[0], x[1], x[2], 1e-3), tolerance: 1e-3);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_row_norm_limit_scales_down_and_its_scale_is_a_constant(ulong seed)
    {
        var numbers = new NumberStream(seed);
        var (m, n) = (numbers.Between(1, 60), numbers.Between(2, 70));
        var input = Random(numbers, m, n);
        var scales = Enumerable.Range(0, m).Select(i => Math.Min(1, 2 / Math.Sqrt(Enumerable.Range(0, n).Sum(j => input[i, j] * input[i, j])))).ToArray();
        Run(seed, [input], (s, p) => s.LimitRowNorm(p[0], 2f), x => Matrix.Of(m, n, (i, j) => scales[i] * x[0][i, j]));
    }

    [Fact]
    public void A_tensor_of_higher_rank_is_seen_as_a_matrix()
    {
        using var backend = new CpuBackend(1);
        using var scope = backend.BeginStep(recordGradients: false);
        var a = scope.Constant(new NumberStream(1).Floats(24), new TensorShape(2, 3, 4));
        Assert.Equal(new TensorShape(6, 2), scope.MatMul(a, scope.Zeros(new TensorShape(4, 2))).Shape);
        Assert.Equal(new TensorShape(2, 3, 4), scope.Tanh(a).Shape);
    }

    private static double Loss(Matrix logits, int[] targets)
    {
        var logarithms = logits.LogSoftmax();
        return Enumerable.Range(0, targets.Length).Where(i => targets[i] >= 0).Sum(i => -logarithms[i, targets[i]]);
    }
}
