using Enas.Pipeline.Architectures;

namespace Enas.Pipeline.Drawing;

/// <summary>
/// Where the nodes of graphs stand: in a column, each at one place in all graphs that have it, so that graphs that are shown one after the
/// other differ in what is seen to change alone. Lengths are in pixels.
/// </summary>
internal sealed class GraphLayout
{
    /// <summary>Height of a node.</summary>
    public const double NodeHeight = 34;

    /// <summary>Height of the label of an edge.</summary>
    public const double EdgeHeight = 26;

    private const double LeastWidth = 78;
    private const double CharacterWidth = 8.5;
    private const double LabelledStep = 92;
    private const double ChainStep = 58;
    private const double Margin = 12;

    // Labels that stand at other heights may reach into each other's lanes.
    private const double SharedLane = 0.64;

    private readonly List<string> _places;
    private readonly double _step;

    private GraphLayout(IReadOnlyList<ArchitectureGraph> graphs)
    {
        _places = PlacesOf(graphs);
        var labels = graphs.SelectMany(graph => graph.Edges).Select(edge => edge.Label.Length).DefaultIfEmpty(0).Max();
        NodeWidth = Math.Max(LeastWidth, 20 + (CharacterWidth * graphs.SelectMany(graph => graph.Nodes).Max(node => node.Length)));
        LabelWidth = Math.Max(LeastWidth, 16 + (CharacterWidth * labels));
        _step = labels > 0 ? LabelledStep : ChainStep;
        var lanes = graphs.Select(graph => (Graph: graph, Lanes: Lanes(graph))).ToArray();
        var last = lanes.SelectMany(one => one.Lanes).Select(placed => placed.Lane).DefaultIfEmpty(0).Max();
        Between = lanes.All(one => HasRoom(one.Graph, one.Lanes)) ? SharedLane * LabelWidth : LabelWidth + 12;
        var column = Math.Max(NodeWidth, LabelWidth);
        X = Margin + (column / 2);
        Width = (2 * Margin) + column + (last == 0 ? 0 : (last * Between) + (LabelWidth / 2));
        Height = (2 * Margin) + NodeHeight + ((_places.Count - 1) * _step);
    }

    /// <summary>The layout of graphs that are shown in one place; at least one, each with a node.</summary>
    public static GraphLayout Of(params IReadOnlyList<ArchitectureGraph> graphs) => new(graphs);

    /// <summary>Width of the picture.</summary>
    public double Width { get; }

    /// <summary>Height of the picture.</summary>
    public double Height { get; }

    /// <summary>The middle of the column of nodes.</summary>
    public double X { get; }

    /// <summary>Width of a node.</summary>
    public double NodeWidth { get; }

    /// <summary>Width of the label of an edge.</summary>
    public double LabelWidth { get; }

    /// <summary>How far lanes beside the nodes are apart.</summary>
    public double Between { get; }

    /// <summary>The middles of the nodes of a graph.</summary>
    public IReadOnlyList<double> Ys(ArchitectureGraph graph) =>
        [.. KeysOf(graph).Select(key => Height - Margin - (NodeHeight / 2) - (_places.IndexOf(key) * _step))];

    /// <summary>The edges that pass by a node, short ones first, each in the first lane beside the nodes, from 1, in which it meets no
    /// other.</summary>
    public static IReadOnlyList<(ArchitectureEdge Edge, int Lane)> Lanes(ArchitectureGraph graph)
    {
        var placed = new List<(ArchitectureEdge Edge, int Lane)>();
        foreach (var edge in graph.Edges.Where(edge => edge.To > edge.From + 1)
            .OrderBy(edge => edge.To - edge.From).ThenBy(edge => edge.From))
        {
            var lane = 1;
            while (placed.Any(other => other.Lane == lane && other.Edge.From < edge.To && edge.From < other.Edge.To))
            {
                lane++;
            }

            placed.Add((edge, lane));
        }

        return placed;
    }

    // Whether no two labels of arcs stand at one height.
    private bool HasRoom(ArchitectureGraph graph, IReadOnlyList<(ArchitectureEdge Edge, int Lane)> lanes)
    {
        int[] places = [.. KeysOf(graph).Select(key => _places.IndexOf(key))];
        double[] heights = [.. lanes.Where(lane => lane.Edge.Label.Length > 0)
            .Select(lane => _step * (places[lane.Edge.From] + places[lane.Edge.To]) / 2).Order()];
        return heights.Zip(heights.Skip(1)).All(pair => pair.Second - pair.First > EdgeHeight);
    }

    // A node that a graph has and those before it have not comes after the one before it.
    private static List<string> PlacesOf(IReadOnlyList<ArchitectureGraph> graphs)
    {
        var places = new List<string>();
        foreach (var graph in graphs)
        {
            var next = 0;
            foreach (var key in KeysOf(graph))
            {
                if (!places.Contains(key))
                {
                    places.Insert(next, key);
                }

                next = places.IndexOf(key) + 1;
            }
        }

        return places;
    }

    // Names of nodes, told from each other where several have one.
    private static IEnumerable<string> KeysOf(ArchitectureGraph graph) => graph.Nodes.Select(DrawnGraph.NameOf).Index()
        .Select(node => $"{node.Item}\n{graph.Nodes.Take(node.Index).Count(other => DrawnGraph.NameOf(other) == node.Item)}");
}
