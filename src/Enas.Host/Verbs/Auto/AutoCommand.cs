using System.CommandLine;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Verbs.Jobs;
using Enas.Host.Workers;

namespace Enas.Host.Verbs.Auto;

/// <summary><c>enas auto</c>: from a folder of data to a trained network.</summary>
internal static class AutoCommand
{
    public static Command Create()
    {
        var data = new Argument<string>("FOLDER") { Description = "The folder of the data: images or text." };
        var minutes = new Option<double>("--minutes")
        {
            Description = "Minutes for all of it on this machine. They choose the budgets of the job, which are steps.",
            HelpName = "M",
            DefaultValueFactory = _ => 15
        };
        var strategy = PlannedStrategy.OnCommandLine();
        var latency = new Option<string?>("--max-latency")
        {
            Description = "The longest time that the network may take for one item on this machine, such as 2ms; measured.",
            HelpName = "TIME",
        };
        var parameters = new Option<long?>("--max-parameters")
        {
            Description = "The most parameters that the network may have.",
            HelpName = "N",
        };
        var folder = CommandParts.Out("The folder of everything; one under runs by default. What is there goes on.");
        var sets = CommandParts.Sets();
        var threads = CommandParts.Threads();
        var slots = DeskOptions.OfSlots();
        var verb = new VerbCommand(
            "auto", "Looks at a folder of images or text, writes a job for so many minutes, searches, trains the choice, "
                + "exports it and writes a report.", "enas auto photos --minutes 30");
        verb.Arguments.Add(data);
        foreach (var option in (Option[])[minutes, strategy, latency, parameters, folder, sets, threads, slots])
        {
            verb.Options.Add(option);
        }

        return verb.Does(CommandParts.Json(), (parsed, terminal) => AutoVerb.RunAsync(
            new AutoArguments(
                parsed.GetRequiredValue(data),
                parsed.GetValue(minutes),
                PlannedStrategy.Of(parsed.GetValue(strategy)),
                parsed.GetValue(folder),
                [.. AutoLimits.Sets(parsed.GetValue(latency), parsed.GetValue(parameters)), .. parsed.GetValue(sets) ?? []],
                new ComputeOptions("cpu", null, parsed.GetValue(threads)))
            { Desk = new DeskRequest(parsed.GetValue(slots)) },
            TimeProvider.System, terminal));
    }
}
