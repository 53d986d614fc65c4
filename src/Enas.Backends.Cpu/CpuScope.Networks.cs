using Enas.Backends.Cpu.Kernels;
using Enas.Backends.Cpu.Threads;
using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu;

/// <content>Embedding and normalisation.</content>
internal sealed unsafe partial class CpuScope
{
    /// <inheritdoc />
    public Tensor Embedding(Tensor table, ReadOnlySpan<int> indices, ReadOnlySpan<float> rowScales = default)
    {
        var source = Use(table, nameof(Embedding));
        if (indices.Length == 0 || (rowScales.Length != 0 && rowScales.Length != indices.Length))
        {
            throw new ArgumentException($"Embedding: {indices.Length} indices and {rowScales.Length} scales.");
        }

        var rows = CheckedColumns(nameof(Embedding), indices.Length, source.Rows, indices, lowest: 0);
        var scales = rowScales.IsEmpty ? null : Allocate(rowScales.Length);
        rowScales.CopyTo(new Span<float>(scales, rowScales.Length));
        var result = NewTensor(nameof(Embedding), new TensorShape(indices.Length, source.Columns));
        ForRows(result, row => RowNorms.Scale(Row(source.Data, source, rows[row]), Row(result.Data, source, row), source.Columns, scales == null ? 1f : scales[row]));
        if (Tapes(source))
        {
            Record(result, () => EmbeddingGradient(source, result, rows, scales));
        }

        return result;
    }

    /// <inheritdoc />
    public Tensor BatchNorm(Tensor x, Tensor gamma, Tensor beta, float epsilon)
    {
        var (source, scale, shift) = (Use(x, nameof(BatchNorm)), Use(gamma, nameof(BatchNorm)), Use(beta, nameof(BatchNorm)));
        if (scale.Count != source.Columns || shift.Count != source.Columns)
        {
            throw ShapeError(nameof(BatchNorm), source, scale.Count != source.Columns ? scale : shift);
        }

        var mean = Allocate(source.Columns);
        var inverse = Allocate(source.Columns);
        var result = NewTensor(nameof(BatchNorm), source.Shape);
        ForColumns(source, (start, end) => BatchNormColumns.Forward(
            source.Data, result.Data, source.Rows, source.Columns, scale.Data, shift.Data, epsilon, mean, inverse, start, end));
        if (Tapes(source) || Tapes(scale) || Tapes(shift))
        {
            Record(result, () => BatchNormGradient(source, scale, shift, result, mean, inverse));
        }

        return result;
    }

    /// <inheritdoc />
    public Tensor LimitRowNorm(Tensor a, float maximum)
    {
        var source = Use(a, nameof(LimitRowNorm));
        var result = NewTensor(nameof(LimitRowNorm), source.Shape);
        var scales = Allocate(source.Rows);
        ForRows(source, row => scales[row] = RowNorms.Limit(Row(source.Data, source, row), Row(result.Data, source, row), source.Columns, maximum));
        if (Tapes(source))
        {
            Record(result, () => ElementWise.Run(
                Pool, new AddProductOperation(), GradientOf(source), result.Gradient, scales, source.Rows, source.Columns, Broadcast.Column));
        }

        return result;
    }

    /// <summary>Adds gradient rows to table rows in index order; each thread does that for its own columns.</summary>
    private void EmbeddingGradient(CpuTensor table, CpuTensor result, int* rows, float* scales)
    {
        var target = GradientOf(table);
        ForColumns(result, (start, end) =>
        {
            for (var i = 0; i < result.Rows; i++)
            {
                var from = Row(result.Gradient, table, i) + start;
                var to = Row(target, table, rows[i]) + start;
                ElementWise.Flat(new AddScaledOperation(scales == null ? 1f : scales[i]), to, from, from, end - start);
            }
        });
    }

    private void BatchNormGradient(CpuTensor source, CpuTensor scale, CpuTensor shift, CpuTensor result, float* mean, float* inverse)
    {
        // The kernel computes all three at once; what is not asked for goes to memory nobody reads.
        var accumulate = false;
        var dx = Tapes(source) ? GradientOf(source, out accumulate) : Allocate(source.Count);
        var dGamma = Tapes(scale) ? GradientOf(scale) : ZeroedRoom(scale.Count);
        var dBeta = Tapes(shift) ? GradientOf(shift) : ZeroedRoom(shift.Count);
        ForColumns(source, (start, end) => BatchNormColumns.Backward(
            source.Data, result.Gradient, source.Rows, source.Columns, scale.Data, mean, inverse, dx, accumulate, dGamma, dBeta, start, end));
    }

    private float* ZeroedRoom(long count)
    {
        var room = Allocate(count);
        new Span<float>(room, checked((int)count)).Clear();
        return room;
    }

    /// <summary>Runs a body for ranges of a tensor's columns, one range per thread when there is enough to do.</summary>
    private void ForColumns(CpuTensor shape, Action<int, int> body)
    {
        var parts = shape.Count < 1 << 13 ? 1 : Pool.ThreadCount;
        Pool.Run(parts, part =>
        {
            var (start, end) = StaticSplit.Range(shape.Columns, Lanes.Count, part, parts);
            if (start < end)
            {
                body(start, end);
            }
        });
    }
}
