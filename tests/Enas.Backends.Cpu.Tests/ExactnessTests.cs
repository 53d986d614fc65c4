using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Enas.Backends.Cpu.Kernels;
using Enas.Backends.Cpu.Threads;
using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu.Tests;

/// <summary>The same bits for every thread count and every instruction path.</summary>
public sealed class ExactnessTests
{
    private static readonly int[] ThreadCounts = [1, 2, 3, 7];

    // Paths that the machine lacks run too: the runtime then replaces their vectors by narrower ones.
    private static readonly InstructionPath[] Paths = Enum.GetValues<InstructionPath>();

    [Theory]
    [InlineData(1, 300, 290, false, false)]
    [InlineData(64, 200, 300, false, true)]
    [InlineData(129, 145, 300, true, false)]
    [InlineData(300, 97, 270, true, true)]
    [InlineData(20, 130, 515, false, false)]
    [InlineData(2, 96, 3000, false, false)]
    public void Products_have_the_same_bits_on_every_path_and_thread_count(int m, int n, int k, bool ta, bool tb)
    {
        var expected = Product(1, InstructionPath.Scalar, m, n, k, ta, tb);
        foreach (var path in Paths)
        {
            foreach (var threads in ThreadCounts)
            {
                AssertSameBits(expected, Product(threads, path, m, n, k, ta, tb), $"{path}, {threads} threads");
            }
        }
    }

    [Fact]
    public void A_product_is_one_chain_of_fused_multiply_adds()
    {
        const int M = 5, N = 50, K = 700;
        var (a, b) = (new NumberStream(1).Floats(M * K), new NumberStream(2).Floats(K * N));
        var actual = Product(2, InstructionPaths.Best, M, N, K, false, false, a, b);
        for (var i = 0; i < M * N; i++)
        {
            var sum = 0f;
            for (var k = 0; k < K; k++)
            {
                sum = MathF.FusedMultiplyAdd(a[(i / N * K) + k], b[(k * N) + (i % N)], sum);
            }

            Assert.Equal(BitConverter.SingleToInt32Bits(sum), BitConverter.SingleToInt32Bits(actual[i]));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_recurrent_kernel_has_the_same_bits_on_every_path_and_thread_count(bool batchNorm)
    {
        var cell = new RandomCell(11, 6, 5, 13, 30, 41, masked: true, batchNorm, limit: 3f);
        var expected = OnBackend(1, InstructionPath.Scalar, b => cell.Run(b, (scope, inputs) => scope.TryRecurrentCell(inputs)!));
        AssertSameOnAll(expected, b => cell.Run(b, (scope, inputs) => scope.TryRecurrentCell(inputs)!));
    }

    [Fact]
    public void The_tied_loss_has_the_same_bits_on_every_path_and_thread_count()
    {
        List<float[]> Loss(CpuBackend b) => TiedLoss.Run(b, 3, 300, 25, 170, true, TiedLoss.Kernel, 0.7f);
        AssertSameOnAll(OnBackend(1, InstructionPath.Scalar, Loss), Loss);
    }

    [Fact]
    public void Losses_reductions_and_embeddings_have_the_same_bits_on_every_thread_count() => AssertSameOnAll(OnBackend(1, InstructionPath.Scalar, Mixture), Mixture);

    [Fact]
    public void Optimisers_have_the_same_bits_on_every_thread_count() => AssertSameOnAll(OnBackend(1, InstructionPath.Scalar, Optimisers), Optimisers);

    /// <summary>
    /// The same bits in every process: run this also with DOTNET_EnableAVX512=0, DOTNET_EnableAVX2=0 and DOTNET_EnableHWIntrinsic=0.
    /// A change of this digest is a change of the backend's numerics and needs a new name for them.
    /// </summary>
    [Fact]
    public void The_numerics_are_those_of_their_name()
    {
        using var backend = new CpuBackend(2);
        Assert.Equal("cpu-exact/1", backend.Numerics);
        var cell = new RandomCell(21, 5, 4, 6, 20, 27, masked: true, batchNorm: true, limit: 3f);
        var results = Mixture(backend);
        results.AddRange(Optimisers(backend));
        results.AddRange(cell.Run(backend, (scope, inputs) => scope.TryRecurrentCell(inputs)!));
        results.AddRange(TiedLoss.Run(backend, 3, 300, 25, 70, true, TiedLoss.Kernel, 0.7f));
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        results.ForEach(values => digest.AppendData(MemoryMarshal.AsBytes(values.AsSpan())));
        Assert.Equal("1926efce0443fddde3a719e6eeac3b82", Convert.ToHexStringLower(digest.GetHashAndReset())[..32]);
    }

    private static List<float[]> Mixture(CpuBackend backend)
    {
        var numbers = new NumberStream(5);
        var table = backend.CreateParameter("table", new TensorShape(50, 190));
        var gamma = backend.CreateParameter("gamma", new TensorShape(1, 190));
        backend.Write(table, numbers.Floats(50 * 190));
        backend.Write(gamma, numbers.Floats(190));
        using var scope = backend.BeginStep(recordGradients: true);
        var x = scope.Embedding(table, numbers.Indices(400, 50), numbers.Floats(400));
        x = scope.BatchNorm(x, gamma, scope.Zeros(new TensorShape(1, 190)), 1e-3f);
        x = scope.Softmax(scope.Multiply(scope.Add(scope.Tanh(x), gamma), scope.Sigmoid(x)));
        var loss = scope.Add(scope.CrossEntropy(scope.LogSoftmax(scope.LimitRowNorm(x, 0.1f)), numbers.Indices(400, 190)), scope.Sum(scope.Exp(x)));
        scope.Backward(loss);
        var (dTable, dGamma) = (new float[50 * 190], new float[190]);
        scope.Read(scope.Gradient(table)!, dTable);
        scope.Read(scope.Gradient(gamma)!, dGamma);
        return [[scope.ReadScalar(loss)], dTable, dGamma, [(float)scope.GradientNorm([table, gamma])]];
    }

    private static List<float[]> Optimisers(CpuBackend backend)
    {
        var numbers = new NumberStream(6);
        var shape = new TensorShape(211, 310);
        var parameters = Enumerable.Range(0, 4).Select(i => backend.CreateParameter($"p{i}", shape)).ToArray();
        backend.Write(parameters[0], numbers.Floats(shape.ElementCount));
        for (var step = 0; step < 3; step++)
        {
            using var scope = backend.BeginStep(recordGradients: true);
            scope.Backward(scope.Sum(scope.Tanh(scope.Multiply(parameters[0], scope.Constant(numbers.Floats(shape.ElementCount), shape)))));
            backend.AdamStep(scope, parameters[0], parameters[1], parameters[2], 0.01f, 0.9f, 0.999f, 1.5f, 1e-8f, 0.3f);
            backend.SgdStep(scope, [parameters[0]], 0.1f, (float)(1 / scope.GradientNorm([parameters[0]])), 1e-4f);
            backend.Lerp(parameters[3], parameters[0], 0.25f);
        }

        return parameters.Select(parameter =>
        {
            var values = new float[shape.ElementCount];
            backend.Read(parameter, values);
            return values;
        }).ToList();
    }

    private static void AssertSameOnAll(List<float[]> expected, Func<CpuBackend, List<float[]>> run)
    {
        foreach (var path in Paths)
        {
            foreach (var threads in ThreadCounts)
            {
                var actual = OnBackend(threads, path, run);
                for (var i = 0; i < expected.Count; i++)
                {
                    AssertSameBits(expected[i], actual[i], $"result {i}, {path}, {threads} threads");
                }
            }
        }
    }

    private static List<float[]> OnBackend(int threads, InstructionPath path, Func<CpuBackend, List<float[]>> run)
    {
        using var backend = new CpuBackend(threads, path);
        return run(backend);
    }

    private static float[] Product(int threads, InstructionPath path, int m, int n, int k, bool ta, bool tb) =>
        Product(threads, path, m, n, k, ta, tb, new NumberStream(1).Floats(m * k), new NumberStream(2).Floats(k * n));

    private static float[] Product(int threads, InstructionPath path, int m, int n, int k, bool ta, bool tb, float[] a, float[] b)
    {
        using var backend = new CpuBackend(threads, path);
        using var scope = backend.BeginStep(recordGradients: false);
        var left = scope.Constant(a, ta ? new TensorShape(k, m) : new TensorShape(m, k));
        var right = scope.Constant(b, tb ? new TensorShape(n, k) : new TensorShape(k, n));
        var values = new float[m * n];
        scope.Read(scope.MatMul(left, right, ta, tb), values);
        return values;
    }

    private static void AssertSameBits(float[] expected, float[] actual, string what)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(BitConverter.SingleToInt32Bits(expected[i]) == BitConverter.SingleToInt32Bits(actual[i]), $"{what}: [{i}] {expected[i]:R} and {actual[i]:R}");
        }
    }
}
