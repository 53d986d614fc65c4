using System.CommandLine;
using Enas.Host.Cli;

namespace Enas.Host.Verbs.Look;

/// <summary><c>enas derive</c>: the candidates that a search scored at its end.</summary>
internal static class DeriveCommand
{
    public static Command Create()
    {
        var search = CommandParts.Search();
        var verb = new VerbCommand("derive", "Lists the candidates that were scored at the end of a search, best first; the random ones too.", "enas derive @last");
        verb.Arguments.Add(search);
        return verb.Does(CommandParts.Json(), (parsed, terminal) => DeriveVerb.RunAsync(parsed.GetRequiredValue(search), terminal));
    }
}
