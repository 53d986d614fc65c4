using Enas.Pipeline.Tensors;

namespace Enas.TestKit.Conformance;

/// <summary>Every primitive of the port, with sizes drawn by the caller.</summary>
public static class OperationCases
{
    /// <summary>All operations for sizes m, n, k.</summary>
    public static IEnumerable<OperationCase> Of(int m, int n, int k)
    {
        TensorShape matrix = new(m, n);
        foreach (var (ta, tb) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            yield return new($"matmul {ta} {tb}", [ta ? new(k, m) : new(m, k), tb ? new(n, k) : new(k, n)], -1, 1, (s, x) =>
                s.MatMul(x[0], x[1], ta, tb));
        }

        foreach (var other in new[] { matrix, new(1, n), new(m, 1) })
        {
            yield return new("add", [matrix, other], -1, 1, (s, x) => s.Add(x[0], x[1]));
            yield return new("subtract", [matrix, other], -1, 1, (s, x) => s.Subtract(x[0], x[1]));
            yield return new("multiply", [matrix, other], -1, 1, (s, x) => s.Multiply(x[0], x[1]));
        }

        yield return new("square", [matrix], -1, 1, (s, x) => s.Multiply(x[0], x[0]));
        yield return new("affine", [matrix], -1, 1, (s, x) => s.Affine(x[0], -1.7f, 0.3f));
        yield return new("tanh", [matrix], -3, 3, (s, x) => s.Tanh(x[0]));
        yield return new("sigmoid", [matrix], -4, 4, (s, x) => s.Sigmoid(x[0]));
        yield return new("relu", [matrix], -1, 1, (s, x) => s.Relu(x[0]));
        yield return new("exp", [matrix], -2, 2, (s, x) => s.Exp(x[0]));
        yield return new("log", [matrix], 0.5f, 4, (s, x) => s.Log(x[0]));
        yield return new("multiply repeated", [new(k * m, n)], -1, 1, (s, x) => s.MultiplyRepeated(x[0], s.Constant(Ramp(m * n), matrix)));
        yield return new("slice columns", [new(m, n + 3)], -1, 1, (s, x) => s.SliceColumns(x[0], 2, n));
        yield return new("slice rows", [new(m + 3, n)], -1, 1, (s, x) => s.SliceRows(x[0], 2, m));
        yield return new("concat rows", [matrix, new(k, n), matrix], -1, 1, (s, x) => s.ConcatRows(x));
        yield return new("concat columns", [matrix, new(m, k), matrix], -1, 1, (s, x) => s.ConcatColumns(x));
        yield return new("weighted sum", [matrix, matrix, matrix], -1, 1, (s, x) => s.WeightedSum(x, [0.5f, -2f, 3f]));
        yield return new("mixed sum", [matrix, matrix, matrix, new(1, 3)], -1, 1, (s, x) => s.MixedSum([x[0], x[1], x[2]], x[3]));
        yield return new("mixed sum of one", [matrix, new(1, 1)], -1, 1, (s, x) => s.MixedSum([x[0]], x[1]));
        yield return new("mixed sum from primitives", [matrix, matrix, new(1, 2)], -1, 1, (s, x) =>
            FusedOperations.MixedSumFromPrimitives(s, [x[0], x[1]], x[2]));
        yield return new("sum", [matrix], -1, 1, (s, x) => s.Sum(x[0]));
        yield return new("softmax", [matrix], -3, 3, (s, x) => s.Softmax(x[0]));
        yield return new("log-softmax", [matrix], -3, 3, (s, x) => s.LogSoftmax(x[0]));
        yield return new("pick", [matrix], -1, 1, (s, x) => s.Pick(x[0], [.. Enumerable.Range(0, m).Select(i => i * 7 % n)]));
        yield return new("cross-entropy", [matrix], -3, 3, (s, x) =>
            s.CrossEntropy(x[0], [.. Enumerable.Range(0, m).Select(i => (i * 5 % (n + 1)) - 1)]));
        yield return new("embedding", [matrix], -1, 1, (s, x) =>
            s.Embedding(x[0], [.. Enumerable.Range(0, k).Select(i => i * 3 % m)], Ramp(k)));
        yield return new("limit row norm", [matrix], 0.2f, 1, (s, x) => s.Add(s.LimitRowNorm(s.Affine(x[0], 1, 5), 1.5f), x[0]));
        if (m > 2)
        {
            yield return new("batch norm", [matrix, new(1, n), new(1, n)], -1, 1, (s, x) => s.BatchNorm(x[0], x[1], x[2], 0.1f));
        }
    }

    private static float[] Ramp(int count) => [.. Enumerable.Range(0, count).Select(i => 0.1f + (0.9f * (i % 5)))];
}
