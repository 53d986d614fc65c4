using System.Globalization;
using System.Security;
using System.Text;
using Enas.Pipeline.Architectures;

namespace Enas.Pipeline.Drawing;

/// <summary>
/// An architecture of any space as its graph: the nodes in a column, edges to the next node straight between them, longer ones as arcs
/// beside them, each in a lane of its own where they would meet.
/// </summary>
/// <param name="Title">What the picture is called.</param>
internal sealed record GraphPicture(ArchitectureGraph Graph, string Title) : IArchitecturePicture
{
    private const double LeastWidth = 78;
    private const double CharacterWidth = 8.5;
    private const double NodeHeight = 34;
    private const double Step = 92;
    private const double ChainStep = 58;
    private const double EdgeHeight = 26;
    private const double Margin = 12;

    // Labels that stand at other heights may reach into each other's lanes.
    private const double SharedLane = 0.64;

    // A cubic arc comes three quarters as far as its control points.
    private const double ArcReach = 0.75;

    /// <inheritdoc />
    public string Svg(string arrowId)
    {
        var width = Math.Max(LeastWidth, 20 + (CharacterWidth * Graph.Nodes.Max(node => node.Length)));
        var label = Math.Max(LeastWidth, 16 + (CharacterWidth * Graph.Edges.Select(edge => edge.Label.Length).DefaultIfEmpty(0).Max()));
        var step = Graph.Edges.Any(edge => edge.Label.Length > 0) ? Step : ChainStep;
        var lanes = Lanes();
        var x = Margin + (Math.Max(width, label) / 2);
        var between = HaveRoom(lanes, step) ? SharedLane * label : label + 12;
        var right = lanes.Count == 0 ? 0 : (lanes.Max(lane => lane.Lane) * between) + (label / 2);
        var height = (2 * Margin) + NodeHeight + ((Graph.Nodes.Count - 1) * step);
        var canvas = new SvgCanvas((2 * Margin) + Math.Max(width, label) + right, height, Title, arrowId);
        double Y(int node) => height - Margin - (NodeHeight / 2) - (node * step);

        // All lines first: a label hides the line under it, and no line crosses a label.
        foreach (var edge in Graph.Edges.Where(edge => edge.To == edge.From + 1))
        {
            canvas.Arrow([(x, Y(edge.From) - (NodeHeight / 2)), (x, Y(edge.To) + (NodeHeight / 2))]);
        }

        foreach (var (edge, lane) in lanes)
        {
            canvas.Arc(x + (width / 2), Y(edge.From), Y(edge.To), lane * between / ArcReach);
        }

        foreach (var edge in Graph.Edges)
        {
            var lane = lanes.FirstOrDefault(placed => placed.Edge == edge).Lane;
            Label(canvas, lane == 0 ? x : x + (width / 2) + (lane * between), (Y(edge.From) + Y(edge.To)) / 2, label, edge);
        }

        foreach (var (node, name) in Graph.Nodes.Index())
        {
            canvas.Box(x, Y(node), width, NodeHeight, "end", SecurityElement.Escape(name));
        }

        return canvas.Close();
    }

    /// <inheritdoc />
    public string Dot()
    {
        var text = new StringBuilder(
            $"// {Title}\ndigraph architecture {{\n  rankdir=BT;\n  node [shape=box, style=rounded, fontname=\"Helvetica\"];\n");
        foreach (var (node, label) in Graph.Nodes.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"  n{node} [label=\"{Quoted(label)}\"];\n");
        }

        foreach (var edge in Graph.Edges)
        {
            text.Append(CultureInfo.InvariantCulture, $"  n{edge.From} -> n{edge.To} [label=\"{Quoted(edge.Label)}\"];\n");
        }

        return text.Append("}\n").ToString();
    }

    /// <inheritdoc />
    public string Mermaid()
    {
        var text = new StringBuilder($"%% {Title}\nflowchart BT\n");
        foreach (var (node, label) in Graph.Nodes.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"  n{node}[\"{Quoted(label)}\"]\n");
        }

        foreach (var edge in Graph.Edges)
        {
            var label = edge.Label.Length > 0 ? $"|\"{Quoted(edge.Label)}\"|" : string.Empty;
            text.Append(CultureInfo.InvariantCulture, $"  n{edge.From} -->{label} n{edge.To}\n");
        }

        return text.ToString();
    }

    /// <inheritdoc />
    /// <remarks>Each node on a line, with what it reads.</remarks>
    public string Text(bool unicode)
    {
        var (arrow, width) = (unicode ? "◀─" : "<-", Graph.Nodes.Max(node => node.Length));
        var text = new StringBuilder();
        foreach (var (node, label) in Graph.Nodes.Index())
        {
            var reads = Graph.Edges.Where(edge => edge.To == node && (edge.Label.Length > 0 || edge.To != edge.From + 1))
                .Select(edge => edge.Label.Length > 0
                    ? $"{Plain(edge.Label, unicode)} of {Graph.Nodes[edge.From]}" : Graph.Nodes[edge.From]);
            var line = string.Join(" + ", reads);
            text.Append(line.Length == 0 ? label : $"{label.PadRight(width)} {arrow} {line}").Append('\n');
        }

        return text.ToString();
    }

    private static string Plain(string label, bool unicode) => unicode ? label : label.Replace('×', 'x');

    private static string Quoted(string label) =>
        label.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "'", StringComparison.Ordinal);

    // Whether no two labels of arcs stand at one height.
    private static bool HaveRoom(List<(ArchitectureEdge Edge, int Lane)> lanes, double step)
    {
        double[] heights = [.. lanes.Where(lane => lane.Edge.Label.Length > 0)
            .Select(lane => step * (lane.Edge.From + lane.Edge.To) / 2).Order()];
        return heights.Zip(heights.Skip(1)).All(pair => pair.Second - pair.First > EdgeHeight);
    }

    private static void Label(SvgCanvas canvas, double x, double y, double width, ArchitectureEdge edge)
    {
        if (edge.Label.Length > 0)
        {
            canvas.Box(x, y, width, EdgeHeight, edge.Style.Length > 0 ? edge.Style : "end", SecurityElement.Escape(edge.Label));
        }
    }

    /// <summary>The edges that pass by a node, short ones first, each in the first lane beside the nodes in which it
    /// meets no other.</summary>
    private List<(ArchitectureEdge Edge, int Lane)> Lanes()
    {
        var placed = new List<(ArchitectureEdge Edge, int Lane)>();
        foreach (var edge in Graph.Edges.Where(edge => edge.To > edge.From + 1)
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
}
