using Enas.Backends.Cpu.Kernels;
using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu;

/// <content>Sums whose weights are tensors.</content>
internal sealed unsafe partial class CpuScope
{
    /// <inheritdoc />
    public Tensor? TryMixedSum(IReadOnlyList<Tensor> parts, Tensor weights)
    {
        var factors = Use(weights, nameof(TryMixedSum));
        var sources = UseAll(nameof(TryMixedSum), parts);
        var result = NewTensor(nameof(TryMixedSum), _operands[sources.Start].Shape);
        if (factors.Rows != 1 || factors.Columns != parts.Count)
        {
            throw ShapeError(nameof(TryMixedSum), result, factors);
        }

        for (var i = 0; i < parts.Count; i++)
        {
            var source = _operands[sources.Start + i];
            if (source.Shape != result.Shape)
            {
                throw ShapeError(nameof(TryMixedSum), result, source);
            }

            if (i == 0)
            {
                ElementWise.Run(Pool, new ScaleOperation(factors.Data[0]), result.Data, source.Data, source.Data, result.Count);
            }
            else
            {
                ElementWise.Run(Pool, new AddScaledOperation(factors.Data[i]), result.Data, source.Data, source.Data, result.Count);
            }
        }

        if (Tapes(factors) || TapesAny(sources))
        {
            Record(result, new MixedSumNode(sources, factors));
        }

        return result;
    }

    private readonly struct MixedSumNode(OperandRange sources, CpuTensor weights) : ITapeNode
    {
        public void Backward(CpuScope scope, CpuTensor result)
        {
            for (var i = sources.Start; i < sources.End; i++)
            {
                var (source, number) = (scope._operands[i], i - sources.Start);
                if (scope.Tapes(weights))
                {
                    scope.GradientOf(weights)[number] += Reductions.Dot(result.Gradient, source.Data, (nint)result.Count);
                }

                if (scope.Tapes(source))
                {
                    scope.AddTo(source, new AddScaledOperation(weights.Data[number]), result.Gradient, result.Gradient);
                }
            }
        }
    }
}
