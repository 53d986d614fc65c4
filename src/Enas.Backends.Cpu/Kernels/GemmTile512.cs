using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>
/// The AVX-512 micro-kernel: a tile of C of up to 8 rows x 48 columns stays in registers while depth runs. Row and column counts are
/// types, so that the compiler drops what a smaller tile does not need.
/// </summary>
internal static unsafe class GemmTile512
{
    /// <summary>C[TRows, 16·TColumns] (+)= a·b, one fused multiply-add chain per element.</summary>
    /// <param name="a">Packed rows: [depth][TRows].</param>
    /// <param name="b">Rows of at least 16·TColumns floats, <paramref name="bStride"/> apart.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRows, TColumns>(float* a, float* b, nint bStride, float* c, nint cStride, nint depth, bool accumulate)
        where TRows : struct, ICount
        where TColumns : struct, ICount
    {
        Vector512<float> c00 = default, c01 = default, c02 = default,
            c10 = default, c11 = default, c12 = default,
            c20 = default, c21 = default, c22 = default,
            c30 = default, c31 = default, c32 = default,
            c40 = default, c41 = default, c42 = default,
            c50 = default, c51 = default, c52 = default,
            c60 = default, c61 = default, c62 = default,
            c70 = default, c71 = default, c72 = default;
        if (accumulate)
        {
            var p = c;
            { c00 = Vector512.Load(p); if (TColumns.Value > 1) c01 = Vector512.Load(p + 16); if (TColumns.Value > 2) c02 = Vector512.Load(p + 32); }
            if (TRows.Value > 1) { p += cStride; c10 = Vector512.Load(p); if (TColumns.Value > 1) c11 = Vector512.Load(p + 16); if (TColumns.Value > 2) c12 = Vector512.Load(p + 32); }
            if (TRows.Value > 2) { p += cStride; c20 = Vector512.Load(p); if (TColumns.Value > 1) c21 = Vector512.Load(p + 16); if (TColumns.Value > 2) c22 = Vector512.Load(p + 32); }
            if (TRows.Value > 3) { p += cStride; c30 = Vector512.Load(p); if (TColumns.Value > 1) c31 = Vector512.Load(p + 16); if (TColumns.Value > 2) c32 = Vector512.Load(p + 32); }
            if (TRows.Value > 4) { p += cStride; c40 = Vector512.Load(p); if (TColumns.Value > 1) c41 = Vector512.Load(p + 16); if (TColumns.Value > 2) c42 = Vector512.Load(p + 32); }
            if (TRows.Value > 5) { p += cStride; c50 = Vector512.Load(p); if (TColumns.Value > 1) c51 = Vector512.Load(p + 16); if (TColumns.Value > 2) c52 = Vector512.Load(p + 32); }
            if (TRows.Value > 6) { p += cStride; c60 = Vector512.Load(p); if (TColumns.Value > 1) c61 = Vector512.Load(p + 16); if (TColumns.Value > 2) c62 = Vector512.Load(p + 32); }
            if (TRows.Value > 7) { p += cStride; c70 = Vector512.Load(p); if (TColumns.Value > 1) c71 = Vector512.Load(p + 16); if (TColumns.Value > 2) c72 = Vector512.Load(p + 32); }
        }

        for (; depth > 0; depth--)
        {
            var b0 = Vector512.Load(b);
            var b1 = TColumns.Value > 1 ? Vector512.Load(b + 16) : default;
            var b2 = TColumns.Value > 2 ? Vector512.Load(b + 32) : default;
            { var x = Vector512.Create(a[0]); c00 = Vector512.FusedMultiplyAdd(x, b0, c00); if (TColumns.Value > 1) c01 = Vector512.FusedMultiplyAdd(x, b1, c01); if (TColumns.Value > 2) c02 = Vector512.FusedMultiplyAdd(x, b2, c02); }
            if (TRows.Value > 1) { var x = Vector512.Create(a[1]); c10 = Vector512.FusedMultiplyAdd(x, b0, c10); if (TColumns.Value > 1) c11 = Vector512.FusedMultiplyAdd(x, b1, c11); if (TColumns.Value > 2) c12 = Vector512.FusedMultiplyAdd(x, b2, c12); }
            if (TRows.Value > 2) { var x = Vector512.Create(a[2]); c20 = Vector512.FusedMultiplyAdd(x, b0, c20); if (TColumns.Value > 1) c21 = Vector512.FusedMultiplyAdd(x, b1, c21); if (TColumns.Value > 2) c22 = Vector512.FusedMultiplyAdd(x, b2, c22); }
            if (TRows.Value > 3) { var x = Vector512.Create(a[3]); c30 = Vector512.FusedMultiplyAdd(x, b0, c30); if (TColumns.Value > 1) c31 = Vector512.FusedMultiplyAdd(x, b1, c31); if (TColumns.Value > 2) c32 = Vector512.FusedMultiplyAdd(x, b2, c32); }
            if (TRows.Value > 4) { var x = Vector512.Create(a[4]); c40 = Vector512.FusedMultiplyAdd(x, b0, c40); if (TColumns.Value > 1) c41 = Vector512.FusedMultiplyAdd(x, b1, c41); if (TColumns.Value > 2) c42 = Vector512.FusedMultiplyAdd(x, b2, c42); }
            if (TRows.Value > 5) { var x = Vector512.Create(a[5]); c50 = Vector512.FusedMultiplyAdd(x, b0, c50); if (TColumns.Value > 1) c51 = Vector512.FusedMultiplyAdd(x, b1, c51); if (TColumns.Value > 2) c52 = Vector512.FusedMultiplyAdd(x, b2, c52); }
            if (TRows.Value > 6) { var x = Vector512.Create(a[6]); c60 = Vector512.FusedMultiplyAdd(x, b0, c60); if (TColumns.Value > 1) c61 = Vector512.FusedMultiplyAdd(x, b1, c61); if (TColumns.Value > 2) c62 = Vector512.FusedMultiplyAdd(x, b2, c62); }
            if (TRows.Value > 7) { var x = Vector512.Create(a[7]); c70 = Vector512.FusedMultiplyAdd(x, b0, c70); if (TColumns.Value > 1) c71 = Vector512.FusedMultiplyAdd(x, b1, c71); if (TColumns.Value > 2) c72 = Vector512.FusedMultiplyAdd(x, b2, c72); }
            a += TRows.Value;
            b += bStride;
        }

        { c00.Store(c); if (TColumns.Value > 1) c01.Store(c + 16); if (TColumns.Value > 2) c02.Store(c + 32); }
        if (TRows.Value > 1) { c += cStride; c10.Store(c); if (TColumns.Value > 1) c11.Store(c + 16); if (TColumns.Value > 2) c12.Store(c + 32); }
        if (TRows.Value > 2) { c += cStride; c20.Store(c); if (TColumns.Value > 1) c21.Store(c + 16); if (TColumns.Value > 2) c22.Store(c + 32); }
        if (TRows.Value > 3) { c += cStride; c30.Store(c); if (TColumns.Value > 1) c31.Store(c + 16); if (TColumns.Value > 2) c32.Store(c + 32); }
        if (TRows.Value > 4) { c += cStride; c40.Store(c); if (TColumns.Value > 1) c41.Store(c + 16); if (TColumns.Value > 2) c42.Store(c + 32); }
        if (TRows.Value > 5) { c += cStride; c50.Store(c); if (TColumns.Value > 1) c51.Store(c + 16); if (TColumns.Value > 2) c52.Store(c + 32); }
        if (TRows.Value > 6) { c += cStride; c60.Store(c); if (TColumns.Value > 1) c61.Store(c + 16); if (TColumns.Value > 2) c62.Store(c + 32); }
        if (TRows.Value > 7) { c += cStride; c70.Store(c); if (TColumns.Value > 1) c71.Store(c + 16); if (TColumns.Value > 2) c72.Store(c + 32); }
    }
}
