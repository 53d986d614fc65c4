using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>The 128-bit micro-kernel, for NEON: 4 rows x 16 columns. Proven on x64 only, where the tests run it too.</summary>
internal static unsafe class GemmTile128
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
        Vector128<float> c00 = default, c01 = default, c02 = default, c03 = default,
            c10 = default, c11 = default, c12 = default, c13 = default,
            c20 = default, c21 = default, c22 = default, c23 = default,
            c30 = default, c31 = default, c32 = default, c33 = default;
        if (operands.Accumulate)
        {
            var p = c;
            { c00 = Vector128.Load(p); c01 = Vector128.Load(p + 4); c02 = Vector128.Load(p + 8); c03 = Vector128.Load(p + 12); }
            if (TRows.Value > 1)
            {
                p += cStride;
                c10 = Vector128.Load(p); c11 = Vector128.Load(p + 4); c12 = Vector128.Load(p + 8); c13 = Vector128.Load(p + 12);
            }
            if (TRows.Value > 2)
            {
                p += cStride;
                c20 = Vector128.Load(p); c21 = Vector128.Load(p + 4); c22 = Vector128.Load(p + 8); c23 = Vector128.Load(p + 12);
            }
            if (TRows.Value > 3)
            {
                p += cStride;
                c30 = Vector128.Load(p); c31 = Vector128.Load(p + 4); c32 = Vector128.Load(p + 8); c33 = Vector128.Load(p + 12);
            }
        }

        var a = operands.A;
        var b = operands.B;
        var bStride = operands.BStride;
        for (var depth = operands.Depth; depth > 0; depth--)
        {
            var b0 = Vector128.Load(b);
            var b1 = Vector128.Load(b + 4);
            var b2 = Vector128.Load(b + 8);
            var b3 = Vector128.Load(b + 12);
            {
                var x = Vector128.Create(a[0]); c00 = Vector128.FusedMultiplyAdd(x, b0, c00); c01 = Vector128.FusedMultiplyAdd(x, b1, c01);
                c02 = Vector128.FusedMultiplyAdd(x, b2, c02); c03 = Vector128.FusedMultiplyAdd(x, b3, c03);
            }
            if (TRows.Value > 1)
            {
                var x = Vector128.Create(a[1]); c10 = Vector128.FusedMultiplyAdd(x, b0, c10); c11 = Vector128
                .FusedMultiplyAdd(x, b1, c11); c12 = Vector128.FusedMultiplyAdd(x, b2, c12); c13 = Vector128.FusedMultiplyAdd(x, b3, c13);
            }
            if (TRows.Value > 2)
            {
                var x = Vector128.Create(a[2]); c20 = Vector128.FusedMultiplyAdd(x, b0, c20); c21 = Vector128
                .FusedMultiplyAdd(x, b1, c21); c22 = Vector128.FusedMultiplyAdd(x, b2, c22); c23 = Vector128.FusedMultiplyAdd(x, b3, c23);
            }
            if (TRows.Value > 3)
            {
                var x = Vector128.Create(a[3]); c30 = Vector128.FusedMultiplyAdd(x, b0, c30); c31 = Vector128
                .FusedMultiplyAdd(x, b1, c31); c32 = Vector128.FusedMultiplyAdd(x, b2, c32); c33 = Vector128.FusedMultiplyAdd(x, b3, c33);
            }
            a += aStride;
            b += bStride;
        }

        { c00.Store(c); c01.Store(c + 4); c02.Store(c + 8); c03.Store(c + 12); }
        if (TRows.Value > 1) { c += cStride; c10.Store(c); c11.Store(c + 4); c12.Store(c + 8); c13.Store(c + 12); }
        if (TRows.Value > 2) { c += cStride; c20.Store(c); c21.Store(c + 4); c22.Store(c + 8); c23.Store(c + 12); }
        if (TRows.Value > 3) { c += cStride; c30.Store(c); c31.Store(c + 4); c32.Store(c + 8); c33.Store(c + 12); }
    }
}
