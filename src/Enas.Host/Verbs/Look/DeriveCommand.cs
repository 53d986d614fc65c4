using System.CommandLine;
using Enas.Host.Cli;

namespace Enas.Host.Verbs.Look;

/// <summary><c>enas derive</c>: the candidates that a search scored at its end.</summary>
internal static class DeriveCommand
{
    public static Command Create()
    {
        var search = CommandParts.Search();
        var count = new Option<int?>("-k") { Description = "How many; all by default.", HelpName = "N" }.Between(1, int.MaxValue);
        var verb = new VerbCommand("derive",
            "Lists the candidates that were scored at the end of a search, best first; the random ones too.", "enas derive @last");
        verb.Arguments.Add(search);
        verb.Options.Add(count);
        return verb.Does(CommandParts.Json(), (parsed, terminal) =>
            DeriveVerb.RunAsync(parsed.GetRequiredValue(search), parsed.GetValue(count), terminal));
    }
}
