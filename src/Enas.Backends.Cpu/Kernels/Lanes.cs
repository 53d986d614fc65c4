using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>
/// Vectors of eight for everything but matrix products: lane-wise operations do not care about width, and eight is what the
/// compiler turns into good code with and without AVX-512. Sums use sixteen virtual lanes, see <see cref="LaneSum"/>.
/// </summary>
internal static unsafe class Lanes
{
    /// <summary>Floats of one vector.</summary>
    public const int Count = 8;

    /// <summary>The first <paramref name="count"/> floats at <paramref name="source"/>; lanes beyond them are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* source, nint count) => count >= Count ? Vector256.Load(source) : LoadPartial(source, count);

    /// <summary>Stores the first <paramref name="count"/> lanes, at most eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, float* destination, nint count)
    {
        if (count >= Count)
        {
            value.Store(destination);
        }
        else
        {
            StorePartial(value, destination, count);
        }
    }

    /// <summary>The first <paramref name="count"/> lanes of a vector, zeros beyond.</summary>
    public static Vector256<float> First(Vector256<float> value, nint count) => Vector256.BitwiseAnd(value, Mask(count));

    private static Vector256<float> Mask(nint count) => Vector256.GreaterThan(Vector256.Create((int)count), Vector256<int>.Indices).AsSingle();

    private static Vector256<float> LoadPartial(float* source, nint count)
    {
        if (Avx.IsSupported)
        {
            return count > 0 ? Avx.MaskLoad(source, Mask(count)) : Vector256<float>.Zero;
        }

        var value = Vector256<float>.Zero;
        var lanes = (float*)&value;
        for (nint i = 0; i < count; i++)
        {
            lanes[i] = source[i];
        }

        return value;
    }

    private static void StorePartial(Vector256<float> value, float* destination, nint count)
    {
        if (Avx.IsSupported)
        {
            Avx.MaskStore(destination, Mask(count), value);
            return;
        }

        var lanes = (float*)&value;
        for (nint i = 0; i < count; i++)
        {
            destination[i] = lanes[i];
        }
    }
}
