using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>Copies parts of the factors into the order in which the micro-kernel reads them.</summary>
internal static unsafe class GemmPacking
{
    /// <summary>Rows of op(A) as [depth][rows].</summary>
    /// <param name="a">The view from the first row and depth index to copy.</param>
    /// <param name="rows">1 .. 8.</param>
    /// <param name="depth">Depth indices.</param>
    /// <param name="destination">Room for rows·depth floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackRows(in MatrixView a, int rows, int depth, float* destination)
    {
        if (a.Transposed)
        {
            CopyRows(a.Data, a.Stride, depth, rows, destination, rows);
        }
        else if (Avx.IsSupported && rows > 2)
        {
            TransposeRows(a.Data, a.Stride, rows, depth, destination);
        }
        else
        {
            CopyTransposed(a.Data, a.Stride, rows, depth, destination, rows);
        }
    }

    /// <summary>Rows of a transposed A as consecutive tiles: each row of the stored matrix is read once, across all tiles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackTilesOfTransposed(in MatrixView a, in RowTiles tiles, int depth, float* destination)
    {
        var source = a.Data;
        for (nint k = 0; k < depth; k++, source += a.Stride)
        {
            for (var tile = 0; tile < tiles.Count; tile++)
            {
                var (start, rows) = tiles[tile];
                var to = destination + ((nint)start * depth) + (k * rows);
                if (rows == 6)
                {
                    Vector128.Load(source + start).Store(to);
                    Vector64.Load(source + start + 4).Store(to + 4);
                }
                else
                {
                    CopyRows(source + start, 0, 1, rows, to, 0);
                }
            }
        }
    }

    /// <summary>Up to 48 columns of op(B) as [depth][48]; columns beyond are zero up to the next multiple of 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackColumns(in MatrixView b, int columns, int depth, float* destination)
    {
        if (b.Transposed)
        {
            CopyTransposed(b.Data, b.Stride, columns, depth, destination, GemmTile.PanelColumns);
        }
        else
        {
            CopyRows(b.Data, b.Stride, depth, columns, destination, GemmTile.PanelColumns);
        }

        var padded = (columns + 15) & ~15;
        for (var column = columns; column < padded; column++)
        {
            for (nint k = 0; k < depth; k++)
            {
                destination[(k * GemmTile.PanelColumns) + column] = 0f;
            }
        }
    }

    /// <summary>destination[i][j] = source[i][j].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRows(float* source, nint sourceStride, int rows, int columns, float* destination, nint destinationStride)
    {
        if (columns == 6)
        {
            CopyRowsOfSix(source, sourceStride, rows, destination, destinationStride);
            return;
        }

        for (var row = 0; row < rows; row++, source += sourceStride, destination += destinationStride)
        {
            var column = 0;
            for (; column + 8 <= columns; column += 8)
            {
                Vector256.Load(source + column).Store(destination + column);
            }

            if (column + 4 <= columns)
            {
                Vector128.Load(source + column).Store(destination + column);
                column += 4;
            }

            for (; column < columns; column++)
            {
                destination[column] = source[column];
            }
        }
    }

    /// <summary>The common height of a tile, without a loop per row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRowsOfSix(float* source, nint sourceStride, int rows, float* destination, nint destinationStride)
    {
        for (var row = 0; row < rows; row++, source += sourceStride, destination += destinationStride)
        {
            Vector128.Load(source).Store(destination);
            Vector64.Load(source + 4).Store(destination + 4);
        }
    }

    /// <summary>destination[j][i] = source[i][j], rows x columns of the source, eight by eight where possible.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyTransposed(float* source, nint sourceStride, int rows, int columns, float* destination, nint destinationStride)
    {
        var row = 0;
        if (Avx.IsSupported)
        {
            var wholeColumns = columns & ~7;
            for (; row + 8 <= rows; row += 8)
            {
                var from = source + (row * sourceStride);
                var to = destination + row;
                for (var column = 0; column < wholeColumns; column += 8)
                {
                    Transpose8x8(from + column, sourceStride, to + (column * destinationStride), destinationStride);
                }

                CopyTransposedSlowly(from + wholeColumns, sourceStride, 8, columns - wholeColumns, to + (wholeColumns * destinationStride), destinationStride);
            }
        }

        CopyTransposedSlowly(source + (row * sourceStride), sourceStride, rows - row, columns, destination + row, destinationStride);
    }

    /// <summary>
    /// destination[k][i] = source[i][k] with rows of the destination not padded: vectors of eight are stored in ascending order, so that
    /// what sticks out of one row is overwritten by the next. Missing source rows repeat the last one.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeRows(float* source, nint stride, int rows, int depth, float* destination)
    {
        var last = (rows - 1) * stride;
        nint at3 = Math.Min(3 * stride, last), at4 = Math.Min(4 * stride, last), at5 = Math.Min(5 * stride, last), at6 = Math.Min(6 * stride, last), at7 = Math.Min(7 * stride, last);
        var whole = depth & ~7;
        for (nint k = 0; k < whole; k += 8)
        {
            var from = source + k;
            var r0 = Vector256.Load(from);
            var r1 = Vector256.Load(from + stride);
            var r2 = Vector256.Load(from + (2 * stride));
            var r3 = Vector256.Load(from + at3);
            var r4 = Vector256.Load(from + at4);
            var r5 = Vector256.Load(from + at5);
            var r6 = Vector256.Load(from + at6);
            var r7 = Vector256.Load(from + at7);
            StoreTransposed(r0, r1, r2, r3, r4, r5, r6, r7, destination + (k * rows), rows);
        }

        CopyTransposedSlowly(source + whole, stride, rows, depth - whole, destination + ((nint)whole * rows), rows);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyTransposedSlowly(float* source, nint sourceStride, int rows, int columns, float* destination, nint destinationStride)
    {
        for (var row = 0; row < rows; row++)
        {
            var from = source + (row * sourceStride);
            var to = destination + row;
            for (var column = 0; column < columns; column++, to += destinationStride)
            {
                *to = from[column];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose8x8(float* source, nint sourceStride, float* destination, nint destinationStride)
    {
        var r0 = Vector256.Load(source);
        var r1 = Vector256.Load(source + sourceStride);
        var r2 = Vector256.Load(source + (2 * sourceStride));
        var r3 = Vector256.Load(source + (3 * sourceStride));
        var r4 = Vector256.Load(source + (4 * sourceStride));
        var r5 = Vector256.Load(source + (5 * sourceStride));
        var r6 = Vector256.Load(source + (6 * sourceStride));
        var r7 = Vector256.Load(source + (7 * sourceStride));
        StoreTransposed(r0, r1, r2, r3, r4, r5, r6, r7, destination, destinationStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreTransposed(
        Vector256<float> r0, Vector256<float> r1, Vector256<float> r2, Vector256<float> r3,
        Vector256<float> r4, Vector256<float> r5, Vector256<float> r6, Vector256<float> r7, float* destination, nint stride)
    {
        Vector256<float> p0 = Avx.UnpackLow(r0, r1), p1 = Avx.UnpackHigh(r0, r1), p2 = Avx.UnpackLow(r2, r3), p3 = Avx.UnpackHigh(r2, r3);
        Vector256<float> p4 = Avx.UnpackLow(r4, r5), p5 = Avx.UnpackHigh(r4, r5), p6 = Avx.UnpackLow(r6, r7), p7 = Avx.UnpackHigh(r6, r7);
        Vector256<float> q0 = Avx.Shuffle(p0, p2, 0x44), q1 = Avx.Shuffle(p0, p2, 0xEE), q2 = Avx.Shuffle(p1, p3, 0x44), q3 = Avx.Shuffle(p1, p3, 0xEE);
        Vector256<float> q4 = Avx.Shuffle(p4, p6, 0x44), q5 = Avx.Shuffle(p4, p6, 0xEE), q6 = Avx.Shuffle(p5, p7, 0x44), q7 = Avx.Shuffle(p5, p7, 0xEE);
        Avx.Permute2x128(q0, q4, 0x20).Store(destination);
        Avx.Permute2x128(q1, q5, 0x20).Store(destination + stride);
        Avx.Permute2x128(q2, q6, 0x20).Store(destination + (2 * stride));
        Avx.Permute2x128(q3, q7, 0x20).Store(destination + (3 * stride));
        Avx.Permute2x128(q0, q4, 0x31).Store(destination + (4 * stride));
        Avx.Permute2x128(q1, q5, 0x31).Store(destination + (5 * stride));
        Avx.Permute2x128(q2, q6, 0x31).Store(destination + (6 * stride));
        Avx.Permute2x128(q3, q7, 0x31).Store(destination + (7 * stride));
    }
}
