namespace Enas.Backends.Cpu.Kernels;

/// <summary>How a product is spread over the threads: C is cut into RowParts x ColumnParts blocks.</summary>
internal readonly record struct GemmGrid(int RowParts, int ColumnParts)
{
    /// <summary>Blocks of C.</summary>
    public int Parts => RowParts * ColumnParts;

    /// <summary>
    /// The grid whose largest block costs least. Packing is counted, since every block packs its own factors:
    /// <paramref name="columnPackingCost"/> is the price of packing one element of B in multiply-adds of a row, 0 when B
    /// is packed beforehand.
    /// </summary>
    public static GemmGrid Choose(int threads, int m, int n, int columnPackingCost)
    {
        const int RowPackingCost = 4;
        var best = new GemmGrid(threads, 1);
        var bestCost = long.MaxValue;
        for (var columnParts = 1; columnParts <= threads; columnParts++)
        {
            var candidate = new GemmGrid(threads / columnParts, columnParts);
            long rows = LargestPart(m, candidate.RowGranule(m), candidate.RowParts);
            long columns = LargestPart(n, candidate.ColumnGranule(n), columnParts);
            var cost = (rows * columns) + (columns * columnPackingCost) + (rows * RowPackingCost);
            if (cost < bestCost)
            {
                (best, bestCost) = (candidate, cost);
            }
        }

        return best;
    }

    /// <summary>Rows are cut at whole register tiles when there are plenty of them.</summary>
    public int RowGranule(int m) => m >= RowParts * 32 ? GemmTile.MaximumRows : 1;

    /// <summary>Columns are cut at whole panels when there are plenty of them, at whole vectors otherwise.</summary>
    public int ColumnGranule(int n) => n >= ColumnParts * 8 * GemmTile.PanelColumns ? GemmTile.PanelColumns : 16;

    private static int LargestPart(int count, int granule, int parts)
    {
        var granules = (count + granule - 1) / granule;
        return Math.Min(count, (granules + parts - 1) / parts * granule);
    }
}
