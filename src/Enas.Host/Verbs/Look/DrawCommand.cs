using System.CommandLine;
using Enas.Host.Cli;

namespace Enas.Host.Verbs.Look;

/// <summary><c>enas draw</c>: a cell as a picture.</summary>
internal static class DrawCommand
{
    public static Command Create()
    {
        var search = CommandParts.OptionalSearch();
        var architecture = CommandParts.Architecture();
        var dialect = CommandParts.Dialect();
        var format = new Option<string>("--format") { Description = "The kind of drawing.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("svg", "dot", "mermaid", "text");
        var file = CommandParts.Out("The file to write; standard output by default.");
        var verb = new VerbCommand("draw", "Draws the best architecture of a search, or a given one.", "enas draw @last --format svg --out cell.svg");
        verb.Arguments.Add(search);
        foreach (var option in (Option[])[architecture, dialect, format, file])
        {
            verb.Options.Add(option);
        }

        return verb.Does(null, (parsed, terminal) => DrawVerb.RunAsync(
            new DrawArguments(parsed.GetValue(search), parsed.GetValue(architecture), parsed.GetValue(dialect)!, parsed.GetValue(format)!, parsed.GetValue(file)),
            terminal));
    }
}
