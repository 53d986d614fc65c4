using Enas.Backends.Cpu.Kernels;
using Enas.Backends.Cpu.Threads;

namespace Enas.Backends.Cpu.Recurrent;

/// <content>Forward.</content>
internal sealed unsafe partial class RecurrentCell
{
    /// <summary>Fills <see cref="Outputs"/>.</summary>
    public void Forward()
    {
        _operands.InitialState.Values.CopyTo(new Span<float>(_states, checked((int)_stepSize)));
        _gemm.Multiply(
            _operands.TimeSteps * _batch, 2 * _width, _operands.Input.Columns,
            new MatrixView(_operands.Input.Data, _operands.Input.Columns),
            new MatrixView(_operands.InputWeight.Data, 2 * _width),
            Product(0, 0), 2 * _width, accumulate: false);
        var weights = PackWeights(transposed: false);
        _pool.Run(_parts, part =>
        {
            var (start, end) = StaticSplit.Range(_batch, 1, part, _parts);
            for (var t = 0; t < _operands.TimeSteps; t++)
            {
                for (var node = 0; node < _operands.Nodes; node++)
                {
                    ForwardNode(part, weights[node], node, t, start, end - start);
                }

                ForwardOutput(part, t, start, end);
            }
        });
    }

    private void ForwardNode(int part, PackedMatrix weight, int node, int t, int start, int rows)
    {
        var offset = (long)start * _width;
        var carried = SourceOf(node, t) + offset;
        var factor = carried;
        if (_operands.Mask is { } mask)
        {
            factor = _masked + offset;
            ElementWise.Flat(new MultiplyOperation(), factor, carried, mask.Data + offset, (long)rows * _width);
        }

        // Node 0 continues the chains of the input's product.
        var product = Product(node, t) + (2 * offset);
        GemmBlocks.Multiply(
            _gemm.Path, _gemm.Workspace(part), rows, new MatrixView(factor, _width), weight, 0, PackedMatrix.PanelCount(2 * _width),
            product, 2 * _width, accumulate: node == 0);
        HighwayRows.Forward(_operands.Activations[node], product, carried, Node(node, t) + offset, rows, _width);
    }

    private void ForwardOutput(int part, int t, int start, int end)
    {
        var offset = (long)start * _width;
        var output = StateBefore(t + 1);
        var mean = _operands.Gamma is null ? output : _means + (t * _stepStride);
        MeanOfOutputNodes(mean + offset, offset, t, (long)(end - start) * _width);
        if (_operands.Gamma is { } gamma)
        {
            _pool.Synchronise(_parts);
            var (first, last) = StaticSplit.Range(_width, Lanes.Count, part, _parts);
            BatchNormColumns.Forward(
                mean, output, _batch, _width, gamma.Data, _operands.Beta!.Data, _operands.Epsilon, BatchMean(t), BatchInverse(t), first, last);
            _pool.Synchronise(_parts);
        }

        if (_operands.NormLimit is { } limit)
        {
            for (var row = start; row < end; row++)
            {
                var values = output + ((long)row * _width);
                NormScales(t)[row] = RowNorms.Limit(values, values, _width, limit);
            }
        }
    }

    /// <summary>Σ output nodes, in ascending order, times 1/count.</summary>
    private void MeanOfOutputNodes(float* mean, long offset, int t, long count)
    {
        var nodes = _operands.OutputNodes;
        var first = Node(nodes[0], t) + offset;
        new ReadOnlySpan<float>(first, checked((int)count)).CopyTo(new Span<float>(mean, checked((int)count)));
        for (var i = 1; i < nodes.Length; i++)
        {
            var next = Node(nodes[i], t) + offset;
            ElementWise.Flat(new AccumulateOperation(), mean, next, next, count);
        }

        ElementWise.Flat(new ScaleOperation(1f / nodes.Length), mean, mean, mean, count);
    }
}
