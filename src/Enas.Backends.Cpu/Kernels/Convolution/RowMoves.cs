using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Enas.Backends.Cpu.Kernels.Convolution;

/// <summary>
/// Moves of short rows. A rest shorter than a vector is moved by a vector that overlaps what has been moved already, where there is one.
/// </summary>
internal static unsafe class RowMoves
{
    /// <summary>destination = source, or max(source, 0). The two do not overlap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(float* source, float* destination, nint count, bool rectify)
    {
        if (count >= 16)
        {
            nint i = 0;
            for (; i <= count - 16; i += 16)
            {
                Store(Vector512.Load(source + i), destination + i, rectify);
            }

            if (i < count)
            {
                Store(Vector512.Load(source + count - 16), destination + count - 16, rectify);
            }
        }
        else if (count >= 8)
        {
            Store(Vector256.Load(source), destination, rectify);
            Store(Vector256.Load(source + count - 8), destination + count - 8, rectify);
        }
        else if (count >= 4)
        {
            Store(Vector128.Load(source), destination, rectify);
            Store(Vector128.Load(source + count - 4), destination + count - 4, rectify);
        }
        else
        {
            for (nint i = 0; i < count; i++)
            {
                destination[i] = rectify && source[i] <= 0f ? 0f : source[i];
            }
        }
    }

    /// <summary>destination = every second float of source. Reads nothing beyond source[2·count - 2].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CopyEverySecond(float* source, float* destination, nint count, bool rectify)
    {
        nint i = 0;
        if (Avx512F.IsSupported)
        {
            // One float more than needed is read by the last vector, so it stops one element early.
            var even = Vector512<int>.Indices + Vector512<int>.Indices;
            for (; i < count - 16; i += 16)
            {
                var value = Avx512F.PermuteVar16x32x2(Vector512.Load(source + (2 * i)), even, Vector512.Load(source + (2 * i) + 16));
                Store(value, destination + i, rectify);
            }
        }

        for (; i < count; i++)
        {
            var value = source[2 * i];
            destination[i] = rectify && value <= 0f ? 0f : value;
        }
    }

    /// <summary>destination = value for a few elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fill(float* destination, nint count, float value)
    {
        if (count >= 16)
        {
            new Span<float>(destination, (int)count).Fill(value);
            return;
        }

        for (nint i = 0; i < count; i++)
        {
            destination[i] = value;
        }
    }

    /// <summary>destination += source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(float* source, float* destination, nint count)
    {
        nint i = 0;
        for (; i <= count - 16; i += 16)
        {
            (Vector512.Load(destination + i) + Vector512.Load(source + i)).Store(destination + i);
        }

        for (; i <= count - 4; i += 4)
        {
            (Vector128.Load(destination + i) + Vector128.Load(source + i)).Store(destination + i);
        }

        for (; i < count; i++)
        {
            destination[i] += source[i];
        }
    }

    /// <summary>destination (+)= source where mask is positive, zero elsewhere. destination and mask have elements <paramref name="step"/> apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CopyMasked(float* source, float* destination, float* mask, nint count, nint step, bool accumulate)
    {
        nint i = 0;
        if (step == 1)
        {
            for (; i <= count - 16; i += 16)
            {
                var value = Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.Load(mask + i), Vector512<float>.Zero), Vector512.Load(source + i), Vector512<float>.Zero);
                (accumulate ? value + Vector512.Load(destination + i) : value).Store(destination + i);
            }
        }

        for (; i < count; i++)
        {
            var value = mask[i * step] > 0f ? source[i] : 0f;
            destination[i * step] = accumulate ? value + destination[i * step] : value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> value, float* destination, bool rectify) =>
        (rectify ? Vector512.ConditionalSelect(Vector512.LessThanOrEqual(value, Vector512<float>.Zero), Vector512<float>.Zero, value) : value).Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> value, float* destination, bool rectify) =>
        (rectify ? Vector256.ConditionalSelect(Vector256.LessThanOrEqual(value, Vector256<float>.Zero), Vector256<float>.Zero, value) : value).Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<float> value, float* destination, bool rectify) =>
        (rectify ? Vector128.ConditionalSelect(Vector128.LessThanOrEqual(value, Vector128<float>.Zero), Vector128<float>.Zero, value) : value).Store(destination);
}
