using Enas.Pipeline.Tensors;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;
using Tensor = Enas.Pipeline.Tensors.Tensor;

namespace Enas.Backends.Torch;

/// <content>Slices, concatenation, reductions, losses.</content>
internal sealed partial class TorchScope
{
    /// <inheritdoc />
    public Tensor Reshape(Tensor a, TensorShape shape)
    {
        var x = Use(a, nameof(Reshape));
        return x.Shape.ElementCount == shape.ElementCount
            ? Result(nameof(Reshape), shape, x.Native.reshape(TorchBackend.Sizes(shape)))
            : throw new ArgumentException($"Reshape: {x.Shape} ({x.Name}) has not as many elements as {shape}.");
    }

    /// <inheritdoc />
    public Tensor SliceColumns(Tensor a, int start, int count) => Slice(nameof(SliceColumns), a, 1, start, count);

    /// <inheritdoc />
    public Tensor SliceRows(Tensor a, int start, int count) => Slice(nameof(SliceRows), a, 0, start, count);

    /// <inheritdoc />
    public Tensor ConcatRows(IReadOnlyList<Tensor> parts) => Concat(nameof(ConcatRows), parts, 0);

    /// <inheritdoc />
    public Tensor ConcatColumns(IReadOnlyList<Tensor> parts) => Concat(nameof(ConcatColumns), parts, 1);

    /// <inheritdoc />
    public Tensor Sum(Tensor a) => Result(nameof(Sum), new TensorShape(1, 1), Use(a, nameof(Sum)).Native.sum().reshape(1, 1));

    /// <inheritdoc />
    public Tensor Softmax(Tensor a) => Unary(nameof(Softmax), a, x => F.softmax(x, -1));

    /// <inheritdoc />
    public Tensor LogSoftmax(Tensor a) => Unary(nameof(LogSoftmax), a, x => F.log_softmax(x, -1));

    /// <inheritdoc />
    public Tensor Pick(Tensor a, ReadOnlySpan<int> columns)
    {
        var x = Use(a, nameof(Pick));
        CheckIndices(nameof(Pick), columns, x.Shape.Rows, 0, x.Shape.Columns);
        return Result(nameof(Pick), new TensorShape(columns.Length, 1),
            Matrix(x).gather(1, Transfer.Indices(columns, Device).reshape(-1, 1)));
    }

    /// <inheritdoc />
    public Tensor CrossEntropy(Tensor logits, ReadOnlySpan<int> targets)
    {
        var x = Use(logits, nameof(CrossEntropy));
        CheckIndices(nameof(CrossEntropy), targets, x.Shape.Rows, -1, x.Shape.Columns);
        return SumOfCrossEntropies(nameof(CrossEntropy), Matrix(x), targets);
    }

    /// <inheritdoc />
    public Tensor? TryTiedCrossEntropy(Tensor h, Tensor table, Tensor? bias, ReadOnlySpan<int> targets)
    {
        var (x, w) = (Use(h, nameof(TryTiedCrossEntropy)), Use(table, nameof(TryTiedCrossEntropy)));
        if (x.Shape.Columns != w.Shape.Columns)
        {
            throw ShapeError(nameof(TryTiedCrossEntropy), x, w);
        }

        CheckIndices(nameof(TryTiedCrossEntropy), targets, x.Shape.Rows, -1, w.Shape.Rows);
        var rows = Operand(x).reshape(x.Shape.Rows, x.Shape.Columns);
        var logits = bias is null
            ? rows.mm(Operand(w).t())
            : Operand(Use(bias, nameof(TryTiedCrossEntropy))).reshape(-1).addmm(rows, Operand(w).t());
        return SumOfCrossEntropies(nameof(TryTiedCrossEntropy), Full(logits), targets);
    }

    /// <inheritdoc />
    public Tensor Embedding(Tensor table, ReadOnlySpan<int> indices, ReadOnlySpan<float> rowScales = default)
    {
        var x = Use(table, nameof(Embedding));
        CheckIndices(nameof(Embedding), indices, indices.Length, 0, x.Shape.Rows);
        var rows = Matrix(x).index_select(0, Transfer.Indices(indices, Device));
        if (!rowScales.IsEmpty)
        {
            rows = rows.mul(Transfer.Floats(rowScales, [indices.Length, 1], Device));
        }

        return Result(nameof(Embedding), new TensorShape(indices.Length, x.Shape.Columns), rows);
    }

    /// <inheritdoc />
    public Tensor LimitRowNorm(Tensor a, float maximum)
    {
        var x = Use(a, nameof(LimitRowNorm));
        return Result(nameof(LimitRowNorm), x.Shape, Like(LimitRowNorm(Matrix(x), maximum), x.Shape));
    }

    // The scale is a constant of the gradient by contract. A row of zeros has a scale of 1.
    private static torch.Tensor LimitRowNorm(torch.Tensor matrix, float maximum)
    {
        using Scalar least = 1e-30f.ToScalar(), most = maximum.ToScalar(), one = 1f.ToScalar();
        return matrix.mul(matrix.detach().norm(1, keepdim: true).clamp(min: least).reciprocal().mul(most).clamp(max: one));
    }

    private TorchTensor Slice(string name, Tensor a, int dimension, int start, int count)
    {
        var x = Use(a, name);
        var size = dimension == 0 ? x.Shape.Rows : x.Shape.Columns;
        if (start < 0 || count < 1 || start + count > size)
        {
            throw new ArgumentException($"{name}: {start} .. {start + count} of {x.Shape} ({x.Name}).");
        }

        var shape = dimension == 0 ? new TensorShape(count, x.Shape.Columns) : new TensorShape(x.Shape.Rows, count);
        return Result(name, shape, Matrix(x).narrow(dimension, start, count));
    }

    private TorchTensor Concat(string name, IReadOnlyList<Tensor> parts, int dimension)
    {
        var first = Use(parts[0], name);
        var (along, total) = (0, new List<torch.Tensor>(parts.Count));
        foreach (var part in parts)
        {
            var x = Use(part, name);
            if (dimension == 0 ? x.Shape.Columns != first.Shape.Columns : x.Shape.Rows != first.Shape.Rows)
            {
                throw ShapeError(name, first, x);
            }

            along += dimension == 0 ? x.Shape.Rows : x.Shape.Columns;
            total.Add(Matrix(x));
        }

        var shape = dimension == 0 ? new TensorShape(along, first.Shape.Columns) : new TensorShape(first.Shape.Rows, along);
        return Result(name, shape, cat(total, dimension));
    }

    private TorchTensor SumOfCrossEntropies(string name, torch.Tensor logits, ReadOnlySpan<int> targets) => Result(
        name, new TensorShape(1, 1),
            F.cross_entropy(logits, Transfer.Indices(targets, Device), ignore_index: -1, reduction: nn.Reduction.Sum).reshape(1, 1));

    private static void CheckIndices(string name, ReadOnlySpan<int> indices, int count, int least, int end)
    {
        if (indices.Length != count)
        {
            throw new ArgumentException($"{name}: {indices.Length} indices for {count} rows.");
        }

        foreach (var index in indices)
        {
            if (index < least || index >= end)
            {
                throw new ArgumentOutOfRangeException(nameof(indices), $"{name}: index {index}, allowed are {least} to {end - 1}.");
            }
        }
    }
}
