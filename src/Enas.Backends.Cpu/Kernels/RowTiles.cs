namespace Enas.Backends.Cpu.Kernels;

/// <summary>Rows cut into as few register tiles as possible, of sizes as equal as possible: 20 rows of tiles of at most 8 are 6 + 7 + 7.</summary>
internal readonly struct RowTiles
{
    private readonly int _height;
    private readonly int _firstHigh;

    /// <summary>Cuts <paramref name="rows"/> rows into tiles of at most <paramref name="most"/>.</summary>
    public RowTiles(int rows, int most)
    {
        Count = (rows + most - 1) / most;
        (_height, var rest) = Math.DivRem(rows, Count);
        _firstHigh = Count - rest;
    }

    /// <summary>Tiles.</summary>
    public int Count { get; }

    /// <summary>First row and height of one tile: the last ones are a row higher when the rows do not divide.</summary>
    public (int Start, int Rows) this[int tile] =>
        ((tile * _height) + Math.Max(0, tile - _firstHigh), tile < _firstHigh ? _height : _height + 1);
}
