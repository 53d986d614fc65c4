using System.Globalization;
using Enas.Pipeline.Drawing;

namespace Enas.Pipeline.Spaces.MacroCnn;

/// <summary>
/// A macro network as SVG: the chain of its layers with an arc for every tensor that a layer adds; beside each layer its row of the
/// adjacency matrix; beside that the channels and the side of the image, which change at the two reductions. Lengths are in pixels.
/// </summary>
internal sealed class MacroSvgDrawing
{
    private const double BoxWidth = 132;
    private const double BoxHeight = 34;
    private const double Margin = 20;
    private const double Gap = 18;
    private const double CellWidth = 18;
    private const double CellHeight = 22;
    private const double NotesWidth = 104;
    private const int ManyLayers = 12;

    // A cubic arc comes three quarters as far as its control points.
    private const double ArcReach = 0.75;

    private const string Style = """
          <style>
            .mark { fill: #8250df } .chain { fill: #8c959f } .open { fill: none; stroke: #d1d9e0 }
            .stage { stroke: #8c959f; stroke-dasharray: 5 4 } .left { text-anchor: start } .right { text-anchor: end }
            @media screen and (prefers-color-scheme: dark) {
              .mark { fill: #ab7df8 } .chain { fill: #656c76 } .open { stroke: #3d444d } .stage { stroke: #656c76 }
            }
          </style>
        """;

    private readonly MacroNetwork _network;
    private readonly MacroWidths? _widths;
    private readonly SvgCanvas _canvas;
    private readonly double _height;
    private readonly double _step;
    private readonly double _matrix;
    private readonly double _notes;

    private MacroSvgDrawing(MacroNetwork network, MacroWidths? widths, string title, string arrowId)
    {
        (_network, _widths) = (network, widths);
        _step = Count > ManyLayers ? 46 : 58;
        _height = (2 * Margin) + ((Count + 2) * _step) + BoxHeight;
        var reach = network.Layers.SelectMany((layer, number) => layer.Skips.Select(entry => Reach(number + 1 - entry)))
            .DefaultIfEmpty(0).Max();
        _matrix = Margin + BoxWidth + (ArcReach * reach) + Gap;
        _notes = _matrix + (Count * CellWidth) + Gap;
        _canvas = new SvgCanvas(_notes + NotesWidth + Margin, _height, title, arrowId, Style);
    }

    private static double X => Margin + (BoxWidth / 2);

    private int Count => _network.Layers.Count;

    /// <summary>The SVG text.</summary>
    /// <param name="widths">The channels of its stages; null where they are not known.</param>
    public static string Draw(MacroNetwork network, MacroWidths? widths, string title, string arrowId)
    {
        var drawing = new MacroSvgDrawing(network, widths, title, arrowId);
        drawing.Stages();
        drawing.Chain();
        drawing.Matrix();
        return drawing._canvas.Close();
    }

    private void Chain()
    {
        for (var row = 0; row < Count + 2; row++)
        {
            _canvas.Arrow([(X, Y(row) - (BoxHeight / 2)), (X, Y(row + 1) + (BoxHeight / 2))]);
        }

        foreach (var (number, layer) in _network.Layers.Index())
        {
            foreach (var entry in layer.Skips)
            {
                _canvas.Arc(X + (BoxWidth / 2), Y(entry + 1) - 6, Y(number + 2) + 6, Reach(number + 1 - entry));
            }
        }

        _canvas.Box(X, Y(0), BoxWidth, BoxHeight, "end", "image");
        _canvas.Box(X, Y(1), BoxWidth, BoxHeight, "end", "stem");
        foreach (var (number, layer) in _network.Layers.Index())
        {
            var style = OperationStyle.Of(MacroOperationNames.Of(layer.Operation));
            _canvas.Box(X, Y(number + 2), BoxWidth, BoxHeight, style.Kind, $"""<tspan class="number">{number}</tspan>  {style.Label}""");
        }

        _canvas.Box(X, Y(Count + 2), BoxWidth, BoxHeight, "end", "softmax");
    }

    // A row a layer, a column a tensor that it may read: the one before it always, the others where it adds them.
    private void Matrix()
    {
        for (var entry = 0; entry < Count; entry++)
        {
            var (name, kind) = entry == 0 ? ("stem", "text small right")
                : ((entry - 1).ToString(CultureInfo.InvariantCulture), "text small");
            _canvas.Label(Column(entry) + (entry == 0 ? 7 : 0), Y(1), name, kind);
        }

        _canvas.Label(_matrix, Y(0), "what each layer reads", "text small left");
        foreach (var (number, layer) in _network.Layers.Index())
        {
            for (var entry = 0; entry <= number; entry++)
            {
                _canvas.Cell(Column(entry), Y(number + 2), CellWidth - 4, CellHeight,
                    entry == number ? "chain" : layer.Skips.Contains(entry) ? "mark" : "open");
            }
        }
    }

    private void Stages()
    {
        var (stage, first) = (0, 0);
        for (var layer = 0; layer < Count; layer++)
        {
            if (layer == Count - 1 || MacroCnnGraph.IsReduced(layer, Count))
            {
                Note((Y(first + 2) + Y(layer + 2)) / 2, stage);
                (stage, first) = (stage + 1, layer + 1);
            }

            if (first == layer + 1 && layer < Count - 1)
            {
                _canvas.Rule(Margin, _notes + NotesWidth, Y(layer + 2) - (_step / 2), "stage");
            }
        }

        if (_widths is not null)
        {
            _canvas.Label(_notes, Y(1), "trained alone", "text small left");
        }
    }

    private void Note(double y, int stage)
    {
        var side = stage switch { 0 => "whole side", 1 => "½ of the side", _ => "¼ of the side" };
        _canvas.Label(_notes, _widths is null ? y : y + 9, side, "text small left");
        if (_widths is not null)
        {
            _canvas.Label(_notes, y - 9, string.Create(CultureInfo.InvariantCulture, $"{_widths.Of(stage)} channels"), "text small left");
        }
    }

    private double Y(int row) => _height - Margin - (BoxHeight / 2) - (row * _step);

    private double Column(int entry) => _matrix + ((entry + 0.5) * CellWidth);

    // Longer arcs reach farther, ever less so: the picture of a deep network stays narrow enough for a page.
    private static double Reach(int span) => 34 * Math.Sqrt(span * 2.2);
}
