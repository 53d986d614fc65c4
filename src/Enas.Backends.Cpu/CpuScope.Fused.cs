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
        var taped = Tapes(input) || Tapes(weight)
            || Tapes(Use(inputs.StateWeight, nameof(TryRecurrentCell))) || AnyTapes(inputs.NodeWeights);
        var buffers = new RecurrentCellBuffers(inputs, taped, backend.Arena);
        var run = new RecurrentCellRun(inputs, buffers, Gemm, Pool);
        Use(inputs.InitialState, nameof(TryRecurrentCell)).Values.CopyTo(new Span<float>(buffers.States, buffers.Batch * buffers.Width));
        Gemm.Multiply(input.Rows, 2 * buffers.Width, input.Columns,
            View(input, input.Data, false), View(weight, weight.Data, false), buffers.Products[0], 2 * buffers.Width, accumulate: false);
        run.Forward(PackCellWeight(run, inputs.StateWeight, transposed: false),
            PackNodeWeights(run, inputs.NodeWeights, transposed: false));
        var result = Adopt(nameof(TryRecurrentCell),
            new TensorShape(buffers.TimeSteps * buffers.Batch, buffers.Width), buffers.States + ((nint)buffers.Batch * buffers.Width));
        if (taped)
        {
            Record(result, new RecurrentCellNode(inputs, buffers, run));
        }

        return result;
    }

    private void RecurrentCellGradient(
        RecurrentCellInputs inputs, in RecurrentCellBuffers buffers, in RecurrentCellRun run, CpuTensor result)
    {
        var (gamma, beta) = ((CpuTensor?)inputs.BatchNormGamma, (CpuTensor?)inputs.BatchNormBeta);
        var room = (long)buffers.Batch * buffers.Width;
        run.Backward(
            result.Gradient,
            Allocate(room * buffers.NodeCount),
            Allocate(room),
            PackCellWeight(run, inputs.StateWeight, transposed: true),
            PackNodeWeights(run, inputs.NodeWeights, transposed: true),
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
    private void WeightGradient(CpuTensor weight, float* x, float* dProduct, in RecurrentCellBuffers buffers)
    {
        if (Tapes(weight))
        {
            var target = GradientOf(weight, out var accumulate);
            Gemm.Multiply(
                weight.Rows, weight.Columns, buffers.TimeSteps * buffers.Batch,
                new MatrixView(x, weight.Rows, transposed: true),
                    new MatrixView(dProduct, weight.Columns), target, weight.Columns, accumulate);
        }
    }

    private CellWeight PackCellWeight(in RecurrentCellRun run, Tensor tensor, bool transposed)
    {
        var weight = Use(tensor, nameof(TryRecurrentCell));
        var view = View(weight, weight.Data, transposed);
        return transposed
            ? CellWeight.Backward(Pool, run.Split, view, backend.Arena)
            : CellWeight.Forward(Pool, run.Split, view, backend.Arena);
    }

    private CellWeight* PackNodeWeights(in RecurrentCellRun run, IReadOnlyList<Tensor> weights, bool transposed)
    {
        var packed = (CellWeight*)backend.Arena.AllocateBytes((long)weights.Count * sizeof(CellWeight));
        for (var i = 0; i < weights.Count; i++)
        {
            packed[i] = PackCellWeight(run, weights[i], transposed);
        }

        return packed;
    }

    private bool AnyTapes(IReadOnlyList<Tensor> tensors)
    {
        var any = false;
        for (var i = 0; i < tensors.Count; i++)
        {
            any |= Tapes(Use(tensors[i], nameof(TryRecurrentCell)));
        }

        return any;
    }

    private static bool AllAre(IReadOnlyList<Tensor> tensors, TensorShape shape)
    {
        for (var i = 0; i < tensors.Count; i++)
        {
            if (tensors[i].Shape != shape)
            {
                return false;
            }
        }

        return true;
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
            && AllAre(inputs.NodeWeights, product)
            && (inputs.HiddenMask is null || inputs.HiddenMask.Shape == inputs.InitialState.Shape);
        if (!fits)
        {
            throw new ArgumentException($"RecurrentCell: input {inputs.Input.Shape}, state {inputs.InitialState.Shape}, "
                + $"Wx {inputs.InputWeight.Shape}, Wh {inputs.StateWeight.Shape} and {inputs.NodeWeights.Count} "
                + $"node weights do not go together for {inputs.TimeSteps} steps of {inputs.Batch} rows and {inputs.Sources.Count} nodes.");
        }
    }

    private readonly struct RecurrentCellNode(RecurrentCellInputs inputs, RecurrentCellBuffers buffers, RecurrentCellRun run) : ITapeNode
    {
        public void Backward(CpuScope scope, CpuTensor result) => scope.RecurrentCellGradient(inputs, buffers, run, result);
    }
}
