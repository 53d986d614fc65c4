using System.CommandLine;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Workers;

namespace Enas.Host.Verbs.Prove;

/// <summary><c>enas prove</c>: a search beside random search at equal cost.</summary>
internal static class ProveCommand
{
    public static Command Create()
    {
        var job = CommandParts.Job();
        var pairs = new Option<int>("--pairs")
        {
            Description = "Pairs of seeds, from the job's own on; 10 are the fewest that prove much.",
            HelpName = "N",
            DefaultValueFactory = _ => 10,
        };
        var sets = CommandParts.Sets();
        var folder = CommandParts.Out("The folder of all arms; runs/NAME-proof by default. What is there goes on or counts as it is.");
        var backend = CommandParts.Backend();
        var device = CommandParts.Device();
        var threads = CommandParts.Threads();
        var desk = new DeskOptions();
        var verb = new VerbCommand("prove", "Holds a search against random architectures trained alone at equal cost, in pairs of seeds, "
            + "and says what it is worth.", "enas prove jobs/tiny.json --pairs 2");
        verb.Arguments.Add(job);
        foreach (var option in (Option[])[pairs.From(1), sets, folder, backend, device, threads, .. desk.All])
        {
            verb.Options.Add(option);
        }

        return verb.Does(CommandParts.Json(), (parsed, terminal) => ProveVerb.RunAsync(
            new ProveArguments(
                parsed.GetRequiredValue(job),
                parsed.GetValue(pairs),
                parsed.GetValue(sets) ?? [],
                parsed.GetValue(folder),
                new ComputeOptions(parsed.GetValue(backend)!, parsed.GetValue(device), parsed.GetValue(threads)),
                desk.Of(parsed)),
            terminal));
    }
}
