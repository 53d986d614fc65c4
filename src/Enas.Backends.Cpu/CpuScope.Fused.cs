using Enas.Backends.Cpu.Kernels;
using Enas.Backends.Cpu.Recurrent;
using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu;

/// <content>Operations with a kernel of their own.</content>
internal sealed unsafe partial class CpuScope
{
    /// <inheritdoc />
    public Tensor? TryRecurrentCell(RecurrentCellInputs inputs)
    {
        if (inputs.NodeBatchNormGammas.Count > 0)
        {
            // Batch norm after every product would need a barrier per node; that cell runs over primitives.
            return null;
        }

        var operands = new RecurrentCellOperands(inputs, tensor => Use(tensor, nameof(TryRecurrentCell)));
        var records = operands.Differentiable().Any(Tapes);
        var cell = new RecurrentCell(operands, Gemm, Pool, Allocate, records);
        var result = Adopt("RecurrentCell", new TensorShape(inputs.TimeSteps * inputs.Batch, operands.Width), cell.Outputs);
        cell.Forward();
        if (records)
        {
            Record(result, () => RecurrentCellGradient(operands, cell, result));
        }

        return result;
    }

    /// <inheritdoc />
    public Tensor? TryTiedCrossEntropy(Tensor h, Tensor table, Tensor? bias, ReadOnlySpan<int> targets)
    {
        const string Name = nameof(TryTiedCrossEntropy);
        var (state, weight) = (Use(h, Name), Use(table, Name));
        var shift = bias is null ? null : Use(bias, Name);
        if (state.Columns != weight.Columns)
        {
            throw ShapeError(Name, state, weight);
        }

        if (shift is not null && shift.Count != weight.Rows)
        {
            throw ShapeError(Name, weight, shift);
        }

        var classes = CheckedColumns(Name, state.Rows, weight.Rows, targets, lowest: -1);
        var loss = new TiedCrossEntropy(Gemm, Pool, state, weight, shift, classes)
        {
            StateGradient = Tapes(state) ? Allocate(state.Count) : null,
            TableGradient = Tapes(weight) ? Allocate(weight.Count) : null,
            BiasGradient = shift is not null && Tapes(shift) ? ZeroedRoom(shift.Count) : null,
        };

        var result = NewTensor("TiedCrossEntropy", ScalarShape);
        *result.Data = (float)loss.Run(Allocate);
        if (Tapes(state) || Tapes(weight) || (shift is not null && Tapes(shift)))
        {
            Record(result, () =>
            {
                AddScaled(state, loss.StateGradient, *result.Gradient);
                AddScaled(weight, loss.TableGradient, *result.Gradient);
                AddScaled(shift, loss.BiasGradient, *result.Gradient);
            });
        }

        return result;
    }

    /// <summary>Adds factor·gradient to a tensor's gradient; memory that nothing else has contributed to becomes the gradient itself.</summary>
    private void AddScaled(CpuTensor? tensor, float* gradient, float factor)
    {
        if (gradient == null)
        {
            return;
        }

        if (tensor!.Gradient != null)
        {
            ElementWise.Run(Pool, new AddScaledOperation(factor), tensor.Gradient, gradient, gradient, tensor.Count);
            return;
        }

        if (factor != 1f)
        {
            ElementWise.Run(Pool, new ScaleOperation(factor), gradient, gradient, gradient, tensor.Count);
        }

        SetGradient(tensor, gradient);
    }

    private void RecurrentCellGradient(RecurrentCellOperands operands, RecurrentCell cell, CpuTensor result)
    {
        var dGamma = operands.Gamma is { } gamma && Tapes(gamma) ? GradientOf(gamma) : ZeroedRoom(operands.Width);
        var dBeta = operands.Beta is { } beta && Tapes(beta) ? GradientOf(beta) : ZeroedRoom(operands.Width);
        cell.Backward(result.Gradient, dGamma, dBeta);
        if (Tapes(operands.Input))
        {
            var target = GradientOf(operands.Input, out var accumulate);
            cell.AddInputGradient(target, accumulate);
        }

        for (var product = 0; product < cell.ProductCount; product++)
        {
            var weight = cell.WeightOf(product);
            if (Tapes(weight))
            {
                var target = GradientOf(weight, out var accumulate);
                cell.AddWeightGradient(product, target, accumulate);
            }
        }
    }
}
