using System.CommandLine;
using Enas.Host.Cli;

namespace Enas.Host.Verbs.Repair;

/// <summary><c>enas repair</c>: back to the intact beginning of a damaged log.</summary>
internal static class RepairCommand
{
    public static Command Create()
    {
        var search = CommandParts.Search();
        var yes = new Option<bool>("--yes") { Description = "Do it; without this it only says what it would do." };
        var verb = new VerbCommand(
            "repair",
            "Moves what is damaged to _quarantine, from the first bad segment on, "
                + "and records that in the log; deletes nothing. What was lost is computed again by enas resume.",
            "enas repair @last --yes");
        verb.Arguments.Add(search);
        verb.Options.Add(yes);
        return verb.Does(CommandParts.Json(), (parsed, terminal) =>
            RepairVerb.RunAsync(parsed.GetRequiredValue(search), parsed.GetValue(yes), terminal));
    }
}
