using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
internal readonly unsafe record struct FlatPlanes(int Rows, int Pitch, int RowOrigin, int ColumnOrigin, int Step, int RowPhases, int ColumnPhases, int Length)
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

    /// <summary>Lays out planes <paramref name="height"/> x <paramref name="width"/> that follow each other, rectified when asked.</summary>
    public void Pack(float* source, int planes, int height, int width, bool rectify, float* destination, float padding = 0f)
    {
        for (var plane = 0; plane < planes; plane++)
        {
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

    private void PackPhase(float* source, int height, int width, int rowPhase, int columnPhase, bool rectify, float* destination, float padding)
    {
        var origin = ColumnOrigin + columnPhase;
        var first = Math.Clamp(CeilingOf(-origin, Step), 0, Pitch);
        var end = Math.Clamp(CeilingOf(width - origin, Step), first, Pitch);
        var at = destination;
        for (var row = 0; row < Rows; row++, at += Pitch)
        {
            var pixelRow = (row * Step) + RowOrigin + rowPhase;
            if (pixelRow < 0 || pixelRow >= height)
            {
                new Span<float>(at, Pitch).Fill(padding);
                continue;
            }

            new Span<float>(at, first).Fill(padding);
            CopyRow(source + ((nint)pixelRow * width) + (first * Step) + origin, Step, at + first, end - first, rectify);
            new Span<float>(at + end, Pitch - end).Fill(padding);
        }

        new Span<float>(at, Length - (Rows * Pitch)).Fill(padding);
    }

    /// <summary>The reverse of <see cref="Pack"/>: pixels of one plane += their flat elements.</summary>
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
                        AddRow(flat + ((nint)row * Pitch) + first, Step, pixels + ((nint)pixelRow * width) + (first * Step) + origin, end - first);
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRow(float* source, int step, float* destination, int count)
    {
        var i = 0;
        if (step == 1)
        {
            for (; i + Lanes.Count <= count; i += Lanes.Count)
            {
                (Vector512.Load(destination + i) + Vector512.Load(source + i)).Store(destination + i);
            }
        }

        for (; i < count; i++)
        {
            destination[i * step] += source[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRow(float* source, int step, float* destination, int count, bool rectify)
    {
        var i = 0;
        if (step == 1)
        {
            for (; i + Lanes.Count <= count; i += Lanes.Count)
            {
                var value = Vector512.Load(source + i);
                (rectify ? Rectified(value) : value).Store(destination + i);
            }
        }

        for (; i < count; i++)
        {
            var value = source[i * step];
            destination[i] = rectify && value <= 0f ? 0f : value;
        }
    }

    /// <summary>max(x, 0); NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Rectified(Vector512<float> x) =>
        Vector512.ConditionalSelect(Vector512.LessThanOrEqual(x, Vector512<float>.Zero), Vector512<float>.Zero, x);

    private static int CeilingOf(int dividend, int divisor) => dividend >= 0 ? (dividend + divisor - 1) / divisor : -(-dividend / divisor);
}
