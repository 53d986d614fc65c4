using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Enas.Backends.Cpu.Threads;

namespace Enas.Backends.Cpu.Kernels.Convolution;

/// <summary>
/// Batch norm of [N, C, H, W] by channel, a rectifier included when asked. Each plane is summed in 64 lanes and a fixed tree; what planes
/// give is combined in float64 in image order (the corrected two-pass algorithm by pairs, Chan, Golub and LeVeque 1983), so the variance
/// suffers no cancellation. Planes are visited as they lie in memory, once for the sums and once for the result. Threads split planes.
/// </summary>
internal sealed unsafe class BatchNormImages(WorkerPool pool, ImageWorkspace workspace) : ParallelKernel(pool)
{
    private int _images;
    private int _channels;
    private nint _area;
    private Operands _o;
    private Stage _stage;

    private enum Stage
    {
        Moments,
        Normalize,
        Sums,
        InputGradient,
    }

    private long Planes => (long)_images * _channels;

    // What the first pass over the planes leaves for the second: three numbers a plane, then two a channel.
    private float* First => workspace.Shared;

    private float* Second => workspace.Shared + Planes;

    private float* Third => workspace.Shared + (2 * Planes);

    private float* ChannelFirst => workspace.Shared + (3 * Planes);

    private float* ChannelSecond => workspace.Shared + (3 * Planes) + _channels;

    /// <summary>y from x; writes mean and variance unless they are given.</summary>
    public void Forward(int images, int channels, long area, in Operands operands)
    {
        Begin(images, channels, area, operands);
        if (!_o.IsGiven)
        {
            Run(Stage.Moments);
            for (var channel = 0; channel < channels; channel++)
            {
                CombineMoments(channel);
            }
        }

        Run(Stage.Normalize);
    }

    /// <summary>dx, dγ and dβ (each may be null) from x, dy, mean and variance. dγ and dβ are added to; dx is when asked.</summary>
    public void Backward(int images, int channels, long area, in Operands operands)
    {
        Begin(images, channels, area, operands);
        Run(Stage.Sums);
        for (var channel = 0; channel < channels; channel++)
        {
            CombineSums(channel);
        }

        if (_o.XGradient != null)
        {
            Run(Stage.InputGradient);
        }
    }

    /// <inheritdoc />
    protected override void RunPart(int part, int parts)
    {
        var (start, end) = StaticSplit.Range(Planes, 1, part, parts);
        for (var plane = start; plane < end; plane++)
        {
            RunPlane(plane, (int)(plane % _channels));
        }
    }

    private void Begin(int images, int channels, long area, in Operands operands)
    {
        (_images, _channels, _area, _o) = (images, channels, (nint)area, operands);
        workspace.Reserve(0, (3 * Planes) + (2 * channels));
    }

    private void Run(Stage stage)
    {
        _stage = stage;
        RunParts(Planes, Planes * _area < 1 << 15);
    }

    private void RunPlane(long plane, int channel)
    {
        var at = plane * _area;
        var x = _o.X + at;
        switch (_stage)
        {
            case Stage.Moments:
                var mean = Sum(x, _area) / _area;
                First[plane] = mean;
                (Second[plane], Third[plane]) = Residuals(x, _area, mean);
                break;
            case Stage.Normalize:
                Normalize(x, _o.Y + at, _area, _o.Mean[channel], ScaleOf(channel), _o.Beta[channel], _o.Rectify);
                break;
            case Stage.Sums:
                (First[plane], Second[plane]) = Sums(
                    x, _o.UpstreamGradient + at, _area, _o.Mean[channel], ScaleOf(channel), _o.Beta[channel], _o.Rectify);
                break;
            default:
                InputGradient(
                    x, _o.UpstreamGradient + at, _o.XGradient + at, _area, _o.Mean[channel], ScaleOf(channel), _o.Beta[channel],
                    ChannelFirst[channel], ChannelSecond[channel], _o.Rectify, _o.AccumulateX);
                break;
        }
    }

    private float ScaleOf(int channel) => _o.Gamma[channel] * InverseOf(channel);

    private float InverseOf(int channel) => 1f / VectorMath.SquareRoot(_o.Variance[channel] + _o.Epsilon);

    private void CombineMoments(int channel)
    {
        var (count, mean, squares) = (0.0, 0.0, 0.0);
        for (var image = 0; image < _images; image++)
        {
            var plane = ((nint)image * _channels) + channel;

            // The plane's mean was rounded; what is left of it corrects both its mean and its squares.
            double residual = Third[plane];
            var difference = First[plane] + (residual / _area) - mean;
            var total = count + _area;
            mean += difference * (_area / total);
            squares += Second[plane] - (residual * residual / _area) + (difference * difference * (count * _area / total));
            count = total;
        }

        _o.Mean[channel] = (float)mean;
        _o.Variance[channel] = (float)(squares / count);
    }

    private void CombineSums(int channel)
    {
        var (sum, dot) = (0.0, 0.0);
        for (var image = 0; image < _images; image++)
        {
            var plane = ((nint)image * _channels) + channel;
            sum += First[plane];
            dot += Second[plane];
        }

        var (inverse, size) = ((double)InverseOf(channel), (double)_images * _area);
        if (_o.GammaGradient != null)
        {
            _o.GammaGradient[channel] += (float)(dot * inverse);
        }

        if (_o.BetaGradient != null)
        {
            _o.BetaGradient[channel] += (float)sum;
        }

        // With given statistics, nothing flows through them.
        ChannelFirst[channel] = _o.IsGiven ? 0f : (float)(sum / size);
        ChannelSecond[channel] = _o.IsGiven ? 0f : (float)(dot * inverse * inverse / size);
    }

    /// <summary>Σ x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum(float* x, nint count)
    {
        var (a, b, c, d) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        nint i = 0;
        for (; i + 64 <= count; i += 64)
        {
            a += Vector512.Load(x + i);
            b += Vector512.Load(x + i + 16);
            c += Vector512.Load(x + i + 32);
            d += Vector512.Load(x + i + 48);
        }

        for (; i < count; i += Lanes.Count)
        {
            a += Lanes.Load(x + i, count - i);
        }

        return Lanes.Add((a + b) + (c + d));
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

    /// <summary>Σ (x - mean)² and Σ (x - mean); lanes beyond the end count nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (float Squares, float Sum) Residuals(float* x, nint count, float mean)
    {
        var centre = Vector512.Create(mean);
        Vector512<float> squares0 = default, squares1 = default, sum0 = default, sum1 = default;
        nint i = 0;
        for (; i + 32 <= count; i += 32)
        {
            AddResidual(Vector512.Load(x + i) - centre, ref squares0, ref sum0);
            AddResidual(Vector512.Load(x + i + 16) - centre, ref squares1, ref sum1);
        }

        for (; i < count; i += Lanes.Count)
        {
            AddResidual(FirstLanes(Lanes.Load(x + i, count - i) - centre, count - i), ref squares0, ref sum0);
        }

        return (Lanes.Add(squares0 + squares1), Lanes.Add(sum0 + sum1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddResidual(Vector512<float> value, ref Vector512<float> squares, ref Vector512<float> sum)
    {
        squares = Vector512.FusedMultiplyAdd(value, value, squares);
        sum += value;
    }

    /// <summary>Σ g and Σ g·(x - mean) of a plane, g zero where the rectifier was shut.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (float Sum, float Dot) Sums(float* x, float* g, nint count, float mean, float scale, float shift, bool rectify)
    {
        Vector512<float> sum0 = default, sum1 = default, dot0 = default, dot1 = default;
        nint i = 0;
        for (; i + 32 <= count; i += 32)
        {
            AddSums(Vector512.Load(x + i), Vector512.Load(g + i), mean, scale, shift, rectify, ref sum0, ref dot0);
            AddSums(Vector512.Load(x + i + 16), Vector512.Load(g + i + 16), mean, scale, shift, rectify, ref sum1, ref dot1);
        }

        for (; i < count; i += Lanes.Count)
        {
            // Lanes beyond the end have a zero gradient, so they count nothing in either sum.
            AddSums(Lanes.Load(x + i, count - i), Lanes.Load(g + i, count - i), mean, scale, shift, rectify, ref sum0, ref dot0);
        }

        return (Lanes.Add(sum0 + sum1), Lanes.Add(dot0 + dot1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddSums(Vector512<float> x,
        Vector512<float> g, float mean, float scale, float shift, bool rectify, ref Vector512<float> sum, ref Vector512<float> dot)
    {
        var upstream = rectify ? Open(g, x, mean, scale, shift) : g;
        sum += upstream;
        dot = Vector512.FusedMultiplyAdd(upstream, x - Vector512.Create(mean), dot);
    }

    /// <summary>dx (+)= scale (g - meanSum - (x - mean)·meanDot).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InputGradient(
        float* x, float* g, float* dx,
            nint count, float mean, float scale, float shift, float meanSum, float meanDot, bool rectify, bool accumulate)
    {
        for (nint i = 0; i < count; i += Lanes.Count)
        {
            var (value, upstream) = (Lanes.Load(x + i, count - i), Lanes.Load(g + i, count - i));
            if (rectify)
            {
                upstream = Open(upstream, value, mean, scale, shift);
            }

            var inner = Vector512.FusedMultiplyAdd(
                Vector512.Create(mean) - value, Vector512.Create(meanDot), upstream - Vector512.Create(meanSum));
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
