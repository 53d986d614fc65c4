namespace Enas.Backends.Cpu.Kernels.Convolution;

/// <summary>
/// One set of results of a convolution that share their taps: everything in a forward pass; in a data gradient, the pixels of one row and
/// column phase of the stride.
/// </summary>
/// <param name="Rows">Rows of results.</param>
/// <param name="Columns">Results in a row.</param>
/// <param name="FirstRow">Where result row 0 goes.</param>
/// <param name="FirstColumn">Where result column 0 goes.</param>
/// <param name="Terms">Length of a chain.</param>
/// <param name="OffsetsAt">Where the terms' offsets start in the table.</param>
/// <param name="WeightsAt">Where the packed weights start.</param>
internal readonly record struct ConvolutionPass(
    int Rows, int Columns, int FirstRow, int FirstColumn, int Terms, int OffsetsAt, int WeightsAt)
{
    /// <summary>Flat positions from the first result to the last, in whole tiles.</summary>
    public int Positions(int pitch)
    {
        var count = ((Rows - 1) * pitch) + Columns;
        return (count + ConvolutionTiles.PositionGranule - 1) / ConvolutionTiles.PositionGranule * ConvolutionTiles.PositionGranule;
    }
}
