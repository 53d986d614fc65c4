using System.Runtime.CompilerServices;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>Single-threaded blocked products: the loops between a block of C and its register tiles.</summary>
internal static unsafe class GemmBlocks
{
    /// <summary>Up to this many rows, B is read where it lies: it would be packed to be used a few times only.</summary>
    private const int MostRowsForDirectColumns = 16;

    /// <summary>C [m, n] (+)= op(A)·op(B).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(InstructionPath path, GemmWorkspace workspace, int m, int n, int depth, MatrixView a, MatrixView b, float* c, nint cStride, bool accumulate)
    {
        for (var k = 0; k < depth; k += GemmWorkspace.BlockDepth)
        {
            var length = Math.Min(GemmWorkspace.BlockDepth, depth - k);
            for (var column = 0; column < n; column += GemmWorkspace.BlockColumns)
            {
                var width = Math.Min(GemmWorkspace.BlockColumns, n - column);
                MultiplyBlock(path, workspace, m, width, length, a.From(0, k), b.From(k, column), c + column, cStride, accumulate || k > 0);
            }
        }
    }

    /// <summary>C [m, panels] (+)= op(A)·B with B packed whole; C starts at B's panel 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(InstructionPath path, GemmWorkspace workspace, int m, MatrixView a, PackedMatrix b, int panelStart, int panelEnd, float* c, nint cStride, bool accumulate)
    {
        for (var row = 0; row < m; row += GemmWorkspace.BlockRows)
        {
            var rows = Math.Min(GemmWorkspace.BlockRows, m - row);
            for (var k = 0; k < b.Depth; k += GemmWorkspace.BlockDepth)
            {
                var length = Math.Min(GemmWorkspace.BlockDepth, b.Depth - k);
                PackAllRows(path, workspace.Rows, rows, length, a.From(row, k));
                for (var panel = panelStart; panel < panelEnd; panel++)
                {
                    var column = panel * GemmTile.PanelColumns;
                    var width = Math.Min(GemmTile.PanelColumns, b.Columns - column);
                    MultiplyPanel(path, workspace.Rows, rows, width, length, b.Panel(panel, k), GemmTile.PanelColumns, c + (row * cStride) + column, cStride, accumulate || k > 0);
                }
            }
        }
    }

    /// <summary>A block of B that fits the second-level cache, packed once and used by all rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyBlock(InstructionPath path, GemmWorkspace workspace, int m, int n, int depth, MatrixView a, MatrixView b, float* c, nint cStride, bool accumulate)
    {
        var direct = !b.Transposed && m <= MostRowsForDirectColumns;
        for (var column = 0; column < n; column += GemmTile.PanelColumns)
        {
            var width = Math.Min(GemmTile.PanelColumns, n - column);
            if (!direct || (width & 15) != 0)
            {
                GemmPacking.PackColumns(b.From(0, column), width, depth, workspace.Columns + ((nint)column * depth));
            }
        }

        for (var row = 0; row < m; row += GemmWorkspace.BlockRows)
        {
            var rows = Math.Min(GemmWorkspace.BlockRows, m - row);
            PackAllRows(path, workspace.Rows, rows, depth, a.From(row, 0));
            for (var column = 0; column < n; column += GemmTile.PanelColumns)
            {
                var width = Math.Min(GemmTile.PanelColumns, n - column);
                var packed = !direct || (width & 15) != 0;
                var panel = packed ? workspace.Columns + ((nint)column * depth) : b.Data + column;
                MultiplyPanel(
                    path, workspace.Rows, rows, width, depth, panel, packed ? GemmTile.PanelColumns : b.Stride,
                    c + (row * cStride) + column, cStride, accumulate);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackAllRows(InstructionPath path, float* packed, int m, int depth, MatrixView a)
    {
        var tiles = new RowTiles(m, GemmTile.MostRows(path));
        if (a.Transposed)
        {
            GemmPacking.PackTilesOfTransposed(a, tiles, depth, packed);
            return;
        }

        for (var tile = 0; tile < tiles.Count; tile++)
        {
            var (start, rows) = tiles[tile];
            GemmPacking.PackRows(a.From(start, 0), rows, depth, packed + ((nint)start * depth));
        }
    }

    /// <summary>
    /// All packed rows against one panel. What a tile needs of the panel stays in the first-level cache while the rows pass: 48 columns
    /// at once where the tile is that wide, 16 where it is not.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyPanel(
        InstructionPath path, float* packedRows, int m, int columns, int depth, float* panel, nint panelStride, float* c, nint cStride, bool accumulate)
    {
        var tiles = new RowTiles(m, GemmTile.MostRows(path));
        var step = GemmTile.ColumnsAtOnce(path, m);
        for (var column = 0; column < columns; column += step)
        {
            var width = Math.Min(step, columns - column);
            for (var tile = 0; tile < tiles.Count; tile++)
            {
                var (start, rows) = tiles[tile];
                GemmTile.Run(
                    path, rows, width, packedRows + ((nint)start * depth), panel + column, panelStride,
                    c + (start * cStride) + column, cStride, depth, accumulate);
            }
        }
    }
}
