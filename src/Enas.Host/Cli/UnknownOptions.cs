using System.CommandLine;
using System.Text.RegularExpressions;
using Enas.Pipeline.Messages;

namespace Enas.Host.Cli;

/// <summary>Words that look like an option and stand where an argument takes as many words as come: the parser would take them for folders,
/// searches or files.</summary>
internal static partial class UnknownOptions
{
    /// <summary>Has all verbs refuse them, as the parser does where an argument takes one word.</summary>
    public static void Install(Command command)
    {
        foreach (var argument in command.Arguments.Where(argument => argument.Arity.MaximumNumberOfValues > 1))
        {
            argument.Validators.Add(result =>
            {
                foreach (var word in result.Tokens.Select(token => token.Value).Where(word => LooksLikeOption().IsMatch(word)))
                {
                    result.AddError($"'{word}' is no option of {command.Name}"
                        + Nearest.Hint(word, command.Options.Select(option => option.Name)));
                }
            });
        }

        foreach (var verb in command.Subcommands)
        {
            Install(verb);
        }
    }

    // With a space it is a statement that begins with a comment of SQL, say.
    [GeneratedRegex(@"^--[a-z][a-z-]*(=\S*)?\z")]
    private static partial Regex LooksLikeOption();
}
