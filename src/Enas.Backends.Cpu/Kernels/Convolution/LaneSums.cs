using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Enas.Backends.Cpu.Kernels.Convolution;

/// <summary>Many sums of sixteen lanes at once, each in the tree of <see cref="Lanes.Add(Vector512{float})"/>:
/// halves, quarters, pairs.</summary>
internal static unsafe class LaneSums
{
    /// <summary>sums[i] = the sum of lanes[16·i .. 16·i + 15]. sums may be lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* lanes, float* sums, int count)
    {
        var i = 0;
        if (Avx512F.IsSupported)
        {
            for (; i + 8 <= count; i += 8)
            {
                AddEight(lanes + (16 * i)).Store(sums + i);
            }
        }

        for (; i < count; i++)
        {
            sums[i] = Lanes.Add(Vector512.Load(lanes + (16 * i)));
        }
    }

    /// <summary>Eight sums: pairs of vectors are folded together, so that no lane is idle for long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> AddEight(float* p)
    {
        // Lane l of a vector meets lane l + 8: quarters of 128 bits [a0+a2, a1+a3, b0+b2, b1+b3].
        var ab = Halves(Vector512.Load(p), Vector512.Load(p + 16));
        var cd = Halves(Vector512.Load(p + 32), Vector512.Load(p + 48));
        var ef = Halves(Vector512.Load(p + 64), Vector512.Load(p + 80));
        var gh = Halves(Vector512.Load(p + 96), Vector512.Load(p + 112));

        // Then l + 4: [a, b, c, d] in quarters.
        var abcd = Quarters(ab, cd);
        var efgh = Quarters(ef, gh);

        // Then l + 2 and l + 1 within quarters: [a, e], [b, f], [c, g], [d, h].
        var pairs = Avx512F.Shuffle(abcd, efgh, 0b01_00_01_00) + Avx512F.Shuffle(abcd, efgh, 0b11_10_11_10);
        var sums = Avx512F.Shuffle(pairs, pairs, 0b10_00_10_00) + Avx512F.Shuffle(pairs, pairs, 0b11_01_11_01);
        return Avx512F.PermuteVar16x32(sums, Vector512.Create(0, 4, 8, 12, 1, 5, 9, 13, 0, 0, 0, 0, 0, 0, 0, 0)).GetLower();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Halves(Vector512<float> a, Vector512<float> b) =>
        Avx512F.Shuffle4x128(a, b, 0b01_00_01_00) + Avx512F.Shuffle4x128(a, b, 0b11_10_11_10);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Quarters(Vector512<float> ab, Vector512<float> cd) =>
        Avx512F.Shuffle4x128(ab, cd, 0b10_00_10_00) + Avx512F.Shuffle4x128(ab, cd, 0b11_01_11_01);
}
