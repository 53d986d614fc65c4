using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>Batch norm over rows with batch statistics, for a range of columns; every sum over rows is one chain in row order.</summary>
internal static unsafe class BatchNormColumns
{
    /// <summary>mean[j] and inverse[j] = 1 / √(biased variance + ε), then y = γ (x - mean)·inverse + β.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(float* x,
        float* y, int rows, nint columns, float* gamma, float* beta, float epsilon, float* mean, float* inverse, nint start, nint end)
    {
        var size = Vector512.Create((float)rows);
        for (var j = start; j < end; j += Lanes.Count)
        {
            var count = end - j;
            var sum = Vector512<float>.Zero;
            for (nint row = 0; row < rows; row++)
            {
                sum += Lanes.Load(x + (row * columns) + j, count);
            }

            var centre = sum / size;
            var squares = Vector512<float>.Zero;
            for (nint row = 0; row < rows; row++)
            {
                var difference = Lanes.Load(x + (row * columns) + j, count) - centre;
                squares = Vector512.FusedMultiplyAdd(difference, difference, squares);
            }

            var factor = Vector512<float>.One / Vector512.Sqrt((squares / size) + Vector512.Create(epsilon));
            Lanes.Store(centre, mean + j, count);
            Lanes.Store(factor, inverse + j, count);
            var (scale, shift) = (Lanes.Load(gamma + j, count), Lanes.Load(beta + j, count));
            for (nint row = 0; row < rows; row++)
            {
                var at = (row * columns) + j;
                var normal = (Lanes.Load(x + at, count) - centre) * factor;
                Lanes.Store(Vector512.FusedMultiplyAdd(scale, normal, shift), y + at, count);
            }
        }
    }

    /// <summary>
    /// dβ += Σ g, dγ += Σ g·x̂ and dx (+)= γ·inverse (g - mean g - x̂·mean(g·x̂)). dx may be g when not accumulating.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(
        float* x, float* g, int rows, nint columns, float* gamma, float* mean, float* inverse,
        float* dx, bool accumulate, float* dGamma, float* dBeta, nint start, nint end)
    {
        var size = Vector512.Create((float)rows);
        for (var j = start; j < end; j += Lanes.Count)
        {
            var count = end - j;
            var (centre, factor) = (Lanes.Load(mean + j, count), Lanes.Load(inverse + j, count));
            var (sum, dot) = (Vector512<float>.Zero, Vector512<float>.Zero);
            for (nint row = 0; row < rows; row++)
            {
                var at = (row * columns) + j;
                var upstream = Lanes.Load(g + at, count);
                sum += upstream;
                dot = Vector512.FusedMultiplyAdd(upstream, (Lanes.Load(x + at, count) - centre) * factor, dot);
            }

            Lanes.Store(Lanes.Load(dBeta + j, count) + sum, dBeta + j, count);
            Lanes.Store(Lanes.Load(dGamma + j, count) + dot, dGamma + j, count);
            var (meanSum, meanDot, scale) = (sum / size, dot / size, Lanes.Load(gamma + j, count) * factor);
            for (nint row = 0; row < rows; row++)
            {
                var at = (row * columns) + j;
                var normal = (Lanes.Load(x + at, count) - centre) * factor;
                var inner = Vector512.FusedMultiplyAdd(-normal, meanDot, Lanes.Load(g + at, count) - meanSum);
                var target = accumulate ? Lanes.Load(dx + at, count) : Vector512<float>.Zero;
                Lanes.Store(Vector512.FusedMultiplyAdd(scale, inner, target), dx + at, count);
            }
        }
    }
}
