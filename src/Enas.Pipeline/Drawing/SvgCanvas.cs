using System.Globalization;
using System.Security;
using System.Text;
using Enas.Pipeline.Messages;

namespace Enas.Pipeline.Drawing;

/// <summary>An SVG text under construction: boxes, arrows and their colours, for light and dark pages. Lengths are in pixels.</summary>
internal sealed class SvgCanvas
{
    /// <summary>The colours; of several drawings in one page each may repeat them.</summary>
    private const string Style = """
          <style>
            .page { fill: #ffffff } .box { stroke: #57606a; stroke-width: 1.4 } .edge { stroke: #57606a; stroke-width: 1.6; fill: none }
            .head { fill: #57606a } .text { fill: #1f2328; font: 14px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; text-anchor: middle }
            .number { font-weight: 600 } .end { fill: #f6f8fa } .small { font-size: 12px } .skip { stroke: #8250df; stroke-width: 1.4; fill: none; stroke-opacity: .75 }
            .convolution { fill: #ddf4ff } .separable { fill: #dafbe1 } .pool { fill: #fff8c5 } .identity { fill: #f3e8ff }
            @media screen and (prefers-color-scheme: dark) {
              .page { fill: #0d1117 } .box { stroke: #9198a1 } .edge { stroke: #9198a1 } .head { fill: #9198a1 } .text { fill: #f0f6fc }
              .end { fill: #212830 } .skip { stroke: #ab7df8 } .convolution { fill: #0c2d6b } .separable { fill: #033a16 } .pool { fill: #4b2900 } .identity { fill: #3c1e70 }
            }
          </style>
        """;

    private readonly StringBuilder _text = new();
    private readonly string _arrowId;

    /// <summary>An empty canvas; see <see cref="IArchitecturePicture.Svg"/> for the id.</summary>
    /// <param name="style">An element of styles of its own; null for none.</param>
    public SvgCanvas(double width, double height, string title, string arrowId, string? style = null)
    {
        _arrowId = arrowId;
        Line($"""<svg xmlns="http://www.w3.org/2000/svg" width="{F(width)}" height="{F(height)}" """
            + $"""viewBox="0 0 {F(width)} {F(height)}" role="img">""");
        Line($"  <title>{Escape(title)}</title>");
        Line(style is null ? Style : $"{Style}\n{style}");
        Line($"""  <defs><marker id="{arrowId}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">"""
            + """<path class="head" d="M0 0 10 5 0 10z"/></marker></defs>""");
        Line($"""  <rect class="page" width="{F(width)}" height="{F(height)}" rx="8"/>""");
    }

    /// <summary>A title as it stands in the picture: nothing in it is markup or invisible.</summary>
    public static string Escape(string title) => SecurityElement.Escape(ForeignText.Shown(title, ForeignText.MostOfALine));

    /// <summary>A box around a point, with its label; the kind is its colour.</summary>
    public void Box(double x, double y, double width, double height, string kind, string label)
    {
        Line($"""  <rect class="box {kind}" x="{F(x - (width / 2))}" y="{F(y - (height / 2))}" """
            + $"""width="{F(width)}" height="{F(height)}" rx="7"/>""");
        Label(x, y, label);
    }

    /// <summary>A small rectangle around a point, without a label.</summary>
    public void Cell(double x, double y, double width, double height, string kind) =>
        Line($"""  <rect class="{kind}" x="{F(x - (width / 2))}" y="{F(y - (height / 2))}" width="{F(width)}" height="{F(height)}"/>""");

    /// <summary>A line from the left to the right.</summary>
    public void Rule(double from, double to, double y, string kind) =>
        Line($"""  <line class="{kind}" x1="{F(from)}" y1="{F(y)}" x2="{F(to)}" y2="{F(y)}"/>""");

    /// <summary>Text around a point; it may hold elements.</summary>
    public void Label(double x, double y, string label, string kind = "text") =>
        Line($"""  <text class="{kind}" x="{F(x)}" y="{F(y + 5)}" xml:space="preserve">{label}</text>""");

    /// <summary>An arrow through points, straight up at each.</summary>
    public void Arrow(IReadOnlyList<(double X, double Y)> points)
    {
        var path = new StringBuilder($"M{F(points[0].X)} {F(points[0].Y)}");
        for (var i = 1; i < points.Count; i++)
        {
            var (from, to) = (points[i - 1], points[i]);
            var middle = F((from.Y + to.Y) / 2);
            path.Append(from.X == to.X
                ? $"L{F(to.X)} {F(to.Y)}"
                : $"C{F(from.X)} {middle} {F(to.X)} {middle} {F(to.X)} {F(to.Y)}");
        }

        Line($"""  <path class="edge" marker-end="url(#{_arrowId})" d="{path}"/>""");
    }

    /// <summary>An arc to the right of a column, from one height up to another.</summary>
    public void Arc(double x, double fromY, double toY, double reach) =>
        Line($"""  <path class="skip" marker-end="url(#{_arrowId})" d="M{F(x)} {F(fromY)}"""
            + $"""C{F(x + reach)} {F(fromY)} {F(x + reach)} {F(toY)} {F(x)} {F(toY)}"/>""");

    /// <summary>The finished text.</summary>
    public string Close() => _text.Append("</svg>\n").ToString();

    private void Line(string line) => _text.Append(line).Append('\n');

    private static string F(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
