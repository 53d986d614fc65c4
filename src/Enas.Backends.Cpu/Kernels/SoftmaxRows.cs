using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>
/// Softmax, log-softmax and cross-entropy of single rows, with their gradients. Never inlined: a caller that takes several of them
/// in exceeds the compiler's budget, and the exponential is then called once per vector.
/// </summary>
internal static unsafe class SoftmaxRows
{
    /// <summary>y = softmax x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Softmax(float* x, float* y, nint count)
    {
        var sum = Exponentials(x, y, count, Reductions.Maximum(x, count));
        var divisor = Vector512.Create(sum);
        for (nint i = 0; i < count; i += Lanes.Count)
        {
            Lanes.Store(Lanes.Load(y + i, count - i) / divisor, y + i, count - i);
        }
    }

    /// <summary>dx += y (g - Σ g·y).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void SoftmaxGradient(float* dx, float* y, float* g, nint count)
    {
        var mean = Vector512.Create(Reductions.Dot(g, y, count));
        for (nint i = 0; i < count; i += Lanes.Count)
        {
            var rest = count - i;
            var result = Vector512.FusedMultiplyAdd(Lanes.Load(y + i, rest), Lanes.Load(g + i, rest) - mean, Lanes.Load(dx + i, rest));
            Lanes.Store(result, dx + i, rest);
        }
    }

    /// <summary>y = x - log Σ e^x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void LogSoftmax(float* x, float* y, nint count)
    {
        var maximum = Reductions.Maximum(x, count);
        var logarithm = Vector512.Create(VectorMath.Log(SumOfExponentials(x, count, maximum)));
        for (nint i = 0; i < count; i += Lanes.Count)
        {
            Lanes.Store(Lanes.Load(x + i, count - i) - Vector512.Create(maximum) - logarithm, y + i, count - i);
        }
    }

    /// <summary>dx += g - e^y Σ g.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void LogSoftmaxGradient(float* dx, float* y, float* g, nint count)
    {
        var total = Vector512.Create(Reductions.Sum(g, count));
        for (nint i = 0; i < count; i += Lanes.Count)
        {
            var rest = count - i;
            var difference = Vector512.FusedMultiplyAdd(-VectorMath.Exp(Lanes.Load(y + i, rest)), total, Lanes.Load(g + i, rest));
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void AddCrossEntropyGradient(float* dx, float* x, nint count, int target, float maximum, float sum, float factor)
    {
        var (top, scale) = (Vector512.Create(maximum), Vector512.Create(factor / sum));
        for (nint i = 0; i < count; i += Lanes.Count)
        {
            var rest = count - i;
            var exponential = VectorMath.Exp(Lanes.Load(x + i, rest) - top);
            Lanes.Store(Vector512.FusedMultiplyAdd(exponential, scale, Lanes.Load(dx + i, rest)), dx + i, rest);
        }

        dx[target] -= factor;
    }

    /// <summary>Cross-entropy of a row with a shift added to it, if there is one; the row becomes softmax - onehot,
    /// its own gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static double ShiftedCrossEntropyInPlace(float* x, float* shift, nint count, int target)
    {
        var maximum = shift == null ? Reductions.Maximum(x, count) : Reductions.MaximumOfSum(x, shift, count);
        var atTarget = shift == null ? x[target] : x[target] + shift[target];
        var sum = shift == null ? Exponentials(x, x, count, maximum) : ShiftedExponentials(x, shift, count, maximum);
        var scale = Vector512.Create(1f / sum);
        for (nint i = 0; i < count; i += Lanes.Count)
        {
            Lanes.Store(Lanes.Load(x + i, count - i) * scale, x + i, count - i);
        }

        x[target] -= 1f;
        return (double)VectorMath.Log(sum) - ((double)atTarget - maximum);
    }

    /// <summary>x = e^(x + shift - maximum) and its sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float ShiftedExponentials(float* x, float* shift, nint count, float maximum)
    {
        var top = Vector512.Create(maximum);
        var sum = Vector512<float>.Zero;
        nint i = 0;
        for (; i + Lanes.Count <= count; i += Lanes.Count)
        {
            var value = VectorMath.Exp(Vector512.Load(x + i) + Vector512.Load(shift + i) - top);
            value.Store(x + i);
            sum += value;
        }

        if (i < count)
        {
            Lanes.Store(VectorMath.Exp(Lanes.Load(x + i, count - i) + Lanes.Load(shift + i, count - i) - top), x + i, count - i);
            sum += Lanes.Load(x + i, count - i);
        }

        return Lanes.Add(sum);
    }

    /// <summary>y = e^(x - maximum) and its sum. y may be x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Exponentials(float* x, float* y, nint count, float maximum)
    {
        var top = Vector512.Create(maximum);
        var sum = Vector512<float>.Zero;
        nint i = 0;
        for (; i + Lanes.Count <= count; i += Lanes.Count)
        {
            var value = VectorMath.Exp(Vector512.Load(x + i) - top);
            value.Store(y + i);
            sum += value;
        }

        if (i < count)
        {
            // Stored first, so that the lanes beyond the end come back as zeros.
            Lanes.Store(VectorMath.Exp(Lanes.Load(x + i, count - i) - top), y + i, count - i);
            sum += Lanes.Load(y + i, count - i);
        }

        return Lanes.Add(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float SumOfExponentials(float* x, nint count, float maximum)
    {
        var top = Vector512.Create(maximum);
        var sum = Vector512<float>.Zero;
        nint i = 0;
        for (; i + Lanes.Count <= count; i += Lanes.Count)
        {
            sum += VectorMath.Exp(Vector512.Load(x + i) - top);
        }

        if (i < count)
        {
            var rest = stackalloc float[Lanes.Count];
            Vector512<float>.Zero.Store(rest);
            Lanes.Store(VectorMath.Exp(Lanes.Load(x + i, count - i) - top), rest, count - i);
            sum += Vector512.Load(rest);
        }

        return Lanes.Add(sum);
    }
}
