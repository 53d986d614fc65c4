using System.Globalization;
using System.Text;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>A cell in Graphviz's language.</summary>
internal static class CellDotDrawing
{
    /// <summary>The DOT text.</summary>
    public static string Draw(CellPicture picture)
    {
        var text = new StringBuilder($"// Recurrent cell {picture.Title}\ndigraph "
            + $"cell {{\n  rankdir=BT;\n  node [shape=box, style=rounded, fontname=\"Helvetica\"];\n");
        text.Append("  x [label=\"x[t]\"];\n  h [label=\"h[t-1]\"];\n  {rank=same; x; h}\n");
        for (var node = 0; node < picture.Cell.NodeCount; node++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  n{node} [label=\"{node}  {picture.Activation(node)}\"];\n");
        }

        text.Append("  mean [label=\"mean\"];\n  out [label=\"h[t]\"];\n  x -> n0;\n  h -> n0;\n");
        for (var node = 1; node < picture.Cell.NodeCount; node++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  n{picture.Cell.Sources[node]} -> n{node};\n");
        }

        foreach (var node in picture.OutputNodes)
        {
            text.Append(CultureInfo.InvariantCulture, $"  n{node} -> mean;\n");
        }

        return text.Append("  mean -> out;\n}\n").ToString();
    }
}
