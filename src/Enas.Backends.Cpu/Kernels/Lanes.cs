using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>
/// Sixteen virtual lanes. Where the machine has narrower vectors the runtime runs the same operations in pieces, so every kernel
/// that is not a matrix product is written once, on these, and has the same bits everywhere.
/// </summary>
internal static unsafe class Lanes
{
    /// <summary>The virtual lane count.</summary>
    public const int Count = 16;

    /// <summary>The first <paramref name="count"/> floats at <paramref name="source"/>; lanes beyond them are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* source, nint count) =>
        count >= Count ? Vector512.Load(source)
        : Avx512F.IsSupported ? Avx512F.MaskLoad(source, First(count), Vector512<float>.Zero)
        : LoadPartial(source, count);

    /// <summary>Stores the first <paramref name="count"/> lanes, at most sixteen.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, float* destination, nint count)
    {
        if (count >= Count)
        {
            value.Store(destination);
        }
        else if (Avx512F.IsSupported)
        {
            Avx512F.MaskStore(destination, First(count), value);
        }
        else
        {
            StorePartial(value, destination, count);
        }
    }

    /// <summary>Adds the lanes in a fixed tree: halves, quarters, pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(Vector512<float> value)
    {
        var eight = value.GetLower() + value.GetUpper();
        var four = eight.GetLower() + eight.GetUpper();
        var two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }

    /// <summary>Adds sixteen float64 lanes, given as two vectors, in the tree of <see cref="Add(Vector512{float})"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Add(Vector512<double> lower, Vector512<double> upper)
    {
        var eight = lower + upper;
        var four = eight.GetLower() + eight.GetUpper();
        var two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }

    /// <summary>All bits set in the first <paramref name="count"/> lanes; a masked access touches no memory outside them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> First(nint count) =>
        Vector512.GreaterThan(Vector512.Create((int)count), Vector512<int>.Indices).AsSingle();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector512<float> LoadPartial(float* source, nint count)
    {
        var value = Vector512<float>.Zero;
        var lanes = (float*)&value;
        for (nint i = 0; i < count; i++)
        {
            lanes[i] = source[i];
        }

        return value;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StorePartial(Vector512<float> value, float* destination, nint count)
    {
        var lanes = (float*)&value;
        for (nint i = 0; i < count; i++)
        {
            destination[i] = lanes[i];
        }
    }
}
