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
    // A cubic arc comes three quarters as far as its control points.
    private const double ArcReach = 0.75;

    /// <inheritdoc />
    public string Svg(string arrowId) => Svg(arrowId, GraphLayout.Of(Graph));

    /// <summary>A drawing whose nodes stand where a layout has them.</summary>
    /// <param name="arrowId">The id of its arrowhead.</param>
    /// <param name="layout">That of this graph, and of those that are shown in the same place.</param>
    public string Svg(string arrowId, GraphLayout layout)
    {
        var (x, ys, lanes) = (layout.X, layout.Ys(Graph), GraphLayout.Lanes(Graph));
        var canvas = new SvgCanvas(layout.Width, layout.Height, Title, arrowId);

        // All lines first: a label hides the line under it, and no line crosses a label.
        foreach (var edge in Graph.Edges.Where(edge => edge.To == edge.From + 1))
        {
            canvas.Arrow([(x, ys[edge.From] - (GraphLayout.NodeHeight / 2)), (x, ys[edge.To] + (GraphLayout.NodeHeight / 2))]);
        }

        foreach (var (edge, lane) in lanes)
        {
            canvas.Arc(x + (layout.NodeWidth / 2), ys[edge.From], ys[edge.To], lane * layout.Between / ArcReach);
        }

        foreach (var edge in Graph.Edges)
        {
            var lane = lanes.FirstOrDefault(placed => placed.Edge == edge).Lane;
            Label(canvas, lane == 0 ? x : x + (layout.NodeWidth / 2) + (lane * layout.Between), (ys[edge.From] + ys[edge.To]) / 2,
                layout.LabelWidth, edge);
        }

        foreach (var (node, name) in Graph.Nodes.Index())
        {
            canvas.Box(x, ys[node], layout.NodeWidth, GraphLayout.NodeHeight, "end", SecurityElement.Escape(name));
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

    private static void Label(SvgCanvas canvas, double x, double y, double width, ArchitectureEdge edge)
    {
        if (edge.Label.Length > 0)
        {
            canvas.Box(x, y, width, GraphLayout.EdgeHeight, edge.Style.Length > 0 ? edge.Style : "end", SecurityElement.Escape(edge.Label));
        }
    }
}
