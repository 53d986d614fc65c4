using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>The AVX2 micro-kernel: 6 rows x 16 columns, which is what sixteen registers hold.</summary>
internal static unsafe class GemmTile256
{
    /// <summary>C[TRows, 16] (+)= a·b, one fused multiply-add chain per element.</summary>
    /// <param name="operands">What to multiply.</param>
    /// <param name="aStride">Distance of the packed rows of A; TRows of them count.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRows>(in TileOperands operands, nint aStride)
        where TRows : struct, ICount
    {
        var c = operands.C;
        var cStride = operands.CStride;
        Vector256<float> c00 = default, c01 = default,
            c10 = default, c11 = default,
            c20 = default, c21 = default,
            c30 = default, c31 = default,
            c40 = default, c41 = default,
            c50 = default, c51 = default;
        if (operands.Accumulate)
        {
            var p = c;
            { c00 = Vector256.Load(p); c01 = Vector256.Load(p + 8); }
            if (TRows.Value > 1) { p += cStride; c10 = Vector256.Load(p); c11 = Vector256.Load(p + 8); }
            if (TRows.Value > 2) { p += cStride; c20 = Vector256.Load(p); c21 = Vector256.Load(p + 8); }
            if (TRows.Value > 3) { p += cStride; c30 = Vector256.Load(p); c31 = Vector256.Load(p + 8); }
            if (TRows.Value > 4) { p += cStride; c40 = Vector256.Load(p); c41 = Vector256.Load(p + 8); }
            if (TRows.Value > 5) { p += cStride; c50 = Vector256.Load(p); c51 = Vector256.Load(p + 8); }
        }

        var a = operands.A;
        var b = operands.B;
        var bStride = operands.BStride;
        for (var depth = operands.Depth; depth > 0; depth--)
        {
            var b0 = Vector256.Load(b);
            var b1 = Vector256.Load(b + 8);
            { var x = Vector256.Create(a[0]); c00 = Vector256.FusedMultiplyAdd(x, b0, c00); c01 = Vector256.FusedMultiplyAdd(x, b1, c01); }
            if (TRows.Value > 1)
            {
                var x = Vector256.Create(a[1]);
                c10 = Vector256.FusedMultiplyAdd(x, b0, c10); c11 = Vector256.FusedMultiplyAdd(x, b1, c11);
            }
            if (TRows.Value > 2)
            {
                var x = Vector256.Create(a[2]);
                c20 = Vector256.FusedMultiplyAdd(x, b0, c20); c21 = Vector256.FusedMultiplyAdd(x, b1, c21);
            }
            if (TRows.Value > 3)
            {
                var x = Vector256.Create(a[3]);
                c30 = Vector256.FusedMultiplyAdd(x, b0, c30); c31 = Vector256.FusedMultiplyAdd(x, b1, c31);
            }
            if (TRows.Value > 4)
            {
                var x = Vector256.Create(a[4]);
                c40 = Vector256.FusedMultiplyAdd(x, b0, c40); c41 = Vector256.FusedMultiplyAdd(x, b1, c41);
            }
            if (TRows.Value > 5)
            {
                var x = Vector256.Create(a[5]);
                c50 = Vector256.FusedMultiplyAdd(x, b0, c50); c51 = Vector256.FusedMultiplyAdd(x, b1, c51);
            }
            a += aStride;
            b += bStride;
        }

        { c00.Store(c); c01.Store(c + 8); }
        if (TRows.Value > 1) { c += cStride; c10.Store(c); c11.Store(c + 8); }
        if (TRows.Value > 2) { c += cStride; c20.Store(c); c21.Store(c + 8); }
        if (TRows.Value > 3) { c += cStride; c30.Store(c); c31.Store(c + 8); }
        if (TRows.Value > 4) { c += cStride; c40.Store(c); c41.Store(c + 8); }
        if (TRows.Value > 5) { c += cStride; c50.Store(c); c51.Store(c + 8); }
    }
}
