using System.CommandLine;
using Enas.Host.Cli;
using Enas.Host.Searches;

namespace Enas.Host.Verbs.Trials;

/// <summary><c>enas ask</c>: the next architecture to evaluate.</summary>
internal static class AskCommand
{
    public static Command Create()
    {
        var search = CommandParts.Search();
        var trial = TellCommand.Trial("A trial that was asked for before, to have it again.");
        var verb = new VerbCommand("ask",
            "Gives the next architecture that a search wants evaluated, each to one caller (evaluator.kind \"told\").",
            "enas ask @last --json");
        verb.Arguments.Add(search);
        verb.Options.Add(trial);
        return verb.Does(CommandParts.Json(), (parsed, terminal) =>
            AskVerb.RunAsync(SearchLocator.Find(parsed.GetRequiredValue(search)), parsed.GetValue(trial), terminal));
    }
}
