using CsCheck;
using Enas.Backends.Cpu.Kernels;
using Enas.Backends.Cpu.Memory;
using Enas.Backends.Cpu.Tests.Kernels;
using Enas.Backends.Cpu.Threads;

namespace Enas.Backends.Cpu.Tests.Fuzz;

/// <summary>
/// Matrix products of any shape from 1 to 300, transposed or not, unaligned, with gaps between rows, on every path and several thread
/// counts: nothing outside the matrices is touched, and each element is within the bound of its chain (docs/numerics.md).
/// </summary>
public sealed unsafe class ProductFuzzTests
{
    private static readonly Gen<Shape> s_shapes =
        from m in Gen.Int[1, 300]
        from n in Gen.Int[1, 300]
        from k in Gen.Int[1, 300]
        from thin in Gen.Int[0, 3]
        from transposed in Gen.Bool.Array[2]
        from gaps in Gen.Int[0, 21].Array[3]
        from ends in Gen.Bool.Array[3]
        from accumulate in Gen.Bool
        from threads in Gen.Int[1, 3]
        from path in Gen.Int[0, InstructionPathTests.Runnable.Count - 1]
        select new Shape(
            thin == 1 ? 1 + (m % 8) : m, thin == 2 ? 1 + (n % 20) : n, thin == 3 ? 1 + (k % 3) : k,
            transposed[0], transposed[1], gaps, ends, accumulate, threads, InstructionPathTests.Runnable[path]);

    [Fact]
    public void Products_stay_inside_and_within_their_bound() => Sample(iterations: 120);

    /// <summary>The long version: some minutes.</summary>
    [Fact(Explicit = true)]
    public void Products_stay_inside_and_within_their_bound_ten_thousand_times() => Sample(iterations: 10_000);

    private static void Sample(int iterations) =>
        s_shapes.Sample(shape => shape.Check(), seed: "0000KOIPe036", iter: iterations, threads: 1);

    private sealed record Shape(
        int M, int N, int K, bool TransposeA, bool TransposeB, int[] Gaps, bool[] Ends, bool Accumulate, int Threads, InstructionPath Path)
    {
        public void Check()
        {
            using var a = new GuardedMatrix(TransposeA ? K : M, TransposeA ? M : K, Gaps[0], Ends[0], "a");
            using var b = new GuardedMatrix(TransposeB ? N : K, TransposeB ? K : N, Gaps[1], Ends[1], "b");
            using var c = new GuardedMatrix(M, N, Gaps[2], Ends[2], "c");
            var before = c.Copy();
            using var pool = new WorkerPool(Threads);
            using var gemm = new Gemm(pool, Path);
            gemm.Multiply(M, N, K, View(a, TransposeA), View(b, TransposeB), c.Data, c.Stride, Accumulate);
            Verify(a, b, c, before);
            CheckPacked(pool, gemm, a, b);
        }

        /// <summary>The same product with B packed whole has the same bits.</summary>
        private void CheckPacked(WorkerPool pool, Gemm gemm, GuardedMatrix a, GuardedMatrix b)
        {
            using var packed = new NativeBuffer(PackedMatrix.Size(K, N));
            using var plain = new GuardedMatrix(M, N, Gaps[2], Ends[2], "c");
            using var c = new GuardedMatrix(M, N, Gaps[0], Ends[2], "c");
            var right = PackedMatrix.Pack(pool, View(b, TransposeB), K, N, packed.Data);
            gemm.Multiply(M, N, K, View(a, TransposeA), View(b, TransposeB), plain.Data, plain.Stride, Accumulate);
            gemm.Multiply(M, View(a, TransposeA), right, c.Data, c.Stride, Accumulate);
            c.CheckGaps();
            Assert.Equal(plain.Copy(), c.Copy());
        }

        private void Verify(GuardedMatrix a, GuardedMatrix b, GuardedMatrix c, float[] before)
        {
            foreach (var matrix in (GuardedMatrix[])[a, b, c])
            {
                matrix.CheckGaps();
            }

            for (var i = 0; i < M; i++)
            {
                for (var j = 0; j < N; j++)
                {
                    var (exact, magnitude) = Chain(a, b, i, j, Accumulate ? before[(i * N) + j] : 0);
                    var bound = ErrorBounds.Chain(K, magnitude);
                    Assert.True(Math.Abs(c[i, j] - exact) <= bound,
                        $"{this}: element {i}, {j} is {c[i, j]:R}, not {exact:R}, bound {bound:R}");
                }
            }
        }

        private (double Exact, double Magnitude) Chain(GuardedMatrix a, GuardedMatrix b, int i, int j, double start)
        {
            var (sum, magnitude) = (start, Math.Abs(start));
            for (var k = 0; k < K; k++)
            {
                var product = (double)(TransposeA ? a[k, i] : a[i, k]) * (TransposeB ? b[j, k] : b[k, j]);
                sum += product;
                magnitude += Math.Abs(product);
            }

            return (sum, magnitude);
        }

        private static MatrixView View(GuardedMatrix matrix, bool transposed) => new(matrix.Data, matrix.Stride, transposed);
    }
}
