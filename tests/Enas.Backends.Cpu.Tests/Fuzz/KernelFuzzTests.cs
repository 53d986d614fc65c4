using CsCheck;
using Enas.Backends.Cpu.Kernels;
using Enas.Backends.Cpu.Recurrent;
using Enas.Backends.Cpu.Threads;
using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu.Tests.Fuzz;

/// <summary>
/// Everything that is not a product, on matrices from 1 x 1 to 300 x 300 that begin and end at pages nobody may touch and are aligned to
/// four bytes only: nothing outside is read or written, and the values are within their bounds against float64 (docs/numerics.md).
/// </summary>
public sealed unsafe class KernelFuzzTests
{
    private const double UnitRoundOff = 1.0 / (1 << 24);

    private static readonly Gen<Size> s_sizes =
        from rows in Gen.Int[1, 300]
        from columns in Gen.Int[1, 300]
        from thin in Gen.Int[0, 2]
        from ends in Gen.Bool.Array[4]
        from threads in Gen.Int[1, 3]
        select new Size(thin == 1 ? 1 + (rows % 5) : rows, thin == 2 ? 1 + (columns % 20) : columns, ends, threads);

    [Fact]
    public void Element_wise_operations_stay_inside_and_within_their_bounds() => Sample(size =>
    {
        using var pool = new WorkerPool(size.Threads);
        size.Run(pool, new AddOperation(), (_, x, y) => x + y, roundings: 1);
        size.Run(pool, new SubtractOperation(), (_, x, y) => x - y, roundings: 1);
        size.Run(pool, new MultiplyOperation(), (_, x, y) => x * y, roundings: 1);
        size.Run(pool, new AddProductOperation(), (d, x, y) => d + (x * y), roundings: 1);
        size.Run(pool, new AffineOperation(2.5f, -.25f), (_, x, _) => (2.5 * x) - .25, roundings: 1);
        size.Run(pool, new ReluOperation(), (_, x, _) => Math.Max(x, 0), roundings: 0);
        size.Run(pool, new TanhOperation(), (_, x, _) => Math.Tanh(x), roundings: 6);
        size.Run(pool, new SigmoidOperation(), (_, x, _) => 1 / (1 + Math.Exp(-x)), roundings: 6);
        size.Run(pool, new ExpOperation(), (_, x, _) => Math.Exp(x), roundings: 4);
        size.Run(pool, new SgdOperation(.5f, .25f, .125f), (d, x, _) => d - (.5 * ((.25 * x) + (.125 * d))), roundings: 3);
    });

    [Fact]
    public void Sums_stay_inside_and_within_their_bounds() => Sample(size =>
    {
        using var x = size.Matrix("x", 0);
        using var y = size.Matrix("y", 1);
        var (rows, columns, count) = (size.Rows, size.Columns, size.Rows * size.Columns);
        var (a, b) = (x.Copy(), y.Copy());
        Within(a.Sum(v => (double)v), Reductions.Sum(x.Data, count), ErrorBounds.Lanes(count, a.Sum(v => Math.Abs((double)v))));
        Within(a.Zip(b, (p, q) => (double)p * q).Sum(),
            Reductions.Dot(x.Data, y.Data, count), ErrorBounds.Lanes(count, a.Zip(b, (p, q) => Math.Abs((double)p * q)).Sum()));
        Assert.Equal(a.Max(), Reductions.Maximum(x.Data, count));
        using var pool = new WorkerPool(size.Threads);
        Within(a.Sum(v => (double)v), Reductions.LongSum(pool, x.Data, count), 1e-12 * count);
        Within(a.Sum(v => (double)v * v), Reductions.LongSumOfSquares(pool, x.Data, count), 1e-12 * count);
        using var sums = new GuardedMatrix(1, columns, 0, size.Ends[2], "sums");
        using var dots = new GuardedMatrix(1, columns, 0, size.Ends[3], "dots");
        var (sumsBefore, dotsBefore) = (sums.Copy(), dots.Copy());
        Reductions.AddColumnSums(x.Data, rows, columns, -2f, sums.Data, 0, columns);
        Reductions.AddColumnDots(x.Data, y.Data, rows, columns, dots.Data, 0, columns);
        for (var j = 0; j < columns; j++)
        {
            var column = Enumerable.Range(0, rows)
                .Select(i => (X: (double)a[(i * columns) + j], Y: (double)b[(i * columns) + j])).ToArray();
            var (sum, dot) = (column.Sum(v => v.X), column.Sum(v => v.X * v.Y));
            Within(sumsBefore[j] - (2 * sum),
                sums[0, j], ErrorBounds.Chain(rows + 1, Math.Abs(sumsBefore[j]) + (2 * column.Sum(v => Math.Abs(v.X)))));
            Within(dotsBefore[j] + dot, dots[0, j],
                ErrorBounds.Chain(rows + 1, Math.Abs(dotsBefore[j]) + column.Sum(v => Math.Abs(v.X * v.Y))));
        }

        size.CheckGaps(x, y, sums, dots);
    });

    [Fact]
    public void Softmax_and_cross_entropy_stay_inside_and_within_their_bounds() => Sample(size =>
    {
        using var x = size.Matrix("x", 0);
        using var y = size.Matrix("y", 1);
        var columns = size.Columns;
        for (var row = 0; row < size.Rows; row++)
        {
            var values = x.Row(row).ToArray();
            var largest = values.Max();
            var sum = values.Sum(v => Math.Exp((double)v - largest));
            var start = x.Data + ((nint)row * columns);
            var target = row % columns;
            var output = y.Data + ((nint)row * columns);

            // A rounding of x - max, at most 2 here, two of exp, those of the sum, one of the division; for the logarithm two more
            // and its own.
            var relative = ((columns / 16.0) + 12) * 2 * UnitRoundOff;
            SoftmaxRows.Softmax(start, output, columns);
            for (var j = 0; j < columns; j++)
            {
                Within(Math.Exp((double)values[j] - largest) / sum, output[j], relative);
            }

            var loss = Math.Log(sum) - ((double)values[target] - largest);
            Within(loss, SoftmaxRows.CrossEntropy(start, columns, target, out _, out _), relative + (4 * UnitRoundOff * Math.Log(sum)));
            SoftmaxRows.LogSoftmax(start, output, columns);
            for (var j = 0; j < columns; j++)
            {
                Within((double)values[j] - largest - Math.Log(sum), output[j], relative + (8 * UnitRoundOff * (2 + Math.Log(sum))));
            }

            Within(loss, SoftmaxRows.ShiftedCrossEntropyInPlace(start, null, columns, target),
                relative + (4 * UnitRoundOff * Math.Log(sum)));
        }

        size.CheckGaps(x, y);
    });

    [Fact]
    public void Norms_stay_inside_and_within_their_bounds() => Sample(size =>
    {
        using var x = size.Matrix("x", 0);
        using var y = size.Matrix("y", 1);
        using var parameters = new GuardedMatrix(4, size.Columns, 0, size.Ends[2], "parameters");
        var (rows, columns) = (size.Rows, size.Columns);
        var gamma = parameters.Data;
        var beta = gamma + columns;
        var mean = beta + columns;
        var inverse = mean + columns;
        const float Epsilon = .1f;
        BatchNormColumns.Forward(x.Data, y.Data, rows, columns, gamma, beta, Epsilon, mean, inverse, 0, columns);
        for (var j = 0; j < columns; j++)
        {
            var column = Enumerable.Range(0, rows).Select(i => (double)x[i, j]).ToArray();
            var centre = column.Average();
            var factor = 1 / Math.Sqrt(column.Average(v => (v - centre) * (v - centre)) + Epsilon);
            for (var i = 0; i < rows; i++)
            {
                // Mean and variance are chains over the rows of values up to 1; the rest is a handful of roundings.
                Within((gamma[j] * (column[i] - centre) * factor) + beta[j], y[i, j], (rows + 16) * 16 * UnitRoundOff);
            }
        }

        for (var row = 0; row < rows; row++)
        {
            var values = x.Row(row).ToArray();
            var norm = Math.Sqrt(values.Sum(v => (double)v * v));
            var scale = RowNorms.Limit(x.Data + ((nint)row * columns), y.Data + ((nint)row * columns), columns, .75f);
            Within(Math.Min(1, .75 / norm), scale, ((columns / 16.0) + 8) * UnitRoundOff);
            Within(values[0] * (double)scale, y[row, 0], UnitRoundOff);
        }

        size.CheckGaps(x, y, parameters);
    });

    [Fact]
    public void The_highway_and_Adam_stay_inside_and_within_their_bounds() => Sample(size =>
    {
        using var z = new GuardedMatrix(size.Rows, 2 * size.Columns, 0, size.Ends[0], "z");
        using var carried = size.Matrix("carried", 1);
        using var node = size.Matrix("node", 2);
        using var mask = size.Matrix("mask", 3);
        using var masked = size.Matrix("masked", 0);
        var before = z.Copy();
        HighwayRows.Forward(Activation.Tanh,
            z.Data, carried.Data, node.Data, mask.Data, masked.Data, size.Rows, size.Columns, size.Columns);
        for (var i = 0; i < size.Rows; i++)
        {
            for (var j = 0; j < size.Columns; j++)
            {
                var (gate, candidate) = (1 / (1 + Math.Exp(-before[(2 * i * size.Columns) + j])),
                    Math.Tanh(before[(((2 * i) + 1) * size.Columns) + j]));
                Within(carried[i, j] + (gate * (candidate - carried[i, j])), node[i, j], 16 * UnitRoundOff);
                Assert.Equal(node[i, j] * mask[i, j], masked[i, j]);
            }
        }

        HighwayRows.Backward(Activation.Tanh, z.Data, carried.Data, node.Data, carried.Data, size.Rows, size.Columns, size.Columns);
        size.CheckGaps(z, carried, node, mask, masked);
        using var moment = new GuardedMatrix(size.Rows, size.Columns, 0, size.Ends[3], "moment");
        for (var row = 0; row < size.Rows; row++)
        {
            foreach (ref var value in moment.Row(row))
            {
                value = Math.Abs(value);
            }
        }

        var (w, m, v, g) = (node.Copy(), carried.Copy(), moment.Copy(), z.Row(0)[..Math.Min(size.Columns, 2 * size.Columns)].ToArray());
        new AdamKernel(.01f, .5f, .75f, 1.5f, .01f, 2f).Run(node.Data, carried.Data, moment.Data, z.Data, size.Columns);
        for (var j = 0; j < size.Columns; j++)
        {
            var gradient = 2.0 * g[j];
            var (first, second) = ((.5 * m[j]) + (.5 * gradient), (.75 * v[j]) + (.25 * gradient * gradient));
            var scale = 1 + Math.Abs(w[j]) + Math.Abs(first / (Math.Sqrt(second * 1.5) + .01f));
            Within(w[j] - (.01f * first / (Math.Sqrt(second * 1.5) + .01f)), node[0, j], 16 * UnitRoundOff * scale);
        }

        size.CheckGaps(z, carried, node, moment);
    });

    private static void Sample(Action<Size> check) => s_sizes.Sample(check, seed: "0000KOIPe036", iter: 25, threads: 1);

    private static void Within(double expected, double actual, double bound) =>
        Assert.True(Math.Abs(expected - actual) <= bound, $"{actual:R}, not {expected:R}, bound {bound:R}");

    private sealed record Size(int Rows, int Columns, bool[] Ends, int Threads)
    {
        public GuardedMatrix Matrix(string name, int end) => new(Rows, Columns, 0, Ends[end], name);

        public void CheckGaps(params GuardedMatrix[] matrices) => Array.ForEach(matrices, matrix => matrix.CheckGaps());

        /// <summary>An operation flat, and with its second operand repeated in each of the three ways.</summary>
        public void Run<TOperation>(WorkerPool pool, TOperation operation, Func<double, double, double, double> exact, int roundings)
            where TOperation : struct, IElementOperation
        {
            foreach (var broadcast in Enum.GetValues<Broadcast>())
            {
                var block = broadcast == Broadcast.Block ? 1 + (Rows / 3) : 1;
                var (operandRows, operandColumns) = broadcast switch
                {
                    Broadcast.Row => (1, Columns),
                    Broadcast.Column => (Rows, 1),
                    Broadcast.Block => (block, Columns),
                    _ => (Rows, Columns),
                };
                using var d = Matrix("d", 0);
                using var x = Matrix("x", 1);
                using var y = new GuardedMatrix(operandRows, operandColumns, 0, Ends[2], "y");
                var before = d.Copy();
                ElementWise.Run(pool, operation, d.Data, x.Data, y.Data, Rows, Columns, broadcast, block);
                CheckGaps(d, x, y);
                for (var i = 0; i < Rows; i++)
                {
                    for (var j = 0; j < Columns; j++)
                    {
                        var operand = y[broadcast == Broadcast.Row
                            ? 0 : broadcast == Broadcast.Block ? i % block : i, broadcast == Broadcast.Column ? 0 : j];
                        var start = before[(i * Columns) + j];
                        var expected = exact(start, x[i, j], operand);
                        Within(expected, d[i, j],
                            ErrorBounds.Chain(roundings, Math.Abs(expected) + (roundings > 1 ? .5 * Math.Abs(start) : 0)));
                    }
                }
            }
        }
    }
}
