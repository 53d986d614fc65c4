using System.Globalization;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;
using Enas.Pipeline.Messages;

namespace Enas.Pipeline.Drawing;

/// <summary>A moment of a search: what the best architecture was from a step on.</summary>
/// <param name="Picture">The architecture.</param>
/// <param name="Caption">One line about it.</param>
internal sealed record AnimationFrame(IArchitecturePicture Picture, string Caption);

/// <summary>The best architecture over a search as one SVG that moves by itself (SMIL), without scripts. A viewer that cannot shows the
/// last one.</summary>
internal static partial class BestAnimation
{
    /// <summary>Frames that a viewer can follow.</summary>
    public const int MostFrames = 40;

    private const double FrameSeconds = 1.2;
    private const double LastFrameSeconds = 4;
    private const double CaptionHeight = 34;

    /// <summary>The SVG text.</summary>
    /// <param name="frames">At least one, in order; of more than <see cref="MostFrames"/> an even choice is shown, the first
    /// and last included.</param>
    public static string Draw(IReadOnlyList<AnimationFrame> frames)
    {
        AnimationFrame[] shown = frames.Count <= MostFrames
            ? [.. frames]
            : [.. Enumerable.Range(0, MostFrames).Select(i => frames[(int)((long)i * (frames.Count - 1) / (MostFrames - 1))])];
        string[] drawings = [.. shown.Select((frame, i) => frame.Picture.Svg(string.Create(CultureInfo.InvariantCulture, $"arrow{i}")))];
        var width = drawings.Max(drawing => Length(drawing, "width"));
        var height = drawings.Max(drawing => Length(drawing, "height"));
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{F(width)}\" "
            + $"height=\"{F(height + CaptionHeight)}\" viewBox=\"0 0 {F(width)} {F(height + CaptionHeight)}\" role=\"img\">\n");
        text.Append("<title>The best architecture over the search</title>\n");
        text.Append(CultureInfo.InvariantCulture,
            $"<rect class=\"page\" width=\"{F(width)}\" height=\"{F(height + CaptionHeight)}\" rx=\"8\"/>\n");
        for (var i = 0; i < shown.Length; i++)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"<g visibility=\"{(i == shown.Length - 1 ? "visible" : "hidden")}\">\n{Animate(i, shown.Length)}");
            text.Append(CultureInfo.InvariantCulture, $"<svg x=\"{F((width - Length(drawings[i], "width")) / 2)}\" "
                + $"y=\"{F(CaptionHeight + height - Length(drawings[i], "height"))}\"{drawings[i][4..]}");
            text.Append(CultureInfo.InvariantCulture, $"<text class=\"text\" x=\"{F(width / 2)}\" "
                + $"y=\"24\">{SecurityElement.Escape(ForeignText.Shown(shown[i].Caption))}</text>\n</g>\n");
        }

        return text.Append("</svg>\n").ToString();
    }

    // Each frame is hidden but for its share of one round.
    private static string Animate(int frame, int count)
    {
        if (count == 1)
        {
            return string.Empty;
        }

        var total = ((count - 1) * FrameSeconds) + LastFrameSeconds;
        var (from, to) = (frame * FrameSeconds / total, (frame + 1) * FrameSeconds / total);
        var (values, times) = (frame, count - 1 - frame) switch
        {
            (0, _) => ("visible;hidden", $"0;{T(to)}"),
            (_, 0) => ("hidden;visible", $"0;{T(from)}"),
            _ => ("hidden;visible;hidden", $"0;{T(from)};{T(to)}"),
        };
        return $"<animate attributeName=\"visibility\" calcMode=\"discrete\" "
            + $"values=\"{values}\" keyTimes=\"{times}\" dur=\"{F(total)}s\" repeatCount=\"indefinite\"/>\n";
    }

    private static double Length(string drawing, string attribute) =>
        double.Parse(Lengths().Match(drawing).Groups[attribute].ValueSpan, CultureInfo.InvariantCulture);

    private static string F(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string T(double value) => value.ToString("0.#####", CultureInfo.InvariantCulture);

    [GeneratedRegex("""^<svg [^>]*?\bwidth="(?<width>[\d.]+)" height="(?<height>[\d.]+)" """, RegexOptions.CultureInvariant)]
    private static partial Regex Lengths();
}
