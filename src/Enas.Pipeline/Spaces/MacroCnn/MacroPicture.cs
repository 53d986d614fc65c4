using System.Globalization;
using System.Text;
using Enas.Pipeline.Drawing;

namespace Enas.Pipeline.Spaces.MacroCnn;

/// <summary>A macro network as it is drawn, in every kind of drawing.</summary>
/// <param name="Tokens">Its canonical token string.</param>
internal sealed record MacroPicture(MacroNetwork Network, string Tokens) : IArchitecturePicture
{
    /// <summary>The channels of the network that is trained alone; null where no job says them.</summary>
    public MacroWidths? Widths { get; init; }

    private string Title => $"Macro network {Tokens}";

    /// <inheritdoc />
    public string Svg(string arrowId) => MacroSvgDrawing.Draw(Network, Widths, Title, arrowId);

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
}
