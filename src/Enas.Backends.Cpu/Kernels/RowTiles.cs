namespace Enas.Backends.Cpu.Kernels;

/// <summary>Rows cut into as few register tiles as possible, of sizes as equal as possible: 20 rows in tiles of at most 8 are 6 +
/// 7 + 7.</summary>
/// <param name="rows">Rows to cut.</param>
/// <param name="most">Most rows of a tile.</param>
internal readonly struct RowTiles(int rows, int most)
{
    /// <summary>Number of tiles.</summary>
    public readonly int Count = (int)(((long)rows + most - 1) / most);

    /// <summary>First row of a tile; that of the tile after the last is the number of rows.</summary>
    public int Start(int tile) => (int)((long)rows * tile / Count);

    /// <summary>Rows of a tile.</summary>
    public int RowsOf(int tile) => Start(tile + 1) - Start(tile);
}
