using Enas.Backends.Cpu.Threads;

namespace Enas.Backends.Cpu.Kernels.Convolution;

/// <summary>
/// A kernel whose arguments are its fields, so that running it allocates nothing: one instance serves a backend, one call at a time.
/// </summary>
internal abstract class ParallelKernel
{
    private readonly WorkerPool _pool;
    private readonly Action<int> _body;
    private int _parts;

    protected ParallelKernel(WorkerPool pool)
    {
        _pool = pool;
        _body = part => RunPart(part, _parts);
    }

    /// <summary>Threads there are.</summary>
    protected int ThreadCount => _pool.ThreadCount;

    /// <summary>Does one part's share of the outputs.</summary>
    protected abstract void RunPart(int part, int parts);

    /// <summary>Runs all parts: one per thread, or a single one when there is little to do.</summary>
    /// <param name="items">Pieces of work.</param>
    /// <param name="isSmall">Whether waking a thread costs more than it saves.</param>
    protected void RunParts(long items, bool isSmall)
    {
        _parts = isSmall ? 1 : (int)Math.Min(_pool.ThreadCount, items);
        _pool.Run(_parts, _body);
    }
}
