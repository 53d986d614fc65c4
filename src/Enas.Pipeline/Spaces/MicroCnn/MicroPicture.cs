using System.Globalization;
using System.Text;
using Enas.Pipeline.Drawing;

namespace Enas.Pipeline.Spaces.MicroCnn;

/// <summary>A pair of micro cells as it is drawn: each node with its two operations, and the loose ends that make the output.</summary>
/// <param name="Network">The cells.</param>
/// <param name="Tokens">Their canonical token string.</param>
internal sealed record MicroPicture(MicroNetwork Network, string Tokens) : IArchitecturePicture
{
    private string Title => $"Micro cells {Tokens}";

    private IReadOnlyList<(string Name, MicroCell Cell)> Cells => [("normal", Network.Normal), ("reduction", Network.Reduction)];

    /// <inheritdoc />
    public string Svg(string arrowId) => MicroSvgDrawing.Draw(Cells, Title, arrowId);

    /// <inheritdoc />
    public string Dot()
    {
        var text = new StringBuilder(
            $"// {Title}\ndigraph cells {{\n  rankdir=BT;\n  node [shape=box, style=rounded, fontname=\"Helvetica\"];\n");
        foreach (var (name, cell) in Cells)
        {
            text.Append(CultureInfo.InvariantCulture, $"  subgraph cluster_{name} {{\n    label=\"{name} cell\";\n");
            for (var entry = 0; entry < cell.Nodes.Count + 2; entry++)
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"    {name}{entry} [label=\"{EntryName(entry)}{(entry < 2 ? string.Empty : "  add")}\"];\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"    {name}_out [label=\"concat\"];\n");
            foreach (var (from, to, operation) in Branches(cell))
            {
                text.Append(CultureInfo.InvariantCulture, $"    {name}{from} -> {name}{to} [label=\"{operation}\"];\n");
            }

            foreach (var end in cell.Output)
            {
                text.Append(CultureInfo.InvariantCulture, $"    {name}{end} -> {name}_out;\n");
            }

            text.Append("  }\n");
        }

        return text.Append("}\n").ToString();
    }

    /// <inheritdoc />
    public string Mermaid()
    {
        var text = new StringBuilder($"%% {Title}\nflowchart BT\n");
        foreach (var (name, cell) in Cells)
        {
            text.Append(CultureInfo.InvariantCulture, $"  subgraph {name} [\"{name} cell\"]\n");
            for (var entry = 0; entry < cell.Nodes.Count + 2; entry++)
            {
                text.Append(entry < 2 ? $"    {name}{entry}([\"{EntryName(entry)}\"])\n"
                    : $"    {name}{entry}[\"{EntryName(entry)} add\"]\n");
            }

            foreach (var (from, to, operation) in Branches(cell))
            {
                text.Append(CultureInfo.InvariantCulture, $"    {name}{from} -->|{operation}| {name}{to}\n");
            }

            foreach (var end in cell.Output)
            {
                text.Append(CultureInfo.InvariantCulture, $"    {name}{end} --> {name}Out([\"concat\"])\n");
            }

            text.Append("  end\n");
        }

        return text.ToString();
    }

    /// <inheritdoc />
    public string Text(bool unicode)
    {
        var (branch, last) = unicode ? ("├─ ", "└─ ") : ("|- ", "`- ");
        var text = new StringBuilder();
        foreach (var (name, cell) in Cells)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name} cell\n");
            foreach (var (number, (first, second)) in cell.Nodes.Index())
            {
                text.Append(branch).Append(CultureInfo.InvariantCulture, $"{EntryName(number + 2)} = {Branch(first)} + {Branch(second)}\n");
            }

            text.Append(last).Append(CultureInfo.InvariantCulture,
                $"output = {(cell.Output.Count == 1 ? string.Empty : "concat of ")}{string.Join(", ", cell.Output.Select(EntryName))}\n");
        }

        return text.ToString();
    }

    /// <summary>An entry by name: the two cells before, then the nodes from 0.</summary>
    internal static string EntryName(int entry) => entry switch
    {
        0 => "cell[k-2]",
        1 => "cell[k-1]",
        _ => string.Create(CultureInfo.InvariantCulture, $"node {entry - 2}"),
    };

    private static string Branch(MicroInput input) => $"{MicroOperationNames.Of(input.Operation)}({EntryName(input.Entry)})";

    private static IEnumerable<(int From, int To, string Operation)> Branches(MicroCell cell) =>
        from node in cell.Nodes.Index()
        from input in new[] { node.Item.First, node.Item.Second }
        select (input.Entry, node.Index + 2, MicroOperationNames.Of(input.Operation));
}
