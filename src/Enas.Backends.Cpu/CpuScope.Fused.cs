using Enas.Backends.Cpu.Kernels;
using Enas.Backends.Cpu.Recurrent;
using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu;

/// <content>The recurrent cell over a sequence as one operation.</content>
internal sealed unsafe partial class CpuScope
{
    /// <inheritdoc />
    public Tensor? TryRecurrentCell(RecurrentCellInputs inputs)
    {
        if (inputs.NodeBatchNormGammas.Count > 0)
        {
            return null;
        }

        CheckCell(inputs);
        var input = Use(inputs.Input, nameof(TryRecurrentCell));
        var weight = Use(inputs.InputWeight, nameof(TryRecurrentCell));
        var taped = Tapes(input) || Tapes(weight) || Tapes(Use(inputs.StateWeight, nameof(TryRecurrentCell))) || inputs.NodeWeights.Any(w => Tapes(Use(w, nameof(TryRecurrentCell))));
        var buffers = new RecurrentCellBuffers(inputs, taped, count => (nint)Allocate(count));
        var run = new RecurrentCellRun(inputs, buffers, Gemm, Pool, tensor => tensor is null ? 0 : (nint)tensor.Data);
        Use(inputs.InitialState, nameof(TryRecurrentCell)).Values.CopyTo(new Span<float>(buffers.States, buffers.Batch * buffers.Width));
        Gemm.Multiply(input.Rows, 2 * buffers.Width, input.Columns, View(input, input.Data, false), View(weight, weight.Data, false), buffers.Products[0], 2 * buffers.Width, accumulate: false);
        run.Forward(PackCellWeight(run, inputs.StateWeight, transposed: false), [.. inputs.NodeWeights.Select(w => PackCellWeight(run, w, transposed: false))]);
        var result = Adopt(nameof(TryRecurrentCell), new TensorShape(buffers.TimeSteps * buffers.Batch, buffers.Width), buffers.States + ((nint)buffers.Batch * buffers.Width));
        if (taped)
        {
            Record(result, () => RecurrentCellGradient(inputs, buffers, run, result));
        }

        return result;
    }

    private void RecurrentCellGradient(RecurrentCellInputs inputs, RecurrentCellBuffers buffers, RecurrentCellRun run, CpuTensor result)
    {
        var (gamma, beta) = ((CpuTensor?)inputs.BatchNormGamma, (CpuTensor?)inputs.BatchNormBeta);
        var room = (long)buffers.Batch * buffers.Width;
        run.Backward(
            result.Gradient,
            Allocate(room * buffers.NodeCount),
            Allocate(room),
            PackCellWeight(run, inputs.StateWeight, transposed: true),
            [.. inputs.NodeWeights.Select(w => PackCellWeight(run, w, transposed: true))],
            gamma is null ? null : GradientOf(gamma),
            beta is null ? null : GradientOf(beta));
        WeightGradient((CpuTensor)inputs.StateWeight, buffers.ProductInput(inputs, 0), buffers.Products[0], buffers);
        for (var node = 1; node < buffers.NodeCount; node++)
        {
            WeightGradient((CpuTensor)inputs.NodeWeights[node - 1], buffers.ProductInput(inputs, node), buffers.Products[node], buffers);
        }

        var input = (CpuTensor)inputs.Input;
        var weight = (CpuTensor)inputs.InputWeight;
        WeightGradient(weight, input.Data, buffers.Products[0], buffers);
        if (Tapes(input))
        {
            var target = GradientOf(input, out var accumulate);
            Gemm.Multiply(
                input.Rows, input.Columns, 2 * buffers.Width,
                new MatrixView(buffers.Products[0], 2 * buffers.Width), View(weight, weight.Data, true), target, input.Columns, accumulate);
        }
    }

    /// <summary>dW (+)= Xᵀ·dZ over all time steps at once: one chain of T·B terms in time order.</summary>
    private void WeightGradient(CpuTensor weight, float* x, float* dProduct, RecurrentCellBuffers buffers)
    {
        if (Tapes(weight))
        {
            var target = GradientOf(weight, out var accumulate);
            Gemm.Multiply(
                weight.Rows, weight.Columns, buffers.TimeSteps * buffers.Batch,
                new MatrixView(x, weight.Rows, transposed: true), new MatrixView(dProduct, weight.Columns), target, weight.Columns, accumulate);
        }
    }

    private CellWeight PackCellWeight(RecurrentCellRun run, Tensor tensor, bool transposed)
    {
        var weight = Use(tensor, nameof(TryRecurrentCell));
        var view = View(weight, weight.Data, transposed);
        return transposed
            ? CellWeight.Backward(Pool, run.Split, view, count => (nint)Allocate(count))
            : CellWeight.Forward(Pool, run.Split, view, count => (nint)Allocate(count));
    }

    private static void CheckCell(RecurrentCellInputs inputs)
    {
        var width = inputs.InitialState.Shape.Columns;
        var product = new TensorShape(width, 2 * width);
        var fits = inputs.Sources.Count == inputs.Activations.Count
            && inputs.NodeWeights.Count == inputs.Sources.Count - 1
            && inputs.Input.Shape.Rows == inputs.TimeSteps * inputs.Batch
            && inputs.InitialState.Shape.Rows == inputs.Batch
            && inputs.InputWeight.Shape == new TensorShape(inputs.Input.Shape.Columns, 2 * width)
            && inputs.StateWeight.Shape == product
            && inputs.NodeWeights.All(w => w.Shape == product)
            && (inputs.HiddenMask is null || inputs.HiddenMask.Shape == inputs.InitialState.Shape);
        if (!fits)
        {
            throw new ArgumentException($"RecurrentCell: input {inputs.Input.Shape}, state {inputs.InitialState.Shape}, Wx {inputs.InputWeight.Shape}, Wh {inputs.StateWeight.Shape} and {inputs.NodeWeights.Count} node weights do not go together for {inputs.TimeSteps} steps of {inputs.Batch} rows and {inputs.Sources.Count} nodes.");
        }
    }
}
