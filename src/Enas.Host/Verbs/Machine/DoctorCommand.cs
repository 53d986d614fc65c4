using System.CommandLine;
using Enas.Host.Cli;
using Enas.Host.Settings;

namespace Enas.Host.Verbs.Machine;

/// <summary><c>enas doctor</c>: what this machine can run.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var search = CommandParts.OptionalSearch();
        var verb = new VerbCommand(
            "doctor", "Says what this machine can run, and what is missing; with SEARCH, whether its log is whole.", "enas doctor");
        verb.Arguments.Add(search);
        return verb.Does(CommandParts.Json(), (parsed, terminal) =>
            DoctorVerb.RunAsync(parsed.GetValue(search), HostSettings.Read().Runs.Root, terminal));
    }
}
