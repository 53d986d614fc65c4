using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Enas.Backends.Cpu.Kernels.Convolution;

/// <summary>
/// Asks, a little at every step, for what the next piece of work will read: rows of <paramref name="rowFloats"/> that are
/// <paramref name="stride"/> apart. It moves no value, so it cannot change a bit; asking for what is not there does nothing.
/// </summary>
internal unsafe struct Prefetcher(float* start, nint rowFloats, nint stride, nint rows, nint steps)
{
    private const int LineFloats = 16;

    private readonly nint _rowFloats = rowFloats;
    private readonly nint _stride = stride;
    private readonly nint _linesPerStep = ((rowFloats + LineFloats - 1) / LineFloats * rows / Math.Max(steps, 1)) + 1;
    private float* _row = start;
    private nint _at;
    private nint _rowsLeft = rows;

    /// <summary>Asks for its share of lines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step()
    {
        if (Sse.IsSupported && _rowsLeft > 0)
        {
            Fetch();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fetch()
    {
        for (var i = _linesPerStep; i > 0 && _rowsLeft > 0; i--)
        {
            Sse.Prefetch1(_row + _at);
            _at += LineFloats;
            if (_at >= _rowFloats)
            {
                _at = 0;
                _row += _stride;
                _rowsLeft--;
            }
        }
    }
}
