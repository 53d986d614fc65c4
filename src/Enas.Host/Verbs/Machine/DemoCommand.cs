using System.CommandLine;
using Enas.Host.Cli;

namespace Enas.Host.Verbs.Machine;

/// <summary><c>enas demo</c>: the quick start without a file.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var sets = CommandParts.Sets();
        var folder = CommandParts.Out("The search's folder, absent or empty; a new one under runs by default.");
        var threads = CommandParts.Threads();
        var verb = new VerbCommand("demo", "Runs the built-in quick start: a short search that needs no files and no network.", "enas demo");
        foreach (var option in (Option[])[sets, folder, threads])
        {
            verb.Options.Add(option);
        }

        return verb.Does(CommandParts.Json(), (parsed, terminal) =>
            DemoVerb.RunAsync(parsed.GetValue(sets) ?? [], parsed.GetValue(folder), parsed.GetValue(threads), terminal));
    }
}
