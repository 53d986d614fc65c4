using Enas.Pipeline.Architectures;

namespace Enas.Pipeline.Drawing;

/// <summary>
/// A graph as pictures show it that do not know its space: operations by their short names, two edges between the same nodes as one with
/// both names, and what a node says that it computes not once more at the edges to it.
/// </summary>
internal static class DrawnGraph
{
    // Between the name of a node and what it computes.
    private const string Computes = " = ";

    private const string Passes = "identity";

    /// <summary>The graph as it is shown.</summary>
    public static ArchitectureGraph Of(ArchitectureGraph graph)
    {
        var nodesSay = graph.Nodes.Any(node => node.Contains(Computes, StringComparison.Ordinal));
        return new(
            [.. graph.Nodes.Select(Node)],
            [.. graph.Edges.GroupBy(edge => (edge.From, edge.To)).Select(alike => Edge([.. alike], isNamed: !nodesSay))]);
    }

    /// <summary>The name of a node, without what it computes.</summary>
    public static string NameOf(string node) => node.Split(Computes, 2)[0];

    private static string Node(string node) => node.Split(Computes, 2) is [var name, var operation]
        ? name + Computes + OperationStyle.Of(operation).Label : node;

    private static ArchitectureEdge Edge(IReadOnlyList<ArchitectureEdge> alike, bool isNamed) => alike[0] with
    {
        Label = isNamed
            ? string.Join(" + ", alike.Select(edge => OperationStyle.Of(edge.Label).Label).Where(label => label.Length > 0)) : string.Empty,
        Style = (alike.FirstOrDefault(edge => edge.Style != Passes) ?? alike[0]).Style,
    };
}
