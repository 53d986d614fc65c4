using Enas.Pipeline.Tensors;
using TorchSharp;
using F = TorchSharp.torch.nn.functional;
using Native = TorchSharp.torch.Tensor;
using Tensor = Enas.Pipeline.Tensors.Tensor;

namespace Enas.Backends.Torch;

/// <content>Element-wise operations and products.</content>
internal sealed partial class TorchScope
{
    /// <inheritdoc />
    public Tensor MatMul(Tensor a, Tensor b, bool transposeA = false, bool transposeB = false)
    {
        var (x, y) = (Use(a, nameof(MatMul)), Use(b, nameof(MatMul)));
        var (m, k) = transposeA ? (x.Shape.Columns, x.Shape.Rows) : (x.Shape.Rows, x.Shape.Columns);
        var (inner, n) = transposeB ? (y.Shape.Columns, y.Shape.Rows) : (y.Shape.Rows, y.Shape.Columns);
        if (k != inner)
        {
            throw ShapeError(nameof(MatMul), x, y);
        }

        var left = Operand(x).reshape(x.Shape.Rows, x.Shape.Columns);
        var right = Operand(y).reshape(y.Shape.Rows, y.Shape.Columns);
        return Result(nameof(MatMul), new TensorShape(m, n), Full((transposeA ? left.t() : left).mm(transposeB ? right.t() : right)));
    }

    /// <inheritdoc />
    public Tensor Add(Tensor a, Tensor b) => Binary(nameof(Add), a, b, (x, y) => x.add(y));

    /// <inheritdoc />
    public Tensor Subtract(Tensor a, Tensor b) => Binary(nameof(Subtract), a, b, (x, y) => x.sub(y));

    /// <inheritdoc />
    public Tensor Multiply(Tensor a, Tensor b) => Binary(nameof(Multiply), a, b, (x, y) => x.mul(y));

    /// <inheritdoc />
    public Tensor Affine(Tensor a, float factor, float offset) =>
        Unary(nameof(Affine), a, x =>
        {
            using Scalar times = factor.ToScalar(), plus = offset.ToScalar();
            return offset == 0 ? x.mul(times) : x.mul(times).add(plus);
        });

    /// <inheritdoc />
    public Tensor Tanh(Tensor a) => Unary(nameof(Tanh), a, x => x.tanh());

    /// <inheritdoc />
    public Tensor Sigmoid(Tensor a) => Unary(nameof(Sigmoid), a, x => x.sigmoid());

    /// <inheritdoc />
    public Tensor Relu(Tensor a) => Unary(nameof(Relu), a, x => F.relu(x));

    /// <inheritdoc />
    public Tensor Exp(Tensor a) => Unary(nameof(Exp), a, x => x.exp());

    /// <inheritdoc />
    public Tensor Log(Tensor a) => Unary(nameof(Log), a, x => x.log());

    /// <inheritdoc />
    public Tensor MultiplyRepeated(Tensor a, Tensor mask)
    {
        var (x, m) = (Use(a, nameof(MultiplyRepeated)), Use(mask, nameof(MultiplyRepeated)));
        if (m.Shape.Columns != x.Shape.Columns || x.Shape.Rows % m.Shape.Rows != 0)
        {
            throw ShapeError(nameof(MultiplyRepeated), x, m);
        }

        var product = x.Native.reshape(-1, m.Shape.Rows, m.Shape.Columns).mul(Matrix(m).detach());
        return Result(nameof(MultiplyRepeated), x.Shape, product.reshape(TorchBackend.Sizes(x.Shape)));
    }

    /// <inheritdoc />
    public Tensor WeightedSum(IReadOnlyList<Tensor> parts, ReadOnlySpan<float> weights)
    {
        if (parts.Count == 0 || parts.Count != weights.Length)
        {
            throw new ArgumentException($"WeightedSum: {parts.Count} tensors, {weights.Length} weights.");
        }

        var first = Use(parts[0], nameof(WeightedSum));
        using var ofFirst = weights[0].ToScalar();
        var sum = first.Native.mul(ofFirst);
        for (var i = 1; i < parts.Count; i++)
        {
            var part = Use(parts[i], nameof(WeightedSum));
            using var weight = weights[i].ToScalar();
            sum = part.Shape == first.Shape ? sum.add(part.Native, weight) : throw ShapeError(nameof(WeightedSum), first, part);
        }

        return Result(nameof(WeightedSum), first.Shape, sum);
    }

    /// <inheritdoc />
    public Tensor? TryMixedSum(IReadOnlyList<Tensor> parts, Tensor weights)
    {
        var (first, factors) = (Use(parts[0], nameof(TryMixedSum)), Use(weights, nameof(TryMixedSum)));
        if (factors.Shape != new TensorShape(1, parts.Count))
        {
            throw ShapeError(nameof(TryMixedSum), first, factors);
        }

        var each = factors.Native.reshape(-1).unbind();
        using var once = 1f.ToScalar();
        var sum = first.Native.mul(each[0]);
        for (var i = 1; i < parts.Count; i++)
        {
            var part = Use(parts[i], nameof(TryMixedSum));
            sum = part.Shape == first.Shape ? sum.addcmul(part.Native, each[i], once) : throw ShapeError(nameof(TryMixedSum), first, part);
        }

        return Result(nameof(TryMixedSum), first.Shape, sum);
    }

    private TorchTensor Unary(string name, Tensor a, Func<Native, Native> operation)
    {
        var x = Use(a, name);
        return Result(name, x.Shape, operation(x.Native));
    }

    private TorchTensor Binary(string name, Tensor a, Tensor b, Func<Native, Native, Native> operation)
    {
        var (x, y) = (Use(a, name), Use(b, name));
        if (x.Shape == y.Shape)
        {
            return Result(name, x.Shape, operation(x.Native, y.Native));
        }

        var isRow = y.Shape.Rows == 1 && y.Shape.Columns == x.Shape.Columns;
        var isColumn = y.Shape.Columns == 1 && y.Shape.Rows == x.Shape.Rows;
        return isRow || isColumn ? Result(name, x.Shape, Like(operation(Matrix(x), Matrix(y)), x.Shape)) : throw ShapeError(name, x, y);
    }
}
