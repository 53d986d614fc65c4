using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>The AVX2 micro-kernel of one or two rows: 48 columns, since fewer chains would leave the multipliers idle.</summary>
internal static unsafe class GemmTile256Wide
{
    /// <summary>C[TRows, 48] (+)= a·b, one fused multiply-add chain per element.</summary>
    /// <param name="a">Packed rows: [depth][TRows].</param>
    /// <param name="b">Rows of at least 48 floats, <paramref name="bStride"/> apart.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRows>(float* a, float* b, nint bStride, float* c, nint cStride, nint depth, bool accumulate)
        where TRows : struct, ICount
    {
        Vector256<float> c00 = default, c01 = default, c02 = default, c03 = default, c04 = default, c05 = default,
            c10 = default, c11 = default, c12 = default, c13 = default, c14 = default, c15 = default;
        if (accumulate)
        {
            var p = c;
            { c00 = Vector256.Load(p); c01 = Vector256.Load(p + 8); c02 = Vector256.Load(p + 16); c03 = Vector256.Load(p + 24); c04 = Vector256.Load(p + 32); c05 = Vector256.Load(p + 40); }
            if (TRows.Value > 1) { p += cStride; c10 = Vector256.Load(p); c11 = Vector256.Load(p + 8); c12 = Vector256.Load(p + 16); c13 = Vector256.Load(p + 24); c14 = Vector256.Load(p + 32); c15 = Vector256.Load(p + 40); }
        }

        for (; depth > 0; depth--)
        {
            var x0 = Vector256.Create(a[0]);
            var x1 = TRows.Value > 1 ? Vector256.Create(a[1]) : default;
            { var y = Vector256.Load(b); c00 = Vector256.FusedMultiplyAdd(x0, y, c00); if (TRows.Value > 1) c10 = Vector256.FusedMultiplyAdd(x1, y, c10); }
            { var y = Vector256.Load(b + 8); c01 = Vector256.FusedMultiplyAdd(x0, y, c01); if (TRows.Value > 1) c11 = Vector256.FusedMultiplyAdd(x1, y, c11); }
            { var y = Vector256.Load(b + 16); c02 = Vector256.FusedMultiplyAdd(x0, y, c02); if (TRows.Value > 1) c12 = Vector256.FusedMultiplyAdd(x1, y, c12); }
            { var y = Vector256.Load(b + 24); c03 = Vector256.FusedMultiplyAdd(x0, y, c03); if (TRows.Value > 1) c13 = Vector256.FusedMultiplyAdd(x1, y, c13); }
            { var y = Vector256.Load(b + 32); c04 = Vector256.FusedMultiplyAdd(x0, y, c04); if (TRows.Value > 1) c14 = Vector256.FusedMultiplyAdd(x1, y, c14); }
            { var y = Vector256.Load(b + 40); c05 = Vector256.FusedMultiplyAdd(x0, y, c05); if (TRows.Value > 1) c15 = Vector256.FusedMultiplyAdd(x1, y, c15); }
            a += TRows.Value;
            b += bStride;
        }

        { c00.Store(c); c01.Store(c + 8); c02.Store(c + 16); c03.Store(c + 24); c04.Store(c + 32); c05.Store(c + 40); }
        if (TRows.Value > 1) { c += cStride; c10.Store(c); c11.Store(c + 8); c12.Store(c + 16); c13.Store(c + 24); c14.Store(c + 32); c15.Store(c + 40); }
    }
}
