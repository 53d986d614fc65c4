using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Enas.Pipeline.Tests.Drawing;

/// <summary>Where the boxes, text anchors and paths of an SVG text lie, read from the text alone: its own paths have M, L and C
/// in absolute coordinates.</summary>
internal static partial class SvgExtent
{
    // A curve is looked at in so many places.
    private const int CurvePoints = 32;

    /// <summary>Every point that is not inside the view box, with the element that it is of.</summary>
    public static IReadOnlyList<string> Outside(string svg)
    {
        var root = XDocument.Parse(svg).Root!;
        double[] view = [.. root.Attribute("viewBox")!.Value.Split(' ').Select(Number)];
        return
        [
            .. from element in root.Descendants()
               where !element.Ancestors().Any(ancestor => ancestor.Name.LocalName == "marker")
               from point in Points(element)
               where point.X < view[0] || point.Y < view[1] || point.X > view[0] + view[2] || point.Y > view[1] + view[3]
               select FormattableString.Invariant($"({point.X}, {point.Y}) of {element}"),
        ];
    }

    private static IEnumerable<(double X, double Y)> Points(XElement element) => element.Name.LocalName switch
    {
        "rect" => Corners(element),
        "text" => [(Length(element, "x"), Length(element, "y"))],
        "path" => Path(element.Attribute("d")!.Value),
        _ => [],
    };

    private static (double X, double Y)[] Corners(XElement rectangle)
    {
        var (x, y) = (Length(rectangle, "x"), Length(rectangle, "y"));
        return [(x, y), (x + Length(rectangle, "width"), y + Length(rectangle, "height"))];
    }

    private static IEnumerable<(double X, double Y)> Path(string description)
    {
        var at = (X: 0.0, Y: 0.0);
        foreach (Match command in Commands().Matches(description))
        {
            double[] numbers = [.. Numbers().Matches(command.Value).Select(number => Number(number.Value))];
            var points = numbers.Chunk(2).Select(pair => (X: pair[0], Y: pair[1])).ToArray();
            Assert.Equal(command.Value[0] == 'C' ? 3 : 1, points.Length);
            foreach (var point in command.Value[0] == 'C' ? Curve(at, points[0], points[1], points[2]) : points)
            {
                yield return point;
            }

            at = points[^1];
        }
    }

    private static IEnumerable<(double X, double Y)> Curve(
        (double X, double Y) a, (double X, double Y) b, (double X, double Y) c, (double X, double Y) d)
    {
        for (var i = 0; i <= CurvePoints; i++)
        {
            var t = i / (double)CurvePoints;
            yield return (At(a.X, b.X, c.X, d.X, t), At(a.Y, b.Y, c.Y, d.Y, t));
        }
    }

    // A cubic Bézier curve.
    private static double At(double a, double b, double c, double d, double t)
    {
        var s = 1 - t;
        return (s * s * s * a) + (3 * s * s * t * b) + (3 * s * t * t * c) + (t * t * t * d);
    }

    private static double Length(XElement element, string name) => element.Attribute(name) is { } attribute ? Number(attribute.Value) : 0;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"[MLC][^MLC]*", RegexOptions.CultureInvariant)]
    private static partial Regex Commands();

    [GeneratedRegex(@"-?[\d.]+", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();
}
