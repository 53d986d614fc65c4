using System.CommandLine;
using Enas.Host.Cli;
using Enas.Pipeline.Catalogs;

namespace Enas.Host.Verbs.Look;

/// <summary><c>enas draw</c>: an architecture as a picture.</summary>
internal static class DrawCommand
{
    public static Command Create()
    {
        var search = CommandParts.OptionalSearch();
        var architecture = CommandParts.Architecture();
        var space = new Option<string?>("--space")
        {
            Description = "The space that --arch is of; by default that of a published name or of the brackets, else a recurrent cell.",
            HelpName = "SPACE"
        };
        space.AcceptOnlyFromAmong([.. SpaceCatalog.Kinds]);
        var dialect = CommandParts.Dialect();
        var format = new Option<string>("--format") { Description = "The kind of drawing.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("svg", "dot", "mermaid", "text");
        var animate = new Option<bool>("--animate")
        {
            Description = "The best architecture over the steps of a search, as an SVG that moves."
        };
        var file = CommandParts.Out("The file to write; standard output by default.");
        var force = CommandParts.Force();
        var verb = new VerbCommand(
            "draw", "Draws the chosen architecture of a search, or a given one.", "enas draw @last --format svg --out cell.svg");
        verb.Arguments.Add(search);
        foreach (var option in (Option[])[architecture, space, dialect, format, animate, file, force])
        {
            verb.Options.Add(option);
        }

        return verb.Does(null, (parsed, terminal) => DrawVerb.RunAsync(
            new DrawArguments(
                parsed.GetValue(search), parsed.GetValue(architecture), parsed.GetValue(space), parsed.GetValue(dialect)!,
                    parsed.GetValue(format)!, parsed.GetValue(animate), parsed.GetValue(file), parsed.GetValue(force)),
            terminal));
    }
}
