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
            Record(result, () => AddRows(result.Gradient, count, GradientOf(source) + start, source.Columns, source.Rows, count));
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
            Record(result, () => AddRows(result.Gradient, source.Columns, GradientOf(source) + offset, source.Columns, count, source.Columns));
        }

        return result;
    }

    /// <inheritdoc />
    public Tensor ConcatRows(IReadOnlyList<Tensor> parts)
    {
        var sources = UseAll(nameof(ConcatRows), parts, byRows: true);
        var columns = sources[0].Columns;
        var result = NewTensor(nameof(ConcatRows), new TensorShape(sources.Sum(source => source.Rows), columns));
        var offset = 0L;
        foreach (var source in sources)
        {
            CopyRows(source.Data, columns, result.Data + offset, columns, source.Rows, columns);
            offset += source.Count;
        }

        if (sources.Any(Tapes))
        {
            Record(result, () =>
            {
                var position = 0L;
                foreach (var source in sources)
                {
                    if (Tapes(source))
                    {
                        AddRows(result.Gradient + position, columns, GradientOf(source), columns, source.Rows, columns);
                    }

                    position += source.Count;
                }
            });
        }

        return result;
    }

    /// <inheritdoc />
    public Tensor ConcatColumns(IReadOnlyList<Tensor> parts)
    {
        var sources = UseAll(nameof(ConcatColumns), parts, byRows: false);
        var (rows, columns) = (sources[0].Rows, sources.Sum(source => source.Columns));
        var result = NewTensor(nameof(ConcatColumns), new TensorShape(rows, columns));
        var offset = 0;
        foreach (var source in sources)
        {
            CopyRows(source.Data, source.Columns, result.Data + offset, columns, rows, source.Columns);
            offset += source.Columns;
        }

        if (sources.Any(Tapes))
        {
            Record(result, () =>
            {
                var position = 0;
                foreach (var source in sources)
                {
                    if (Tapes(source))
                    {
                        AddRows(result.Gradient + position, columns, GradientOf(source), source.Columns, rows, source.Columns);
                    }

                    position += source.Columns;
                }
            });
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

        var sources = parts.Select(part => Use(part, nameof(WeightedSum))).ToArray();
        var factors = weights.ToArray();
        var result = NewTensor(nameof(WeightedSum), sources[0].Shape);
        for (var i = 0; i < sources.Length; i++)
        {
            var source = sources[i];
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

        if (sources.Any(Tapes))
        {
            Record(result, () =>
            {
                for (var i = 0; i < sources.Length; i++)
                {
                    if (Tapes(sources[i]))
                    {
                        AddTo(sources[i], new AddScaledOperation(factors[i]), result.Gradient, result.Gradient);
                    }
                }
            });
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
            new ReadOnlySpan<float>(source + (row * sourceStride), columns).CopyTo(new Span<float>(destination + (row * destinationStride), columns));
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

    private CpuTensor[] UseAll(string operation, IReadOnlyList<Tensor> parts, bool byRows)
    {
        if (parts.Count == 0)
        {
            throw new ArgumentException($"{operation}: no parts.");
        }

        var sources = parts.Select(part => Use(part, operation)).ToArray();
        foreach (var source in sources)
        {
            if (byRows ? source.Columns != sources[0].Columns : source.Rows != sources[0].Rows)
            {
                throw ShapeError(operation, sources[0], source);
            }
        }

        return sources;
    }
}
