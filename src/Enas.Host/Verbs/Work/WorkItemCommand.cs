using System.CommandLine;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Workers;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Work;

namespace Enas.Host.Verbs.Work;

/// <summary><c>enas work-item</c>: one item of work, from standard input or by its key. Workers and clusters start it; people have no use
/// for it.</summary>
internal static class WorkItemCommand
{
    public static Command Create()
    {
        var root = new Option<string>("--root") { Description = "The root of logs and results.", HelpName = "PATH", Required = true };
        var data = new Option<string>("--data") { Description = "The root of data.", HelpName = "PATH", Required = true };
        var programs = new Option<string[]>(WorkItemNames.AllowProgram)
        {
            Description = "A whole command that the evaluator of a search may start.",
            HelpName = "COMMAND",
            DefaultValueFactory = _ => [],
        };
        var key = new Argument<string?>("KEY")
        {
            Description = "The item in the shared folder; without it the item comes on standard input.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var (backend, device, threads) = (CommandParts.Backend(), CommandParts.Device(), CommandParts.Threads());
        var verb = new VerbCommand(
            WorkItemNames.Verb, "Does one item of work, from standard input or by its key; for workers and clusters.",
            "enas work-item --root runs --data data")
        { Hidden = true };
        foreach (var option in (Option[])[root, data, programs, backend, device, threads])
        {
            verb.Options.Add(option);
        }

        verb.Arguments.Add(key);
        return verb.Does(CommandParts.Json(), (parsed, terminal) =>
        {
            var roots = new WorkRoots(
                Surroundings.FullSearch(parsed.GetRequiredValue(root)),
                Surroundings.FullPath(parsed.GetRequiredValue(data)),
                new ComputeOptions(parsed.GetValue(backend)!, parsed.GetValue(device), parsed.GetValue(threads)));
            AllowedCommand[] allowed = [.. (parsed.GetValue(programs) ?? []).Select(AllowedCommand.Parse)];
            return parsed.GetValue(key) is { } named
                ? StoredItemVerb.RunAsync(roots, allowed, KeyOf(named), terminal)
                : WorkItemVerb.RunAsync(roots, allowed, Console.OpenStandardInput(), terminal);
        });
    }

    private static WorkKey KeyOf(string text) => WorkKey.TryParse(text)
        ?? throw new CommandLineException($"\"{ForeignText.Shown(text)}\" is no key: keys have 64 digits of 0 to 9 and a to f");
}
