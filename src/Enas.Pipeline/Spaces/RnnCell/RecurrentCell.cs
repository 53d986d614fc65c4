using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>A recurrent highway cell as a graph: node 0 reads x and h, every later node one earlier node.</summary>
internal sealed class RecurrentCell
{
    /// <summary>A cell from its wiring.</summary>
    /// <param name="sources">Predecessor of each node; entry 0 is 0 and means x and h.</param>
    /// <param name="activations">Activation of each node.</param>
    public RecurrentCell(IReadOnlyList<int> sources, IReadOnlyList<Activation> activations)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sources.Count, activations.Count);
        Sources = sources;
        Activations = activations;
        LooseEnds = [.. Enumerable.Range(0, sources.Count).Where(node => !sources.Skip(1).Contains(node))];
    }

    /// <summary>Number of nodes N.</summary>
    public int NodeCount => Sources.Count;

    /// <summary>Predecessor of each node.</summary>
    public IReadOnlyList<int> Sources { get; }

    /// <summary>Activation of each node.</summary>
    public IReadOnlyList<Activation> Activations { get; }

    /// <summary>Nodes that no other node reads, ascending. Never empty.</summary>
    public IReadOnlyList<int> LooseEnds { get; }

    /// <summary>The nodes whose mean is the output, ascending, where the text that the cell was read from says so; else null: the space
    /// says it.</summary>
    public IReadOnlyList<int>? StatedOutput { get; init; }
}
