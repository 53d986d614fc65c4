namespace Enas.Pipeline.Spaces.MicroCnn;

/// <summary>
/// What a branch of a micro cell's node can do; the values are the ids of the official token strings (docs/algorithms.md#micro-space).
/// </summary>
internal enum MicroOperation
{
    /// <summary>3x3 depthwise separable convolution, twice.</summary>
    SeparableConvolution3 = 0,

    /// <summary>5x5 depthwise separable convolution, twice.</summary>
    SeparableConvolution5 = 1,

    /// <summary>3x3 average pooling.</summary>
    AveragePool3 = 2,

    /// <summary>3x3 max pooling.</summary>
    MaxPool3 = 3,

    /// <summary>Nothing.</summary>
    Identity = 4,
}

/// <summary>One of a node's two branches.</summary>
/// <param name="Entry">What it reads: 0 is the output of the cell before the previous one, 1 of the previous cell, 2 + i node i.</param>
/// <param name="Operation">What it does to it.</param>
internal sealed record MicroInput(int Entry, MicroOperation Operation);

/// <summary>A node: the sum of its two branches.</summary>
internal sealed record MicroNode(MicroInput First, MicroInput Second);

/// <summary>A micro cell as a graph.</summary>
internal sealed class MicroCell
{
    /// <summary>A cell of these nodes.</summary>
    public MicroCell(IReadOnlyList<MicroNode> nodes)
    {
        Nodes = nodes;
        LooseEnds = [.. Enumerable.Range(0, nodes.Count + 2)
            .Where(entry => !nodes.Any(node => node.First.Entry == entry || node.Second.Entry == entry))];
    }

    /// <summary>The nodes; node i is entry 2 + i.</summary>
    public IReadOnlyList<MicroNode> Nodes { get; }

    /// <summary>
    /// The entries that no branch reads, ascending: 0 and 1 are the cell's inputs, 2 .. the nodes. The last node is always one of them. The
    /// cell's output is made of these.
    /// </summary>
    public IReadOnlyList<int> LooseEnds { get; }

    /// <summary>The entries that the output is made of, ascending: the loose ends, unless the text that the cell was read
    /// from says others.</summary>
    public IReadOnlyList<int> Output { get => field ?? LooseEnds; init; }
}

/// <summary>The two cells that a micro network is stacked from.</summary>
internal sealed record MicroNetwork(MicroCell Normal, MicroCell Reduction);
