using System.Globalization;
using System.Security;
using System.Text;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Messages;

namespace Enas.Pipeline.Drawing;

/// <summary>A moment of a search: what the best architecture was from a step on.</summary>
/// <param name="Graph">The architecture.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Caption">One line about it.</param>
/// <param name="Step">The step from which on it was the best.</param>
internal sealed record AnimationFrame(ArchitectureGraph Graph, string Title, string Caption, long Step);

/// <summary>The best architecture over a search as one SVG that moves by itself (SMIL), without scripts: nodes keep their places, and a bar
/// shows how far the search had come. A viewer that cannot shows the last one.</summary>
internal static class BestAnimation
{
    /// <summary>Frames that a viewer can follow.</summary>
    public const int MostFrames = 40;

    private const double FrameSeconds = 1.2;
    private const double LastFrameSeconds = 4;
    private const double CaptionHeight = 34;

    // A caption and a bar need as much.
    private const double LeastWidth = 420;

    /// <summary>The SVG text.</summary>
    /// <param name="frames">At least one, in order; of more than <see cref="MostFrames"/> an even choice is shown, the first
    /// and last included.</param>
    /// <param name="steps">Steps that the search has made.</param>
    public static string Draw(IReadOnlyList<AnimationFrame> frames, long steps)
    {
        AnimationFrame[] shown = frames.Count <= MostFrames
            ? [.. frames]
            : [.. Enumerable.Range(0, MostFrames).Select(i => frames[(int)((long)i * (frames.Count - 1) / (MostFrames - 1))])];
        ArchitectureGraph[] graphs = [.. shown.Select(frame => DrawnGraph.Of(frame.Graph))];
        var layout = GraphLayout.Of(graphs);
        var (width, height) = (Math.Max(LeastWidth, layout.Width), CaptionHeight + layout.Height + TimeBar.Height);
        var bar = new TimeBar(width, height - TimeBar.Height, steps, [.. shown.Select(frame => frame.Step)]);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{F(width)}\" "
            + $"height=\"{F(height)}\" viewBox=\"0 0 {F(width)} {F(height)}\" role=\"img\">\n");
        text.Append("<title>The best architecture over the search</title>\n");
        text.Append(CultureInfo.InvariantCulture, $"<rect class=\"page\" width=\"{F(width)}\" height=\"{F(height)}\" rx=\"8\"/>\n");
        text.Append(bar.Whole());
        for (var i = 0; i < shown.Length; i++)
        {
            var drawing = new GraphPicture(graphs[i], shown[i].Title).Svg(string.Create(CultureInfo.InvariantCulture, $"arrow{i}"), layout);
            text.Append(CultureInfo.InvariantCulture,
                $"<g visibility=\"{(i == shown.Length - 1 ? "visible" : "hidden")}\">\n{Animate(i, shown.Length)}");
            text.Append(CultureInfo.InvariantCulture,
                $"<svg x=\"{F((width - layout.Width) / 2)}\" y=\"{F(CaptionHeight)}\"{drawing[4..]}{bar.Until(shown[i].Step)}");
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

    private static string F(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string T(double value) => value.ToString("0.#####", CultureInfo.InvariantCulture);
}
