using System.Globalization;
using System.Text;

namespace Enas.Pipeline.Drawing;

/// <summary>The time of a search as a bar below a picture: a mark for each moment that is shown, and filled as far as the search had
/// come. Lengths are in pixels.</summary>
/// <param name="width">Width of the picture.</param>
/// <param name="top">Where it begins.</param>
/// <param name="steps">Steps of the search.</param>
/// <param name="marks">The steps of the moments.</param>
internal sealed class TimeBar(double width, double top, long steps, IReadOnlyList<long> marks)
{
    /// <summary>Its height, with what is free above and below it.</summary>
    public const double Height = 40;

    private const double Thickness = 8;
    private const double MarkHeight = 16;

    // Beside it there stand the steps of its ends.
    private const double Side = 72;

    private readonly double _length = width - (2 * Side);
    private readonly double _middle = top + (Height / 2);

    /// <summary>The bar without a filling, as elements of SVG.</summary>
    public string Whole()
    {
        var text = new StringBuilder(Bar("box end", _length));
        foreach (var mark in marks)
        {
            text.Append(CultureInfo.InvariantCulture, $"<line class=\"edge\" x1=\"{F(X(mark))}\" y1=\"{F(_middle - (MarkHeight / 2))}\" "
                + $"x2=\"{F(X(mark))}\" y2=\"{F(_middle + (MarkHeight / 2))}\"/>\n");
        }

        return text.Append(End(Side / 2, 0)).Append(End(width - (Side / 2), Last)).ToString();
    }

    /// <summary>The filling up to a step.</summary>
    public string Until(long step) => Bar("head", X(step) - Side);

    private long Last => Math.Max(steps - 1, marks[^1]);

    private double X(long step) => Side + (_length * step / Math.Max(1, Last));

    private string Bar(string kind, double length) => string.Create(CultureInfo.InvariantCulture,
        $"<rect class=\"{kind} time\" x=\"{F(Side)}\" y=\"{F(_middle - (Thickness / 2))}\" "
            + $"width=\"{F(length)}\" height=\"{F(Thickness)}\"/>\n");

    private string End(double x, long step) => string.Create(CultureInfo.InvariantCulture,
        $"<text class=\"text small\" x=\"{F(x)}\" y=\"{F(_middle + 4)}\">step {step:N0}</text>\n");

    private static string F(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
