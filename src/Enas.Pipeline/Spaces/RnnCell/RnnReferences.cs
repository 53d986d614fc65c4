using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>Recurrent cells that people designed.</summary>
internal static class RnnReferences
{
    /// <summary>
    /// The recurrent highway network (Zilly et al. 2016): each node of this space is a highway layer with coupled gates, so a chain of tanh
    /// nodes is theirs, as deep as the space has nodes. An LSTM has a second state, which the space does not.
    /// </summary>
    public static IReadOnlyList<ReferenceArchitecture> Of(RnnCellSpace space)
    {
        int[] sources = [.. Enumerable.Range(0, space.NodeCount).Select(node => Math.Max(0, node - 1))];
        var chain = new RecurrentCell(sources, [.. sources.Select(_ => Activation.Tanh)]);
        return space.Holds(chain)
            ? [new("rhn", space.FromCell(chain), "Zilly et al. 2016: the recurrent highway network, a chain of tanh layers")] : [];
    }
}
