using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Enas.Backends.Cpu.Threads;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>
/// Sums in a fixed order: lane l adds elements l, l + 16, ...; then the fixed tree of <see cref="LaneSum"/>. Column sums are one chain
/// over rows per column.
/// </summary>
internal static unsafe class Reductions
{
    /// <summary>Elements of one block of a float64 sum; blocks are added in order.</summary>
    private const int BlockLength = 1 << 14;

    /// <summary>Σ x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Sum(float* x, nint count)
    {
        var sum = default(LaneSum);
        nint i = 0;
        for (; i + LaneSum.Count <= count; i += LaneSum.Count)
        {
            sum.Add(Vector256.Load(x + i), Vector256.Load(x + i + Lanes.Count));
        }

        if (i < count)
        {
            sum.Add(Lanes.Load(x + i, count - i), Lanes.Load(x + i + Lanes.Count, count - i - Lanes.Count));
        }

        return sum.Total();
    }

    /// <summary>Σ x·y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(float* x, float* y, nint count)
    {
        var sum = default(LaneSum);
        nint i = 0;
        for (; i + LaneSum.Count <= count; i += LaneSum.Count)
        {
            sum.AddProducts(Vector256.Load(x + i), Vector256.Load(y + i), Vector256.Load(x + i + Lanes.Count), Vector256.Load(y + i + Lanes.Count));
        }

        if (i < count)
        {
            var (rest, upperRest) = (count - i, count - i - Lanes.Count);
            sum.AddProducts(
                Lanes.Load(x + i, rest), Lanes.Load(y + i, rest), Lanes.Load(x + i + Lanes.Count, upperRest), Lanes.Load(y + i + Lanes.Count, upperRest));
        }

        return sum.Total();
    }

    /// <summary>The largest element. NaN is skipped: the sum that follows shows it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Maximum(float* x, nint count)
    {
        var largest = Vector256.Create(float.NegativeInfinity);
        var second = largest;
        nint i = 0;
        for (; i + LaneSum.Count <= count; i += LaneSum.Count)
        {
            largest = Larger(Vector256.Load(x + i), largest);
            second = Larger(Vector256.Load(x + i + Lanes.Count), second);
        }

        largest = Larger(second, largest);

        var result = float.NegativeInfinity;
        for (var lane = 0; lane < Lanes.Count; lane++)
        {
            result = largest[lane] > result ? largest[lane] : result;
        }

        for (; i < count; i++)
        {
            result = x[i] > result ? x[i] : result;
        }

        return result;
    }

    /// <summary>Σ x in float64, block by block; threads take whole blocks.</summary>
    public static double LongSum(WorkerPool pool, float* x, long count) => ByBlocks(pool, x, count, &BlockSum);

    /// <summary>Σ x² in float64, block by block; threads take whole blocks.</summary>
    public static double LongSumOfSquares(WorkerPool pool, float* x, long count) => ByBlocks(pool, x, count, &BlockSumOfSquares);

    /// <summary>total[j] += Σ over rows of x[row, j], columns start .. end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddColumnSums(float* x, int rows, nint columns, float factor, float* total, nint start, nint end)
    {
        for (var j = start; j < end; j += Lanes.Count)
        {
            var count = end - j;
            var sum = Vector256<float>.Zero;
            var p = x + j;
            for (var row = 0; row < rows; row++, p += columns)
            {
                sum += Lanes.Load(p, count);
            }

            Lanes.Store(Vector256.FusedMultiplyAdd(Vector256.Create(factor), sum, Lanes.Load(total + j, count)), total + j, count);
        }
    }

    /// <summary>total[j] += Σ over rows of x[row, j]·y[row, j], columns start .. end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddColumnDots(float* x, float* y, int rows, nint columns, float* total, nint start, nint end)
    {
        for (var j = start; j < end; j += Lanes.Count)
        {
            var count = end - j;
            var sum = Vector256<float>.Zero;
            for (nint row = 0; row < rows; row++)
            {
                var at = (row * columns) + j;
                sum = Vector256.FusedMultiplyAdd(Lanes.Load(x + at, count), Lanes.Load(y + at, count), sum);
            }

            Lanes.Store(Lanes.Load(total + j, count) + sum, total + j, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Larger(Vector256<float> value, Vector256<float> than) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(value, than), value, than);

    private static double ByBlocks(WorkerPool pool, float* x, long count, delegate*<float*, nint, double> sumOfBlock)
    {
        var blocks = (int)((count + BlockLength - 1) / BlockLength);
        if (blocks == 1)
        {
            return sumOfBlock(x, (nint)count);
        }

        var sums = new double[blocks];
        pool.Run(pool.ThreadCount, part =>
        {
            var (start, end) = StaticSplit.Range(blocks, 1, part, pool.ThreadCount);
            for (var block = start; block < end; block++)
            {
                var first = (long)block * BlockLength;
                sums[block] = sumOfBlock(x + first, (nint)Math.Min(BlockLength, count - first));
            }
        });

        var total = 0.0;
        foreach (var sum in sums)
        {
            total += sum;
        }

        return total;
    }

    private static double BlockSum(float* x, nint count) => BlockSum<Itself>(x, count);

    private static double BlockSumOfSquares(float* x, nint count) => BlockSum<Squared>(x, count);

    /// <summary>Sixteen virtual lanes in float64, then the fixed tree.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double BlockSum<TTerm>(float* x, nint count)
        where TTerm : struct, ITerm
    {
        Vector256<double> a = default, b = default, c = default, d = default;
        for (nint i = 0; i < count; i += LaneSum.Count)
        {
            var (low, high) = Vector256.Widen(Lanes.Load(x + i, count - i));
            a = TTerm.Add(a, low);
            b = TTerm.Add(b, high);
            (low, high) = Vector256.Widen(Lanes.Load(x + i + Lanes.Count, count - i - Lanes.Count));
            c = TTerm.Add(c, low);
            d = TTerm.Add(d, high);
        }

        var four = (a + c) + (b + d);
        var two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }

    /// <summary>What is added up.</summary>
    private interface ITerm
    {
        static abstract Vector256<double> Add(Vector256<double> sum, Vector256<double> x);
    }

    private readonly struct Itself : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Add(Vector256<double> sum, Vector256<double> x) => sum + x;
    }

    private readonly struct Squared : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Add(Vector256<double> sum, Vector256<double> x) => Vector256.FusedMultiplyAdd(x, x, sum);
    }
}
