using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>Softmax, log-softmax and cross-entropy of single rows, with their gradients.</summary>
internal static unsafe class SoftmaxRows
{
    /// <summary>y = softmax x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Softmax(float* x, float* y, nint count)
    {
        var sum = Exponentials(x, y, count, Reductions.Maximum(x, count));
        var divisor = Vector256.Create(sum);
        for (nint i = 0; i < count; i += Lanes.Count)
        {
            Lanes.Store(Lanes.Load(y + i, count - i) / divisor, y + i, count - i);
        }
    }

    /// <summary>dx += y (g - Σ g·y).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SoftmaxGradient(float* dx, float* y, float* g, nint count)
    {
        var mean = Vector256.Create(Reductions.Dot(g, y, count));
        for (nint i = 0; i < count; i += Lanes.Count)
        {
            var rest = count - i;
            var result = Vector256.FusedMultiplyAdd(Lanes.Load(y + i, rest), Lanes.Load(g + i, rest) - mean, Lanes.Load(dx + i, rest));
            Lanes.Store(result, dx + i, rest);
        }
    }

    /// <summary>y = x - log Σ e^x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LogSoftmax(float* x, float* y, nint count)
    {
        var maximum = Reductions.Maximum(x, count);
        var logarithm = Vector256.Create(VectorMath.Log(SumOfExponentials(x, count, maximum)));
        for (nint i = 0; i < count; i += Lanes.Count)
        {
            Lanes.Store(Lanes.Load(x + i, count - i) - Vector256.Create(maximum) - logarithm, y + i, count - i);
        }
    }

    /// <summary>dx += g - e^y Σ g.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LogSoftmaxGradient(float* dx, float* y, float* g, nint count)
    {
        var total = Vector256.Create(Reductions.Sum(g, count));
        for (nint i = 0; i < count; i += Lanes.Count)
        {
            var rest = count - i;
            var difference = Vector256.FusedMultiplyAdd(-VectorMath.Exp(Lanes.Load(y + i, rest)), total, Lanes.Load(g + i, rest));
            Lanes.Store(Lanes.Load(dx + i, rest) + difference, dx + i, rest);
        }
    }

    /// <summary>-log softmax(x)[target], with what the gradient needs of the row.</summary>
    public static double CrossEntropy(float* x, nint count, int target, out float maximum, out float sum)
    {
        maximum = Reductions.Maximum(x, count);
        sum = SumOfExponentials(x, count, maximum);
        return (double)VectorMath.Log(sum) - ((double)x[target] - maximum);
    }

    /// <summary>dx += factor (softmax x - onehot target).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddCrossEntropyGradient(float* dx, float* x, nint count, int target, float maximum, float sum, float factor)
    {
        var (top, scale) = (Vector256.Create(maximum), Vector256.Create(factor / sum));
        for (nint i = 0; i < count; i += Lanes.Count)
        {
            var rest = count - i;
            var exponential = VectorMath.Exp(Lanes.Load(x + i, rest) - top);
            Lanes.Store(Vector256.FusedMultiplyAdd(exponential, scale, Lanes.Load(dx + i, rest)), dx + i, rest);
        }

        dx[target] -= factor;
    }

    /// <summary>Cross-entropy of a row; the row becomes softmax - onehot, its own gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double CrossEntropyInPlace(float* x, nint count, int target)
    {
        var maximum = Reductions.Maximum(x, count);
        var atTarget = x[target];
        var sum = Exponentials(x, x, count, maximum);
        var scale = Vector256.Create(1f / sum);
        for (nint i = 0; i < count; i += Lanes.Count)
        {
            Lanes.Store(Lanes.Load(x + i, count - i) * scale, x + i, count - i);
        }

        x[target] -= 1f;
        return (double)VectorMath.Log(sum) - ((double)atTarget - maximum);
    }

    /// <summary>y = e^(x - maximum) and its sum. y may be x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Exponentials(float* x, float* y, nint count, float maximum)
    {
        var top = Vector256.Create(maximum);
        var sum = default(LaneSum);
        nint i = 0;
        for (; i + LaneSum.Count <= count; i += LaneSum.Count)
        {
            var lower = VectorMath.Exp(Vector256.Load(x + i) - top);
            var upper = VectorMath.Exp(Vector256.Load(x + i + Lanes.Count) - top);
            lower.Store(y + i);
            upper.Store(y + i + Lanes.Count);
            sum.Add(lower, upper);
        }

        if (i < count)
        {
            var (lower, upper) = LastExponentials(x + i, count - i, top);
            sum.Add(lower, upper);
            Lanes.Store(lower, y + i, count - i);
            if (count - i > Lanes.Count)
            {
                Lanes.Store(upper, y + i + Lanes.Count, count - i - Lanes.Count);
            }
        }

        return sum.Total();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float SumOfExponentials(float* x, nint count, float maximum)
    {
        var top = Vector256.Create(maximum);
        var sum = default(LaneSum);
        nint i = 0;
        for (; i + LaneSum.Count <= count; i += LaneSum.Count)
        {
            sum.Add(VectorMath.Exp(Vector256.Load(x + i) - top), VectorMath.Exp(Vector256.Load(x + i + Lanes.Count) - top));
        }

        if (i < count)
        {
            var (lower, upper) = LastExponentials(x + i, count - i, top);
            sum.Add(lower, upper);
        }

        return sum.Total();
    }

    /// <summary>The last elements of a row, fewer than sixteen; lanes beyond the end are zero, not e^-maximum.</summary>
    private static (Vector256<float> Lower, Vector256<float> Upper) LastExponentials(float* x, nint count, Vector256<float> top)
    {
        var upperCount = count - Lanes.Count;
        return (Lanes.First(VectorMath.Exp(Lanes.Load(x, count) - top), count), Lanes.First(VectorMath.Exp(Lanes.Load(x + Lanes.Count, upperCount) - top), upperCount));
    }
}
