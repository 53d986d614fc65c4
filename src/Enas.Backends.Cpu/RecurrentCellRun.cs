using Enas.Backends.Cpu.Kernels;
using Enas.Backends.Cpu.Threads;
using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu;

/// <summary>
/// The recurrent cell over a sequence. Rows of the batch do not depend on each other, so each thread takes its rows through all time steps
/// without waiting; only batch norm makes the threads meet, twice a time step. Weights are packed once for all time steps.
/// </summary>
internal sealed unsafe class RecurrentCellRun(RecurrentCellInputs inputs, RecurrentCellBuffers buffers, Gemm gemm, WorkerPool pool, Func<CpuTensor?, nint> data)
{
    private readonly float* _mask = (float*)data((CpuTensor?)inputs.HiddenMask);
    private readonly int _width = buffers.Width;

    /// <summary>Runs all time steps; node 0's products hold the projected input already.</summary>
    /// <param name="stateWeight">Wh [H, 2H].</param>
    /// <param name="nodeWeights">W_l [H, 2H] of nodes 1 ...</param>
    public void Forward(PackedMatrix stateWeight, PackedMatrix[] nodeWeights)
    {
        var parts = Math.Min(pool.ThreadCount, buffers.Batch);
        pool.Run(parts, part =>
        {
            var (start, end) = StaticSplit.Range(buffers.Batch, 1, part, parts);
            for (var time = 0; time < buffers.TimeSteps; time++)
            {
                ForwardNodes(time, start, end - start, part, stateWeight, nodeWeights);
                ForwardOutput(time, start, end - start, part, parts);
            }
        });
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
    public void Backward(float* dStates, float* dNodes, float* dMasked, PackedMatrix stateWeight, PackedMatrix[] nodeWeights, float* dGamma, float* dBeta)
    {
        var parts = Math.Min(pool.ThreadCount, buffers.Batch);
        pool.Run(parts, part =>
        {
            var (start, end) = StaticSplit.Range(buffers.Batch, 1, part, parts);
            for (var time = buffers.TimeSteps - 1; time >= 0; time--)
            {
                BackwardOutput(time, start, end - start, part, parts, dStates, dNodes, dGamma, dBeta);
                BackwardNodes(time, start, end - start, part, dStates, dNodes, dMasked, stateWeight, nodeWeights);
            }
        });
    }

    private void ForwardNodes(int time, int start, int rows, int part, PackedMatrix stateWeight, PackedMatrix[] nodeWeights)
    {
        var count = (nint)rows * _width;
        var row = buffers.Row(time, start);
        var state = buffers.States + (buffers.TimeRow(time, start) * _width);
        var product = buffers.Products[0] + (buffers.TimeRow(time, start) * 2 * _width);
        Multiply(part, rows, MaskedOf(state, buffers.MaskedState, row, start, count), stateWeight, product, 2 * _width, accumulate: true);
        HighwayRows.Forward(inputs.Activations[0], product, state, buffers.Nodes[0] + (row * _width), rows, _width);
        MaskNode(0, row, start, count);
        for (var node = 1; node < buffers.NodeCount; node++)
        {
            var source = inputs.Sources[node];
            var carried = buffers.Nodes[source] + (row * _width);
            product = buffers.Products[node] + (row * 2 * _width);
            Multiply(part, rows, _mask == null ? carried : buffers.Masked[source] + (row * _width), nodeWeights[node - 1], product, 2 * _width, accumulate: false);
            HighwayRows.Forward(inputs.Activations[node], product, carried, buffers.Nodes[node] + (row * _width), rows, _width);
            MaskNode(node, row, start, count);
        }
    }

    private float* MaskedOf(float* values, float* room, nint row, int start, nint count)
    {
        if (_mask == null)
        {
            return values;
        }

        HighwayRows.Multiply(values, _mask + ((nint)start * _width), room + (row * _width), count);
        return room + (row * _width);
    }

    private void MaskNode(int node, nint row, int start, nint count)
    {
        if (_mask != null && buffers.Masked[node] != null)
        {
            MaskedOf(buffers.Nodes[node] + (row * _width), buffers.Masked[node], row, start, count);
        }
    }

    private void ForwardOutput(int time, int start, int rows, int part, int parts)
    {
        var count = (nint)rows * _width;
        var output = buffers.States + (buffers.TimeRow(time + 1, start) * _width);
        var hasNorm = inputs.BatchNormGamma is not null;
        var average = hasNorm ? buffers.Averages + (buffers.Row(time, start) * _width) : output;
        Average(average, buffers.Row(time, start), count);
        if (hasNorm)
        {
            pool.Synchronise(parts);
            var (from, to) = StaticSplit.Range(_width, Lanes.Count, part, parts);
            var offset = (nint)time * _width;
            BatchNormColumns.Forward(
                buffers.Averages + (buffers.Row(time, 0) * _width), buffers.States + (buffers.TimeRow(time + 1, 0) * _width), buffers.Batch, _width,
                Data(inputs.BatchNormGamma), Data(inputs.BatchNormBeta), inputs.BatchNormEpsilon, buffers.Means + offset, buffers.Inverses + offset, from, to);
            pool.Synchronise(parts);
        }

        if (inputs.HiddenNormLimit is { } limit)
        {
            for (var i = 0; i < rows; i++)
            {
                var at = output + ((nint)i * _width);
                buffers.NormScales[buffers.TimeRow(time, start + i)] = RowNorms.Limit(at, at, _width, limit);
            }
        }
    }

    /// <summary>Sum of the output nodes in ascending order, times 1 / count.</summary>
    private void Average(float* output, nint row, nint count)
    {
        new Span<float>(output, (int)count).Clear();
        var factor = 1f / inputs.OutputNodes.Count;
        for (var i = 0; i < inputs.OutputNodes.Count; i++)
        {
            HighwayRows.AddScaled(buffers.Nodes[inputs.OutputNodes[i]] + (row * _width), factor, output, count);
        }
    }

    private void BackwardOutput(int time, int start, int rows, int part, int parts, float* dStates, float* dNodes, float* dGamma, float* dBeta)
    {
        var count = (nint)rows * _width;
        var gradient = dStates + (buffers.TimeRow(time, start) * _width);
        if (inputs.HiddenNormLimit is not null)
        {
            for (var i = 0; i < rows; i++)
            {
                var at = gradient + ((nint)i * _width);
                RowNorms.Scale(at, at, _width, buffers.NormScales[buffers.TimeRow(time, start + i)]);
            }
        }

        if (inputs.BatchNormGamma is not null)
        {
            pool.Synchronise(parts);
            var (from, to) = StaticSplit.Range(_width, Lanes.Count, part, parts);
            var offset = (nint)time * _width;
            var all = dStates + (buffers.TimeRow(time, 0) * _width);
            BatchNormColumns.Backward(
                buffers.Averages + (buffers.Row(time, 0) * _width), all, buffers.Batch, _width, Data(inputs.BatchNormGamma),
                buffers.Means + offset, buffers.Inverses + offset, all, false, dGamma, dBeta, from, to);
            pool.Synchronise(parts);
        }

        for (var node = 0; node < buffers.NodeCount; node++)
        {
            new Span<float>(NodeGradient(dNodes, node, start), (int)count).Clear();
        }

        var factor = 1f / inputs.OutputNodes.Count;
        for (var i = 0; i < inputs.OutputNodes.Count; i++)
        {
            HighwayRows.AddScaled(gradient, factor, NodeGradient(dNodes, inputs.OutputNodes[i], start), count);
        }
    }

    private void BackwardNodes(int time, int start, int rows, int part, float* dStates, float* dNodes, float* dMasked, PackedMatrix stateWeight, PackedMatrix[] nodeWeights)
    {
        var row = buffers.Row(time, start);
        for (var node = buffers.NodeCount - 1; node > 0; node--)
        {
            var source = inputs.Sources[node];
            var product = buffers.Products[node] + (row * 2 * _width);
            var dSource = NodeGradient(dNodes, source, start);
            HighwayRows.Backward(inputs.Activations[node], product, buffers.Nodes[source] + (row * _width), NodeGradient(dNodes, node, start), dSource, rows, _width);
            MultiplyBack(part, rows, start, product, nodeWeights[node - 1], dMasked, dSource);
        }

        if (time == 0)
        {
            // Nothing before the initial state wants a gradient, but node 0's own product does.
            var unused = dMasked + ((nint)start * _width);
            new Span<float>(unused, rows * _width).Clear();
            HighwayRows.Backward(inputs.Activations[0], FirstProduct(0, start), buffers.States + ((nint)start * _width), NodeGradient(dNodes, 0, start), unused, rows, _width);
            return;
        }

        var before = dStates + (buffers.TimeRow(time - 1, start) * _width);
        var carried = buffers.States + (buffers.TimeRow(time, start) * _width);
        HighwayRows.Backward(inputs.Activations[0], FirstProduct(time, start), carried, NodeGradient(dNodes, 0, start), before, rows, _width);
        MultiplyBack(part, rows, start, FirstProduct(time, start), stateWeight, dMasked, before);
    }

    private float* FirstProduct(int time, int start) => buffers.Products[0] + (buffers.TimeRow(time, start) * 2 * _width);

    private float* NodeGradient(float* dNodes, int node, int start) => dNodes + ((((nint)node * buffers.Batch) + start) * _width);

    /// <summary>target += (dProduct·Wᵀ) ∘ mask.</summary>
    private void MultiplyBack(int part, int rows, int start, float* dProduct, PackedMatrix transposedWeight, float* dMasked, float* target)
    {
        if (_mask == null)
        {
            Multiply(part, rows, dProduct, 2 * _width, transposedWeight, target, _width, accumulate: true);
            return;
        }

        var room = dMasked + ((nint)start * _width);
        Multiply(part, rows, dProduct, 2 * _width, transposedWeight, room, _width, accumulate: false);
        HighwayRows.MultiplyAdd(room, _mask + ((nint)start * _width), target, (nint)rows * _width);
    }

    private void Multiply(int part, int rows, float* a, PackedMatrix b, float* c, nint cStride, bool accumulate) =>
        Multiply(part, rows, a, _width, b, c, cStride, accumulate);

    private void Multiply(int part, int rows, float* a, nint aStride, PackedMatrix b, float* c, nint cStride, bool accumulate) =>
        GemmBlocks.Multiply(gemm.Path, gemm.Workspace(part), rows, new MatrixView(a, aStride), b, 0, PackedMatrix.PanelCount(b.Columns), c, cStride, accumulate);

    private float* Data(Tensor? tensor) => (float*)data((CpuTensor?)tensor);
}
