using System.CommandLine;
using Enas.Host.Cli;
using Enas.Host.Composition;

namespace Enas.Host.Verbs.Look;

/// <summary><c>enas ls</c>: the searches in a folder.</summary>
internal static class LsCommand
{
    public static Command Create()
    {
        var root = new Argument<string?>("ROOT") { Description = "The folder to look in; runs by default.", Arity = ArgumentArity.ZeroOrOne };
        var verb = new VerbCommand("ls", "Lists searches.", "enas ls runs");
        verb.Arguments.Add(root);
        return verb.Does(CommandParts.Json(), (parsed, terminal) => LsVerb.RunAsync(parsed.GetValue(root), EnasHost.Settings().Runs.Root, terminal));
    }
}
