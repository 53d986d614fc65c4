using System.CommandLine;
using Enas.Host.Cli;

namespace Enas.Host.Verbs.Compare;

/// <summary><c>enas compare</c>: several searches side by side.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var searches = new Argument<string[]>("SEARCH")
        {
            Description = "Two searches or more: folders, unique prefixes of names or ids under runs, or @last.",
            Arity = ArgumentArity.OneOrMore,
        };
        var file = CommandParts.Out("An HTML page to write as well: curves, seeds of one job as mean and band, where the jobs differ.");
        var force = CommandParts.Force();
        var all = new Option<bool>("--all")
        {
            Description = "Lists every search, also where there are many seeds of few jobs, whose groups say what they came to.",
        };
        var verb = new VerbCommand("compare", "Compares searches: their figures, their curves, and where their jobs differ.",
            "enas compare runs/a runs/b --out compare.html");
        verb.Arguments.Add(searches);
        verb.Options.Add(file);
        verb.Options.Add(force);
        verb.Options.Add(all);
        return verb.Does(CommandParts.Json(), (parsed, terminal) =>
            CompareVerb.RunAsync(
            parsed.GetRequiredValue(searches), parsed.GetValue(file), parsed.GetValue(force), parsed.GetValue(all), terminal));
    }
}
