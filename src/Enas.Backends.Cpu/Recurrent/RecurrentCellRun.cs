using Enas.Backends.Cpu.Kernels;
using Enas.Backends.Cpu.Memory;
using Enas.Backends.Cpu.Threads;
using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu.Recurrent;

/// <summary>
/// The recurrent cell over a sequence, spread over the threads as <see cref="CellSplit"/> says. Parts that take columns meet where a
/// product reads what others have written; parts that take rows meet for batch norm only. Weights are packed once for all time steps.
/// </summary>
internal readonly unsafe struct RecurrentCellRun(RecurrentCellInputs inputs, RecurrentCellBuffers buffers, Gemm gemm, WorkerPool pool)
{
    private readonly float* _mask = Data(inputs.HiddenMask);
    private readonly int _width = buffers.Width;

    /// <summary>Who computes what.</summary>
    public CellSplit Split { get; } = CellSplit.Choose(pool.ThreadCount, buffers.Batch, buffers.Width);

    private bool HasNorm => inputs.BatchNormGamma is not null;

    /// <summary>Runs all time steps; node 0's products hold the projected input already.</summary>
    /// <param name="stateWeight">Wh [H, 2H].</param>
    /// <param name="nodeWeights">W_l [H, 2H] of nodes 1 ...</param>
    public void Forward(CellWeight stateWeight, CellWeight* nodeWeights)
    {
        var body = new ForwardBody(this, stateWeight, nodeWeights);
        pool.Run(Split.Parts, ref body);
    }

    /// <summary>
    /// Walks back in time. <paramref name="dStates"/> [T·B, H] holds the upstream gradient and is used up; the buffers' products become the
    /// gradients of all products, from which the weight gradients follow in one large product each.
    /// </summary>
    /// <param name="dStates">Upstream gradient of the output.</param>
    /// <param name="dNodes">Room [N, B, H].</param>
    /// <param name="dMasked">Room [B, H].</param>
    /// <param name="stateWeight">Whᵀ [2H, H].</param>
    /// <param name="nodeWeights">W_lᵀ [2H, H].</param>
    /// <param name="dGamma">Batch norm's gradients [H], added to; null without batch norm.</param>
    /// <param name="dBeta">The same for the shift.</param>
    public void Backward(float* dStates,
        float* dNodes, float* dMasked, CellWeight stateWeight, CellWeight* nodeWeights, float* dGamma, float* dBeta)
    {
        var body = new BackwardBody(this, dStates, dNodes, dMasked, stateWeight, nodeWeights, dGamma, dBeta);
        pool.Run(Split.Parts, ref body);
    }

    /// <summary>Waits for all parts, when asked to.</summary>
    private void Meet(bool needed)
    {
        if (needed)
        {
            pool.Synchronise(Split.Parts);
        }
    }

    private void ForwardPart(int part, CellWeight stateWeight, CellWeight* nodeWeights)
    {
        var block = Split.Block(part);
        MaskState(0, block);
        Meet(Split.ColumnParts > 1);
        for (var time = 0; time < buffers.TimeSteps; time++)
        {
            ForwardNodes(time, block, stateWeight, nodeWeights);
            ForwardOutput(time, block);
            Meet(Split.ColumnParts > 1);
        }
    }

    private void BackwardPart(int part,
        float* dStates, float* dNodes, float* dMasked, CellWeight stateWeight, CellWeight* nodeWeights, float* dGamma, float* dBeta)
    {
        var block = Split.Block(part);
        for (var time = buffers.TimeSteps - 1; time >= 0; time--)
        {
            BackwardOutput(time, block, dStates, dNodes, dGamma, dBeta);
            BackwardNodes(time, block, dStates, dNodes, dMasked, stateWeight, nodeWeights);
        }
    }

    private void ForwardNodes(int time, CellBlock block, CellWeight stateWeight, CellWeight* nodeWeights)
    {
        var at = At(buffers.Row(time, block.Row), block);
        var state = buffers.States + At(buffers.TimeRow(time, block.Row), block);
        var input = _mask == null ? buffers.States + RowStart(buffers.TimeRow(time, block.Row))
            : buffers.MaskedState + RowStart(buffers.Row(time, block.Row));
        var product = FirstProduct(time, block);
        Multiply(block, input, stateWeight, product, accumulate: true);
        Highway(0, block, product, state, at);
        var complete = Split.ColumnParts > 1 ? 0 : int.MaxValue;
        for (var node = 1; node < buffers.NodeCount; node++)
        {
            var source = inputs.Sources[node];
            if (source >= complete)
            {
                Meet(needed: true);
                complete = node;
            }

            input = (_mask == null ? buffers.Nodes[source] : buffers.Masked[source]) + RowStart(buffers.Row(time, block.Row));
            product = Product(node, time, block);
            Multiply(block, input, nodeWeights[node - 1], product, accumulate: false);
            Highway(node, block, product, buffers.Nodes[source] + at, at);
        }

        // With a single node nobody has waited since the masked state was read, and it is about to be written again.
        Meet(complete == 0);
    }

    private void Highway(int node, CellBlock block, float* product, float* carried, nint at)
    {
        var masked = buffers.Masked[node] == null ? null : buffers.Masked[node] + at;
        HighwayRows.Forward(inputs.Activations[node],
            product, carried, buffers.Nodes[node] + at, MaskAt(block), masked, block.Rows, block.Columns, _width);
    }

    private void ForwardOutput(int time, CellBlock block)
    {
        var output = buffers.States + At(buffers.TimeRow(time + 1, block.Row), block);
        var at = At(buffers.Row(time, block.Row), block);
        HighwayRows.ScaledSum(buffers.Nodes, inputs.OutputNodes, at, 1f / inputs.OutputNodes.Count, HasNorm
            ? buffers.Averages + at : output, block.Rows, block.Columns, _width);
        if (HasNorm)
        {
            Meet(Split.RowParts > 1);
            var (from, to) = NormColumns(block);
            var offset = (nint)time * _width;
            BatchNormColumns.Forward(
                buffers.Averages + RowStart(buffers.Row(time, 0)),
                    buffers.States + RowStart(buffers.TimeRow(time + 1, 0)), buffers.Batch, _width,
                Data(inputs.BatchNormGamma), Data(inputs.BatchNormBeta),
                    inputs.BatchNormEpsilon, buffers.Means + offset, buffers.Inverses + offset, from, to);
            Meet(Split.RowParts > 1);
        }

        if (inputs.HiddenNormLimit is { } limit)
        {
            // A norm is over whole rows.
            Meet(Split.ColumnParts > 1);
            block = Split.ColumnParts > 1 ? WholeRows(block) : block;
            LimitNorms(time, block, limit);
        }

        if (time + 1 < buffers.TimeSteps)
        {
            MaskState(time + 1, block);
        }
    }

    private void LimitNorms(int time, CellBlock block, float limit)
    {
        var output = buffers.States + RowStart(buffers.TimeRow(time + 1, block.Row));
        for (var i = 0; i < block.Rows; i++, output += _width)
        {
            buffers.NormScales[buffers.TimeRow(time, block.Row + i)] = RowNorms.Limit(output, output, _width, limit);
        }
    }

    /// <summary>The state that a time step starts from, under the mask.</summary>
    private void MaskState(int time, CellBlock block)
    {
        if (_mask != null)
        {
            var from = buffers.States + At(buffers.TimeRow(time, block.Row), block);
            HighwayRows.Multiply(from, MaskAt(block),
                buffers.MaskedState + At(buffers.Row(time, block.Row), block), block.Rows, block.Columns, _width);
        }
    }

    private void BackwardOutput(int time, CellBlock block, float* dStates, float* dNodes, float* dGamma, float* dBeta)
    {
        var gradient = dStates + At(buffers.TimeRow(time, block.Row), block);
        if (inputs.HiddenNormLimit is not null)
        {
            for (var i = 0; i < block.Rows; i++)
            {
                var at = gradient + RowStart(i);
                RowNorms.Scale(at, at, block.Columns, buffers.NormScales[buffers.TimeRow(time, block.Row + i)]);
            }
        }

        if (HasNorm)
        {
            Meet(Split.RowParts > 1);
            var (from, to) = NormColumns(block);
            var offset = (nint)time * _width;
            var all = dStates + RowStart(buffers.TimeRow(time, 0));
            BatchNormColumns.Backward(
                buffers.Averages + RowStart(buffers.Row(time, 0)), all, buffers.Batch, _width, Data(inputs.BatchNormGamma),
                buffers.Means + offset, buffers.Inverses + offset, all, false, dGamma, dBeta, from, to);
            Meet(Split.RowParts > 1);
        }

        StartNodeGradients(gradient, block, dNodes);
    }

    /// <summary>The output's share for the nodes it is the mean of, zero for the others.</summary>
    private void StartNodeGradients(float* gradient, CellBlock block, float* dNodes)
    {
        var (output, factor) = (0, 1f / inputs.OutputNodes.Count);
        for (var node = 0; node < buffers.NodeCount; node++)
        {
            var target = NodeGradient(dNodes, node, block);
            if (output < inputs.OutputNodes.Count && inputs.OutputNodes[output] == node)
            {
                HighwayRows.Scale(gradient, factor, target, block.Rows, block.Columns, _width);
                output++;
            }
            else
            {
                HighwayRows.Clear(target, block.Rows, block.Columns, _width);
            }
        }
    }

    private void BackwardNodes(
        int time, CellBlock block, float* dStates, float* dNodes, float* dMasked, CellWeight stateWeight, CellWeight* nodeWeights)
    {
        var at = At(buffers.Row(time, block.Row), block);
        for (var node = buffers.NodeCount - 1; node > 0; node--)
        {
            var source = inputs.Sources[node];
            var dSource = NodeGradient(dNodes, source, block);
            HighwayRows.Backward(
                inputs.Activations[node], Product(node, time, block),
                    buffers.Nodes[source] + at, NodeGradient(dNodes, node, block), dSource, block.Rows, block.Columns, _width);
            MultiplyBack(block, Products(node, time, block), nodeWeights[node - 1], dMasked, dSource);
        }

        var carried = buffers.States + At(buffers.TimeRow(time, block.Row), block);
        var dFirst = NodeGradient(dNodes, 0, block);
        if (time == 0)
        {
            // Nothing before the initial state wants a gradient, but node 0's own product does.
            var unused = dMasked + At(block.Row, block);
            HighwayRows.Clear(unused, block.Rows, block.Columns, _width);
            HighwayRows.Backward(inputs.Activations[0], FirstProduct(0, block), carried, dFirst, unused, block.Rows, block.Columns, _width);
            return;
        }

        var before = dStates + At(buffers.TimeRow(time - 1, block.Row), block);
        HighwayRows.Backward(inputs.Activations[0], FirstProduct(time, block), carried, dFirst, before, block.Rows, block.Columns, _width);
        MultiplyBack(block, buffers.Products[0] + (2 * RowStart(buffers.TimeRow(time, block.Row))), stateWeight, dMasked, before);
    }

    /// <summary>target += (dProduct·Wᵀ) ∘ mask, once all parts have their columns of dProduct.</summary>
    private void MultiplyBack(CellBlock block, float* dProduct, CellWeight transposedWeight, float* dMasked, float* target)
    {
        Meet(Split.ColumnParts > 1);
        var weight = transposedWeight.State(block.Part % Split.ColumnParts);
        var room = _mask == null ? target : dMasked + At(block.Row, block);
        GemmBlocks.Multiply(
            gemm.Path, gemm.Workspace(block.Part), block.Rows, new MatrixView(dProduct, 2 * _width),
                weight, 0, PackedMatrix.PanelCount(weight.Columns), room, _width, accumulate: _mask == null);
        if (_mask != null)
        {
            HighwayRows.MultiplyAdd(room, MaskAt(block), target, block.Rows, block.Columns, _width);
        }
    }

    /// <summary>The block's columns of both halves of a product.</summary>
    private void Multiply(CellBlock block, float* input, CellWeight weight, float* product, bool accumulate)
    {
        var a = new MatrixView(input, _width);
        var workspace = gemm.Workspace(block.Part);
        if (Split.ColumnParts == 1)
        {
            GemmBlocks.Multiply(gemm.Path,
                workspace, block.Rows, a, weight.Whole, 0, PackedMatrix.PanelCount(2 * _width), product, 2 * _width, accumulate);
            return;
        }

        var part = block.Part % Split.ColumnParts;
        GemmBlocks.MultiplyBoth(gemm.Path,
            workspace, block.Rows, a, weight.Gate(part), product, weight.Candidate(part), product + _width, 2 * _width, accumulate);
    }

    /// <summary>Columns for batch norm, which needs all rows of them: the block's own where it has all rows.</summary>
    private (int From, int To) NormColumns(CellBlock block) =>
        Split.RowParts == 1 ? (block.Column, block.Column + block.Columns)
            : StaticSplit.Range(_width, Lanes.Count, block.Part, Split.Parts);

    /// <summary>The part's share of the rows when every part takes whole rows.</summary>
    private CellBlock WholeRows(CellBlock block)
    {
        var (start, end) = StaticSplit.Range(buffers.Batch, 1, block.Part, Split.Parts);
        return new CellBlock(block.Part, start, end - start, 0, _width);
    }

    private nint RowStart(nint row) => row * _width;

    private nint At(nint row, CellBlock block) => (row * _width) + block.Column;

    private float* MaskAt(CellBlock block) => _mask == null ? null : _mask + At(block.Row, block);

    private float* Products(int node, int time, CellBlock block) => buffers.Products[node] + (2 * RowStart(buffers.Row(time, block.Row)));

    private float* Product(int node, int time, CellBlock block) => Products(node, time, block) + block.Column;

    private float* FirstProduct(int time, CellBlock block) =>
        buffers.Products[0] + (2 * RowStart(buffers.TimeRow(time, block.Row))) + block.Column;

    private float* NodeGradient(float* dNodes, int node, CellBlock block) =>
        dNodes + RowStart((nint)node * buffers.Batch) + At(block.Row, block);

    private static float* Data(Tensor? tensor) => tensor is null ? null : ((INativeFloats)tensor).Data;

    private readonly struct ForwardBody(RecurrentCellRun run, CellWeight stateWeight, CellWeight* nodeWeights) : IParallelBody
    {
        private readonly RecurrentCellRun _run = run;
        private readonly CellWeight* _nodeWeights = nodeWeights;

        public void Run(int part) => _run.ForwardPart(part, stateWeight, _nodeWeights);
    }

    private readonly struct BackwardBody(
        RecurrentCellRun run, float* dStates,
            float* dNodes, float* dMasked, CellWeight stateWeight, CellWeight* nodeWeights, float* dGamma, float* dBeta) : IParallelBody
    {
        private readonly RecurrentCellRun _run = run;
        private readonly float* _dStates = dStates;
        private readonly float* _dNodes = dNodes;
        private readonly float* _dMasked = dMasked;
        private readonly CellWeight* _nodeWeights = nodeWeights;
        private readonly float* _dGamma = dGamma;
        private readonly float* _dBeta = dBeta;

        public void Run(int part) => _run.BackwardPart(part, _dStates, _dNodes, _dMasked, stateWeight, _nodeWeights, _dGamma, _dBeta);
    }
}
