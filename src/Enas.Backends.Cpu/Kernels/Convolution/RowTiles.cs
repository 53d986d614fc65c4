namespace Enas.Backends.Cpu.Kernels.Convolution;

/// <summary>Rows cut into as few tiles as possible, of sizes as equal as possible: 20 rows in tiles of at most 12 are 10 + 10.</summary>
internal readonly struct RowTiles(int rows, int maximum)
{
    /// <summary>Number of tiles.</summary>
    public readonly int Count = (rows + maximum - 1) / maximum;

    /// <summary>First row of a tile; of the tile after the last, the row count.</summary>
    public int Start(int tile) => (int)((long)rows * tile / Count);

    /// <summary>Rows of a tile.</summary>
    public int RowsOf(int tile) => Start(tile + 1) - Start(tile);
}
