using System.CommandLine;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Workers;

namespace Enas.Host.Verbs.Work;

/// <summary><c>enas worker</c>: does what other machines want done.</summary>
internal static class WorkerCommand
{
    public static Command Create()
    {
        var engine = EngineCatalog.Options(isRequired: true);
        var root = new Option<string>("--root")
        {
            Description = "The shared folder of logs and results, as it is called here, or their address (s3://bucket/prefix).",
            HelpName = "PATH",
            Required = true,
        };
        var data = new Option<string?>("--data")
        {
            Description = "The folder that data sets lie in; that of --root by default.",
            HelpName = "PATH",
        };
        var slots = new Option<int>("--slots")
        {
            Description = "Items at once, each in a process of its own with its share of the threads.",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        }.From(1);
        var programs = new Option<string[]>(WorkItemNames.AllowProgram)
        {
            Description = "A command that evaluators of searches may start here, all of its words as the job has them under "
                + "evaluator.command (\"python3 train.py --lr={rate}\"), or as a JSON array; none by default. May be given several times.",
            HelpName = "COMMAND",
            DefaultValueFactory = _ => [],
        };
        var (backend, device, threads) = (CommandParts.Backend(), CommandParts.Device(), CommandParts.Threads());
        var verb = new VerbCommand(
            "worker", "Does the work that other machines give to an engine; SIGTERM stops it at the next step and gives back what it has.",
            "enas worker --engine nats://127.0.0.1:4222 --root runs --slots 2");
        foreach (var option in (Option[])[engine.Engine, engine.Credentials, root, data, slots, programs, backend, device, threads])
        {
            verb.Options.Add(option);
        }

        return verb.Does(null, (parsed, terminal) =>
        {
            var store = Surroundings.FullSearch(parsed.GetRequiredValue(root));
            var at = WorkRoots.DataBeside(parsed.GetValue(data), store);
            var compute = new ComputeOptions(parsed.GetValue(backend)!, parsed.GetValue(device), parsed.GetValue(threads));
            return WorkerVerb.RunAsync(
                EngineCatalog.Of(parsed, engine)!, new WorkRoots(store, at, compute), parsed.GetValue(slots),
                [.. (parsed.GetValue(programs) ?? []).Select(AllowedCommand.Parse)], terminal);
        });
    }
}
