using System.Runtime.CompilerServices;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>Single-threaded blocked products: the loops between a block of C and its register tiles.</summary>
internal static unsafe class GemmBlocks
{
    /// <summary>Up to this many rows, B is read where it lies: it would be packed to be used a few times only.</summary>
    private const int MostRowsForDirectColumns = 16;

    /// <summary>C [m, n] (+)= op(A)·op(B).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(InstructionPath path,
        GemmWorkspace workspace, int m, int n, int depth, MatrixView a, MatrixView b, float* c, nint cStride, bool accumulate)
    {
        for (var column = 0; column < n; column += GemmWorkspace.BlockColumns)
        {
            var width = Math.Min(GemmWorkspace.BlockColumns, n - column);
            for (var k = 0; k < depth; k += GemmWorkspace.BlockDepth)
            {
                var length = Math.Min(GemmWorkspace.BlockDepth, depth - k);
                MultiplyBlock(path, workspace, m, width, length, a.From(0, k), b.From(k, column), c + column, cStride, accumulate || k > 0);
            }
        }
    }

    /// <summary>C [m, panels] (+)= op(A)·B with B packed whole; C starts at B's panel 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(InstructionPath path,
        GemmWorkspace workspace, int m, MatrixView a, PackedMatrix b, int panelStart, int panelEnd, float* c, nint cStride, bool accumulate)
    {
        for (var row = 0; row < m; row += GemmWorkspace.BlockRows)
        {
            var rows = Math.Min(GemmWorkspace.BlockRows, m - row);
            for (var k = 0; k < b.Depth; k += GemmWorkspace.BlockDepth)
            {
                var length = Math.Min(GemmWorkspace.BlockDepth, b.Depth - k);
                PackAllRows(path, workspace.Rows, rows, length, a.From(row, k));
                MultiplyPacked(path, workspace,
                    rows, k, length, b, panelStart, panelEnd, c + (row * cStride), cStride, accumulate || k > 0);
            }
        }
    }

    /// <summary>Two products with the same A, whose rows are packed once for both: C (+)= A·B and, <paramref name="otherC"/> alike, with
    /// the other B.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyBoth(InstructionPath path, GemmWorkspace workspace,
        int m, MatrixView a, PackedMatrix b, float* c, PackedMatrix otherB, float* otherC, nint cStride, bool accumulate)
    {
        for (var row = 0; row < m; row += GemmWorkspace.BlockRows)
        {
            var rows = Math.Min(GemmWorkspace.BlockRows, m - row);
            for (var k = 0; k < b.Depth; k += GemmWorkspace.BlockDepth)
            {
                var length = Math.Min(GemmWorkspace.BlockDepth, b.Depth - k);
                PackAllRows(path, workspace.Rows, rows, length, a.From(row, k));
                MultiplyPacked(path, workspace,
                    rows, k, length, b, 0, PackedMatrix.PanelCount(b.Columns), c + (row * cStride), cStride, accumulate || k > 0);
                MultiplyPacked(path, workspace, rows,
                    k, length, otherB, 0, PackedMatrix.PanelCount(otherB.Columns), otherC + (row * cStride), cStride, accumulate || k > 0);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyPacked(
        InstructionPath path, GemmWorkspace workspace,
            int rows, int k, int length, PackedMatrix b, int panelStart, int panelEnd, float* c, nint cStride, bool accumulate)
    {
        for (var panel = panelStart; panel < panelEnd; panel++)
        {
            var column = panel * GemmTile.PanelColumns;
            var width = Math.Min(GemmTile.PanelColumns, b.Columns - column);
            var ahead = Ahead.Of(panel + 1 < panelEnd ? b.Panel(panel + 1, k) : b.PanelAfterAll(panelStart, k + length));
            MultiplyPanel(path, workspace.Rows,
                rows, width, length, b.Panel(panel, k), GemmTile.PanelColumns, c + column, cStride, accumulate, ahead);
        }
    }

    /// <summary>A block of B: panel by panel when all rows pass at once, packed as a whole when they come in several blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyBlock(InstructionPath path,
        GemmWorkspace workspace, int m, int n, int depth, MatrixView a, MatrixView b, float* c, nint cStride, bool accumulate)
    {
        if (m <= GemmWorkspace.BlockRows)
        {
            PackAllRows(path, workspace.Rows, m, depth, a);
            MultiplyPanels(path, workspace, m, n, depth, b, c, cStride, accumulate);
            return;
        }

        var columns = workspace.Columns(n);
        for (var column = 0; column < n; column += GemmTile.PanelColumns)
        {
            GemmPacking.PackColumns(b.From(0, column),
                Math.Min(GemmTile.PanelColumns, n - column), depth, columns + ((nint)column * depth));
        }

        var panelSize = (nint)GemmTile.PanelColumns * depth;
        for (var row = 0; row < m; row += GemmWorkspace.BlockRows)
        {
            var rows = Math.Min(GemmWorkspace.BlockRows, m - row);
            PackAllRows(path, workspace.Rows, rows, depth, a.From(row, 0));
            var panel = columns;
            for (var column = 0; column < n; column += GemmTile.PanelColumns, panel += panelSize)
            {
                var ahead = column + GemmTile.PanelColumns < n ? Ahead.Of(panel + panelSize) : default;
                MultiplyPanel(
                    path, workspace.Rows, rows, Math.Min(GemmTile.PanelColumns, n - column), depth, panel, GemmTile.PanelColumns,
                    c + (row * cStride) + column, cStride, accumulate, ahead);
            }
        }
    }

    /// <summary>Packed rows against columns of B that are packed just before they are used, or read where they lie when the
    /// rows are few.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyPanels(
        InstructionPath path, GemmWorkspace workspace, int m, int n, int depth, MatrixView b, float* c, nint cStride, bool accumulate)
    {
        var direct = !b.Transposed && m <= MostRowsForDirectColumns;
        for (var column = 0; column < n; column += GemmTile.PanelColumns)
        {
            var width = Math.Min(GemmTile.PanelColumns, n - column);
            var panel = b.At(0, column);
            var stride = b.Stride;
            if (!direct || (width & 15) != 0)
            {
                panel = workspace.Columns(GemmTile.PanelColumns);
                stride = GemmTile.PanelColumns;
                GemmPacking.PackColumns(b.From(0, column), width, depth, panel);
            }

            var ahead = !b.Transposed && column + GemmTile.PanelColumns < n
                ? Ahead.Of(b.At(0, column + GemmTile.PanelColumns), b.Stride) : default;
            MultiplyPanel(path, workspace.Rows, m, width, depth, panel, stride, c + column, cStride, accumulate, ahead);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackAllRows(InstructionPath path, float* packed, int m, int depth, MatrixView a)
    {
        var tiles = new RowTiles(m, GemmTile.MostRows(path));
        if (a.Transposed)
        {
            GemmPacking.PackTransposedRows(a, tiles, depth, packed);
            return;
        }

        for (var tile = 0; tile < tiles.Count; tile++)
        {
            var start = tiles.Start(tile);
            GemmPacking.PackRows(a.From(start, 0), tiles.Start(tile + 1) - start, depth, packed + ((nint)start * depth));
        }
    }

    /// <summary>
    /// All packed rows against one panel, which stays in a near cache meanwhile; a path with narrower tiles takes a third of it at a time.
    /// The panel after it, if any, is brought closer piece by piece.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyPanel(
        InstructionPath path, float* packedRows,
            int m, int columns, int depth, float* panel, nint panelStride, float* c, nint cStride, bool accumulate, Ahead ahead)
    {
        var tiles = new RowTiles(m, GemmTile.MostRows(path));
        var step = GemmTile.ColumnsAtOnce(path);
        var operands = new TileOperands { BStride = panelStride, CStride = cStride, Depth = depth, Accumulate = accumulate };
        for (var column = 0; column < columns; column += step)
        {
            operands.B = panel + column;
            operands.NextC = c + column;
            var start = 0;
            for (var tile = 0; tile < tiles.Count; tile++)
            {
                var end = tiles.Start(tile + 1);
                operands.A = packedRows + ((nint)start * depth);
                operands.C = operands.NextC;
                operands.NextC = tile + 1 < tiles.Count ? c + (end * cStride) + column : c + column + step;
                var share = ahead.ForTile(tile, tiles.Count, depth, panel);
                operands.Ahead = share.Start;
                operands.AheadStep = share.Step;
                GemmTile.Run(path, end - start, Math.Min(step, columns - column), operands);
                start = end;
            }
        }
    }
}
