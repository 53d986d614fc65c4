using Enas.Backends.Cpu.Kernels;
using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu;

/// <content>Cutting and joining.</content>
internal sealed unsafe partial class CpuScope
{
    /// <inheritdoc />
    public Tensor SliceColumns(Tensor a, int start, int count)
    {
        var source = Use(a, nameof(SliceColumns));
        CheckRange(nameof(SliceColumns), source, start, count, source.Columns);
        var result = NewTensor(nameof(SliceColumns), new TensorShape(source.Rows, count));
        CopyRows(source.Data + start, source.Columns, result.Data, count, source.Rows, count);
        if (Tapes(source))
        {
            Record(result, new SliceColumnsNode(source, start, count));
        }

        return result;
    }

    /// <inheritdoc />
    public Tensor SliceRows(Tensor a, int start, int count)
    {
        var source = Use(a, nameof(SliceRows));
        CheckRange(nameof(SliceRows), source, start, count, source.Rows);
        var offset = (long)start * source.Columns;
        var result = NewTensor(nameof(SliceRows), new TensorShape(count, source.Columns));
        CopyRows(source.Data + offset, source.Columns, result.Data, source.Columns, count, source.Columns);
        if (Tapes(source))
        {
            Record(result, new SliceRowsNode(source, offset, count));
        }

        return result;
    }

    /// <inheritdoc />
    public Tensor ConcatRows(IReadOnlyList<Tensor> parts)
    {
        var sources = UseAll(nameof(ConcatRows), parts);
        var (rows, columns) = (0, _operands[sources.Start].Columns);
        for (var i = sources.Start; i < sources.End; i++)
        {
            rows += _operands[i].Columns == columns
                ? _operands[i].Rows : throw ShapeError(nameof(ConcatRows), _operands[sources.Start], _operands[i]);
        }

        var result = NewTensor(nameof(ConcatRows), new TensorShape(rows, columns));
        var offset = 0L;
        for (var i = sources.Start; i < sources.End; i++)
        {
            var source = _operands[i];
            CopyRows(source.Data, columns, result.Data + offset, columns, source.Rows, columns);
            offset += source.Count;
        }

        if (TapesAny(sources))
        {
            Record(result, new ConcatRowsNode(sources));
        }

        return result;
    }

    /// <inheritdoc />
    public Tensor ConcatColumns(IReadOnlyList<Tensor> parts)
    {
        var sources = UseAll(nameof(ConcatColumns), parts);
        var (rows, columns) = (_operands[sources.Start].Rows, 0);
        for (var i = sources.Start; i < sources.End; i++)
        {
            columns += _operands[i].Rows == rows
                ? _operands[i].Columns : throw ShapeError(nameof(ConcatColumns), _operands[sources.Start], _operands[i]);
        }

        var result = NewTensor(nameof(ConcatColumns), new TensorShape(rows, columns));
        var offset = 0;
        for (var i = sources.Start; i < sources.End; i++)
        {
            var source = _operands[i];
            CopyRows(source.Data, source.Columns, result.Data + offset, columns, rows, source.Columns);
            offset += source.Columns;
        }

        if (TapesAny(sources))
        {
            Record(result, new ConcatColumnsNode(sources));
        }

        return result;
    }

    /// <inheritdoc />
    public Tensor WeightedSum(IReadOnlyList<Tensor> parts, ReadOnlySpan<float> weights)
    {
        if (parts.Count == 0 || parts.Count != weights.Length)
        {
            throw new ArgumentException($"WeightedSum: {parts.Count} parts and {weights.Length} weights.");
        }

        var sources = UseAll(nameof(WeightedSum), parts);
        var factors = Allocate(weights.Length);
        weights.CopyTo(new Span<float>(factors, weights.Length));
        var result = NewTensor(nameof(WeightedSum), _operands[sources.Start].Shape);
        for (var i = 0; i < weights.Length; i++)
        {
            var source = _operands[sources.Start + i];
            if (source.Rows != result.Rows || source.Columns != result.Columns)
            {
                throw ShapeError(nameof(WeightedSum), result, source);
            }

            if (i == 0)
            {
                ElementWise.Run(Pool, new ScaleOperation(factors[0]), result.Data, source.Data, source.Data, result.Count);
            }
            else
            {
                ElementWise.Run(Pool, new AddScaledOperation(factors[i]), result.Data, source.Data, source.Data, result.Count);
            }
        }

        if (TapesAny(sources))
        {
            Record(result, new WeightedSumNode(sources, factors));
        }

        return result;
    }

    private static void CheckRange(string operation, CpuTensor source, int start, int count, int limit)
    {
        if (start < 0 || count < 1 || start > limit - count)
        {
            throw new ArgumentException($"{operation}: {start} .. {start}+{count} of {source.Shape} ({source.Name}).");
        }
    }

    private static void CopyRows(float* source, nint sourceStride, float* destination, nint destinationStride, int rows, int columns)
    {
        for (var row = 0; row < rows; row++)
        {
            new ReadOnlySpan<float>(source + (row * sourceStride), columns)
                .CopyTo(new Span<float>(destination + (row * destinationStride), columns));
        }
    }

    private static void AddRows(float* source, nint sourceStride, float* destination, nint destinationStride, int rows, int columns)
    {
        for (var row = 0; row < rows; row++)
        {
            var from = source + (row * sourceStride);
            var to = destination + (row * destinationStride);
            ElementWise.Flat(new AccumulateOperation(), to, from, from, columns);
        }
    }

    /// <summary>The tensors, checked to be alive, in the step's list of operands.</summary>
    private OperandRange UseAll(string operation, IReadOnlyList<Tensor> parts)
    {
        if (parts.Count == 0)
        {
            throw new ArgumentException($"{operation}: no parts.");
        }

        var start = _operands.Count;
        for (var i = 0; i < parts.Count; i++)
        {
            _operands.Add(Use(parts[i], operation));
        }

        return new OperandRange(start, _operands.Count);
    }

    private bool TapesAny(OperandRange sources)
    {
        for (var i = sources.Start; i < sources.End; i++)
        {
            if (Tapes(_operands[i]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Where the operands of one operation are in the step's list of them.</summary>
    private readonly record struct OperandRange(int Start, int End);

    private readonly struct SliceColumnsNode(CpuTensor source, int start, int count) : ITapeNode
    {
        public void Backward(CpuScope scope, CpuTensor result) =>
            AddRows(result.Gradient, count, scope.GradientOf(source) + start, source.Columns, source.Rows, count);
    }

    private readonly struct SliceRowsNode(CpuTensor source, long offset, int count) : ITapeNode
    {
        public void Backward(CpuScope scope, CpuTensor result) =>
            AddRows(result.Gradient, source.Columns, scope.GradientOf(source) + offset, source.Columns, count, source.Columns);
    }

    private readonly struct ConcatRowsNode(OperandRange sources) : ITapeNode
    {
        public void Backward(CpuScope scope, CpuTensor result)
        {
            var position = 0L;
            for (var i = sources.Start; i < sources.End; i++)
            {
                var source = scope._operands[i];
                if (scope.Tapes(source))
                {
                    AddRows(result.Gradient + position,
                        source.Columns, scope.GradientOf(source), source.Columns, source.Rows, source.Columns);
                }

                position += source.Count;
            }
        }
    }

    private readonly struct ConcatColumnsNode(OperandRange sources) : ITapeNode
    {
        public void Backward(CpuScope scope, CpuTensor result)
        {
            var position = 0;
            for (var i = sources.Start; i < sources.End; i++)
            {
                var source = scope._operands[i];
                if (scope.Tapes(source))
                {
                    AddRows(result.Gradient + position,
                        result.Columns, scope.GradientOf(source), source.Columns, source.Rows, source.Columns);
                }

                position += source.Columns;
            }
        }
    }

    private readonly struct WeightedSumNode(OperandRange sources, float* factors) : ITapeNode
    {
        private readonly float* _factors = factors;

        public void Backward(CpuScope scope, CpuTensor result)
        {
            for (var i = sources.Start; i < sources.End; i++)
            {
                if (scope.Tapes(scope._operands[i]))
                {
                    scope.AddTo(scope._operands[i], new AddScaledOperation(_factors[i - sources.Start]), result.Gradient, result.Gradient);
                }
            }
        }
    }
}
