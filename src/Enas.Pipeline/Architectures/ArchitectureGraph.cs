namespace Enas.Pipeline.Architectures;

/// <summary>
/// An architecture as a graph, for drawings: what a space says of its architectures when nobody else knows them. Nodes stand in an order in
/// which every edge leads forwards.
/// </summary>
/// <param name="Nodes">The nodes' labels.</param>
/// <param name="Edges">What leads from node to node, each edge once.</param>
public sealed record ArchitectureGraph(IReadOnlyList<string> Nodes, IReadOnlyList<ArchitectureEdge> Edges);

/// <summary>An edge of an architecture's graph.</summary>
/// <param name="From">The number of the node that it leaves.</param>
/// <param name="To">The number of a later node, where it ends.</param>
/// <param name="Label">What is computed on the way; empty for nothing but passing on.</param>
/// <param name="Style">The kind of it, for its colour: <c>convolution</c>, <c>separable</c>, <c>pool</c>, <c>identity</c>, or
/// empty.</param>
public sealed record ArchitectureEdge(int From, int To, string Label, string Style = "");
