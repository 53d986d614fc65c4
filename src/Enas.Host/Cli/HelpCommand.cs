using System.CommandLine;
using Enas.Pipeline.Messages;

namespace Enas.Host.Cli;

/// <summary><c>enas help</c> and <c>enas version</c>: what <c>--help</c> and <c>--version</c> say, for people who type it
/// as a verb.</summary>
internal static class HelpCommand
{
    public static Command Create(RootCommand root)
    {
        var verb = new Argument<string[]>("VERB")
        {
            Description = "A verb, or a verb and one below it; all verbs by default.",
            Arity = ArgumentArity.ZeroOrMore
        };
        var help = new VerbCommand("help", "Says what a verb does and what it takes.", "enas help schedule add");
        help.Arguments.Add(verb);
        return help.Does(null, async (parsed, _) =>
        {
            string[] words = parsed.GetValue(verb) ?? [];
            Require(root, words);
            return await root.Parse([.. words, "--help"]).InvokeAsync();
        });
    }

    public static Command Version() => new VerbCommand("version", "Says which version this is.", "enas version").Does(null, (_, terminal) =>
    {
        terminal.Line(Product.Version);
        return Task.FromResult(ExitCodes.Done);
    });

    // The parser forgives everything beside --help, and would show the help of something else.
    private static void Require(Command command, string[] words)
    {
        foreach (var word in words)
        {
            command = command.Subcommands.FirstOrDefault(verb => verb.Name == word)
                ?? throw new CommandLineException(
                    $"there is no verb \"{ForeignText.Shown(word)}\"{Nearest.Hint(word, command.Subcommands.Select(verb => verb.Name))}");
        }
    }
}
