using Enas.Backends.Cpu.Kernels;

namespace Enas.Backends.Cpu.Tests.Kernels;

public sealed class RowTilesTests
{
    [Theory]
    [InlineData(1, 8)]
    [InlineData(20, 8)]
    [InlineData(300_000, 8)]
    [InlineData(int.MaxValue, 12)]
    public void Tiles_cover_all_rows_in_order_and_none_is_too_large(int rows, int most)
    {
        var tiles = new RowTiles(rows, most);
        Assert.Equal(0, tiles.Start(0));
        Assert.Equal(rows, tiles.Start(tiles.Count));
        foreach (var tile in (int[])[0, tiles.Count / 2, tiles.Count - 1])
        {
            Assert.InRange(tiles.RowsOf(tile), 1, most);
        }
    }
}
