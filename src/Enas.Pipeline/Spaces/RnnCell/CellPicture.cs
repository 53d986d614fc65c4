using Enas.Pipeline.Architectures;
using Enas.Pipeline.Drawing;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>A cell as it is drawn: its graph and the nodes whose mean is the output.</summary>
/// <param name="OutputNodes">Nodes that are averaged, ascending.</param>
/// <param name="Title">What the picture is called.</param>
internal sealed record CellPicture(RecurrentCell Cell, IReadOnlyList<int> OutputNodes, string Title) : IArchitecturePicture
{
    /// <summary>The picture of an architecture of a space.</summary>
    public static CellPicture Of(RnnCellSpace space, Architecture architecture)
    {
        var cell = space.Cell(architecture);
        return new CellPicture(cell, space.OutputNodes(cell), architecture.Tokens);
    }

    /// <summary>The picture of a cell as its dialect understands it: a genotype averages what its concat says; else enas-lm and DARTS
    /// average all nodes but the first.</summary>
    public static CellPicture Of(string dialect, string tokens)
    {
        var cell = RnnCellDialects.Parse(dialect, tokens);
        var output = cell.StatedOutput
            ?? (dialect == Dialects.Official ? cell.LooseEnds : [.. Enumerable.Range(1, cell.NodeCount - 1)]);
        return new CellPicture(cell, output, RnnCellDialects.PrintOfficial(cell));
    }

    /// <summary>Nodes that read a node, ascending.</summary>
    public IReadOnlyList<int> Readers(int node) =>
        [.. Enumerable.Range(1, Cell.NodeCount - 1).Where(reader => Cell.Sources[reader] == node)];

    /// <summary>Name of a node's activation.</summary>
    public string Activation(int node) => ActivationNames.Of(Cell.Activations[node]);

    /// <summary>Whether a node is averaged into the output.</summary>
    public bool IsOutput(int node) => OutputNodes.Contains(node);

    /// <inheritdoc />
    public string Svg(string arrowId) => CellSvgDrawing.Draw(this, arrowId);

    /// <inheritdoc />
    public string Dot() => CellDotDrawing.Draw(this);

    /// <inheritdoc />
    public string Mermaid() => CellMermaidDrawing.Draw(this);

    /// <inheritdoc />
    public string Text(bool unicode) => CellTextDrawing.Draw(this, unicode);
}
