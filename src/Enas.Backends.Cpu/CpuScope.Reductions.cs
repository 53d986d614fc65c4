using Enas.Backends.Cpu.Kernels;
using Enas.Backends.Cpu.Threads;
using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu;

/// <content>Reductions and losses.</content>
internal sealed unsafe partial class CpuScope
{
    private static readonly TensorShape ScalarShape = new(1, 1);

    /// <inheritdoc />
    public Tensor Sum(Tensor a)
    {
        var source = Use(a, nameof(Sum));
        var result = NewTensor(nameof(Sum), ScalarShape);
        *result.Data = (float)Reductions.LongSum(Pool, source.Data, source.Count);
        if (Tapes(source))
        {
            Record(result, new TotalNode(source));
        }

        return result;
    }

    /// <inheritdoc />
    public Tensor Softmax(Tensor a)
    {
        var source = Use(a, nameof(Softmax));
        var result = NewTensor(nameof(Softmax), source.Shape);
        ForRows(source, new SoftmaxBody(source, result));
        if (Tapes(source))
        {
            Record(result, new SoftmaxNode(source));
        }

        return result;
    }

    /// <inheritdoc />
    public Tensor LogSoftmax(Tensor a)
    {
        var source = Use(a, nameof(LogSoftmax));
        var result = NewTensor(nameof(LogSoftmax), source.Shape);
        ForRows(source, new LogSoftmaxBody(source, result));
        if (Tapes(source))
        {
            Record(result, new LogSoftmaxNode(source));
        }

        return result;
    }

    /// <inheritdoc />
    public Tensor Pick(Tensor a, ReadOnlySpan<int> columns)
    {
        var source = Use(a, nameof(Pick));
        var picked = CheckedColumns(nameof(Pick), source.Rows, source.Columns, columns, lowest: 0);
        var result = NewTensor(nameof(Pick), new TensorShape(source.Rows, 1));
        for (var row = 0; row < source.Rows; row++)
        {
            result.Data[row] = Row(source.Data, source, row)[picked[row]];
        }

        if (Tapes(source))
        {
            Record(result, new PickNode(source, picked));
        }

        return result;
    }

    /// <inheritdoc />
    public Tensor CrossEntropy(Tensor logits, ReadOnlySpan<int> targets)
    {
        var source = Use(logits, nameof(CrossEntropy));
        var classes = CheckedColumns(nameof(CrossEntropy), source.Rows, source.Columns, targets, lowest: -1);
        var rows = new CrossEntropyRows(source, classes, Doubles(source.Rows), Allocate(source.Rows), Allocate(source.Rows));
        ForRows(source, rows);
        var result = NewTensor(nameof(CrossEntropy), ScalarShape);
        *result.Data = (float)SumInOrder(rows.Losses, source.Rows);
        if (Tapes(source))
        {
            Record(result, new CrossEntropyNode(source, rows));
        }

        return result;
    }

    private static float* Row(float* data, CpuTensor shape, int row) => data + ((long)row * shape.Columns);

    private static double SumInOrder(double* values, int count)
    {
        var sum = 0.0;
        for (var i = 0; i < count; i++)
        {
            sum += values[i];
        }

        return sum;
    }

    /// <summary>The indices, checked, in memory of this step: one per row.</summary>
    private int* CheckedColumns(string operation, int rows, int columns, ReadOnlySpan<int> indices, int lowest)
    {
        if (indices.Length != rows)
        {
            throw new ArgumentException($"{operation}: {indices.Length} indices for {rows} rows.");
        }

        foreach (var index in indices)
        {
            if (index < lowest || index >= columns)
            {
                throw new ArgumentException($"{operation}: index {index} is outside {lowest} .. {columns - 1}.");
            }
        }

        var room = (int*)Allocate(rows);
        indices.CopyTo(new Span<int>(room, rows));
        return room;
    }

    /// <summary>Room for float64 values in memory of this step, zero-filled.</summary>
    private double* Doubles(int count)
    {
        var room = (double*)Allocate(2L * count);
        new Span<double>(room, count).Clear();
        return room;
    }

    /// <summary>Runs a body for all rows of a tensor, rows spread over the threads when there is enough to do.</summary>
    private void ForRows<TBody>(CpuTensor shape, TBody body)
        where TBody : struct, IRangeBody => ForRanges(shape, shape.Rows, 1, body);

    private void ForRanges<TBody>(CpuTensor shape, int count, int granule, TBody body)
        where TBody : struct, IRangeBody
    {
        var run = new RangeRun<TBody>(body, count, granule, shape.Count < 1 << 13 ? 1 : Pool.ThreadCount);
        Pool.Run(run.Parts, ref run);
    }

    private readonly struct RangeRun<TBody>(TBody body, int count, int granule, int parts) : IParallelBody
        where TBody : struct, IRangeBody
    {
        public int Parts => parts;

        public void Run(int part)
        {
            var (start, end) = StaticSplit.Range(count, granule, part, parts);
            if (start < end)
            {
                body.Run(start, end);
            }
        }
    }

    private readonly struct TotalNode(CpuTensor source) : ITapeNode
    {
        public void Backward(CpuScope scope, CpuTensor result) => ElementWise.Run(
            scope.Pool, new AddConstantOperation(*result.Gradient), scope.GradientOf(source), source.Data, source.Data, source.Count);
    }

    private readonly struct SoftmaxBody(CpuTensor source, CpuTensor result) : IRangeBody
    {
        public void Run(int start, int end)
        {
            for (var row = start; row < end; row++)
            {
                SoftmaxRows.Softmax(Row(source.Data, source, row), Row(result.Data, source, row), source.Columns);
            }
        }
    }

    private readonly struct LogSoftmaxBody(CpuTensor source, CpuTensor result) : IRangeBody
    {
        public void Run(int start, int end)
        {
            for (var row = start; row < end; row++)
            {
                SoftmaxRows.LogSoftmax(Row(source.Data, source, row), Row(result.Data, source, row), source.Columns);
            }
        }
    }

    private readonly struct SoftmaxNode(CpuTensor source) : ITapeNode
    {
        public void Backward(CpuScope scope, CpuTensor result)
        {
            scope.GradientOf(source);
            scope.ForRows(source, new SoftmaxGradientBody(source, result));
        }
    }

    /// <summary>Both tensors have their gradients.</summary>
    private readonly struct SoftmaxGradientBody(CpuTensor source, CpuTensor result) : IRangeBody
    {
        public void Run(int start, int end)
        {
            for (var row = start; row < end; row++)
            {
                SoftmaxRows.SoftmaxGradient(
                    Row(source.Gradient, source, row), Row(result.Data, source, row), Row(result.Gradient, source, row), source.Columns);
            }
        }
    }

    private readonly struct LogSoftmaxNode(CpuTensor source) : ITapeNode
    {
        public void Backward(CpuScope scope, CpuTensor result)
        {
            scope.GradientOf(source);
            scope.ForRows(source, new LogSoftmaxGradientBody(source, result));
        }
    }

    /// <summary>Both tensors have their gradients.</summary>
    private readonly struct LogSoftmaxGradientBody(CpuTensor source, CpuTensor result) : IRangeBody
    {
        public void Run(int start, int end)
        {
            for (var row = start; row < end; row++)
            {
                SoftmaxRows.LogSoftmaxGradient(
                    Row(source.Gradient, source, row), Row(result.Data, source, row), Row(result.Gradient, source, row), source.Columns);
            }
        }
    }

    private readonly struct PickNode(CpuTensor source, int* picked) : ITapeNode
    {
        private readonly int* _picked = picked;

        public void Backward(CpuScope scope, CpuTensor result)
        {
            var target = scope.GradientOf(source);
            for (var row = 0; row < source.Rows; row++)
            {
                Row(target, source, row)[_picked[row]] += result.Gradient[row];
            }
        }
    }

    /// <summary>The losses of all rows, and what their gradients need again.</summary>
    private readonly struct CrossEntropyRows(CpuTensor source, int* classes, double* losses, float* maxima, float* sums) : IRangeBody
    {
        private readonly int* _classes = classes;
        private readonly float* _maxima = maxima;
        private readonly float* _sums = sums;

        /// <summary>The loss of each row, 0 where the target is -1.</summary>
        public double* Losses { get; } = losses;

        public void Run(int start, int end)
        {
            for (var row = start; row < end; row++)
            {
                if (_classes[row] >= 0)
                {
                    Losses[row] = SoftmaxRows.CrossEntropy(
                        Row(source.Data, source, row), source.Columns, _classes[row], out _maxima[row], out _sums[row]);
                }
            }
        }

        /// <summary>Adds the gradients of rows <paramref name="start"/> .. <paramref name="end"/>-1.</summary>
        public void AddGradients(int start, int end, float upstream)
        {
            for (var row = start; row < end; row++)
            {
                if (_classes[row] >= 0)
                {
                    SoftmaxRows.AddCrossEntropyGradient(
                        Row(source.Gradient, source, row),
                            Row(source.Data, source, row), source.Columns, _classes[row], _maxima[row], _sums[row], upstream);
                }
            }
        }
    }

    private readonly struct CrossEntropyNode(CpuTensor source, CrossEntropyRows rows) : ITapeNode
    {
        public void Backward(CpuScope scope, CpuTensor result)
        {
            scope.GradientOf(source);
            scope.ForRows(source, new CrossEntropyGradientBody(rows, *result.Gradient));
        }
    }

    private readonly struct CrossEntropyGradientBody(CrossEntropyRows rows, float upstream) : IRangeBody
    {
        public void Run(int start, int end) => rows.AddGradients(start, end, upstream);
    }
}
