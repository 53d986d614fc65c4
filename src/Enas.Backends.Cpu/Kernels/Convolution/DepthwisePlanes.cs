using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Enas.Backends.Cpu.Threads;

namespace Enas.Backends.Cpu.Kernels.Convolution;

/// <summary>
/// Depthwise convolutions of stride 1, 3x3 and 5x5. A plane is padded in its thread's first-level cache, then worked on from there; the
/// gradients of input and weight are taken together, so that both operands are read once. The weight's sum over images is cut into blocks
/// by the batch size alone. Threads split planes; in the backward pass, blocks and channels.
/// </summary>
internal sealed unsafe class DepthwisePlanes(WorkerPool pool, InstructionPath path, ImageWorkspace workspace) : ParallelKernel(pool)
{
    private const int MostBlocks = 32;

    private readonly SumOfBlocks _sum = new(pool);
    private ConvolutionGeometry _geometry;
    private FlatPlanes _input;
    private FlatPlanes _upstream;
    private int _columns;
    private int _blocks;
    private float* _x;
    private float* _y;
    private float* _weight;
    private float* _dx;
    private float* _partial;
    private bool _rectify;
    private bool _accumulate;
    private bool _backward;
    private bool _wantsWeight;

    /// <summary>Whether these kernels do such a convolution.</summary>
    public static bool Does(in ConvolutionGeometry geometry) =>
        geometry.IsDepthwise && geometry.KernelHeight == geometry.KernelWidth
            && geometry.KernelHeight is 3 or 5 && geometry.KernelWidth is 3 or 5
        && geometry.Options is { Stride: 1, Dilation: 1, PaddingBefore: >= 0 } && geometry.Options.PaddingBefore < geometry.KernelHeight;

    /// <summary>y = x ∗ w, of max(x, 0) when <paramref name="rectify"/>.</summary>
    public void Forward(in ConvolutionGeometry geometry, float* x, float* weight, float* y, bool rectify)
    {
        _backward = false;
        Begin(geometry, x, y, weight, rectify);
        workspace.Reserve(RoomSize, 0);
        RunParts((long)geometry.Images * geometry.Channels, geometry.MultiplyAdds < 1 << 16);
    }

    /// <summary>dx (+)= and dw (+)= the gradients through dy; either may be null. With <paramref name="rectify"/>, those
    /// of max(x, 0).</summary>
    public void Backward(in ConvolutionGeometry geometry,
        float* x, float* dy, float* weight, float* dx, bool accumulateX, float* dw, bool accumulateWeight, bool rectify)
    {
        _backward = true;
        Begin(geometry, x, dy, weight, rectify);
        _dx = dx;
        (_accumulate, _wantsWeight) = (accumulateX, dw != null);
        _blocks = Math.Min(geometry.Images, MostBlocks);
        workspace.Reserve(RoomSize, geometry.WeightCount * (_blocks + 1));
        _partial = workspace.Shared + geometry.WeightCount;
        for (var i = 0; i < geometry.WeightCount; i++)
        {
            // Taps backwards: the data gradient is a convolution with the kernel turned round.
            workspace.Shared[i] = weight[(i / geometry.Taps * geometry.Taps) + geometry.Taps - 1 - (i % geometry.Taps)];
        }

        RunParts((long)_blocks * geometry.Channels, geometry.MultiplyAdds < 1 << 16);
        if (dw != null)
        {
            _sum.Run(_partial, _blocks, geometry.WeightCount, dw, accumulateWeight);
        }
    }

    /// <inheritdoc />
    protected override void RunPart(int part, int parts)
    {
        var channels = _geometry.Channels;
        var (start, end) = StaticSplit.Range((long)(_backward ? _blocks : _geometry.Images) * channels, 1, part, parts);

        // The zeros around the pixels stay; a plane brings its pixels only.
        _input.Clear(workspace.Own(part));
        _upstream.Clear(workspace.Own(part) + _input.Length);
        for (var item = start; item < end;)
        {
            // As many channels of one image, or one block, as there are in this part: planes are visited as they lie.
            var (outer, first) = ((int)(item / channels), (int)(item % channels));
            var last = (int)Math.Min(channels, first + end - item);
            if (_backward)
            {
                BackwardBlock(outer, first, last, workspace.Own(part));
            }
            else
            {
                ForwardImage(outer, first, last, workspace.Own(part));
            }

            item += last - first;
        }
    }

    private int OutputArea => _geometry.OutputHeight * _geometry.OutputWidth;

    private int Area => _geometry.Height * _geometry.Width;

    private long RoomSize => _input.Length
        + _upstream.Length + ((long)(Math.Max(_geometry.Height, _geometry.OutputHeight) + 1) * (_columns + 16)) + (32 * Lanes.Count);

    private static int Whole(int columns) => (columns + Lanes.Count - 1) / Lanes.Count * Lanes.Count;

    private void Begin(in ConvolutionGeometry geometry, float* x, float* y, float* weight, bool rectify)
    {
        (_geometry, _rectify) = (geometry, rectify);
        _x = x;
        _y = y;
        _weight = weight;
        var (before, size) = (geometry.Options.PaddingBefore, geometry.KernelHeight);
        _input = Padded(geometry.OutputHeight, geometry.OutputWidth, before, size);
        _upstream = Padded(geometry.Height, geometry.Width, size - 1 - before, size);
        _columns = Whole(Math.Max(geometry.Width, geometry.OutputWidth));
    }

    /// <summary>A plane from which that many results are made, in whole vectors.</summary>
    private static FlatPlanes Padded(int rows, int columns, int before, int size)
    {
        var pitch = Whole(columns) + size - 1;
        return new FlatPlanes(rows + size - 1, pitch, -before, -before, 1, 1, 1, ((rows + size - 1) * pitch) + Lanes.Count);
    }

    private void ForwardImage(int image, int first, int last, float* room)
    {
        for (var channel = first; channel < last; channel++)
        {
            var plane = ((long)image * _geometry.Channels) + channel;
            Fetch(_x + ((plane + 1) * Area), Area);
            _input.PackPixels(_x + (plane * Area), _geometry.Height, _geometry.Width, _rectify, room);
            Convolve(_weight + (channel * _geometry.Taps), room, _input.Pitch, _y + (plane * OutputArea),
                _geometry.OutputHeight, _geometry.OutputWidth, null, accumulate: false, room + _input.Length + _upstream.Length);
        }
    }

    private void BackwardBlock(int block, int first, int last, float* room)
    {
        var (start, end) = StaticSplit.Range(_geometry.Images, 1, block, _blocks);
        var partial = _partial + (block * _geometry.WeightCount);
        for (var image = start; image < end; image++)
        {
            for (var channel = first; channel < last; channel++)
            {
                var plane = ((long)image * _geometry.Channels) + channel;
                if (_dx != null)
                {
                    InputGradient(channel, plane, room);
                }

                if (_wantsWeight)
                {
                    WeightGradient(plane, partial + (channel * _geometry.Taps), image > start, room);
                }
            }
        }
    }

    private void InputGradient(int channel, long plane, float* room)
    {
        Fetch(_y + ((plane + 1) * OutputArea), OutputArea);
        Fetch(_x + ((plane + 1) * Area), Area);
        var padded = room + _input.Length;
        _upstream.PackPixels(_y + (plane * OutputArea), _geometry.OutputHeight, _geometry.OutputWidth, rectify: false, padded);
        Convolve(
            workspace.Shared + (channel * _geometry.Taps), padded, _upstream.Pitch, _dx + (plane * Area), _geometry.Height, _geometry.Width,
            _rectify ? _x + (plane * Area) : null, _accumulate, padded + _upstream.Length);
    }

    private void WeightGradient(long plane, float* partial, bool accumulate, float* room)
    {
        var gradient = _y + (plane * OutputArea);
        var stride = _geometry.OutputWidth;
        _input.PackPixels(_x + (plane * Area), _geometry.Height, _geometry.Width, _rectify, room);
        var columns = Whole(_geometry.OutputWidth);
        if (columns != _geometry.OutputWidth)
        {
            // Lanes beyond the end of a row must count nothing.
            new FlatPlanes(_geometry.OutputHeight, columns, 0, 0, 1, 1, 1, _geometry.OutputHeight * columns)
                .Pack(gradient, 1, _geometry.OutputHeight, _geometry.OutputWidth, rectify: false, room + _input.Length + _upstream.Length);
            gradient = room + _input.Length + _upstream.Length;
            stride = columns;
        }

        var sums = stackalloc float[25 * Lanes.Count];
        DepthwiseTiles.RunGradient(
            path, _geometry.KernelHeight, gradient, stride, room, _input.Pitch, _geometry.OutputHeight, columns, sums);
        LaneSums.Add(sums, sums, _geometry.Taps);
        for (var tap = 0; tap < _geometry.Taps; tap++)
        {
            partial[tap] = accumulate ? partial[tap] + sums[tap] : sums[tap];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Convolve(float* weight,
        float* padded, int pitch, float* target, int rows, int width, float* mask, bool accumulate, float* aside)
    {
        var columns = Whole(width);
        if (columns == width && mask == null)
        {
            DepthwiseTiles.Run(path, _geometry.KernelHeight, weight, padded, pitch, target, width, rows, columns, accumulate);
            return;
        }

        DepthwiseTiles.Run(path, _geometry.KernelHeight, weight, padded, pitch, aside, columns, rows, columns, accumulate: false);
        for (var row = 0; row < rows; row++, aside += columns, target += width)
        {
            if (mask != null)
            {
                RowMoves.CopyMasked(aside, target, mask + ((nint)row * width), width, 1, accumulate);
            }
            else if (accumulate)
            {
                RowMoves.Add(aside, target, width);
            }
            else
            {
                RowMoves.Copy(aside, target, width, rectify: false);
            }
        }
    }

    /// <summary>Asks for the next plane while this one is worked on. Asking for what is not there does nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fetch(float* plane, int count)
    {
        for (var i = 0; Sse.IsSupported && i < Math.Min(count, 2048); i += Lanes.Count)
        {
            Sse.Prefetch1(plane + i);
        }
    }
}
