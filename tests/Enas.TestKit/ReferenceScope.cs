using Enas.Pipeline.Tensors;

namespace Enas.TestKit;

/// <summary>Operations of the oracle, each with its gradient beside it. The fused operations run over primitives.</summary>
internal sealed partial class ReferenceScope(ReferenceBackend backend, bool recordGradients) : IStepScope
{
    private readonly List<Action> _tape = [];
    private readonly List<ReferenceTensor> _touched = [];

    public Tensor Constant(ReadOnlySpan<float> values, TensorShape shape)
    {
        var copy = new double[values.Length];
        for (var i = 0; i < copy.Length; i++)
        {
            copy[i] = values[i];
        }

        return Result(shape, copy, needsGradient: false);
    }

    public Tensor Zeros(TensorShape shape) => Result(shape, new double[shape.ElementCount], needsGradient: false);

    public Tensor MatMul(Tensor a, Tensor b, bool transposeA = false, bool transposeB = false)
    {
        var (x, y) = ((ReferenceTensor)a, (ReferenceTensor)b);
        var (m, k) = transposeA ? (x.Columns, x.Rows) : (x.Rows, x.Columns);
        var n = transposeB ? y.Rows : y.Columns;
        int A(int i, int p) => transposeA ? (p * m) + i : (i * k) + p;
        int B(int p, int j) => transposeB ? (j * k) + p : (p * n) + j;
        backend.MatrixMultiplyAdds += (long)m * k * n;
        var c = new double[m * n];
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                for (var p = 0; p < k; p++)
                {
                    c[(i * n) + j] += x.Values[A(i, p)] * y.Values[B(p, j)];
                }
            }
        }

        return Record(new TensorShape(m, n), c, [x, y], result =>
        {
            for (var i = 0; i < m; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    var d = result.Gradient![(i * n) + j];
                    for (var p = 0; p < k; p++)
                    {
                        Accumulate(x, A(i, p), d * y.Values[B(p, j)]);
                        Accumulate(y, B(p, j), d * x.Values[A(i, p)]);
                    }
                }
            }
        });
    }

    public Tensor Add(Tensor a, Tensor b) => Binary(a, b, (x, y) => x + y, (_, _) => (1, 1));

    public Tensor Subtract(Tensor a, Tensor b) => Binary(a, b, (x, y) => x - y, (_, _) => (1, -1));

    public Tensor Multiply(Tensor a, Tensor b) => Binary(a, b, (x, y) => x * y, (x, y) => (y, x));

    public Tensor Affine(Tensor a, float factor, float offset) => Unary(a, x => (factor * x) + offset, (_, _) => factor);

    public Tensor Tanh(Tensor a) => Unary(a, Math.Tanh, (_, y) => 1 - (y * y));

    public Tensor Sigmoid(Tensor a) => Unary(a, x => 1 / (1 + Math.Exp(-x)), (_, y) => y * (1 - y));

    public Tensor Relu(Tensor a) => Unary(a, x => Math.Max(x, 0), (x, _) => x > 0 ? 1 : 0);

    public Tensor Exp(Tensor a) => Unary(a, Math.Exp, (_, y) => y);

    public Tensor Log(Tensor a) => Unary(a, Math.Log, (x, _) => 1 / x);

    public Tensor MultiplyRepeated(Tensor a, Tensor mask)
    {
        var (x, y) = ((ReferenceTensor)a, (ReferenceTensor)mask);
        var values = x.Values.Select((v, i) => v * y.Values[i % y.Values.Length]).ToArray();
        return Record(a.Shape, values, [x], result => ForEach(result, (i, d) => Accumulate(x, i, d * y.Values[i % y.Values.Length])));
    }

    public Tensor SliceColumns(Tensor a, int start, int count)
    {
        var x = (ReferenceTensor)a;
        return Gather(new TensorShape(x.Rows, count), i => (x, (i / count * x.Columns) + start + (i % count)), [x]);
    }

    public Tensor SliceRows(Tensor a, int start, int count)
    {
        var x = (ReferenceTensor)a;
        return Gather(new TensorShape(count, x.Columns), i => (x, (start * x.Columns) + i), [x]);
    }

    public Tensor ConcatRows(IReadOnlyList<Tensor> parts)
    {
        var places = parts.Cast<ReferenceTensor>().SelectMany(p => Enumerable.Range(0, p.Values.Length).Select(i => (p, i))).ToArray();
        return Gather(new TensorShape(places.Length / parts[0].Shape.Columns, parts[0].Shape.Columns), i =>
            places[i], [.. parts.Cast<ReferenceTensor>()]);
    }

    public Tensor ConcatColumns(IReadOnlyList<Tensor> parts)
    {
        var rows = parts[0].Shape.Rows;
        var places = Enumerable.Range(0, rows).SelectMany(r =>
            parts.Cast<ReferenceTensor>().SelectMany(p => Enumerable.Range(0, p.Columns).Select(c => (p, (r * p.Columns) + c)))).ToArray();
        return Gather(new TensorShape(rows, places.Length / rows), i => places[i], [.. parts.Cast<ReferenceTensor>()]);
    }

    public Tensor WeightedSum(IReadOnlyList<Tensor> parts, ReadOnlySpan<float> weights)
    {
        var w = weights.ToArray();
        var all = parts.Cast<ReferenceTensor>().ToArray();
        var values = Enumerable.Range(0, all[0].Values.Length).Select(i => all.Select((p, at) => w[at] * p.Values[i]).Sum()).ToArray();
        return Record(parts[0].Shape, values, all, result => ForEach(result, (i, d) =>
        {
            for (var at = 0; at < all.Length; at++)
            {
                Accumulate(all[at], i, d * w[at]);
            }
        }));
    }

    public Tensor Sum(Tensor a)
    {
        var x = (ReferenceTensor)a;
        return Record(new TensorShape(1, 1), [x.Values.Sum()], [x], result =>
        {
            for (var i = 0; i < x.Values.Length; i++)
            {
                Accumulate(x, i, result.Gradient![0]);
            }
        });
    }

    public Tensor Softmax(Tensor a) => Exp(LogSoftmax(a));

    public Tensor LogSoftmax(Tensor a)
    {
        var x = (ReferenceTensor)a;
        var n = x.Columns;
        var logs = Rows(x).Select(row => row.Max() + Math.Log(row.Sum(v => Math.Exp(v - row.Max())))).ToArray();
        var values = x.Values.Select((v, i) => v - logs[i / n]).ToArray();
        return Record(a.Shape, values, [x], result =>
        {
            for (var r = 0; r < x.Rows; r++)
            {
                var sum = result.Gradient!.Skip(r * n).Take(n).Sum();
                for (var c = 0; c < n; c++)
                {
                    Accumulate(x, (r * n) + c, result.Gradient![(r * n) + c] - (Math.Exp(values[(r * n) + c]) * sum));
                }
            }
        });
    }

    public Tensor Pick(Tensor a, ReadOnlySpan<int> columns)
    {
        var x = (ReferenceTensor)a;
        var picked = columns.ToArray();
        return Gather(new TensorShape(x.Rows, 1), r => (x, (r * x.Columns) + picked[r]), [x]);
    }

    public Tensor CrossEntropy(Tensor logits, ReadOnlySpan<int> targets)
    {
        var logs = (ReferenceTensor)LogSoftmax(logits);
        var kept = targets.ToArray();
        var places = Enumerable.Range(0, kept.Length).Where(r => kept[r] >= 0).Select(r => (r * logs.Columns) + kept[r]).ToArray();
        return Record(new TensorShape(1, 1), [-places.Sum(p => logs.Values[p])], [logs], result =>
        {
            foreach (var place in places)
            {
                Accumulate(logs, place, -result.Gradient![0]);
            }
        });
    }

    public Tensor Embedding(Tensor table, ReadOnlySpan<int> indices, ReadOnlySpan<float> rowScales = default)
    {
        var x = (ReferenceTensor)table;
        var rows = indices.ToArray();
        var scales = rowScales.Length == 0 ? Enumerable.Repeat(1f, rows.Length).ToArray() : rowScales.ToArray();
        int Place(int i) => (rows[i / x.Columns] * x.Columns) + (i % x.Columns);
        var values = Enumerable.Range(0, rows.Length * x.Columns).Select(i => scales[i / x.Columns] * x.Values[Place(i)]).ToArray();
        return Record(new TensorShape(rows.Length, x.Columns), values, [x], result =>
            ForEach(result, (i, d) => Accumulate(x, Place(i), d * scales[i / x.Columns])));
    }

    public Tensor BatchNorm(Tensor x, Tensor gamma, Tensor beta, float epsilon)
    {
        var (input, g, b) = ((ReferenceTensor)x, (ReferenceTensor)gamma, (ReferenceTensor)beta);
        var (m, n) = (input.Rows, input.Columns);
        var columns = Columns(input);
        var mean = columns.Select(c => c.Average()).ToArray();
        var scale = columns.Select((c, j) => 1 / Math.Sqrt(c.Sum(v => (v - mean[j]) * (v - mean[j])) / m + epsilon)).ToArray();
        double Normal(int i) => (input.Values[i] - mean[i % n]) * scale[i % n];
        var values = Enumerable.Range(0, m * n).Select(i => (g.Values[i % n] * Normal(i)) + b.Values[i % n]).ToArray();
        return Record(x.Shape, values, [input, g, b], result =>
        {
            for (var j = 0; j < n; j++)
            {
                var column = Enumerable.Range(0, m).Select(r => (r * n) + j).ToArray();
                var sum = column.Sum(i => result.Gradient![i]);
                var dot = column.Sum(i => result.Gradient![i] * Normal(i));
                Accumulate(g, j, dot);
                Accumulate(b, j, sum);
                foreach (var i in column)
                {
                    Accumulate(input, i, g.Values[j] * scale[j] * (result.Gradient![i] - (sum / m) - (Normal(i) * dot / m)));
                }
            }
        });
    }

    public Tensor LimitRowNorm(Tensor a, float maximum)
    {
        var x = (ReferenceTensor)a;
        var scales = Rows(x).Select(row => Math.Min(1, maximum / Math.Sqrt(row.Sum(v => v * v)))).ToArray();
        var values = x.Values.Select((v, i) => v * scales[i / x.Columns]).ToArray();
        return Record(a.Shape, values, [x], result => ForEach(result, (i, d) => Accumulate(x, i, d * scales[i / x.Columns])));
    }

    public void Backward(Tensor loss)
    {
        ((ReferenceTensor)loss).Gradient = [1];
        for (var i = _tape.Count - 1; i >= 0; i--)
        {
            _tape[i]();
        }
    }

    public Tensor? Gradient(Tensor parameter) =>
        ((ReferenceTensor)parameter).Gradient is { } gradient ? new ReferenceTensor(parameter.Shape, gradient) : null;

    public double GradientNorm(IReadOnlyList<Tensor> parameters) =>
        Math.Sqrt(parameters.Cast<ReferenceTensor>().Sum(p => p.Gradient?.Sum(g => g * g) ?? 0));

    public void Read(Tensor tensor, Span<float> destination) => ReferenceBackend.Copy(((ReferenceTensor)tensor).Values, destination);

    public void Dispose()
    {
        foreach (var tensor in _touched)
        {
            tensor.Gradient = null;
        }

        backend.LiveStepTensorCount = 0;
    }

    private static IEnumerable<double[]> Rows(ReferenceTensor x) =>
        Enumerable.Range(0, x.Rows).Select(r => x.Values.AsSpan(r * x.Columns, x.Columns).ToArray());

    private static double[][] Columns(ReferenceTensor x)
    {
        var (values, rows, columns) = (x.Values, x.Rows, x.Columns);
        double[][] all = [.. Enumerable.Range(0, columns).Select(_ => new double[rows])];
        for (var i = 0; i < values.Length; i++)
        {
            all[i % columns][i / columns] = values[i];
        }

        return all;
    }

    private static void ForEach(ReferenceTensor result, Action<int, double> backward)
    {
        for (var i = 0; i < result.Gradient!.Length; i++)
        {
            backward(i, result.Gradient[i]);
        }
    }

    private Tensor Unary(Tensor a, Func<double, double> forward, Func<double, double, double> derivative)
    {
        var x = (ReferenceTensor)a;
        var values = x.Values.Select(forward).ToArray();
        return Record(a.Shape, values, [x], result => ForEach(result, (i, d) => Accumulate(x, i, d * derivative(x.Values[i], values[i]))));
    }

    private Tensor Binary(Tensor a, Tensor b, Func<double, double, double> forward, Func<double, double, (double A, double B)> derivatives)
    {
        var (x, y) = ((ReferenceTensor)a, (ReferenceTensor)b);
        var n = x.Columns;
        int Other(int i) => y.Shape == x.Shape || y.Values.Length == x.Values.Length ? i : y.Columns == n ? i % n : i / n;
        var values = x.Values.Select((v, i) => forward(v, y.Values[Other(i)])).ToArray();
        return Record(a.Shape, values, [x, y], result => ForEach(result, (i, d) =>
        {
            var (dx, dy) = derivatives(x.Values[i], y.Values[Other(i)]);
            Accumulate(x, i, d * dx);
            Accumulate(y, Other(i), d * dy);
        }));
    }

    private Tensor Gather(TensorShape shape, Func<int, (ReferenceTensor From, int Index)> place, ReferenceTensor[] inputs)
    {
        var values = new double[shape.ElementCount];
        for (var i = 0; i < values.Length; i++)
        {
            var (from, index) = place(i);
            values[i] = from.Values[index];
        }

        return Record(shape, values, inputs, result => ForEach(result, (i, d) => Accumulate(place(i).From, place(i).Index, d)));
    }

    private Tensor Record(TensorShape shape, double[] values, ReferenceTensor[] inputs, Action<ReferenceTensor> backward)
    {
        var result = Result(shape, values, recordGradients && inputs.Any(i => i.NeedsGradient));
        if (result.NeedsGradient)
        {
            _tape.Add(() =>
            {
                if (result.Gradient is not null)
                {
                    backward(result);
                }
            });
        }

        return result;
    }

    private ReferenceTensor Result(TensorShape shape, double[] values, bool needsGradient)
    {
        backend.LiveStepTensorCount++;
        return new ReferenceTensor(shape, values) { NeedsGradient = needsGradient };
    }

    private void Accumulate(ReferenceTensor tensor, int index, double value)
    {
        if (!tensor.NeedsGradient)
        {
            return;
        }

        if (tensor.Gradient is null)
        {
            tensor.Gradient = new double[tensor.Values.Length];
            _touched.Add(tensor);
        }

        tensor.Gradient[index] += value;
    }
}
