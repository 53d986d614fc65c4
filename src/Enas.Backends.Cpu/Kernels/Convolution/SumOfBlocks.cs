using System.Runtime.CompilerServices;
using Enas.Backends.Cpu.Threads;

namespace Enas.Backends.Cpu.Kernels.Convolution;

/// <summary>Adds blocks of partial sums element by element, in order. Threads split elements.</summary>
internal sealed unsafe class SumOfBlocks(WorkerPool pool) : ParallelKernel(pool)
{
    private float* _blocks;
    private int _count;
    private long _length;
    private float* _target;
    private bool _accumulate;

    /// <summary>target (+)= block 0 + block 1 + ...</summary>
    public void Run(float* blocks, int count, long length, float* target, bool accumulate)
    {
        _blocks = blocks;
        _count = count;
        _length = length;
        _target = target;
        _accumulate = accumulate;
        RunParts((length + Lanes.Count - 1) / Lanes.Count, count * length < 1 << 15);
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void RunPart(int part, int parts)
    {
        var (start, end) = StaticSplit.Range(_length, Lanes.Count, part, parts);
        for (var i = start; i < end; i += Lanes.Count)
        {
            var rest = (nint)(end - i);
            var sum = Lanes.Load(_blocks + i, rest);
            for (var block = 1; block < _count; block++)
            {
                sum += Lanes.Load(_blocks + (block * _length) + i, rest);
            }

            Lanes.Store(_accumulate ? Lanes.Load(_target + i, rest) + sum : sum, _target + i, rest);
        }
    }
}
