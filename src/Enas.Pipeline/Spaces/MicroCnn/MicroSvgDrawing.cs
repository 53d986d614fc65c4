using Enas.Pipeline.Drawing;

namespace Enas.Pipeline.Spaces.MicroCnn;

/// <summary>
/// Micro cells as SVG in the manner of the ENAS paper, one over the other: the outputs of the two cells before below, each node with its
/// two operations and their sum, the loose ends gathered above.
/// </summary>
internal static class MicroSvgDrawing
{
    private const double HalfWidth = 78;
    private const double HalfHeight = 30;
    private const double NodeStep = (2 * HalfWidth) + 28;
    private const double LaneStep = 26;
    private const double LayerStep = 108;
    private const double Margin = 24;
    private const double Heading = 30;

    /// <summary>The SVG text; see <see cref="IArchitecturePicture.Svg"/> for the id.</summary>
    public static string Draw(IReadOnlyList<(string Name, MicroCell Cell)> cells, string title, string arrowId)
    {
        MicroLayout[] layouts = [.. cells.Select(cell => new MicroLayout(cell.Cell, NodeStep, LaneStep))];
        var width = (2 * Margin) + layouts.Max(layout => layout.Width);
        var canvas = new SvgCanvas(width, Margin + layouts.Sum(HeightOf), title, arrowId);
        var top = Margin;
        for (var i = 0; i < cells.Count; i++)
        {
            canvas.Label(width / 2, top, $"""<tspan class="number">{cells[i].Name} cell</tspan>""");
            top += HeightOf(layouts[i]);
            Draw(canvas, cells[i].Cell, layouts[i], (width - layouts[i].Width) / 2, top);
        }

        return canvas.Close();
    }

    private static double HeightOf(MicroLayout layout) => Margin + Heading + ((layout.LayerCount - 1) * LayerStep) + (2 * HalfHeight);

    private static void Draw(SvgCanvas canvas, MicroCell cell, MicroLayout layout, double left, double bottom)
    {
        double X(int entry) => left + layout.X(entry);
        double Y(int layer) => bottom - Margin - HalfHeight - (layer * LayerStep);
        var output = cell.Nodes.Count + 2;
        var ends = new List<double>();
        foreach (var edge in layout.Edges)
        {
            var isOutput = edge.To == output;
            List<(double X, double Y)> points =
                [(X(edge.From), Y(layout.Layer(edge.From)) - (edge.From < 2 ? HalfHeight / 2 : HalfHeight))];
            foreach (var (i, lane) in edge.Lanes.Index())
            {
                // Straight past the boxes of the layer, so that an arrow never cuts a corner.
                var y = Y(layout.Layer(edge.From) + 1 + i);
                points.Add((left + lane.X, y + HalfHeight));
                points.Add((left + lane.X, y - HalfHeight));
            }

            // The output is a bar over all its loose ends: each goes straight up to it.
            var end = points[^1].X;
            points.Add(isOutput ? (end, Y(layout.Layer(output)) + (HalfHeight / 2))
                : (X(edge.To) + (HalfWidth * (edge.Branch - 0.5)), Y(layout.Layer(edge.To)) + HalfHeight));
            ends.AddRange(isOutput ? [end] : Array.Empty<double>());
            canvas.Arrow(points);
        }

        canvas.Box(X(0), Y(0), 2 * HalfWidth, HalfHeight, "end", "cell k−2");
        canvas.Box(X(1), Y(0), 2 * HalfWidth, HalfHeight, "end", "cell k−1");
        foreach (var (number, node) in cell.Nodes.Index())
        {
            Node(canvas, number, node, X(number + 2), Y(layout.Layer(number + 2)));
        }

        var (barLeft, barRight) = Bar(ends, left, left + layout.Width);
        canvas.Box((barLeft + barRight) / 2, Y(layout.Layer(output)), barRight - barLeft, HalfHeight, "end", cell.Output.Count == 1
            ? "output" : "concat");
    }

    // As wide as a box around each end; but an end may be a lane, which stands nearer to the side than a box does.
    private static (double Left, double Right) Bar(List<double> ends, double left, double right) =>
        (Math.Clamp(ends.Min() - HalfWidth, left, right - (2 * HalfWidth)),
            Math.Clamp(ends.Max() + HalfWidth, left + (2 * HalfWidth), right));

    private static void Node(SvgCanvas canvas, int number, MicroNode node, double x, double y)
    {
        canvas.Box(x, y - (HalfHeight / 2), 2 * HalfWidth, HalfHeight, "end", $"""<tspan class="number">{number}</tspan>  add""");
        foreach (var (i, input) in new[] { node.First, node.Second }.Index())
        {
            var style = OperationStyle.Of(MicroOperationNames.Of(input.Operation));
            canvas.Box(x + (HalfWidth * (i - 0.5)), y + (HalfHeight / 2), HalfWidth, HalfHeight, style.Kind, style.Label);
        }
    }
}
