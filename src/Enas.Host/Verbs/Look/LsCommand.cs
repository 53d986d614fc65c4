using System.CommandLine;
using Enas.Host.Cli;
using Enas.Host.Settings;

namespace Enas.Host.Verbs.Look;

/// <summary><c>enas ls</c>: the searches in a folder.</summary>
internal static class LsCommand
{
    public static Command Create()
    {
        var root = new Argument<string?>("ROOT")
        {
            Description = "The folder to look in; runs by default.",
            Arity = ArgumentArity.ZeroOrOne
        };
        var tag = new Option<string[]>("--tag")
        {
            Description = "Only searches whose job has this tag; given several times, those that have all of them.",
            HelpName = "TAG",
            Arity = ArgumentArity.OneOrMore
        };
        var verb = new VerbCommand("ls", "Lists searches.", "enas ls runs");
        verb.Arguments.Add(root);
        verb.Options.Add(tag);
        return verb.Does(CommandParts.Json(), (parsed, terminal) =>
            LsVerb.RunAsync(parsed.GetValue(root), parsed.GetValue(tag) ?? [], HostSettings.Read().Runs.Root, terminal));
    }
}
