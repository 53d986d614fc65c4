using System.Globalization;
using System.Text;
using Enas.Pipeline.Drawing;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>A cell as SVG in the manner of the ENAS paper: inputs below, boxes in layers, the mean above. Readable on light
/// and dark pages.</summary>
internal sealed class CellSvgDrawing
{
    private const double BoxWidth = 104;
    private const double BoxHeight = 38;
    private const double ColumnStep = 124;
    private const double LayerStep = 84;
    private const double Margin = 24;
    private const double BarHeight = 30;
    private const double InputHeight = 32;

    private const string Style = """
          <style>
            .page { fill: #ffffff } .box { stroke: #57606a; stroke-width: 1.4 } .edge { stroke: #57606a; stroke-width: 1.6; fill: none }
            .head { fill: #57606a } .text { fill: #1f2328; font: 14px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; text-anchor: middle }
            .number { font-weight: 600 } .end { fill: #f6f8fa } .tanh { fill: #ddf4ff } .relu { fill: #dafbe1 } .sigmoid { fill: #fff8c5 } .identity { fill: #f3e8ff }
            @media screen and (prefers-color-scheme: dark) {
              .page { fill: #0d1117 } .box { stroke: #9198a1 } .edge { stroke: #9198a1 } .head { fill: #9198a1 } .text { fill: #f0f6fc }
              .end { fill: #212830 } .tanh { fill: #0c2d6b } .relu { fill: #033a16 } .sigmoid { fill: #4b2900 } .identity { fill: #3c1e70 }
            }
          </style>
        """;

    private readonly CellPicture _picture;
    private readonly CellLayout _layout;
    private readonly StringBuilder _text = new();
    private readonly string _arrowId;
    private readonly double _width;
    private readonly double _height;

    private CellSvgDrawing(CellPicture picture, string arrowId)
    {
        (_picture, _arrowId) = (picture, arrowId);
        _layout = new CellLayout(picture);
        _width = (2 * Margin) + (Math.Max(_layout.ColumnCount, 2) * ColumnStep);
        _height = (2 * Margin) + ((_layout.LayerCount + 3) * LayerStep) - (LayerStep - InputHeight);
    }

    /// <summary>The SVG text; see <see cref="IArchitecturePicture.Svg"/> for the id.</summary>
    public static string Draw(CellPicture picture, string arrowId = "arrow") => new CellSvgDrawing(picture, arrowId).Write();

    private double BarY => Y(_layout.LayerCount);

    private string Write()
    {
        Line($"""<svg xmlns="http://www.w3.org/2000/svg" width="{F(_width)}" height="{F(_height)}" """
            + $"""viewBox="0 0 {F(_width)} {F(_height)}" role="img">""");
        Line($"  <title>Recurrent cell {SvgCanvas.Escape(_picture.Title)}</title>");
        Line(Style);
        Line($"""  <defs><marker id="{_arrowId}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">"""
            + """<path class="head" d="M0 0 10 5 0 10z"/></marker></defs>""");
        Line($"""  <rect class="page" width="{F(_width)}" height="{F(_height)}" rx="8"/>""");
        Inputs();
        Edges();
        for (var node = 0; node < _picture.Cell.NodeCount; node++)
        {
            Box(X(_layout.Column(node)), Y(_layout.Layer(node)),
                BoxWidth, BoxHeight, _picture.Activation(node), $"""<tspan class="number">{node}</tspan>  {_picture.Activation(node)}""");
        }

        Output();
        Line("</svg>");
        return _text.ToString();
    }

    private void Inputs()
    {
        var x = X(_layout.Column(0));
        var y = Y(-1);
        var offset = ColumnStep / 2;
        Edge(x - offset, y - (InputHeight / 2), x - (BoxWidth / 4), Y(0) + (BoxHeight / 2));
        Edge(x + offset, y - (InputHeight / 2), x + (BoxWidth / 4), Y(0) + (BoxHeight / 2));
        Box(x - offset, y, 64, InputHeight, "end", Subscripted("x", "t"));
        Box(x + offset, y, 64, InputHeight, "end", Subscripted("h", "t−1"));
    }

    private void Edges()
    {
        for (var node = 1; node < _picture.Cell.NodeCount; node++)
        {
            var source = _picture.Cell.Sources[node];
            Edge(X(_layout.Column(source)),
                Y(_layout.Layer(source)) - (BoxHeight / 2), X(_layout.Column(node)), Y(_layout.Layer(node)) + (BoxHeight / 2));
        }

        foreach (var node in _picture.OutputNodes)
        {
            ToMean(node);
        }
    }

    /// <summary>To the lane's place in the next layer, then straight up: nothing else stands in the lane.</summary>
    private void ToMean(int node)
    {
        var x = X(_layout.Column(node));
        var top = Y(_layout.Layer(node)) - (BoxHeight / 2);
        var lane = X(_layout.Lane(node));
        var end = BarY + (BarHeight / 2);
        if (x == lane)
        {
            Edge(x, top, x, end);
            return;
        }

        var turn = Math.Max(top - LayerStep + BoxHeight, end + 8);
        var middle = (top + turn) / 2;
        Line($"""  <path class="edge" marker-end="url(#{_arrowId})" d="M{F(x)} {F(top)}"""
            + $"""C{F(x)} {F(middle)} {F(lane)} {F(middle)} {F(lane)} {F(turn)}L{F(lane)} {F(end)}"/>""");
    }

    private void Output()
    {
        var lanes = _picture.OutputNodes.Select(node => X(_layout.Lane(node))).ToArray();
        var left = lanes.Min() - (BoxWidth / 2);
        var right = lanes.Max() + (BoxWidth / 2);
        var x = (left + right) / 2;
        Edge(x, BarY - (BarHeight / 2), x, Y(_layout.LayerCount + 1) + (InputHeight / 2));
        Box(x, BarY, right - left, BarHeight, "end", _picture.OutputNodes.Count == 1 ? "output" : "mean");
        Box(x, Y(_layout.LayerCount + 1), 64, InputHeight, "end", Subscripted("h", "t"));
    }

    private void Edge(double x1, double y1, double x2, double y2)
    {
        var middle = (y1 + y2) / 2;
        Line(x1 == x2
            ? $"""  <path class="edge" marker-end="url(#{_arrowId})" d="M{F(x1)} {F(y1)}L{F(x2)} {F(y2)}"/>"""
            : $"""  <path class="edge" marker-end="url(#{_arrowId})" d="M{F(x1)} {F(y1)}"""
                + $"""C{F(x1)} {F(middle)} {F(x2)} {F(middle)} {F(x2)} {F(y2)}"/>""");
    }

    private void Box(double x, double y, double width, double height, string kind, string label)
    {
        Line($"""  <rect class="box {kind}" x="{F(x - (width / 2))}" y="{F(y - (height / 2))}" """
            + $"""width="{F(width)}" height="{F(height)}" rx="7"/>""");
        Line($"""  <text class="text" x="{F(x)}" y="{F(y + 5)}" xml:space="preserve">{label}</text>""");
    }

    private static string Subscripted(string name, string index) =>
        $"""<tspan font-style="italic">{name}</tspan><tspan font-size="10" dy="4">{index}</tspan>""";

    private double X(double column)
    {
        var spare = Math.Max(0, 2 - _layout.ColumnCount) * ColumnStep / 2;
        return Margin + spare + ((column + 0.5) * ColumnStep);
    }

    /// <summary>The middle of a layer; layer -1 has the inputs, the layers after the last one the mean and the output.</summary>
    private double Y(int layer) => _height - Margin - (InputHeight / 2) - ((layer + 1) * LayerStep);

    private void Line(string line) => _text.Append(line).Append('\n');

    private static string F(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
