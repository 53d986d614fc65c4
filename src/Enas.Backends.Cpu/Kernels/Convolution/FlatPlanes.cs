using System.Runtime.CompilerServices;

namespace Enas.Backends.Cpu.Kernels.Convolution;

/// <summary>
/// How planes of an image are laid out flat so that a tap of a kernel is one offset for all positions: rows <see cref="Pitch"/> apart with
/// zeros around the pixels. Element (row, column) is pixel (row·Step + RowOrigin, column·Step + ColumnOrigin), or zero where there is none.
/// </summary>
/// <param name="Rows">Rows of a flat plane.</param>
/// <param name="Pitch">Distance of its rows.</param>
/// <param name="RowOrigin">Pixel row of row 0 in phase 0.</param>
/// <param name="ColumnOrigin">Pixel column of column 0 in phase 0.</param>
/// <param name="Step">Distance of pixels that become neighbours: the stride.</param>
/// <param name="RowPhases">Flat planes for one plane, by pixel row modulo Step.</param>
/// <param name="ColumnPhases">Flat planes for one plane, by pixel column modulo Step.</param>
/// <param name="Length">Floats of a flat plane, padding at its end included.</param>
internal readonly unsafe record struct FlatPlanes(
    int Rows, int Pitch, int RowOrigin, int ColumnOrigin, int Step, int RowPhases, int ColumnPhases, int Length)
{
    /// <summary>Floats of all flat planes of one plane.</summary>
    public int PlaneStride => RowPhases * ColumnPhases * Length;

    /// <summary>
    /// The narrowest pitch: the zeros to the right of a row may be those to the left of the next, as long as a row of results fits.
    /// </summary>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="left">Zeros that are read to the left of the pixels; negative when the first pixels are not read.</param>
    /// <param name="right">Zeros that are read to the right.</param>
    /// <param name="results">Results in a row.</param>
    /// <param name="apart">The pitch when rows share nothing.</param>
    public static int SmallestPitch(int width, int left, int right, int results, int apart)
    {
        var shared = width + Math.Max(left, Math.Max(right, 0));
        return left >= 0 && shared >= results ? Math.Min(shared, apart) : apart;
    }

    /// <summary>A length of at least <paramref name="floats"/> whose multiples spread over the cache's sets.</summary>
    public static int PaddedLength(int floats)
    {
        var lines = (floats + 15) / 16;
        return 16 * (lines | 1);
    }

    /// <summary>Lays out planes <paramref name="height"/> x <paramref name="width"/> that follow each other,
    /// rectified when asked.</summary>
    public void Pack(float* source, int planes, int height, int width, bool rectify, float* destination, float padding = 0f)
    {
        for (var plane = 0; plane < planes; plane++)
        {
            if (Pitch == width && Rows == height && Step == 1 && RowOrigin == 0 && ColumnOrigin == 0)
            {
                PackWhole(source, (nint)height * width, rectify, destination, padding);
                source += (nint)height * width;
                destination += Length;
                continue;
            }

            for (var rowPhase = 0; rowPhase < RowPhases; rowPhase++)
            {
                for (var columnPhase = 0; columnPhase < ColumnPhases; columnPhase++)
                {
                    PackPhase(source, height, width, rowPhase, columnPhase, rectify, destination, padding);
                    destination += Length;
                }
            }

            source += (nint)height * width;
        }
    }

    /// <summary>
    /// Lays out the pixels of one plane, Step 1, where the zeros around them are already: those that <see cref="Clear"/> or an earlier
    /// plane left.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void PackPixels(float* source, int height, int width, bool rectify, float* destination)
    {
        var pitch = Pitch;
        var first = Math.Clamp(-ColumnOrigin, 0, pitch);
        var count = Math.Clamp(width - ColumnOrigin, first, pitch) - first;
        var firstRow = Math.Clamp(-RowOrigin, 0, Rows);
        var rows = Math.Clamp(height - RowOrigin, firstRow, Rows) - firstRow;
        var from = source + ((nint)(firstRow + RowOrigin) * width) + first + ColumnOrigin;
        var to = destination + ((nint)firstRow * pitch) + first;
        for (; rows > 0; rows--, from += width, to += pitch)
        {
            RowMoves.Copy(from, to, count, rectify);
        }
    }

    /// <summary>Zeros everywhere in one flat plane.</summary>
    public void Clear(float* destination) => RowMoves.Fill(destination, Length, 0f);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PackWhole(float* source, nint count, bool rectify, float* destination, float padding)
    {
        RowMoves.Copy(source, destination, count, rectify);
        RowMoves.Fill(destination + count, Length - count, padding);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PackPhase(float* source,
        int height, int width, int rowPhase, int columnPhase, bool rectify, float* destination, float padding)
    {
        var (pitch, rows, step) = (Pitch, Rows, Step);
        var origin = ColumnOrigin + columnPhase;
        var first = Math.Clamp(CeilingOf(-origin, step), 0, pitch);
        var end = Math.Clamp(CeilingOf(width - origin, step), first, pitch);
        var at = destination;
        for (var row = 0; row < rows; row++, at += pitch)
        {
            var pixelRow = (row * step) + RowOrigin + rowPhase;
            if (pixelRow < 0 || pixelRow >= height)
            {
                RowMoves.Fill(at, pitch, padding);
                continue;
            }

            var pixels = source + ((nint)pixelRow * width) + (first * step) + origin;
            RowMoves.Fill(at, first, padding);
            if (step == 1)
            {
                RowMoves.Copy(pixels, at + first, end - first, rectify);
            }
            else if (step == 2)
            {
                RowMoves.CopyEverySecond(pixels, at + first, end - first, rectify);
            }
            else
            {
                for (var i = 0; i < end - first; i++)
                {
                    at[first + i] = rectify && pixels[i * step] <= 0f ? 0f : pixels[i * step];
                }
            }

            RowMoves.Fill(at + end, pitch - end, padding);
        }

        RowMoves.Fill(at, Length - (rows * pitch), padding);
    }

    /// <summary>The reverse of <see cref="Pack"/>: pixels of one plane += their flat elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddBack(float* flat, int height, int width, float* pixels)
    {
        for (var rowPhase = 0; rowPhase < RowPhases; rowPhase++)
        {
            for (var columnPhase = 0; columnPhase < ColumnPhases; columnPhase++, flat += Length)
            {
                var origin = ColumnOrigin + columnPhase;
                var first = Math.Clamp(CeilingOf(-origin, Step), 0, Pitch);
                var end = Math.Clamp(CeilingOf(width - origin, Step), first, Pitch);
                for (var row = 0; row < Rows; row++)
                {
                    var pixelRow = (row * Step) + RowOrigin + rowPhase;
                    if (pixelRow >= 0 && pixelRow < height)
                    {
                        AddRow(flat + ((nint)row * Pitch) + first,
                            pixels + ((nint)pixelRow * width) + (first * Step) + origin, Step, end - first);
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow(float* source, float* destination, int step, int count)
    {
        if (step == 1)
        {
            RowMoves.Add(source, destination, count);
            return;
        }

        for (var i = 0; i < count; i++)
        {
            destination[i * step] += source[i];
        }
    }

    private static int CeilingOf(int dividend, int divisor) => dividend >= 0 ? (dividend + divisor - 1) / divisor : -(-dividend / divisor);
}
