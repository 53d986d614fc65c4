using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Enas.Backends.Cpu.Threads;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>
/// Sums in a fixed order: lane l adds elements l, l + 16, ...; then the fixed tree of <see cref="Lanes"/>. Column sums are one chain
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
        var sum = Vector512<float>.Zero;
        for (nint i = 0; i < count; i += Lanes.Count)
        {
            sum += Lanes.Load(x + i, count - i);
        }

        return Lanes.Add(sum);
    }

    /// <summary>Σ x·y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(float* x, float* y, nint count)
    {
        var sum = Vector512<float>.Zero;
        for (nint i = 0; i < count; i += Lanes.Count)
        {
            sum = Vector512.FusedMultiplyAdd(Lanes.Load(x + i, count - i), Lanes.Load(y + i, count - i), sum);
        }

        return Lanes.Add(sum);
    }

    /// <summary>The largest element. NaN is skipped: the sum that follows shows it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Maximum(float* x, nint count)
    {
        var largest = Vector512.Create(float.NegativeInfinity);
        nint i = 0;
        for (; i + Lanes.Count <= count; i += Lanes.Count)
        {
            var value = Vector512.Load(x + i);
            largest = Vector512.ConditionalSelect(Vector512.GreaterThan(value, largest), value, largest);
        }

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
            var sum = Vector512<float>.Zero;
            var p = x + j;
            for (var row = 0; row < rows; row++, p += columns)
            {
                sum += Lanes.Load(p, count);
            }

            Lanes.Store(Vector512.FusedMultiplyAdd(Vector512.Create(factor), sum, Lanes.Load(total + j, count)), total + j, count);
        }
    }

    /// <summary>total[j] += Σ over rows of x[row, j]·y[row, j], columns start .. end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddColumnDots(float* x, float* y, int rows, nint columns, float* total, nint start, nint end)
    {
        for (var j = start; j < end; j += Lanes.Count)
        {
            var count = end - j;
            var sum = Vector512<float>.Zero;
            for (nint row = 0; row < rows; row++)
            {
                var at = (row * columns) + j;
                sum = Vector512.FusedMultiplyAdd(Lanes.Load(x + at, count), Lanes.Load(y + at, count), sum);
            }

            Lanes.Store(Lanes.Load(total + j, count) + sum, total + j, count);
        }
    }

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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double BlockSum(float* x, nint count)
    {
        var (lower, upper) = (Vector512<double>.Zero, Vector512<double>.Zero);
        for (nint i = 0; i < count; i += Lanes.Count)
        {
            var (a, b) = Vector512.Widen(Lanes.Load(x + i, count - i));
            lower += a;
            upper += b;
        }

        return Lanes.Add(lower, upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double BlockSumOfSquares(float* x, nint count)
    {
        var (lower, upper) = (Vector512<double>.Zero, Vector512<double>.Zero);
        for (nint i = 0; i < count; i += Lanes.Count)
        {
            var (a, b) = Vector512.Widen(Lanes.Load(x + i, count - i));
            lower = Vector512.FusedMultiplyAdd(a, a, lower);
            upper = Vector512.FusedMultiplyAdd(b, b, upper);
        }

        return Lanes.Add(lower, upper);
    }
}
