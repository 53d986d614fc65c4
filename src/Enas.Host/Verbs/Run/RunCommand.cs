using System.CommandLine;
using Enas.Host.Cli;
using Enas.Host.Composition;

namespace Enas.Host.Verbs.Run;

/// <summary><c>enas run</c>: a search from its job to its end.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var job = CommandParts.Job();
        var sets = CommandParts.Sets();
        var folder = CommandParts.Out("The folder of the search, absent or empty; runs/NAME-ID by default.");
        var backend = CommandParts.Backend();
        var device = CommandParts.Device();
        var threads = CommandParts.Threads();
        var stop = CommandParts.StopAfterSteps();
        var verb = new VerbCommand(
            "run", "Runs a search; stops cleanly on Ctrl+C at the next step.", "enas run jobs/quickstart.json --out runs/first");
        verb.Arguments.Add(job);
        foreach (var option in (Option[])[sets, folder, backend, device, threads, stop])
        {
            verb.Options.Add(option);
        }

        return verb.Does(CommandParts.Json(), (parsed, terminal) => RunVerb.RunAsync(
            new RunRequest(
                JobLoading.Read(parsed.GetRequiredValue(job), parsed.GetValue(sets) ?? []),
                parsed.GetValue(folder),
                new ComputeOptions(parsed.GetValue(backend)!, parsed.GetValue(device), parsed.GetValue(threads)),
                CommandParts.Checked(parsed.GetValue(stop))),
            terminal));
    }
}
