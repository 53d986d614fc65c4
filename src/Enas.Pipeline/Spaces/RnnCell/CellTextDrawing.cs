using System.Text;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>A cell as text: a tree of nodes, and beside it the line that gathers those which are averaged.</summary>
internal sealed class CellTextDrawing
{
    private readonly CellPicture _picture;
    private readonly List<(string Text, bool IsOutput)> _rows = [];
    private readonly (string Branch, string Last, string Down, char Dash, char First, char Join, char Bus, string End) _glyphs;

    private CellTextDrawing(CellPicture picture, bool unicode)
    {
        _picture = picture;
        _glyphs = unicode ? ("├─ ", "└─ ", "│  ", '─', '┐', '┤', '│', "└─▶") : ("|- ", "`- ", "|  ", '-', '.', '+', '|', "`->");
    }

    /// <summary>The drawing, lines ended by line feeds.</summary>
    /// <param name="picture">The cell.</param>
    /// <param name="unicode">Box-drawing characters instead of ASCII.</param>
    public static string Draw(CellPicture picture, bool unicode) => new CellTextDrawing(picture, unicode).Write();

    private string Write()
    {
        _rows.Add(("x[t], h[t-1]", false));
        Add(0, string.Empty, isLast: true);
        var bus = _rows.Max(row => row.Text.Length) + 3;
        var text = new StringBuilder();
        var started = false;
        foreach (var (row, isOutput) in _rows)
        {
            text.Append((Row(row, isOutput, bus, started)).TrimEnd()).Append('\n');
            started |= isOutput;
        }

        var name = _picture.OutputNodes.Count == 1 ? "h[t]" : "mean = h[t]";
        return text.Append(' ', bus).Append(_glyphs.End).Append(' ').Append(name).Append('\n').ToString();
    }

    private string Row(string row, bool isOutput, int bus, bool started)
    {
        if (!isOutput)
        {
            return row.PadRight(bus) + (started ? _glyphs.Bus : ' ');
        }

        return row + ' ' + new string(_glyphs.Dash, bus - row.Length - 1) + (started ? _glyphs.Join : _glyphs.First);
    }

    private void Add(int node, string indent, bool isLast)
    {
        _rows.Add(($"{indent}{(isLast ? _glyphs.Last : _glyphs.Branch)}{node} {_picture.Activation(node)}", _picture.IsOutput(node)));
        var readers = _picture.Readers(node);
        var below = indent + (isLast ? "   " : _glyphs.Down);
        for (var i = 0; i < readers.Count; i++)
        {
            Add(readers[i], below, i == readers.Count - 1);
        }
    }
}
