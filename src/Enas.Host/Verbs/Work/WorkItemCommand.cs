using System.CommandLine;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Workers;

namespace Enas.Host.Verbs.Work;

/// <summary><c>enas work-item</c>: one item of work from standard input. Workers start it; people have no use for it.</summary>
internal static class WorkItemCommand
{
    public static Command Create()
    {
        var root = new Option<string>("--root") { Description = "The root of logs and results.", HelpName = "PATH", Required = true };
        var data = new Option<string>("--data") { Description = "The root of data.", HelpName = "PATH", Required = true };
        var programs = new Option<string[]>(WorkItemNames.AllowProgram)
        {
            Description = "A program that the evaluator of a search may start.",
            HelpName = "PROGRAM",
            DefaultValueFactory = _ => [],
        };
        var (backend, device, threads) = (CommandParts.Backend(), CommandParts.Device(), CommandParts.Threads());
        var verb = new VerbCommand(WorkItemNames.Verb, "Does one item of work that it is given on standard input; for workers.",
            "enas work-item --root runs --data data")
        { Hidden = true };
        foreach (var option in (Option[])[root, data, programs, backend, device, threads])
        {
            verb.Options.Add(option);
        }

        return verb.Does(CommandParts.Json(), (parsed, terminal) => WorkItemVerb.RunAsync(
            new WorkRoots(
                Surroundings.FullPath(parsed.GetRequiredValue(root)),
                Surroundings.FullPath(parsed.GetRequiredValue(data)),
                new ComputeOptions(parsed.GetValue(backend)!, parsed.GetValue(device), parsed.GetValue(threads))),
            parsed.GetValue(programs) ?? [],
            Console.OpenStandardInput(),
            terminal));
    }
}
