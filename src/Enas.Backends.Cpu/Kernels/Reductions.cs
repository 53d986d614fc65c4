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
        // Order does not matter to a maximum, so two chains share the latency.
        var (first, second) = (Vector512.Create(float.NegativeInfinity), Vector512.Create(float.NegativeInfinity));
        nint i = 0;
        for (; i + (2 * Lanes.Count) <= count; i += 2 * Lanes.Count)
        {
            first = Larger(Vector512.Load(x + i), first);
            second = Larger(Vector512.Load(x + i + Lanes.Count), second);
        }

        var result = LargestLane(Larger(first, second));
        for (; i < count; i++)
        {
            result = x[i] > result ? x[i] : result;
        }

        return result;
    }

    /// <summary>The largest element of x + y, as <see cref="Maximum"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float MaximumOfSum(float* x, float* y, nint count)
    {
        var (first, second) = (Vector512.Create(float.NegativeInfinity), Vector512.Create(float.NegativeInfinity));
        nint i = 0;
        for (; i + (2 * Lanes.Count) <= count; i += 2 * Lanes.Count)
        {
            first = Larger(Vector512.Load(x + i) + Vector512.Load(y + i), first);
            second = Larger(Vector512.Load(x + i + Lanes.Count) + Vector512.Load(y + i + Lanes.Count), second);
        }

        var result = LargestLane(Larger(first, second));
        for (; i < count; i++)
        {
            var value = x[i] + y[i];
            result = value > result ? value : result;
        }

        return result;
    }

    /// <summary>Σ x in float64, block by block; threads take whole blocks.</summary>
    public static double LongSum(WorkerPool pool, float* x, long count) => ByBlocks(pool, x, count, &BlockSum);

    /// <summary>Σ x² in float64, block by block; threads take whole blocks.</summary>
    public static double LongSumOfSquares(WorkerPool pool, float* x, long count) => ByBlocks(pool, x, count, &BlockSumOfSquares);

    /// <summary>total[j] += factor·Σ over rows of x[row, j], columns start .. end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddColumnSums(float* x, int rows, nint columns, float factor, float* total, nint start, nint end)
    {
        var j = start;
        for (; j + (4 * Lanes.Count) <= end; j += 4 * Lanes.Count)
        {
            // Four vectors of a row are one visit to its page.
            var (s0, s1, s2, s3) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
            var p = x + j;
            for (var row = 0; row < rows; row++, p += columns)
            {
                s0 += Vector512.Load(p);
                s1 += Vector512.Load(p + Lanes.Count);
                s2 += Vector512.Load(p + (2 * Lanes.Count));
                s3 += Vector512.Load(p + (3 * Lanes.Count));
            }

            AddScaled(s0, factor, total + j, Lanes.Count);
            AddScaled(s1, factor, total + j + Lanes.Count, Lanes.Count);
            AddScaled(s2, factor, total + j + (2 * Lanes.Count), Lanes.Count);
            AddScaled(s3, factor, total + j + (3 * Lanes.Count), Lanes.Count);
        }

        for (; j < end; j += Lanes.Count)
        {
            var sum = Vector512<float>.Zero;
            var p = x + j;
            for (var row = 0; row < rows; row++, p += columns)
            {
                sum += Lanes.Load(p, end - j);
            }

            AddScaled(sum, factor, total + j, end - j);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddScaled(Vector512<float> sum, float factor, float* total, nint count) =>
        Lanes.Store(Vector512.FusedMultiplyAdd(Vector512.Create(factor), sum, Lanes.Load(total, count)), total, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Larger(Vector512<float> value, Vector512<float> largest) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(value, largest), value, largest);

    private static float LargestLane(Vector512<float> largest)
    {
        var result = float.NegativeInfinity;
        for (var lane = 0; lane < Lanes.Count; lane++)
        {
            result = largest[lane] > result ? largest[lane] : result;
        }

        return result;
    }

    private static double ByBlocks(WorkerPool pool, float* x, long count, delegate*<float*, nint, double> sumOfBlock)
    {
        var blocks = (int)((count + BlockLength - 1) / BlockLength);
        if (blocks == 1)
        {
            return sumOfBlock(x, (nint)count);
        }

        // On the stack unless the tensor is huge: 8 KiB hold the blocks of 16 M elements.
        var room = stackalloc double[blocks <= 1024 ? blocks : 0];
        fixed (double* large = blocks <= 1024 ? [] : new double[blocks])
        {
            var sums = new BlockSums(x, count, blocks, pool.ThreadCount, sumOfBlock, large == null ? room : large);
            pool.Run(pool.ThreadCount, ref sums);
            return sums.Total();
        }
    }

    private readonly struct BlockSums(float* x, long count, int blocks, int parts, delegate*<float*, nint, double> sumOfBlock, double* sums)
        : IParallelBody
    {
        private readonly float* _x = x;
        private readonly delegate*<float*, nint, double> _sumOfBlock = sumOfBlock;
        private readonly double* _sums = sums;

        public void Run(int part)
        {
            var (start, end) = StaticSplit.Range(blocks, 1, part, parts);
            for (var block = start; block < end; block++)
            {
                var first = (long)block * BlockLength;
                _sums[block] = _sumOfBlock(_x + first, (nint)Math.Min(BlockLength, count - first));
            }
        }

        public double Total()
        {
            var total = 0.0;
            for (var block = 0; block < blocks; block++)
            {
                total += _sums[block];
            }

            return total;
        }
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
