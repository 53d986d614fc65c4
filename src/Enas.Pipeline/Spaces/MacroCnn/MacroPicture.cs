using System.Globalization;
using System.Text;
using Enas.Pipeline.Drawing;

namespace Enas.Pipeline.Spaces.MacroCnn;

/// <summary>A macro network as it is drawn: the chain of its layers, and an arc for every tensor that a layer adds.</summary>
/// <param name="Tokens">Its canonical token string.</param>
internal sealed record MacroPicture(MacroNetwork Network, string Tokens) : IArchitecturePicture
{
    private const double BoxWidth = 132;
    private const double BoxHeight = 34;
    private const double Step = 58;
    private const double Margin = 24;

    private string Title => $"Macro network {Tokens}";

    /// <inheritdoc />
    public string Svg(string arrowId)
    {
        var reach = Network.Layers.SelectMany((layer, number) => layer.Skips.Select(entry => Reach(number + 1 - entry)))
            .DefaultIfEmpty(0).Max();
        var height = (2 * Margin) + ((Network.Layers.Count + 2) * Step) + BoxHeight;
        var x = Margin + (BoxWidth / 2);

        // A cubic arc comes three quarters as far as its control points.
        var canvas = new SvgCanvas((2 * Margin) + BoxWidth + (0.75 * reach), height, Title, arrowId);
        double Y(int row) => height - Margin - (BoxHeight / 2) - (row * Step);
        for (var row = 0; row < Network.Layers.Count + 2; row++)
        {
            canvas.Arrow([(x, Y(row) - (BoxHeight / 2)), (x, Y(row + 1) + (BoxHeight / 2))]);
        }

        foreach (var (number, layer) in Network.Layers.Index())
        {
            foreach (var entry in layer.Skips)
            {
                canvas.Arc(x + (BoxWidth / 2), Y(entry + 1) - 6, Y(number + 2) + 6, Reach(number + 1 - entry));
            }
        }

        canvas.Box(x, Y(0), BoxWidth, BoxHeight, "end", "image");
        canvas.Box(x, Y(1), BoxWidth, BoxHeight, "end", "stem");
        foreach (var (number, layer) in Network.Layers.Index())
        {
            var style = OperationStyle.Of(MacroOperationNames.Of(layer.Operation));
            canvas.Box(x, Y(number + 2), BoxWidth, BoxHeight, style.Kind, $"""<tspan class="number">{number}</tspan>  {style.Label}""");
        }

        canvas.Box(x, Y(Network.Layers.Count + 2), BoxWidth, BoxHeight, "end", "softmax");
        return canvas.Close();
    }

    /// <inheritdoc />
    public string Dot()
    {
        var text = new StringBuilder($"// {Title}\ndigraph network {{\n  rankdir=BT;\n  node "
            + $"[shape=box, style=rounded, fontname=\"Helvetica\"];\n  image [label=\"image\"];\n  e0 [label=\"stem\"];\n  image -> e0;\n");
        foreach (var (number, layer) in Network.Layers.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"  e{number + 1} [label=\"{number} "
                + $" {MacroOperationNames.Of(layer.Operation)}\"];\n  e{number} -> e{number + 1} [weight=10];\n");
            foreach (var entry in layer.Skips)
            {
                text.Append(CultureInfo.InvariantCulture, $"  e{entry} -> e{number + 1} [style=dashed];\n");
            }
        }

        return text.Append(CultureInfo.InvariantCulture,
            $"  softmax [label=\"softmax\"];\n  e{Network.Layers.Count} -> softmax;\n}}\n").ToString();
    }

    /// <inheritdoc />
    public string Mermaid()
    {
        var text = new StringBuilder($"%% {Title}\nflowchart BT\n  image([\"image\"]) --> e0[\"stem\"]\n");
        foreach (var (number, layer) in Network.Layers.Index())
        {
            text.Append(CultureInfo.InvariantCulture,
                $"  e{number} --> e{number + 1}[\"{number} {MacroOperationNames.Of(layer.Operation)}\"]\n");
            foreach (var entry in layer.Skips)
            {
                text.Append(CultureInfo.InvariantCulture, $"  e{entry} -.-> e{number + 1}\n");
            }
        }

        return text.Append(CultureInfo.InvariantCulture, $"  e{Network.Layers.Count} --> softmax([\"softmax\"])\n").ToString();
    }

    /// <inheritdoc />
    public string Text(bool unicode)
    {
        var (chain, plus) = unicode ? ('│', '┼') : ('|', '+');
        var width = Network.Layers.Max(layer => MacroOperationNames.Of(layer.Operation).Length);
        var text = new StringBuilder("   stem\n");
        foreach (var (number, layer) in Network.Layers.Index())
        {
            var added = layer.Skips.Count == 0 ? string.Empty : $" {plus} {string.Join(", ", layer.Skips.Select(EntryName))}";
            var name = MacroOperationNames.Of(layer.Operation);
            text.Append(chain)
                .Append(CultureInfo.InvariantCulture, $"{number,2} {(added.Length == 0 ? name : name.PadRight(width))}{added}\n");
        }

        return text.Append("   softmax\n").ToString();
    }

    /// <summary>An entry by name: the stem, or the number of the layer whose output it is.</summary>
    private static string EntryName(int entry) => entry == 0 ? "stem" : (entry - 1).ToString(CultureInfo.InvariantCulture);

    // Longer arcs reach farther, ever less so: the picture of a deep network stays narrow enough for a page.
    private static double Reach(int span) => 34 * Math.Sqrt(span * 2.2);
}
