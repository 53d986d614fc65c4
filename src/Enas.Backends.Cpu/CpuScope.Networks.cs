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
        ForRows(result, new EmbeddingBody(source, result, rows, scales));
        if (Tapes(source))
        {
            Record(result, new EmbeddingNode(source, rows, scales));
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
        ForColumns(source, new BatchNormBody(source, scale, shift, result, mean, inverse, epsilon));
        if (Tapes(source) || Tapes(scale) || Tapes(shift))
        {
            Record(result, new BatchNormNode(source, scale, shift, mean, inverse));
        }

        return result;
    }

    /// <inheritdoc />
    public Tensor LimitRowNorm(Tensor a, float maximum)
    {
        var source = Use(a, nameof(LimitRowNorm));
        var result = NewTensor(nameof(LimitRowNorm), source.Shape);
        var scales = Allocate(source.Rows);
        ForRows(source, new RowLimitBody(source, result, scales, maximum));
        if (Tapes(source))
        {
            Record(result, new RowLimitNode(source, scales));
        }

        return result;
    }

    private float* ZeroedRoom(long count)
    {
        var room = Allocate(count);
        new Span<float>(room, checked((int)count)).Clear();
        return room;
    }

    /// <summary>Runs a body for all columns of a tensor, one range per thread when there is enough to do.</summary>
    private void ForColumns<TBody>(CpuTensor shape, TBody body)
        where TBody : struct, IRangeBody => ForRanges(shape, shape.Columns, Lanes.Count, body);

    private readonly struct EmbeddingBody(CpuTensor table, CpuTensor result, int* rows, float* scales) : IRangeBody
    {
        private readonly int* _rows = rows;
        private readonly float* _scales = scales;

        public void Run(int start, int end)
        {
            for (var row = start; row < end; row++)
            {
                RowNorms.Scale(Row(table.Data, table, _rows[row]),
                    Row(result.Data, table, row), table.Columns, _scales == null ? 1f : _scales[row]);
            }
        }
    }

    private readonly struct EmbeddingNode(CpuTensor table, int* rows, float* scales) : ITapeNode
    {
        private readonly int* _rows = rows;
        private readonly float* _scales = scales;

        public void Backward(CpuScope scope, CpuTensor result)
        {
            scope.GradientOf(table);
            scope.ForColumns(result, new EmbeddingGradientBody(table, result, _rows, _scales));
        }
    }

    /// <summary>Adds gradient rows to table rows in index order; each thread does that for its own columns.</summary>
    private readonly struct EmbeddingGradientBody(CpuTensor table, CpuTensor result, int* rows, float* scales) : IRangeBody
    {
        private readonly int* _rows = rows;
        private readonly float* _scales = scales;

        public void Run(int start, int end)
        {
            for (var i = 0; i < result.Rows; i++)
            {
                var from = Row(result.Gradient, table, i) + start;
                var to = Row(table.Gradient, table, _rows[i]) + start;
                ElementWise.Flat(new AddScaledOperation(_scales == null ? 1f : _scales[i]), to, from, from, end - start);
            }
        }
    }

    private readonly struct BatchNormBody(
        CpuTensor source, CpuTensor scale, CpuTensor shift, CpuTensor result, float* mean, float* inverse, float epsilon) : IRangeBody
    {
        private readonly float* _mean = mean;
        private readonly float* _inverse = inverse;

        public void Run(int start, int end) => BatchNormColumns.Forward(
            source.Data, result.Data, source.Rows, source.Columns, scale.Data, shift.Data, epsilon, _mean, _inverse, start, end);
    }

    private readonly struct BatchNormNode(CpuTensor source, CpuTensor scale, CpuTensor shift, float* mean, float* inverse) : ITapeNode
    {
        private readonly float* _mean = mean;
        private readonly float* _inverse = inverse;

        public void Backward(CpuScope scope, CpuTensor result)
        {
            // The kernel computes all three at once; what is not asked for goes to memory nobody reads.
            var accumulate = false;
            var dx = scope.Tapes(source) ? scope.GradientOf(source, out accumulate) : scope.Allocate(source.Count);
            var dGamma = scope.Tapes(scale) ? scope.GradientOf(scale) : scope.ZeroedRoom(scale.Count);
            var dBeta = scope.Tapes(shift) ? scope.GradientOf(shift) : scope.ZeroedRoom(shift.Count);
            scope.ForColumns(source, new BatchNormGradientBody(source, scale, result, _mean, _inverse, dx, accumulate, dGamma, dBeta));
        }
    }

    private readonly struct BatchNormGradientBody(
        CpuTensor source, CpuTensor scale,
            CpuTensor result, float* mean, float* inverse, float* dx, bool accumulate, float* dGamma, float* dBeta) : IRangeBody
    {
        private readonly float* _mean = mean;
        private readonly float* _inverse = inverse;
        private readonly float* _dx = dx;
        private readonly float* _dGamma = dGamma;
        private readonly float* _dBeta = dBeta;

        public void Run(int start, int end) => BatchNormColumns.Backward(
            source.Data, result.Gradient, source.Rows,
                source.Columns, scale.Data, _mean, _inverse, _dx, accumulate, _dGamma, _dBeta, start, end);
    }

    private readonly struct RowLimitBody(CpuTensor source, CpuTensor result, float* scales, float maximum) : IRangeBody
    {
        private readonly float* _scales = scales;

        public void Run(int start, int end)
        {
            for (var row = start; row < end; row++)
            {
                _scales[row] = RowNorms.Limit(Row(source.Data, source, row), Row(result.Data, source, row), source.Columns, maximum);
            }
        }
    }

    private readonly struct RowLimitNode(CpuTensor source, float* scales) : ITapeNode
    {
        private readonly float* _scales = scales;

        public void Backward(CpuScope scope, CpuTensor result) => ElementWise.Run(
            scope.Pool, new AddProductOperation(),
                scope.GradientOf(source), result.Gradient, _scales, source.Rows, source.Columns, Broadcast.Column);
    }
}
