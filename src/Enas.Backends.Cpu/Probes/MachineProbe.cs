using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Enas.Backends.Cpu.Kernels;
using Enas.Backends.Cpu.Memory;
using Enas.Backends.Cpu.Threads;

namespace Enas.Backends.Cpu.Probes;

/// <summary>
/// Work that shows what the machine itself can do, for the benchmarks to compare the kernels with: fused multiply-adds that never leave
/// the registers, a copy that never stays in a cache, and a product whose right factor is packed beforehand. All of it runs on the threads
/// and the instruction path of the backend. There is no clock in here: the caller takes the time.
/// </summary>
internal sealed unsafe class MachineProbe : IDisposable
{
    /// <summary>Floats of each side of the copy: twice 128 MiB is beyond every cache that we know.</summary>
    private const long CopiedFloats = 32L << 20;

    private readonly WorkerPool _pool;
    private readonly Gemm _gemm;
    private readonly InstructionPath _path = InstructionPaths.Best;
    private readonly float[] _sinks;
    private NativeBuffer? _source;
    private NativeBuffer? _destination;

    /// <summary>A probe on <paramref name="threads"/> threads.</summary>
    public MachineProbe(int threads)
    {
        _pool = new WorkerPool(threads);
        _gemm = new Gemm(_pool, _path);
        _sinks = new float[threads * 16];
    }

    /// <summary>The instruction path that runs, as <c>doctor</c> names it.</summary>
    public string Instructions => InstructionPaths.NameOf(_path);

    /// <summary>Fused multiply-adds in registers on every thread, many independent chains of them.</summary>
    /// <param name="rounds">Rounds of the loop on each thread.</param>
    /// <returns>Floating-point operations done, a multiply-add counted as two.</returns>
    public double FusedMultiplyAdds(int rounds)
    {
        _pool.Run(_pool.ThreadCount, part => _sinks[part * 16] += RegisterLoops.Run(_path, rounds));
        return 2.0 * rounds * RegisterLoops.MultiplyAddsPerRound(_path) * _pool.ThreadCount;
    }

    /// <summary>Copies 128 MiB, each thread its part, sixteen lanes at a time, as the kernels read and write.</summary>
    /// <returns>Bytes read and bytes written, added.</returns>
    public double CopyByVectors() => Copy(CopyVectors);

    /// <summary>Copies 128 MiB, each thread its part, with the runtime's block copy, which may write past the caches.</summary>
    /// <returns>Bytes read and bytes written, added.</returns>
    public double CopyByBlocks() => Copy(static (source, destination, count) =>
        Buffer.MemoryCopy((float*)source, (float*)destination, count * sizeof(float), count * sizeof(float)));

    /// <summary>A product that can be run again and again with its right factor packed once, as the recurrent cell
    /// uses its weights.</summary>
    /// <param name="rows">Rows of the left factor, m.</param>
    /// <param name="depth">Length of the chains, k.</param>
    /// <param name="columns">Columns of the right factor, n.</param>
    /// <param name="transposed">Whether the right factor is given as [n, k].</param>
    public IPreparedProduct PrepareProduct(int rows, int depth, int columns, bool transposed) =>
        new PackedProduct(_pool, _gemm, rows, depth, columns, transposed);

    /// <inheritdoc />
    public void Dispose()
    {
        _pool.Dispose();
        _gemm.Dispose();
        _source?.Dispose();
        _destination?.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyVectors(nint source, nint destination, long count)
    {
        var from = (float*)source;
        var to = (float*)destination;
        for (nint i = 0; i < count; i += Lanes.Count)
        {
            Vector512.Load(from + i).Store(to + i);
        }
    }

    private double Copy(Action<nint, nint, long> copy)
    {
        _source ??= new NativeBuffer(CopiedFloats);
        _destination ??= new NativeBuffer(CopiedFloats);
        var parts = _pool.ThreadCount;
        var (source, destination) = ((nint)_source.Data, (nint)_destination.Data);
        _pool.Run(parts, part =>
        {
            var (start, end) = StaticSplit.Range(CopiedFloats, Lanes.Count, part, parts);
            copy(source + (nint)(start * sizeof(float)), destination + (nint)(start * sizeof(float)), end - start);
        });
        return 2.0 * CopiedFloats * sizeof(float);
    }
}
