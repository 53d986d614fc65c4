using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>Copies parts of the factors into the order in which the micro-kernel reads them.</summary>
internal static unsafe class GemmPacking
{
    /// <summary>Floats that packing a tile may write behind it.</summary>
    public const int Overhang = 8;

    private const int TilesAtOnce = 4;
    private const int RowsAhead = 6;

    /// <summary>Rows of A, which is not transposed, as [depth][rows].</summary>
    /// <param name="a">The view from the first row and depth index to copy.</param>
    /// <param name="rows">1 .. 8.</param>
    /// <param name="depth">Depth indices.</param>
    /// <param name="destination">Room for rows·depth floats and the <see cref="Overhang"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackRows(in MatrixView a, int rows, int depth, float* destination)
    {
        var whole = Avx.IsSupported && rows > 2 ? depth & ~7 : 0;
        if (whole > 0)
        {
            TransposeRows(a.Data, a.Stride, rows, whole, destination);
        }

        CopyTransposedSlowly(a.Data + whole, a.Stride, rows, depth - whole, destination + ((nint)whole * rows), rows);
    }

    /// <summary>
    /// Rows of a transposed A as tiles of [depth][rows], one after the other. The stored matrix is read along its rows, a few tiles at a
    /// time:
    /// all at once would write to more places than a cache has ways.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackTransposedRows(in MatrixView a, RowTiles tiles, int depth, float* destination)
    {
        for (var first = 0; first < tiles.Count; first += TilesAtOnce)
        {
            var last = Math.Min(first + TilesAtOnce, tiles.Count);
            var start = tiles.Start(first);
            var rows = tiles.Start(last) - start;
            if (rows == TilesAtOnce * GemmTile.MaximumRows)
            {
                PackWholeTiles(a.Data + start, a.Stride, depth, destination + ((nint)start * depth));
                continue;
            }

            for (var tile = first; tile < last; tile++)
            {
                start = tiles.Start(tile);
                rows = tiles.Start(tile + 1) - start;
                PackTile(a.Data + start, a.Stride, rows, depth, destination + ((nint)start * depth));
            }
        }
    }

    /// <summary>Four tiles of eight rows: two lines of the stored matrix at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackWholeTiles(float* source, nint stride, int depth, float* destination)
    {
        var tile = (nint)GemmTile.MaximumRows * depth;
        for (nint k = 0; k < depth; k++, source += stride, destination += GemmTile.MaximumRows)
        {
            Announce(source + (RowsAhead * stride));
            Announce(source + (RowsAhead * stride) + 31);
            Vector256.Load(source).Store(destination);
            Vector256.Load(source + 8).Store(destination + tile);
            Vector256.Load(source + 16).Store(destination + (2 * tile));
            Vector256.Load(source + 24).Store(destination + (3 * tile));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackTile(float* source, nint stride, int rows, int depth, float* destination)
    {
        for (nint k = 0; k < depth; k++, source += stride, destination += rows)
        {
            Announce(source + (RowsAhead * stride));
            CopyRow(source, rows, destination);
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
        for (var row = 0; row < rows; row++, source += sourceStride, destination += destinationStride)
        {
            var ahead = source + (RowsAhead * sourceStride);
            for (var column = 0; column < columns; column += 16)
            {
                Announce(ahead + column);
            }

            CopyRow(source, columns, destination);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRow(float* source, int columns, float* destination)
    {
        var column = 0;
        for (; column + 16 <= columns; column += 16)
        {
            Vector512.Load(source + column).Store(destination + column);
        }

        if (column + 8 <= columns)
        {
            Vector256.Load(source + column).Store(destination + column);
            column += 8;
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

    /// <summary>Brings a line closer. Reads nothing, so the address may be anything.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Announce(float* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
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

                CopyTransposedSlowly(from + wholeColumns,
                    sourceStride, 8, columns - wholeColumns, to + (wholeColumns * destinationStride), destinationStride);
            }
        }

        CopyTransposedSlowly(source + (row * sourceStride), sourceStride, rows - row, columns, destination + row, destinationStride);
    }

    /// <summary>
    /// destination[k][i] = source[i][k] for depth indices in eights, rows of the destination not padded: vectors of eight are stored in
    /// ascending order, so that what sticks out of one row is overwritten by the next. Missing source rows repeat the last one.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeRows(float* source, nint stride, int rows, int depth, float* destination)
    {
        var last = (rows - 1) * stride;
        var at3 = Math.Min(3 * stride, last);
        var at4 = Math.Min(4 * stride, last);
        var at5 = Math.Min(5 * stride, last);
        var at6 = Math.Min(6 * stride, last);
        var at7 = Math.Min(7 * stride, last);
        for (nint k = 0; k < depth; k += 8, source += 8)
        {
            StoreTransposed(
                Vector256.Load(source), Vector256.Load(source + stride),
                    Vector256.Load(source + (2 * stride)), Vector256.Load(source + at3),
                Vector256.Load(source + at4), Vector256.Load(source + at5), Vector256.Load(source + at6), Vector256.Load(source + at7),
                destination + (k * rows), rows);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyTransposedSlowly(
        float* source, nint sourceStride, int rows, int columns, float* destination, nint destinationStride)
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
    private static void Transpose8x8(float* source, nint stride, float* destination, nint destinationStride) => StoreTransposed(
        Vector256.Load(source), Vector256.Load(source + stride),
            Vector256.Load(source + (2 * stride)), Vector256.Load(source + (3 * stride)),
        Vector256.Load(source + (4 * stride)),
            Vector256.Load(source + (5 * stride)), Vector256.Load(source + (6 * stride)), Vector256.Load(source + (7 * stride)),
        destination, destinationStride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreTransposed(
        Vector256<float> r0, Vector256<float> r1, Vector256<float> r2, Vector256<float> r3,
        Vector256<float> r4, Vector256<float> r5, Vector256<float> r6, Vector256<float> r7, float* destination, nint destinationStride)
    {
        var (p0, p1, p2, p3) = (Avx.UnpackLow(r0, r1), Avx.UnpackHigh(r0, r1), Avx.UnpackLow(r2, r3), Avx.UnpackHigh(r2, r3));
        var (p4, p5, p6, p7) = (Avx.UnpackLow(r4, r5), Avx.UnpackHigh(r4, r5), Avx.UnpackLow(r6, r7), Avx.UnpackHigh(r6, r7));
        var (q0, q1, q2, q3) = (Avx.Shuffle(p0, p2, 0x44), Avx.Shuffle(p0, p2, 0xEE), Avx.Shuffle(p1, p3, 0x44), Avx.Shuffle(p1, p3, 0xEE));
        var (q4, q5, q6, q7) = (Avx.Shuffle(p4, p6, 0x44), Avx.Shuffle(p4, p6, 0xEE), Avx.Shuffle(p5, p7, 0x44), Avx.Shuffle(p5, p7, 0xEE));
        Avx.Permute2x128(q0, q4, 0x20).Store(destination);
        Avx.Permute2x128(q1, q5, 0x20).Store(destination + destinationStride);
        Avx.Permute2x128(q2, q6, 0x20).Store(destination + (2 * destinationStride));
        Avx.Permute2x128(q3, q7, 0x20).Store(destination + (3 * destinationStride));
        Avx.Permute2x128(q0, q4, 0x31).Store(destination + (4 * destinationStride));
        Avx.Permute2x128(q1, q5, 0x31).Store(destination + (5 * destinationStride));
        Avx.Permute2x128(q2, q6, 0x31).Store(destination + (6 * destinationStride));
        Avx.Permute2x128(q3, q7, 0x31).Store(destination + (7 * destinationStride));
    }
}
