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
        if (Avx512F.VL.IsSupported)
        {
            // The upper half is loaded one element early, so that nothing beyond the last element wanted is read.
            var even = Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 17, 19, 21, 23, 25, 27, 29, 31);
            for (; i <= count - 16; i += 16)
            {
                Store(Avx512F.PermuteVar16x32x2(Vector512.Load(source + (2 * i)), even, Vector512.Load(source + (2 * i) + 15)),
                    destination + i, rectify);
            }

            var evenOfEight = Vector256.Create(0, 2, 4, 6, 9, 11, 13, 15);
            for (; i <= count - 8; i += 8)
            {
                Store(Avx512F.VL.PermuteVar8x32x2(Vector256.Load(source + (2 * i)), evenOfEight, Vector256.Load(source + (2 * i) + 7)),
                    destination + i, rectify);
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

    /// <summary>destination (+)= source where mask is positive, zero elsewhere. destination and mask have elements <paramref name="step"/>
    /// apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CopyMasked(float* source, float* destination, float* mask, nint count, nint step, bool accumulate)
    {
        nint i = 0;
        if (step == 1)
        {
            for (; i <= count - 16; i += 16)
            {
                var value = Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.Load(mask + i), Vector512<float>.Zero),
                    Vector512.Load(source + i), Vector512<float>.Zero);
                (accumulate ? value + Vector512.Load(destination + i) : value).Store(destination + i);
            }
        }

        for (; i < count; i++)
        {
            var value = mask[i * step] > 0f ? source[i] : 0f;
            destination[i * step] = accumulate ? value + destination[i * step] : value;
        }
    }

    /// <summary>
    /// destination (+)= the sources in turn, even first, zero where the mask, when given, is not positive. There are as many of
    /// <paramref name="even"/> as of <paramref name="odd"/>, or one more.
    /// </summary>
    /// <param name="count">Elements of the destination.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Interleave(float* even, float* odd, float* destination, float* mask, nint count, bool accumulate)
    {
        nint i = 0;
        if (Avx512F.IsSupported)
        {
            var lower = Vector512.Create(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
            var upper = lower + Vector512.Create(8);
            for (; i <= count - 32; i += 32)
            {
                var (a, b) = (Vector512.Load(even + (i / 2)), Vector512.Load(odd + (i / 2)));
                Put(Avx512F.PermuteVar16x32x2(a, lower, b), destination, mask, i, accumulate);
                Put(Avx512F.PermuteVar16x32x2(a, upper, b), destination, mask, i + 16, accumulate);
            }

            for (; i <= count - 16; i += 16)
            {
                var (a, b) = (Vector256.Load(even + (i / 2)).ToVector512Unsafe(), Vector256.Load(odd + (i / 2)).ToVector512Unsafe());
                Put(Avx512F.PermuteVar16x32x2(a, lower, b), destination, mask, i, accumulate);
            }
        }

        for (; i < count; i++)
        {
            var value = mask == null || mask[i] > 0f ? ((i & 1) == 0 ? even : odd)[i / 2] : 0f;
            destination[i] = accumulate ? value + destination[i] : value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Vector512<float> value, float* destination, float* mask, nint i, bool accumulate)
    {
        if (mask != null)
        {
            value = Vector512.ConditionalSelect(
                Vector512.GreaterThan(Vector512.Load(mask + i), Vector512<float>.Zero), value, Vector512<float>.Zero);
        }

        (accumulate ? value + Vector512.Load(destination + i) : value).Store(destination + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> value, float* destination, bool rectify) =>
        (rectify ? Vector512.ConditionalSelect(Vector512.LessThanOrEqual(value, Vector512<float>.Zero), Vector512<float>.Zero, value)
            : value).Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> value, float* destination, bool rectify) =>
        (rectify ? Vector256.ConditionalSelect(Vector256.LessThanOrEqual(value, Vector256<float>.Zero), Vector256<float>.Zero, value)
            : value).Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<float> value, float* destination, bool rectify) =>
        (rectify ? Vector128.ConditionalSelect(Vector128.LessThanOrEqual(value, Vector128<float>.Zero), Vector128<float>.Zero, value)
            : value).Store(destination);
}
