using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>
/// The AVX-512 micro-kernel: a tile of C of up to 8 rows x 48 columns stays in 24 registers while depth runs. Row and column counts are
/// types, so that the compiler drops what a smaller tile does not need.
/// </summary>
internal static unsafe class GemmTile512
{
    /// <summary>C[TRows, 16·TColumns] (+)= a·b, one fused multiply-add chain per element; with TTail only <paramref name="columns"/>
    /// columns of C.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRows, TColumns, TTail>(in TileOperands operands, int columns)
        where TRows : struct, ICount
        where TColumns : struct, ICount
        where TTail : struct, ITail
    {
        var tail = TTail.Exists
            ? Vector512.GreaterThan(Vector512.Create(columns - (16 * (TColumns.Value - 1))), Vector512<int>.Indices).AsSingle() : default;
        var c = operands.C;
        var cStride = operands.CStride;
        Vector512<float> c00 = default, c01 = default, c02 = default,
            c10 = default, c11 = default, c12 = default,
            c20 = default, c21 = default, c22 = default,
            c30 = default, c31 = default, c32 = default,
            c40 = default, c41 = default, c42 = default,
            c50 = default, c51 = default, c52 = default,
            c60 = default, c61 = default, c62 = default,
            c70 = default, c71 = default, c72 = default;
        if (operands.Accumulate)
        {
            var p = c;
            {
                c00 = Load<TColumns, TTail, One>(p, tail); if (TColumns.Value > 1) c01 = Load<TColumns, TTail, Two>(p, tail);
                if (TColumns.Value > 2) c02 = Load<TColumns, TTail, Three>(p, tail);
            }
            if (TRows.Value > 1)
            {
                p += cStride; c10 = Load<TColumns, TTail, One>(p, tail); if (TColumns.Value > 1) c11 = Load<TColumns,
                TTail, Two>(p, tail); if (TColumns.Value > 2) c12 = Load<TColumns, TTail, Three>(p, tail);
            }
            if (TRows.Value > 2)
            {
                p += cStride; c20 = Load<TColumns, TTail, One>(p, tail); if (TColumns.Value > 1) c21 = Load<TColumns,
                TTail, Two>(p, tail); if (TColumns.Value > 2) c22 = Load<TColumns, TTail, Three>(p, tail);
            }
            if (TRows.Value > 3)
            {
                p += cStride; c30 = Load<TColumns, TTail, One>(p, tail); if (TColumns.Value > 1) c31 = Load<TColumns,
                TTail, Two>(p, tail); if (TColumns.Value > 2) c32 = Load<TColumns, TTail, Three>(p, tail);
            }
            if (TRows.Value > 4)
            {
                p += cStride; c40 = Load<TColumns, TTail, One>(p, tail); if (TColumns.Value > 1) c41 = Load<TColumns,
                TTail, Two>(p, tail); if (TColumns.Value > 2) c42 = Load<TColumns, TTail, Three>(p, tail);
            }
            if (TRows.Value > 5)
            {
                p += cStride; c50 = Load<TColumns, TTail, One>(p, tail); if (TColumns.Value > 1) c51 = Load<TColumns,
                TTail, Two>(p, tail); if (TColumns.Value > 2) c52 = Load<TColumns, TTail, Three>(p, tail);
            }
            if (TRows.Value > 6)
            {
                p += cStride; c60 = Load<TColumns, TTail, One>(p, tail); if (TColumns.Value > 1) c61 = Load<TColumns,
                TTail, Two>(p, tail); if (TColumns.Value > 2) c62 = Load<TColumns, TTail, Three>(p, tail);
            }
            if (TRows.Value > 7)
            {
                p += cStride; c70 = Load<TColumns, TTail, One>(p, tail); if (TColumns.Value > 1) c71 = Load<TColumns,
                TTail, Two>(p, tail); if (TColumns.Value > 2) c72 = Load<TColumns, TTail, Three>(p, tail);
            }
        }

        Announce<TRows, TColumns>(operands.NextC, cStride);
        var a = operands.A;
        var b = operands.B;
        var bStride = operands.BStride;
        var ahead = operands.Ahead;
        var aheadStep = operands.AheadStep;
        for (var depth = operands.Depth; depth > 0; depth--)
        {
            Sse.Prefetch1(ahead);
            ahead += aheadStep;
            var b0 = Vector512.Load(b);
            var b1 = TColumns.Value > 1 ? Vector512.Load(b + 16) : default;
            var b2 = TColumns.Value > 2 ? Vector512.Load(b + 32) : default;
            {
                var x = Vector512.Create(a[0]); c00 = Vector512.FusedMultiplyAdd(x, b0, c00); if (TColumns.Value > 1) c01 =
                Vector512.FusedMultiplyAdd(x, b1, c01); if (TColumns.Value > 2) c02 = Vector512.FusedMultiplyAdd(x, b2, c02);
            }
            if (TRows.Value > 1)
            {
                var x = Vector512.Create(a[1]);
                c10 = Vector512.FusedMultiplyAdd(x, b0, c10); if (TColumns.Value > 1) c11 = Vector512.FusedMultiplyAdd(x, b1, c11);
                if (TColumns.Value > 2) c12 = Vector512.FusedMultiplyAdd(x, b2, c12);
            }
            if (TRows.Value > 2)
            {
                var x = Vector512.Create(a[2]);
                c20 = Vector512.FusedMultiplyAdd(x, b0, c20); if (TColumns.Value > 1) c21 = Vector512.FusedMultiplyAdd(x, b1, c21);
                if (TColumns.Value > 2) c22 = Vector512.FusedMultiplyAdd(x, b2, c22);
            }
            if (TRows.Value > 3)
            {
                var x = Vector512.Create(a[3]);
                c30 = Vector512.FusedMultiplyAdd(x, b0, c30); if (TColumns.Value > 1) c31 = Vector512.FusedMultiplyAdd(x, b1, c31);
                if (TColumns.Value > 2) c32 = Vector512.FusedMultiplyAdd(x, b2, c32);
            }
            if (TRows.Value > 4)
            {
                var x = Vector512.Create(a[4]);
                c40 = Vector512.FusedMultiplyAdd(x, b0, c40); if (TColumns.Value > 1) c41 = Vector512.FusedMultiplyAdd(x, b1, c41);
                if (TColumns.Value > 2) c42 = Vector512.FusedMultiplyAdd(x, b2, c42);
            }
            if (TRows.Value > 5)
            {
                var x = Vector512.Create(a[5]);
                c50 = Vector512.FusedMultiplyAdd(x, b0, c50); if (TColumns.Value > 1) c51 = Vector512.FusedMultiplyAdd(x, b1, c51);
                if (TColumns.Value > 2) c52 = Vector512.FusedMultiplyAdd(x, b2, c52);
            }
            if (TRows.Value > 6)
            {
                var x = Vector512.Create(a[6]);
                c60 = Vector512.FusedMultiplyAdd(x, b0, c60); if (TColumns.Value > 1) c61 = Vector512.FusedMultiplyAdd(x, b1, c61);
                if (TColumns.Value > 2) c62 = Vector512.FusedMultiplyAdd(x, b2, c62);
            }
            if (TRows.Value > 7)
            {
                var x = Vector512.Create(a[7]);
                c70 = Vector512.FusedMultiplyAdd(x, b0, c70); if (TColumns.Value > 1) c71 = Vector512.FusedMultiplyAdd(x, b1, c71);
                if (TColumns.Value > 2) c72 = Vector512.FusedMultiplyAdd(x, b2, c72);
            }
            a += TRows.Value;
            b += bStride;
        }

        {
            Store<TColumns, TTail, One>(c00, c, tail); if (TColumns.Value > 1) Store<TColumns, TTail, Two>(c01, c, tail);
            if (TColumns.Value > 2) Store<TColumns, TTail, Three>(c02, c, tail);
        }
        if (TRows.Value > 1)
        {
            c += cStride; Store<TColumns, TTail, One>(c10, c, tail); if (TColumns.Value > 1) Store<TColumns,
            TTail, Two>(c11, c, tail); if (TColumns.Value > 2) Store<TColumns, TTail, Three>(c12, c, tail);
        }
        if (TRows.Value > 2)
        {
            c += cStride; Store<TColumns, TTail, One>(c20, c, tail); if (TColumns.Value > 1) Store<TColumns,
            TTail, Two>(c21, c, tail); if (TColumns.Value > 2) Store<TColumns, TTail, Three>(c22, c, tail);
        }
        if (TRows.Value > 3)
        {
            c += cStride; Store<TColumns, TTail, One>(c30, c, tail); if (TColumns.Value > 1) Store<TColumns,
            TTail, Two>(c31, c, tail); if (TColumns.Value > 2) Store<TColumns, TTail, Three>(c32, c, tail);
        }
        if (TRows.Value > 4)
        {
            c += cStride; Store<TColumns, TTail, One>(c40, c, tail); if (TColumns.Value > 1) Store<TColumns,
            TTail, Two>(c41, c, tail); if (TColumns.Value > 2) Store<TColumns, TTail, Three>(c42, c, tail);
        }
        if (TRows.Value > 5)
        {
            c += cStride; Store<TColumns, TTail, One>(c50, c, tail); if (TColumns.Value > 1) Store<TColumns,
            TTail, Two>(c51, c, tail); if (TColumns.Value > 2) Store<TColumns, TTail, Three>(c52, c, tail);
        }
        if (TRows.Value > 6)
        {
            c += cStride; Store<TColumns, TTail, One>(c60, c, tail); if (TColumns.Value > 1) Store<TColumns,
            TTail, Two>(c61, c, tail); if (TColumns.Value > 2) Store<TColumns, TTail, Three>(c62, c, tail);
        }
        if (TRows.Value > 7)
        {
            c += cStride; Store<TColumns, TTail, One>(c70, c, tail); if (TColumns.Value > 1) Store<TColumns,
            TTail, Two>(c71, c, tail); if (TColumns.Value > 2) Store<TColumns, TTail, Three>(c72, c, tail);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load<TColumns, TTail, TColumn>(float* row, Vector512<float> tail)
        where TColumns : struct, ICount
        where TTail : struct, ITail
        where TColumn : struct, ICount
    {
        var at = row + (16 * (TColumn.Value - 1));
        return TTail.Exists && TColumn.Value == TColumns.Value ? Avx512F.MaskLoad(at, tail, Vector512<float>.Zero) : Vector512.Load(at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TColumns, TTail, TColumn>(Vector512<float> value, float* row, Vector512<float> tail)
        where TColumns : struct, ICount
        where TTail : struct, ITail
        where TColumn : struct, ICount
    {
        var at = row + (16 * (TColumn.Value - 1));
        if (TTail.Exists && TColumn.Value == TColumns.Value)
        {
            Avx512F.MaskStore(at, tail, value);
        }
        else
        {
            value.Store(at);
        }
    }

    /// <summary>Brings another tile of C closer: a chain starts from its element, so waiting for it would stop all of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Announce<TRows, TColumns>(float* c, nint cStride)
        where TRows : struct, ICount
        where TColumns : struct, ICount
    {
        { Sse.Prefetch0(c); if (TColumns.Value > 1) Sse.Prefetch0(c + 16); if (TColumns.Value > 2) Sse.Prefetch0(c + 32); }
        if (TRows.Value > 1)
        {
            c += cStride; Sse.Prefetch0(c); if (TColumns.Value > 1) Sse.Prefetch0(c + 16); if (TColumns.Value > 2) Sse.Prefetch0(c + 32);
        }
        if (TRows.Value > 2)
        {
            c += cStride; Sse.Prefetch0(c); if (TColumns.Value > 1) Sse.Prefetch0(c + 16); if (TColumns.Value > 2) Sse.Prefetch0(c + 32);
        }
        if (TRows.Value > 3)
        {
            c += cStride; Sse.Prefetch0(c); if (TColumns.Value > 1) Sse.Prefetch0(c + 16); if (TColumns.Value > 2) Sse.Prefetch0(c + 32);
        }
        if (TRows.Value > 4)
        {
            c += cStride; Sse.Prefetch0(c); if (TColumns.Value > 1) Sse.Prefetch0(c + 16); if (TColumns.Value > 2) Sse.Prefetch0(c + 32);
        }
        if (TRows.Value > 5)
        {
            c += cStride; Sse.Prefetch0(c); if (TColumns.Value > 1) Sse.Prefetch0(c + 16); if (TColumns.Value > 2) Sse.Prefetch0(c + 32);
        }
        if (TRows.Value > 6)
        {
            c += cStride; Sse.Prefetch0(c); if (TColumns.Value > 1) Sse.Prefetch0(c + 16); if (TColumns.Value > 2) Sse.Prefetch0(c + 32);
        }
        if (TRows.Value > 7)
        {
            c += cStride; Sse.Prefetch0(c); if (TColumns.Value > 1) Sse.Prefetch0(c + 16); if (TColumns.Value > 2) Sse.Prefetch0(c + 32);
        }
    }
}
