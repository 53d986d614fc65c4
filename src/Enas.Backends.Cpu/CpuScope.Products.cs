using Enas.Backends.Cpu.Kernels;
using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu;

/// <content>Matrix products.</content>
internal sealed unsafe partial class CpuScope
{
    /// <inheritdoc />
    public Tensor MatMul(Tensor a, Tensor b, bool transposeA = false, bool transposeB = false)
    {
        var (left, right) = (Use(a, nameof(MatMul)), Use(b, nameof(MatMul)));
        var (m, depth) = transposeA ? (left.Columns, left.Rows) : (left.Rows, left.Columns);
        var (n, rightDepth) = transposeB ? (right.Rows, right.Columns) : (right.Columns, right.Rows);
        if (depth != rightDepth)
        {
            throw new ArgumentException(
                $"MatMul: {left.Shape}{(transposeA ? "ᵀ" : "")} ({left.Name}) · {right.Shape}{(transposeB ? "ᵀ" : "")} ({right.Name}).");
        }

        var result = NewTensor(nameof(MatMul), new TensorShape(m, n));
        Gemm.Multiply(m, n, depth, View(left, left.Data, transposeA),
            View(right, right.Data, transposeB), result.Data, n, accumulate: false);
        if (Tapes(left) || Tapes(right))
        {
            Record(result, new MatMulNode(left, right, transposeA, transposeB));
        }

        return result;
    }

    private static MatrixView View(CpuTensor shape, float* data, bool transposed) => new(data, shape.Columns, transposed);

    /// <summary>With C = op(A)·op(B): d op(A) = dC·op(B)ᵀ, d op(B) = op(A)ᵀ·dC, transposed back where op transposes.</summary>
    private void MatMulGradient(CpuTensor left, CpuTensor right, bool transposeA, bool transposeB, CpuTensor result)
    {
        var upstream = result.Gradient;
        if (Tapes(left))
        {
            var target = GradientOf(left, out var accumulate);
            var (g, other) = (View(result, upstream, transposeA), View(right, right.Data, transposeA ? transposeB : !transposeB));
            var (first, second) = transposeA ? (other, g) : (g, other);
            Gemm.Multiply(left.Rows, left.Columns, result.Columns, first, second, target, left.Columns, accumulate);
        }

        if (Tapes(right))
        {
            var target = GradientOf(right, out var accumulate);
            var (g, other) = (View(result, upstream, transposeB), View(left, left.Data, transposeB ? transposeA : !transposeA));
            var (first, second) = transposeB ? (g, other) : (other, g);
            Gemm.Multiply(right.Rows, right.Columns, result.Rows, first, second, target, right.Columns, accumulate);
        }
    }

    private readonly struct MatMulNode(CpuTensor left, CpuTensor right, bool transposeA, bool transposeB) : ITapeNode
    {
        public void Backward(CpuScope scope, CpuTensor result) => scope.MatMulGradient(left, right, transposeA, transposeB, result);
    }
}
