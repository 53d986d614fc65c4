using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Enas.Backends.Cpu.Threads;

namespace Enas.Backends.Cpu.Kernels.Convolution;

/// <summary>
/// Batch norm of [N, C, H, W] by channel, a rectifier included when asked. Planes are summed in sixteen lanes and a fixed tree; what planes
/// give is combined in float64 in image order (Chan, Golub and LeVeque 1979), so the variance suffers no cancellation. Threads split channels:
/// the planes of one channel are still in the second-level cache when they are normalised.
/// </summary>
internal sealed unsafe class BatchNormImages(WorkerPool pool) : ParallelKernel(pool)
{
    private int _images;
    private int _channels;
    private nint _area;
    private Operands _o;
    private bool _backward;

    /// <summary>y from x; writes mean and variance unless they are given.</summary>
    public void Forward(int images, int channels, long area, in Operands operands) => Run(images, channels, area, operands, backward: false);

    /// <summary>dx, dγ and dβ (each may be null) from x, dy, mean and variance. dγ and dβ are added to; dx is when asked.</summary>
    public void Backward(int images, int channels, long area, in Operands operands) => Run(images, channels, area, operands, backward: true);

    /// <inheritdoc />
    protected override void RunPart(int part, int parts)
    {
        var (start, end) = StaticSplit.Range(_channels, 1, part, parts);
        for (var channel = start; channel < end; channel++)
        {
            if (_backward)
            {
                BackwardChannel(channel);
            }
            else
            {
                ForwardChannel(channel);
            }
        }
    }

    private void Run(int images, int channels, long area, in Operands operands, bool backward)
    {
        (_images, _channels, _area, _o, _backward) = (images, channels, (nint)area, operands, backward);
        RunParts(channels, images * channels * area < 1 << 15);
    }

    private float ScaleOf(int channel) => _o.Gamma[channel] * InverseOf(channel);

    private float InverseOf(int channel) => 1f / VectorMath.SquareRoot(_o.Variance[channel] + _o.Epsilon);

    private nint PlaneAt(int image, int channel) => (((nint)image * _channels) + channel) * _area;

    private void ForwardChannel(int channel)
    {
        if (!_o.IsGiven)
        {
            FindMoments(channel);
        }

        var (scale, mean) = (ScaleOf(channel), _o.Mean[channel]);
        for (var image = 0; image < _images; image++)
        {
            var at = PlaneAt(image, channel);
            Normalize(_o.X + at, _o.Y + at, _area, mean, scale, _o.Beta[channel], _o.Rectify);
        }
    }

    private void FindMoments(int channel)
    {
        var (count, mean, squares) = (0.0, 0.0, 0.0);
        for (var image = 0; image < _images; image++)
        {
            var plane = _o.X + PlaneAt(image, channel);
            var planeMean = Reductions.Sum(plane, _area) / (double)_area;
            var difference = planeMean - mean;
            var total = count + _area;
            mean += difference * (_area / total);
            squares += SumOfSquares(plane, _area, (float)planeMean) + (difference * difference * (count * _area / total));
            count = total;
        }

        _o.Mean[channel] = (float)mean;
        _o.Variance[channel] = (float)(squares / count);
    }

    private void BackwardChannel(int channel)
    {
        var (mean, inverse, scale, shift) = (_o.Mean[channel], InverseOf(channel), ScaleOf(channel), _o.Beta[channel]);
        var (sum, dot) = (0.0, 0.0);
        for (var image = 0; image < _images; image++)
        {
            var at = PlaneAt(image, channel);
            var (planeSum, planeDot) = Sums(_o.X + at, _o.UpstreamGradient + at, _area, mean, scale, shift, _o.Rectify);
            sum += planeSum;
            dot += planeDot;
        }

        if (_o.GammaGradient != null)
        {
            _o.GammaGradient[channel] += (float)(dot * inverse);
        }

        if (_o.BetaGradient != null)
        {
            _o.BetaGradient[channel] += (float)sum;
        }

        if (_o.XGradient != null)
        {
            InputGradient(channel, mean, scale, shift, sum, dot * inverse * inverse);
        }
    }

    private void InputGradient(int channel, float mean, float scale, float shift, double sum, double dot)
    {
        var size = (double)_images * _area;
        var (meanSum, meanDot) = _o.IsGiven ? (0f, 0f) : ((float)(sum / size), (float)(dot / size));
        for (var image = 0; image < _images; image++)
        {
            var at = PlaneAt(image, channel);
            InputGradient(_o.X + at, _o.UpstreamGradient + at, _o.XGradient + at, _area, mean, scale, shift, meanSum, meanDot, _o.Rectify, _o.AccumulateX);
        }
    }

    /// <summary>y = scale (x - mean) + shift.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Normalize(float* x, float* y, nint count, float mean, float scale, float shift, bool rectify)
    {
        for (nint i = 0; i < count; i += Lanes.Count)
        {
            var value = Normal(Lanes.Load(x + i, count - i), mean, scale, shift);
            if (rectify)
            {
                value = Vector512.ConditionalSelect(Vector512.LessThanOrEqual(value, Vector512<float>.Zero), Vector512<float>.Zero, value);
            }

            Lanes.Store(value, y + i, count - i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Normal(Vector512<float> x, float mean, float scale, float shift) =>
        Vector512.FusedMultiplyAdd(x - Vector512.Create(mean), Vector512.Create(scale), Vector512.Create(shift));

    /// <summary>Σ (x - mean)²; lanes beyond the end count nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float SumOfSquares(float* x, nint count, float mean)
    {
        var centre = Vector512.Create(mean);
        var sum = Vector512<float>.Zero;
        nint i = 0;
        for (; i + Lanes.Count <= count; i += Lanes.Count)
        {
            var difference = Vector512.Load(x + i) - centre;
            sum = Vector512.FusedMultiplyAdd(difference, difference, sum);
        }

        if (i < count)
        {
            var difference = FirstLanes(Lanes.Load(x + i, count - i) - centre, count - i);
            sum = Vector512.FusedMultiplyAdd(difference, difference, sum);
        }

        return Lanes.Add(sum);
    }

    /// <summary>Σ g and Σ g·(x - mean) of a plane, g zero where the rectifier was shut.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (float Sum, float Dot) Sums(float* x, float* g, nint count, float mean, float scale, float shift, bool rectify)
    {
        var (sum, dot) = (Vector512<float>.Zero, Vector512<float>.Zero);
        for (nint i = 0; i < count; i += Lanes.Count)
        {
            // Lanes beyond the end have a zero gradient, so they count nothing in either sum.
            var (value, upstream) = (Lanes.Load(x + i, count - i), Lanes.Load(g + i, count - i));
            if (rectify)
            {
                upstream = Open(upstream, value, mean, scale, shift);
            }

            sum += upstream;
            dot = Vector512.FusedMultiplyAdd(upstream, value - Vector512.Create(mean), dot);
        }

        return (Lanes.Add(sum), Lanes.Add(dot));
    }

    /// <summary>dx (+)= scale (g - meanSum - (x - mean)·meanDot).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InputGradient(
        float* x, float* g, float* dx, nint count, float mean, float scale, float shift, float meanSum, float meanDot, bool rectify, bool accumulate)
    {
        for (nint i = 0; i < count; i += Lanes.Count)
        {
            var (value, upstream) = (Lanes.Load(x + i, count - i), Lanes.Load(g + i, count - i));
            if (rectify)
            {
                upstream = Open(upstream, value, mean, scale, shift);
            }

            var inner = Vector512.FusedMultiplyAdd(Vector512.Create(mean) - value, Vector512.Create(meanDot), upstream - Vector512.Create(meanSum));
            var target = accumulate ? Lanes.Load(dx + i, count - i) : Vector512<float>.Zero;
            Lanes.Store(Vector512.FusedMultiplyAdd(Vector512.Create(scale), inner, target), dx + i, count - i);
        }
    }

    /// <summary>g where the normalised value is positive, else zero: the forward pass's own arithmetic decides.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Open(Vector512<float> g, Vector512<float> x, float mean, float scale, float shift) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(Normal(x, mean, scale, shift), Vector512<float>.Zero), g, Vector512<float>.Zero);

    private static Vector512<float> FirstLanes(Vector512<float> value, nint count) =>
        Vector512.ConditionalSelect(
            Vector512.LessThan(Vector512<int>.Indices, Vector512.Create((int)count)).AsSingle(), value, Vector512<float>.Zero);

    /// <summary>Addresses and options of one call.</summary>
    internal readonly struct Operands
    {
        public required float* X { get; init; }

        public float* Y { get; init; }

        public required float* Gamma { get; init; }

        public required float* Beta { get; init; }

        public required float* Mean { get; init; }

        public required float* Variance { get; init; }

        public required float Epsilon { get; init; }

        public required bool Rectify { get; init; }

        /// <summary>Whether the statistics are constants that the caller gives.</summary>
        public required bool IsGiven { get; init; }

        public float* UpstreamGradient { get; init; }

        public float* XGradient { get; init; }

        public bool AccumulateX { get; init; }

        public float* GammaGradient { get; init; }

        public float* BetaGradient { get; init; }
    }
}
