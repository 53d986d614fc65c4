using Enas.Backends.Cpu.Kernels;
using Enas.Backends.Cpu.Threads;

namespace Enas.Backends.Cpu.Recurrent;

/// <summary>
/// How the state matrix [B, H] of a cell is spread over the threads. Rows do not depend on each other, so threads that take rows never wait
/// for each other, but each reads all weights in every time step. Where weights do not fit a near cache that reading costs more than
/// waiting:
/// then threads take columns, and meet once per node.
/// </summary>
internal readonly record struct CellSplit(int RowParts, int ColumnParts, int Batch, int Width)
{
    /// <summary>From this width on, a weight [H, 2H] is larger than a second-level cache.</summary>
    private const int WidthOfLargeWeights = 384;

    /// <summary>Fewer columns than this make the products too narrow.</summary>
    private const int FewestColumns = 128;

    /// <summary>Parts, at most one per thread.</summary>
    public int Parts => RowParts * ColumnParts;

    /// <summary>The split for so many threads.</summary>
    public static CellSplit Choose(int threads, int batch, int width)
    {
        var columnParts = width < WidthOfLargeWeights ? 1 : Math.Min(threads, width / FewestColumns);
        return new CellSplit(Math.Min(threads / columnParts, batch), columnParts, batch, width);
    }

    /// <summary>What a part computes.</summary>
    public CellBlock Block(int part)
    {
        var (row, rowEnd) = StaticSplit.Range(Batch, 1, part / ColumnParts, RowParts);
        var (column, columnEnd) = StaticSplit.Range(Width, Lanes.Count, part % ColumnParts, ColumnParts);
        return new CellBlock(part, row, rowEnd - row, column, columnEnd - column);
    }
}

/// <summary>The rows and columns of the state matrix that one part computes.</summary>
internal readonly record struct CellBlock(int Part, int Row, int Rows, int Column, int Columns);
