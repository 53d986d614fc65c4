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
            Record(result, () => ElementWise.Run(
                Pool, new AddConstantOperation(*result.Gradient), GradientOf(source), source.Data, source.Data, source.Count));
        }

        return result;
    }

    /// <inheritdoc />
    public Tensor Softmax(Tensor a)
    {
        var source = Use(a, nameof(Softmax));
        var result = NewTensor(nameof(Softmax), source.Shape);
        ForRows(source, row => SoftmaxRows.Softmax(Row(source.Data, source, row), Row(result.Data, source, row), source.Columns));
        if (Tapes(source))
        {
            Record(result, () =>
            {
                var target = GradientOf(source);
                ForRows(source, row => SoftmaxRows.SoftmaxGradient(
                    Row(target, source, row), Row(result.Data, source, row), Row(result.Gradient, source, row), source.Columns));
            });
        }

        return result;
    }

    /// <inheritdoc />
    public Tensor LogSoftmax(Tensor a)
    {
        var source = Use(a, nameof(LogSoftmax));
        var result = NewTensor(nameof(LogSoftmax), source.Shape);
        ForRows(source, row => SoftmaxRows.LogSoftmax(Row(source.Data, source, row), Row(result.Data, source, row), source.Columns));
        if (Tapes(source))
        {
            Record(result, () =>
            {
                var target = GradientOf(source);
                ForRows(source, row => SoftmaxRows.LogSoftmaxGradient(
                    Row(target, source, row), Row(result.Data, source, row), Row(result.Gradient, source, row), source.Columns));
            });
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
            Record(result, () =>
            {
                var target = GradientOf(source);
                for (var row = 0; row < source.Rows; row++)
                {
                    Row(target, source, row)[picked[row]] += result.Gradient[row];
                }
            });
        }

        return result;
    }

    /// <inheritdoc />
    public Tensor CrossEntropy(Tensor logits, ReadOnlySpan<int> targets)
    {
        var source = Use(logits, nameof(CrossEntropy));
        var classes = CheckedColumns(nameof(CrossEntropy), source.Rows, source.Columns, targets, lowest: -1);
        var losses = Doubles(source.Rows);
        var maxima = Allocate(source.Rows);
        var sums = Allocate(source.Rows);
        ForRows(source, row =>
        {
            if (classes[row] >= 0)
            {
                losses[row] = SoftmaxRows.CrossEntropy(Row(source.Data, source, row), source.Columns, classes[row], out maxima[row], out sums[row]);
            }
        });

        var result = NewTensor(nameof(CrossEntropy), ScalarShape);
        *result.Data = (float)SumInOrder(losses, source.Rows);
        if (Tapes(source))
        {
            Record(result, () =>
            {
                var (target, factor) = ((nint)GradientOf(source), *result.Gradient);
                ForRows(source, row =>
                {
                    if (classes[row] >= 0)
                    {
                        SoftmaxRows.AddCrossEntropyGradient(
                            Row((float*)target, source, row), Row(source.Data, source, row), source.Columns, classes[row], maxima[row], sums[row], factor);
                    }
                });
            });
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

    /// <summary>Runs a body for every row of a tensor, rows spread over the threads when there is enough to do.</summary>
    private void ForRows(CpuTensor shape, Action<int> body)
    {
        var parts = shape.Count < 1 << 13 ? 1 : Pool.ThreadCount;
        Pool.Run(parts, part =>
        {
            var (start, end) = StaticSplit.Range(shape.Rows, 1, part, parts);
            for (var row = start; row < end; row++)
            {
                body(row);
            }
        });
    }
}
