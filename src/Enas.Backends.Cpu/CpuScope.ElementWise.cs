using Enas.Backends.Cpu.Kernels;
using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu;

/// <content>Element-wise operations.</content>
internal sealed unsafe partial class CpuScope
{
    /// <inheritdoc />
    public Tensor Add(Tensor a, Tensor b) => Sum(nameof(Add), new AddOperation(), a, b, sign: 1f);

    /// <inheritdoc />
    public Tensor AddOver(Tensor first, Tensor second, Tensor spare)
    {
        var (left, right) = (Use(first, nameof(AddOver)), Use(second, nameof(AddOver)));
        if (!ReferenceEquals(spare, first) && !ReferenceEquals(spare, second))
        {
            throw new ArgumentException($"AddOver: the spare tensor {spare.Shape} is neither of both.");
        }

        if (left.Shape != right.Shape)
        {
            throw ShapeError(nameof(AddOver), left, right);
        }

        var over = ReferenceEquals(spare, first) ? left : right;
        if (left == right || over.IsParameter || over.Uses > 1 || !over.IsForgottenByItsMaker)
        {
            return Add(first, second);
        }

        ElementWise.Run(Pool, new AddOperation(), over.Data, left.Data, right.Data, over.Count);
        over.IsReleased = true;
        var result = Adopt(nameof(AddOver), left.Shape, over.Data);
        result.IsForgottenByItsMaker = true;
        if (Tapes(left) || Tapes(right))
        {
            Record(result, new SumNode(left, right, Broadcast.None, sign: 1f));
        }

        return result;
    }

    /// <inheritdoc />
    public Tensor Subtract(Tensor a, Tensor b) => Sum(nameof(Subtract), new SubtractOperation(), a, b, sign: -1f);

    /// <inheritdoc />
    public Tensor Multiply(Tensor a, Tensor b)
    {
        var (left, right) = (Use(a, nameof(Multiply)), Use(b, nameof(Multiply)));
        var broadcast = BroadcastOf(nameof(Multiply), left, right);
        var result = NewTensor(nameof(Multiply), left.Shape);
        ElementWise.Run(Pool, new MultiplyOperation(), result.Data, left.Data, right.Data, left.Rows, left.Columns, broadcast);
        if (Tapes(left) || Tapes(right))
        {
            Record(result, new MultiplyNode(left, right, broadcast));
        }

        return result;
    }

    /// <inheritdoc />
    public Tensor Affine(Tensor a, float factor, float offset)
    {
        var source = Use(a, nameof(Affine));
        var result = Map(nameof(Affine), new AffineOperation(factor, offset), source);
        if (Tapes(source))
        {
            Record(result, new AffineNode(source, factor));
        }

        return result;
    }

    /// <inheritdoc />
    public Tensor Tanh(Tensor a) => MapWithGradientOfResult(nameof(Tanh), new TanhOperation(), new TanhGradient(), a);

    /// <inheritdoc />
    public Tensor Sigmoid(Tensor a) => MapWithGradientOfResult(nameof(Sigmoid), new SigmoidOperation(), new SigmoidGradient(), a);

    /// <inheritdoc />
    public Tensor Relu(Tensor a) => MapWithGradientOfResult(nameof(Relu), new ReluOperation(), new ReluGradient(), a);

    /// <inheritdoc />
    public Tensor Exp(Tensor a) => MapWithGradientOfResult(nameof(Exp), new ExpOperation(), new AddProductOperation(), a);

    /// <inheritdoc />
    public Tensor Log(Tensor a)
    {
        var source = Use(a, nameof(Log));
        var result = Map(nameof(Log), new LogOperation(), source);
        if (Tapes(source))
        {
            Record(result, new LogNode(source));
        }

        return result;
    }

    /// <inheritdoc />
    public Tensor MultiplyRepeated(Tensor a, Tensor mask)
    {
        var (source, block) = (Use(a, nameof(MultiplyRepeated)), Use(mask, nameof(MultiplyRepeated)));
        if (source.Columns != block.Columns || source.Rows % block.Rows != 0)
        {
            throw ShapeError(nameof(MultiplyRepeated), source, block);
        }

        var result = NewTensor(nameof(MultiplyRepeated), source.Shape);
        ElementWise.Run(Pool, new MultiplyOperation(),
            result.Data, source.Data, block.Data, source.Rows, source.Columns, Broadcast.Block, block.Rows);
        if (Tapes(source))
        {
            Record(result, new MultiplyRepeatedNode(source, block));
        }

        return result;
    }

    private static Broadcast BroadcastOf(string operation, CpuTensor a, CpuTensor b) =>
        b.Rows == a.Rows && b.Columns == a.Columns ? Broadcast.None
        : b.Rows == 1 && b.Columns == a.Columns ? Broadcast.Row
        : b.Columns == 1 && b.Rows == a.Rows ? Broadcast.Column
        : throw ShapeError(operation, a, b);

    private CpuTensor Map<TOperation>(string name, TOperation operation, CpuTensor source)
        where TOperation : struct, IElementOperation
    {
        var result = NewTensor(name, source.Shape);
        ElementWise.Run(Pool, operation, result.Data, source.Data, source.Data, source.Count);
        return result;
    }

    /// <summary>An operation whose gradient is a function of its result.</summary>
    private CpuTensor MapWithGradientOfResult<TOperation, TGradient>(string name, TOperation operation, TGradient gradient, Tensor a)
        where TOperation : struct, IElementOperation
        where TGradient : struct, IElementOperation
    {
        var source = Use(a, name);
        var result = Map(name, operation, source);
        if (Tapes(source))
        {
            Record(result, new MapNode<TGradient>(source, gradient));
        }

        return result;
    }

    private void AddTo<TOperation>(CpuTensor target, TOperation operation, float* x, float* y)
        where TOperation : struct, IElementOperation =>
        ElementWise.Run(Pool, operation, GradientOf(target), x, y, target.Count);

    private CpuTensor Sum<TOperation>(string name, TOperation operation, Tensor a, Tensor b, float sign)
        where TOperation : struct, IElementOperation
    {
        var (left, right) = (Use(a, name), Use(b, name));
        var broadcast = BroadcastOf(name, left, right);
        var result = NewTensor(name, left.Shape);
        ElementWise.Run(Pool, operation, result.Data, left.Data, right.Data, left.Rows, left.Columns, broadcast);
        if (Tapes(left) || Tapes(right))
        {
            Record(result, new SumNode(left, right, broadcast, sign));
        }

        return result;
    }

    /// <summary>target += sign·g, summed over what the second operand was repeated over.</summary>
    private void AddReduced(float* target, float* g, CpuTensor shape, Broadcast broadcast, float sign)
    {
        switch (broadcast)
        {
            case Broadcast.Row:
                Reductions.AddColumnSums(g, shape.Rows, shape.Columns, sign, target, 0, shape.Columns);
                break;
            case Broadcast.Column:
                for (var row = 0; row < shape.Rows; row++)
                {
                    target[row] += sign * Reductions.Sum(g + ((nint)row * shape.Columns), shape.Columns);
                }

                break;
            default:
                ElementWise.Run(Pool, new AddScaledOperation(sign), target, g, g, shape.Count);
                break;
        }
    }

    /// <summary>target += g·a, summed over what the second operand was repeated over.</summary>
    private void AddReducedProduct(float* target, float* g, CpuTensor a, Broadcast broadcast)
    {
        switch (broadcast)
        {
            case Broadcast.Row:
                Reductions.AddColumnDots(g, a.Data, a.Rows, a.Columns, target, 0, a.Columns);
                break;
            case Broadcast.Column:
                for (var row = 0; row < a.Rows; row++)
                {
                    var start = (nint)row * a.Columns;
                    target[row] += Reductions.Dot(g + start, a.Data + start, a.Columns);
                }

                break;
            default:
                ElementWise.Run(Pool, new AddProductOperation(), target, g, a.Data, a.Count);
                break;
        }
    }

    private readonly struct MultiplyNode(CpuTensor left, CpuTensor right, Broadcast broadcast) : ITapeNode
    {
        public void Backward(CpuScope scope, CpuTensor result)
        {
            if (scope.Tapes(left))
            {
                ElementWise.Run(scope.Pool, new AddProductOperation(),
                    scope.GradientOf(left), result.Gradient, right.Data, left.Rows, left.Columns, broadcast);
            }

            if (scope.Tapes(right))
            {
                scope.AddReducedProduct(scope.GradientOf(right), result.Gradient, left, broadcast);
            }
        }
    }

    private readonly struct SumNode(CpuTensor left, CpuTensor right, Broadcast broadcast, float sign) : ITapeNode
    {
        public void Backward(CpuScope scope, CpuTensor result)
        {
            if (scope.Tapes(left))
            {
                scope.AddTo(left, new AccumulateOperation(), result.Gradient, result.Gradient);
            }

            if (scope.Tapes(right))
            {
                scope.AddReduced(scope.GradientOf(right), result.Gradient, left, broadcast, sign);
            }
        }
    }

    private readonly struct AffineNode(CpuTensor source, float factor) : ITapeNode
    {
        public void Backward(CpuScope scope, CpuTensor result) =>
            scope.AddTo(source, new AddScaledOperation(factor), result.Gradient, result.Gradient);
    }

    private readonly struct LogNode(CpuTensor source) : ITapeNode
    {
        public void Backward(CpuScope scope, CpuTensor result) => scope.AddTo(source, new LogGradient(), result.Gradient, source.Data);
    }

    private readonly struct MultiplyRepeatedNode(CpuTensor source, CpuTensor block) : ITapeNode
    {
        public void Backward(CpuScope scope, CpuTensor result) => ElementWise.Run(
            scope.Pool, new AddProductOperation(),
                scope.GradientOf(source), result.Gradient, block.Data, source.Rows, source.Columns, Broadcast.Block, block.Rows);
    }

    private readonly struct MapNode<TGradient>(CpuTensor source, TGradient gradient) : ITapeNode
        where TGradient : struct, IElementOperation
    {
        public void Backward(CpuScope scope, CpuTensor result) => scope.AddTo(source, gradient, result.Gradient, result.Data);
    }
}
