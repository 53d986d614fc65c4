using System.CommandLine;
using Enas.Host.Cli;

namespace Enas.Host.Verbs.Replay;

/// <summary><c>enas replay</c>: from the log back to the state.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var search = CommandParts.Search();
        var mode = new Option<string>("--mode") { Description = "rebuild: fold the log again. policy and full are not in this version.", DefaultValueFactory = _ => "rebuild" };
        mode.AcceptOnlyFromAmong("rebuild", "policy", "full");
        var verb = new VerbCommand("replay", "Replays a search from its log and says what was proven.", "enas replay @last --mode rebuild");
        verb.Arguments.Add(search);
        verb.Options.Add(mode);
        return verb.Does(CommandParts.Json(), (parsed, terminal) => ReplayVerb.RunAsync(parsed.GetRequiredValue(search), parsed.GetValue(mode)!, terminal));
    }
}
