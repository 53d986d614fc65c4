namespace Enas.Backends.Cpu.Kernels;

/// <summary>
/// The panel of B that comes next. While the row tiles pass the present one, each brings its share of the next one closer, so that no
/// tile waits for memory. The default value is nothing.
/// </summary>
internal readonly unsafe struct Ahead
{
    private const int Line = 64;

    private readonly byte* _data;
    private readonly nint _stride;

    private Ahead(float* data, nint stride)
    {
        _data = (byte*)data;
        _stride = stride * sizeof(float);
    }

    /// <summary>A packed panel.</summary>
    public static Ahead Of(float* panel) => new(panel, 0);

    /// <summary>Columns of a matrix with rows that far apart.</summary>
    public static Ahead Of(float* columns, nint stride) => new(columns, stride);

    /// <summary>Where a tile starts, and how far it moves per depth index.</summary>
    public Range ForTile(int tile, int tiles, int depth, float* nothing)
    {
        const int Width = GemmTile.PanelColumns * sizeof(float);
        if (_data == null)
        {
            return new Range((byte*)nothing, 0);
        }

        if (_stride == 0)
        {
            var step = (Width + tiles - 1) / tiles;
            return new Range(_data + ((nint)tile * step * depth), step);
        }

        // A tile takes one line of every row; the last may be shared with the columns behind.
        return new Range(_data + Math.Min(tile * Line, Width - 1), tile * Line <= Width ? _stride : 0);
    }

    /// <summary>Memory to walk through.</summary>
    internal readonly struct Range(byte* start, nint step)
    {
        public readonly byte* Start = start;
        public readonly nint Step = step;
    }
}
