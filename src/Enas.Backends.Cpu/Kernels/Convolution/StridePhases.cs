namespace Enas.Backends.Cpu.Kernels.Convolution;

/// <summary>
/// One direction of a data gradient. Pixel i of the input meets tap p of output o when i + before = o·stride + p·dilation. Pixels of
/// equal phase (i + before) mod stride meet the same taps; pixel u·stride + phase - before meets tap p in output u - (p·dilation -
/// phase) / stride.
/// </summary>
internal readonly struct StridePhases
{
    private readonly int _size;
    private readonly int _taps;
    private readonly int _stride;
    private readonly int _dilation;
    private readonly int _before;

    private StridePhases(int size, int taps, int stride, int dilation, int before)
    {
        (_size, _taps, _stride, _dilation, _before) = (size, taps, stride, dilation, before);
        (First, Last, MostResults) = (int.MaxValue, int.MinValue, 0);
        for (var phase = 0; phase < stride; phase++)
        {
            MostResults = Math.Max(MostResults, ResultsOf(phase));
            for (var tap = 0; tap < taps && ResultsOf(phase) > 0; tap++)
            {
                if (Reaches(tap, phase))
                {
                    First = Math.Min(First, FirstUnit(phase) - Shift(tap, phase));
                    Last = Math.Max(Last, FirstUnit(phase) + ResultsOf(phase) - 1 - Shift(tap, phase));
                }
            }
        }

        if (First > Last)
        {
            // No tap meets a pixel: a kernel that crops everything away.
            (First, Last) = (0, 0);
        }
    }

    /// <summary>First output, possibly outside the image, that a pixel meets.</summary>
    public int First { get; }

    /// <summary>Last output, possibly outside the image, that a pixel meets.</summary>
    public int Last { get; }

    /// <summary>Pixels of the largest phase.</summary>
    public int MostResults { get; }

    public static StridePhases OfRows(in ConvolutionGeometry geometry) =>
        new(geometry.Height, geometry.KernelHeight, geometry.Options.Stride, geometry.Options.Dilation, geometry.Options.PaddingBefore);

    public static StridePhases OfColumns(in ConvolutionGeometry geometry) =>
        new(geometry.Width, geometry.KernelWidth, geometry.Options.Stride, geometry.Options.Dilation, geometry.Options.PaddingBefore);

    /// <summary>Pixels of a phase.</summary>
    public int ResultsOf(int phase) => FirstPixelOf(phase) >= _size ? 0 : ((_size - 1 - FirstPixelOf(phase)) / _stride) + 1;

    /// <summary>First pixel of a phase.</summary>
    public int FirstPixelOf(int phase) => (FirstUnit(phase) * _stride) + phase - _before;

    /// <summary>Phase of a pixel.</summary>
    public int PhaseOfPixel(int pixel) => (((pixel + _before) % _stride) + _stride) % _stride;

    /// <summary>Whether a tap meets the pixels of a phase.</summary>
    public bool Reaches(int tap, int phase) => tap * _dilation % _stride == phase;

    /// <summary>Taps that meet the pixels of a phase.</summary>
    public int TapsOf(int phase)
    {
        var count = 0;
        for (var tap = 0; tap < _taps; tap++)
        {
            count += Reaches(tap, phase) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Distance from <see cref="First"/> to the output that the phase's first pixel meets through a tap.</summary>
    public int Offset(int tap, int phase) => FirstUnit(phase) - Shift(tap, phase) - First;

    /// <summary>Largest <see cref="Offset"/> of a phase.</summary>
    public int LargestOffset(int phase)
    {
        var largest = 0;
        for (var tap = 0; tap < _taps; tap++)
        {
            largest = Reaches(tap, phase) ? Math.Max(largest, Offset(tap, phase)) : largest;
        }

        return largest;
    }

    private int Shift(int tap, int phase) => ((tap * _dilation) - phase) / _stride;

    private int FirstUnit(int phase)
    {
        var least = _before - phase;
        return least >= 0 ? (least + _stride - 1) / _stride : -(-least / _stride);
    }
}
