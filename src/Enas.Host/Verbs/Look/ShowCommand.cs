using System.CommandLine;
using Enas.Host.Cli;

namespace Enas.Host.Verbs.Look;

/// <summary><c>enas show</c>: one search at a glance.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var search = CommandParts.Search();
        var verb = new VerbCommand("show", "Shows a search: how far it is, its best architecture, its fingerprint.", "enas show @last");
        var recovery = CommandParts.Recovery("strict", "until-damage");
        verb.Arguments.Add(search);
        verb.Options.Add(recovery);
        return verb.Does(CommandParts.Json(), (parsed, terminal) => ShowVerb.RunAsync(
            parsed.GetRequiredValue(search), CommandParts.RecoveryMode(parsed.GetValue(recovery)!), terminal));
    }
}
