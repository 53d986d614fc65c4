using System.CommandLine;
using Enas.Host.Cli;

namespace Enas.Host.Verbs.Machine;

/// <summary><c>enas demo</c>: the quick start without a file.</summary>
internal static class DemoCommand
{
    /// <summary>What the demonstration gives the process that it lets crash.</summary>
    public const string CrashAtStepOption = "--crash-at-step";

    public static Command Create()
    {
        var sets = CommandParts.Sets();
        var folder = CommandParts.Out("The search's folder, absent or empty; a new one under runs by default.");
        var threads = CommandParts.Threads();
        var crash = new Option<bool>("--crash")
        {
            Description =
            "Kills the search half-way with SIGKILL, resumes it, and compares its fingerprint with that of a run that was left alone."
        };
        var crashAtStep = new Option<long?>(CrashAtStepOption) { Hidden = true };
        var verb = new VerbCommand(
            "demo", "Runs the built-in quick start: a short search that needs no files and no network.", "enas demo --crash");
        foreach (var option in (Option[])[sets, folder, threads, crash, crashAtStep])
        {
            verb.Options.Add(option);
        }

        return verb.Does(CommandParts.Json(), (parsed, terminal) =>
        {
            var request = new DemoRequest(parsed.GetValue(sets) ?? [], parsed.GetValue(folder), parsed.GetValue(threads));
            return parsed.GetValue(crash) ? CrashDemo.RunAsync(request, terminal)
                : DemoVerb.RunAsync(request, parsed.GetValue(crashAtStep), terminal);
        });
    }
}
