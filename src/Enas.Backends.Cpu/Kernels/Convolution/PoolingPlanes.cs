using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Enas.Backends.Cpu.Threads;
using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu.Kernels.Convolution;

/// <summary>
/// Pooling of planes, each laid out flat in its thread's first-level cache (<see cref="FlatPlanes"/>). Taps are visited in row order.
/// Threads split planes.
/// </summary>
internal sealed unsafe class PoolingPlanes(WorkerPool pool, ImageWorkspace workspace) : ParallelKernel(pool)
{
    private ConvolutionGeometry _geometry;
    private FlatPlanes _planes;
    private int _positions;
    private long _planeCount;
    private int* _offsets;
    private float* _counts;
    private float* _x;
    private float* _y;
    private float* _dx;
    private bool _maximum;
    private bool _accumulate;

    /// <summary>y = the pooled x.</summary>
    /// <param name="planeCount">N·C.</param>
    /// <param name="countPadding">For means, whether to divide by the window's size everywhere.</param>
    public void Forward(long planeCount, int height, int width, PoolingOptions options, bool maximum, bool countPadding, float* x, float* y)
    {
        _x = x;
        _y = y;
        _dx = null;
        Run(planeCount, height, width, options, maximum, countPadding);
    }

    /// <summary>dx (+)= the gradient through dy. x is read for maxima only.</summary>
    public void Backward(long planeCount,
        int height, int width, PoolingOptions options, bool maximum, bool countPadding, float* x, float* dy, float* dx, bool accumulate)
    {
        _x = x;
        _y = dy;
        _dx = dx;
        _accumulate = accumulate;
        Run(planeCount, height, width, options, maximum, countPadding);
    }

    /// <inheritdoc />
    protected override void RunPart(int part, int parts)
    {
        var (start, end) = StaticSplit.Range(_planeCount, 1, part, parts);
        long area = _geometry.Height * _geometry.Width, outputArea = _geometry.OutputHeight * _geometry.OutputWidth;
        for (var plane = start; plane < end; plane++)
        {
            if (_dx == null)
            {
                ForwardPlane(_x + (plane * area), _y + (plane * outputArea), workspace.Own(part));
            }
            else
            {
                BackwardPlane(_x + (plane * area), _y + (plane * outputArea), _dx + (plane * area), workspace.Own(part));
            }
        }
    }

    private void Run(long planeCount, int height, int width, PoolingOptions options, bool maximum, bool countPadding)
    {
        (_planeCount, _maximum) = (planeCount, maximum);
        _geometry = new ConvolutionGeometry(1, 1, height, width,
            1, options.Size, options.Size, new ConvolutionOptions(options.Stride, 1, 1, options.PaddingBefore, options.PaddingAfter));
        _planes = ConvolutionPlan.InputPlanes(_geometry);
        _positions = new ConvolutionPass(_geometry.OutputHeight, _geometry.OutputWidth, 0, 0, 0, 0, 0).Positions(_planes.Pitch);
        var room = Math.Max(_positions, _geometry.OutputHeight * _planes.Pitch);
        workspace.Reserve((2L * _planes.PlaneStride) + (2L * room), _geometry.Taps + 64 + room);
        _offsets = (int*)workspace.Shared;
        _counts = workspace.Shared + _geometry.Taps + 64;
        ConvolutionPlan.FillInputOffsets(_geometry, _planes, _offsets);
        FillCounts(countPadding, room);
        RunParts(planeCount, planeCount * height * width < 1 << 14);
    }

    /// <summary>How many elements a mean is over, at every position.</summary>
    private void FillCounts(bool countPadding, int room)
    {
        new Span<float>(_counts, room).Fill(1f);
        for (var row = 0; row < _geometry.OutputHeight; row++)
        {
            for (var column = 0; column < _geometry.OutputWidth; column++)
            {
                var inside = Inside(row, _geometry.Height) * Inside(column, _geometry.Width);
                _counts[(row * _planes.Pitch) + column] = countPadding ? _geometry.Taps : Math.Max(inside, 1);
            }
        }
    }

    private int Inside(int output, int size)
    {
        var first = (output * _geometry.Options.Stride) - _geometry.Options.PaddingBefore;
        return Math.Max(Math.Min(first + _geometry.KernelHeight, size) - Math.Max(first, 0), 0);
    }

    private void ForwardPlane(float* x, float* y, float* room)
    {
        var result = room + _planes.PlaneStride;
        _planes.Pack(x, 1, _geometry.Height, _geometry.Width, rectify: false, room, _maximum ? float.NegativeInfinity : 0f);
        if (_maximum)
        {
            Maxima(room, _offsets, _geometry.Taps, result, _positions);
        }
        else
        {
            Means(room, _offsets, _geometry.Taps, _counts, result, _positions);
        }

        for (var row = 0; row < _geometry.OutputHeight; row++)
        {
            new ReadOnlySpan<float>(result + ((nint)row * _planes.Pitch), _geometry.OutputWidth)
                .CopyTo(new Span<float>(y + ((nint)row * _geometry.OutputWidth), _geometry.OutputWidth));
        }
    }

    private void BackwardPlane(float* x, float* dy, float* dx, float* room)
    {
        var positionRoom = Math.Max(_positions, _geometry.OutputHeight * _planes.Pitch);
        var gradient = room + _planes.PlaneStride;
        var upstream = room + (2 * (nint)_planes.PlaneStride);
        var winners = (int*)(upstream + positionRoom);
        new FlatPlanes(_geometry.OutputHeight, _planes.Pitch, 0, 0, 1, 1, 1, positionRoom)
            .Pack(dy, 1, _geometry.OutputHeight, _geometry.OutputWidth, rectify: false, upstream);
        new Span<float>(gradient, _planes.PlaneStride).Clear();
        if (_maximum)
        {
            _planes.Pack(x, 1, _geometry.Height, _geometry.Width, rectify: false, room, float.NegativeInfinity);
            Winners(room, _offsets, _geometry.Taps, winners, _positions);
            SpreadToWinners(upstream, winners, _offsets, _geometry.Taps, gradient, _positions);
        }
        else
        {
            SpreadToAll(upstream, _counts, _offsets, _geometry.Taps, gradient, _positions);
        }

        if (!_accumulate)
        {
            new Span<float>(dx, _geometry.Height * _geometry.Width).Clear();
        }

        _planes.AddBack(gradient, _geometry.Height, _geometry.Width, dx);
    }

    /// <summary>The largest element of each window; NaN wins and stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Maxima(float* x, int* offsets, nint taps, float* result, nint positions)
    {
        for (nint i = 0; i < positions; i += Lanes.Count)
        {
            var best = Vector512.Load(x + offsets[0] + i);
            for (nint tap = 1; tap < taps; tap++)
            {
                var value = Vector512.Load(x + offsets[tap] + i);
                best = Vector512.ConditionalSelect(Vector512.GreaterThan(value, best), value, best);
                best = Vector512.ConditionalSelect(Vector512.Equals(value, value), best, value);
            }

            best.Store(result + i);
        }
    }

    /// <summary>The first tap of each window that has its largest element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Winners(float* x, int* offsets, nint taps, int* winners, nint positions)
    {
        for (nint i = 0; i < positions; i += Lanes.Count)
        {
            var best = Vector512.Load(x + offsets[0] + i);
            var winner = Vector512<int>.Zero;
            for (nint tap = 1; tap < taps; tap++)
            {
                var value = Vector512.Load(x + offsets[tap] + i);
                var wins = Vector512.GreaterThan(value, best);
                best = Vector512.ConditionalSelect(wins, value, best);
                winner = Vector512.ConditionalSelect(wins.AsInt32(), Vector512.Create((int)tap), winner);
            }

            winner.Store(winners + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Means(float* x, int* offsets, nint taps, float* counts, float* result, nint positions)
    {
        for (nint i = 0; i < positions; i += Lanes.Count)
        {
            var sum = Vector512.Load(x + offsets[0] + i);
            for (nint tap = 1; tap < taps; tap++)
            {
                sum += Vector512.Load(x + offsets[tap] + i);
            }

            (sum / Vector512.Load(counts + i)).Store(result + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SpreadToWinners(float* upstream, int* winners, int* offsets, nint taps, float* gradient, nint positions)
    {
        for (nint tap = 0; tap < taps; tap++)
        {
            var to = gradient + offsets[tap];
            var wanted = Vector512.Create((int)tap);
            for (nint i = 0; i < positions; i += Lanes.Count)
            {
                var share = Vector512.ConditionalSelect(
                    Vector512.Equals(Vector512.Load(winners + i), wanted).AsSingle(), Vector512.Load(upstream + i), Vector512<float>.Zero);
                (Vector512.Load(to + i) + share).Store(to + i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SpreadToAll(float* upstream, float* counts, int* offsets, nint taps, float* gradient, nint positions)
    {
        for (nint i = 0; i < positions; i += Lanes.Count)
        {
            (Vector512.Load(upstream + i) / Vector512.Load(counts + i)).Store(upstream + i);
        }

        for (nint tap = 0; tap < taps; tap++)
        {
            var to = gradient + offsets[tap];
            for (nint i = 0; i < positions; i += Lanes.Count)
            {
                (Vector512.Load(to + i) + Vector512.Load(upstream + i)).Store(to + i);
            }
        }
    }
}
