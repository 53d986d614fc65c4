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
        else
        {
            CopyTransposed(a.Data, a.Stride, rows, depth, destination, rows);
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
    private static void CopyRows(float* source, nint sourceStride, int rows, int columns, float* destination, nint destinationStride)
    {
        for (var row = 0; row < rows; row++, source += sourceStride, destination += destinationStride)
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

            for (; column < columns; column++)
            {
                destination[column] = source[column];
            }
        }
    }

    /// <summary>destination[j][i] = source[i][j], rows x columns of the source, eight by eight where possible.</summary>
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
        var (r0, r1) = (Vector256.Load(source), Vector256.Load(source + sourceStride));
        var (r2, r3) = (Vector256.Load(source + (2 * sourceStride)), Vector256.Load(source + (3 * sourceStride)));
        var (r4, r5) = (Vector256.Load(source + (4 * sourceStride)), Vector256.Load(source + (5 * sourceStride)));
        var (r6, r7) = (Vector256.Load(source + (6 * sourceStride)), Vector256.Load(source + (7 * sourceStride)));
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
