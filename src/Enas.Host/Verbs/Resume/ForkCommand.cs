using System.CommandLine;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;

namespace Enas.Host.Verbs.Resume;

/// <summary><c>enas fork</c>: a branch of a search with other options.</summary>
internal static class ForkCommand
{
    public static Command Create()
    {
        var search = CommandParts.Search();
        var at = new Option<long>("--at")
        {
            Description = "The branch stands on so many steps of the search.",
            HelpName = "STEP",
            Required = true
        };
        var sets = CommandParts.Sets();
        var folder = CommandParts.Out("The folder of the branch; beside the search by default.");
        var backend = CommandParts.RecordedBackend();
        var device = CommandParts.Device();
        var threads = CommandParts.Threads();
        var stop = CommandParts.StopAfterSteps();
        var verb = new VerbCommand(
            "fork", "Branches a search at a step: its weights, policy and baseline there, other options from there on.",
                "enas fork @last --at 200 --set policy.learningRate=0.001");
        verb.Arguments.Add(search);
        foreach (var option in (Option[])[at, sets, folder, backend, device, threads, stop])
        {
            verb.Options.Add(option);
        }

        return verb.Does(CommandParts.Json(), (parsed, terminal) => ForkVerb.RunAsync(
            new ForkRequest(
                SearchLocator.Find(parsed.GetRequiredValue(search)),
                parsed.GetRequiredValue(at),
                parsed.GetValue(sets) ?? [],
                parsed.GetValue(folder),
                new ComputeOptions(parsed.GetValue(backend), parsed.GetValue(device), parsed.GetValue(threads)),
                CommandParts.Checked(parsed.GetValue(stop))),
            terminal));
    }
}
