using System.CommandLine;
using Enas.Host.Cli;
using Enas.Host.Composition;

namespace Enas.Host.Verbs.Rank;

/// <summary><c>enas rank</c>: what shared-weight scores are worth.</summary>
internal static class RankCommand
{
    public static Command Create()
    {
        var search = CommandParts.Search();
        var count = new Option<int>("--count")
        {
            Description = "Random candidates beside the chosen architecture.",
            HelpName = "K",
            DefaultValueFactory = _ => 8
        };
        var seeds = new Option<int>("--seeds")
        {
            Description = "Trainings of each architecture, which differ in their seed alone: whether a ranking can be trusted.",
            HelpName = "S",
            DefaultValueFactory = _ => 1
        };
        var references = new Option<bool>("--references")
        {
            Description = "Trains the reference architectures of the space too: networks that people designed.",
        };
        var sets = CommandParts.Sets();
        var folder = CommandParts.Out(
            "The folder of the trainings; SEARCH-rank beside the search by default. Those that are there go on or count as they are.");
        var backend = CommandParts.Backend();
        var device = CommandParts.Device();
        var threads = CommandParts.Threads();
        var verb = new VerbCommand(
            "rank", "Trains the chosen architecture and random ones from scratch "
                + "under one budget and says how well shared weights ranked them.", "enas rank @last --set train.epochs=2");
        verb.Arguments.Add(search);
        foreach (var option in (Option[])[count, seeds, references, sets, folder, backend, device, threads])
        {
            verb.Options.Add(option);
        }

        return verb.Does(CommandParts.Json(), (parsed, terminal) => RankVerb.RunAsync(
            new RankArguments(
                parsed.GetRequiredValue(search),
                parsed.GetValue(count),
                parsed.GetValue(seeds),
                parsed.GetValue(references),
                parsed.GetValue(sets) ?? [],
                parsed.GetValue(folder),
                new ComputeOptions(parsed.GetValue(backend)!, parsed.GetValue(device), parsed.GetValue(threads))),
            terminal));
    }
}
