using Enas.Backends.Cpu.Kernels;
using Enas.Backends.Cpu.Threads;

namespace Enas.Backends.Cpu.Recurrent;

/// <content>Gradients: back through time on every thread's rows, then one large product per weight.</content>
internal sealed unsafe partial class RecurrentCell
{
    /// <summary>Turns the products' buffers into their gradients; adds to the batch norm's gradients when there is one.</summary>
    /// <param name="upstream">d loss / d outputs, [T·B, H]; not changed.</param>
    /// <param name="dGamma">[H].</param>
    /// <param name="dBeta">[H].</param>
    public void Backward(float* upstream, float* dGamma, float* dBeta)
    {
        var weights = PackWeights(transposed: true);
        var buffers = new BackwardBuffers(_allocate, _operands.Nodes, _stepSize);
        new Span<float>(buffers.State, checked((int)_stepSize)).Clear();
        _pool.Run(_parts, part =>
        {
            var (start, end) = StaticSplit.Range(_batch, 1, part, _parts);
            for (var t = _operands.TimeSteps - 1; t >= 0; t--)
            {
                BackwardOutput(part, buffers, upstream + (t * _stepSize), t, start, end, dGamma, dBeta);
                for (var node = _operands.Nodes - 1; node >= 0; node--)
                {
                    BackwardNode(part, buffers, weights[node], node, t, start, end - start);
                }
            }
        });
    }

    /// <summary>d input (+)= d z_0·Wxᵀ.</summary>
    public void AddInputGradient(float* target, bool accumulate) => _gemm.Multiply(
        _operands.TimeSteps * _batch, _operands.Input.Columns, 2 * _width,
        new MatrixView(Product(0, 0), 2 * _width), new MatrixView(_operands.InputWeight.Data, 2 * _width, transposed: true),
        target, _operands.Input.Columns, accumulate);

    /// <summary>d W (+)= xᵀ·d z over all time steps, where x is what the forward product saw: masked when there is a mask.</summary>
    public void AddWeightGradient(int product, float* target, bool accumulate)
    {
        var rows = _operands.TimeSteps * _batch;
        var node = Math.Max(product - 1, 0);
        var (factor, columns) = ((nint)_operands.Input.Data, _operands.Input.Columns);
        if (product > 0)
        {
            (factor, columns) = ((nint)MaskedOverTime(SourceOf(node, 0)), _width);
        }

        _gemm.Multiply(
            columns, 2 * _width, rows,
            new MatrixView((float*)factor, columns, transposed: true), new MatrixView(Product(node, 0), 2 * _width),
            target, 2 * _width, accumulate);
    }

    private float* MaskedOverTime(float* source)
    {
        if (_operands.Mask is not { } mask)
        {
            return source;
        }

        _maskedOverTime = _maskedOverTime == null ? _allocate(_operands.TimeSteps * _stepSize) : _maskedOverTime;
        ElementWise.Run(_pool, new MultiplyOperation(), _maskedOverTime, source, mask.Data, _operands.TimeSteps * _batch, _width, Broadcast.Block, _batch);
        return _maskedOverTime;
    }

    private float* _maskedOverTime;

    /// <summary>d h_t = upstream + what came back through time; back through the norm limit, the batch norm and the mean.</summary>
    private void BackwardOutput(int part, BackwardBuffers buffers, float* upstream, int t, int start, int end, float* dGamma, float* dBeta)
    {
        var offset = (long)start * _width;
        var count = (long)(end - start) * _width;
        var dOutput = buffers.State;
        ElementWise.Flat(new AccumulateOperation(), dOutput + offset, upstream + offset, upstream + offset, count);
        if (_operands.NormLimit is not null)
        {
            for (var row = start; row < end; row++)
            {
                var values = dOutput + ((long)row * _width);
                RowNorms.Scale(values, values, _width, NormScales(t)[row]);
            }
        }

        if (_operands.Gamma is { } gamma)
        {
            _pool.Synchronise(_parts);
            var (first, last) = StaticSplit.Range(_width, Lanes.Count, part, _parts);
            BatchNormColumns.Backward(
                _means + (t * _stepStride), dOutput, _batch, _width, gamma.Data, BatchMean(t), BatchInverse(t),
                dOutput, accumulate: false, dGamma, dBeta, first, last);
            _pool.Synchronise(_parts);
        }

        for (var node = 0; node < _operands.Nodes; node++)
        {
            new Span<float>(buffers.Node(node) + offset, checked((int)count)).Clear();
        }

        foreach (var node in _operands.OutputNodes)
        {
            ElementWise.Flat(new AddScaledOperation(1f / _operands.OutputNodes.Length), buffers.Node(node) + offset, dOutput + offset, dOutput + offset, count);
        }

        // From here on the buffer collects d h_{t-1}.
        new Span<float>(dOutput + offset, checked((int)count)).Clear();
    }

    private void BackwardNode(int part, BackwardBuffers buffers, PackedMatrix weight, int node, int t, int start, int rows)
    {
        var offset = (long)start * _width;
        var count = (long)rows * _width;
        var dSource = (node == 0 ? buffers.State : buffers.Node(_operands.Sources[node])) + offset;
        var product = Product(node, t) + (2 * offset);
        HighwayRows.Backward(_operands.Activations[node], product, SourceOf(node, t) + offset, buffers.Node(node) + offset, dSource, rows, _width);
        if (node == 0 && t == 0)
        {
            // The initial state is a constant.
            return;
        }

        var masked = _operands.Mask is not null;
        var target = masked ? buffers.Product + offset : dSource;
        GemmBlocks.Multiply(
            _gemm.Path, _gemm.Workspace(part), rows, new MatrixView(product, 2 * _width), weight, 0, PackedMatrix.PanelCount(_width),
            target, _width, accumulate: !masked);
        if (_operands.Mask is { } mask)
        {
            ElementWise.Flat(new AddProductOperation(), dSource, target, mask.Data + offset, count);
        }
    }

    /// <summary>[B, H] gradients of one time step: of the state, of every node, of a product's factor before the mask.</summary>
    private sealed class BackwardBuffers(AllocateFloats allocate, int nodes, long stepSize)
    {
        private readonly float* _nodes = allocate(nodes * stepSize);

        public float* State { get; } = allocate(stepSize);

        public float* Product { get; } = allocate(stepSize);

        public float* Node(int node) => _nodes + (node * stepSize);
    }
}
