using Enas.Pipeline.Messages;
using Spectre.Console;

namespace Enas.Host.Cli;

/// <summary>A table without lines for people. What is foreign in a cell is shown as text and cannot be taken for a command of the terminal
/// or of the table.</summary>
internal sealed class PeopleTable
{
    // Without a border a table draws this much of any padding, and reckons with all of it when it decides what to break into lines.
    private static readonly Padding s_padding = new(0, 0, 1, 0);

    /// <summary>A table with so many columns.</summary>
    public PeopleTable(params IEnumerable<string> columns) =>
        Content.AddColumns([.. columns.Select(column => new TableColumn(Cell(column)) { Padding = s_padding })]);

    /// <summary>Characters of the longest cell; longer ones are cut. More than an architecture in use has.</summary>
    public int LongestCell { get; init; } = 1000;

    /// <summary>What is drawn.</summary>
    internal Table Content { get; } = new() { Border = TableBorder.None };

    /// <summary>Adds a column whose cells are never broken into lines.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="isRightAligned">Whether it holds numbers.</param>
    public void UnbrokenColumn(string name, bool isRightAligned)
    {
        var column = new TableColumn(Cell(name)) { Padding = s_padding }.NoWrap();
        Content.AddColumn(isRightAligned ? column.RightAligned() : column);
    }

    /// <summary>Adds a row.</summary>
    public void Row(params IEnumerable<string> cells) => Content.AddRow([.. cells.Select(Cell)]);

    private string Cell(string text) => Markup.Escape(ForeignText.Shown(text, LongestCell));
}
