using System.CommandLine;
using Enas.Host.Cli;
using Enas.Host.Composition;

namespace Enas.Host.Verbs.Train;

/// <summary><c>enas train</c>: one architecture from scratch.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var search = CommandParts.OptionalSearch();
        var architecture = CommandParts.Architecture();
        var dialect = CommandParts.Dialect();
        var job = new Option<string?>("--job")
        {
            Description = "The job file that says how to train, when there is no SEARCH.",
            HelpName = "JOB"
        };
        var sets = CommandParts.Sets();
        var folder = CommandParts.Out("The folder of the training; beside the search by default.");
        var backend = CommandParts.Backend();
        var device = CommandParts.Device();
        var threads = CommandParts.Threads();
        var verb = new VerbCommand("train", "Trains one architecture from scratch and measures the test set once.", "enas train @last");
        verb.Arguments.Add(search);
        foreach (var option in (Option[])[architecture, dialect, job, sets, folder, backend, device, threads])
        {
            verb.Options.Add(option);
        }

        return verb.Does(CommandParts.Json(), (parsed, terminal) => TrainVerb.RunAsync(
            new TrainArguments(
                parsed.GetValue(search),
                parsed.GetValue(architecture),
                parsed.GetValue(dialect)!,
                parsed.GetValue(job),
                parsed.GetValue(sets) ?? [],
                parsed.GetValue(folder),
                new ComputeOptions(parsed.GetValue(backend)!, parsed.GetValue(device), parsed.GetValue(threads))),
            terminal));
    }
}
