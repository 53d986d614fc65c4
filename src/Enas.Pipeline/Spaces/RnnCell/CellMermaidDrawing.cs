using System.Globalization;
using System.Text;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>A cell in Mermaid's language, which many web pages draw from Markdown.</summary>
internal static class CellMermaidDrawing
{
    /// <summary>The Mermaid text.</summary>
    public static string Draw(CellPicture picture)
    {
        var text = new StringBuilder($"%% Recurrent cell {picture.Title}\nflowchart BT\n  x([\"x[t]\"])\n  h([\"h[t-1]\"])\n");
        for (var node = 0; node < picture.Cell.NodeCount; node++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  n{node}[\"{node} {picture.Activation(node)}\"]\n");
        }

        text.Append("  mean([\"mean\"])\n  out([\"h[t]\"])\n  x --> n0\n  h --> n0\n");
        for (var node = 1; node < picture.Cell.NodeCount; node++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  n{picture.Cell.Sources[node]} --> n{node}\n");
        }

        foreach (var node in picture.OutputNodes)
        {
            text.Append(CultureInfo.InvariantCulture, $"  n{node} --> mean\n");
        }

        return text.Append("  mean --> out\n").ToString();
    }
}
