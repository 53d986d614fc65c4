using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Enas.Backends.Cpu.Threads;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>Runs an <see cref="IElementOperation"/> over matrices; every element depends on its own operands only.</summary>
internal static unsafe class ElementWise
{
    private const long SmallestParallelCount = 1 << 15;

    /// <summary>d = op(d, x, y) for <paramref name="count"/> elements of tensors of one shape. d may be x or y.</summary>
    public static void Run<TOperation>(WorkerPool pool, TOperation operation, float* d, float* x, float* y, long count)
        where TOperation : struct, IElementOperation
    {
        if (count < SmallestParallelCount || pool.ThreadCount == 1)
        {
            Flat(operation, d, x, y, count);
            return;
        }

        RunParallel(pool, operation, d, x, y, count);
    }

    /// <summary>d = op(d, x, y) over [rows, columns] where y is repeated as <paramref name="broadcast"/> says.</summary>
    /// <param name="blockRows">Rows of y when it is a block.</param>
    public static void Run<TOperation>(
        WorkerPool pool, TOperation operation, float* d, float* x, float* y, int rows, int columns, Broadcast broadcast, int blockRows = 1)
        where TOperation : struct, IElementOperation
    {
        if (broadcast == Broadcast.None)
        {
            Run(pool, operation, d, x, y, (long)rows * columns);
            return;
        }

        var parts = (long)rows * columns < SmallestParallelCount ? 1 : pool.ThreadCount;
        var body = new RowsBody<TOperation>(operation, d, x, y, rows, columns, broadcast, blockRows, parts);
        pool.Run(parts, ref body);
    }

    /// <summary>The operation over a run of elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Flat<TOperation>(TOperation operation, float* d, float* x, float* y, long count)
        where TOperation : struct, IElementOperation
    {
        nint i = 0;
        for (; i + Lanes.Count <= count; i += Lanes.Count)
        {
            operation.Apply(Vector512.Load(d + i), Vector512.Load(x + i), Vector512.Load(y + i)).Store(d + i);
        }

        var rest = (nint)count - i;
        if (rest > 0)
        {
            Lanes.Store(operation.Apply(Lanes.Load(d + i, rest), Lanes.Load(x + i, rest), Lanes.Load(y + i, rest)), d + i, rest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Splat<TOperation>(TOperation operation, float* d, float* x, float value, nint count)
        where TOperation : struct, IElementOperation
    {
        var y = Vector512.Create(value);
        nint i = 0;
        for (; i + Lanes.Count <= count; i += Lanes.Count)
        {
            operation.Apply(Vector512.Load(d + i), Vector512.Load(x + i), y).Store(d + i);
        }

        var rest = count - i;
        if (rest > 0)
        {
            Lanes.Store(operation.Apply(Lanes.Load(d + i, rest), Lanes.Load(x + i, rest), y), d + i, rest);
        }
    }

    private static void Rows<TOperation>(
        TOperation operation, float* d, float* x, float* y, int start, int end, nint columns, Broadcast broadcast, int blockRows)
        where TOperation : struct, IElementOperation
    {
        for (var row = start; row < end; row++)
        {
            var (target, operand) = (row * columns, row % blockRows * columns);
            if (broadcast == Broadcast.Column)
            {
                Splat(operation, d + target, x + target, y[row], columns);
            }
            else
            {
                Flat(operation, d + target, x + target, broadcast == Broadcast.Block ? y + operand : y, columns);
            }
        }
    }

    private static void RunParallel<TOperation>(WorkerPool pool, TOperation operation, float* d, float* x, float* y, long count)
        where TOperation : struct, IElementOperation
    {
        var body = new FlatBody<TOperation>(operation, d, x, y, count, pool.ThreadCount);
        pool.Run(pool.ThreadCount, ref body);
    }

    private readonly struct FlatBody<TOperation>(TOperation operation, float* d, float* x, float* y, long count, int parts) : IParallelBody
        where TOperation : struct, IElementOperation
    {
        private readonly float* _d = d;
        private readonly float* _x = x;
        private readonly float* _y = y;

        public void Run(int part)
        {
            var (start, end) = StaticSplit.Range(count, Lanes.Count, part, parts);
            Flat(operation, _d + start, _x + start, _y + start, end - start);
        }
    }

    private readonly struct RowsBody<TOperation>(
        TOperation operation, float* d, float* x, float* y, int rows, int columns, Broadcast broadcast, int blockRows, int parts)
            : IParallelBody
        where TOperation : struct, IElementOperation
    {
        private readonly float* _d = d;
        private readonly float* _x = x;
        private readonly float* _y = y;

        public void Run(int part)
        {
            var (start, end) = StaticSplit.Range(rows, 1, part, parts);
            Rows(operation, _d, _x, _y, start, end, columns, broadcast, blockRows);
        }
    }
}
