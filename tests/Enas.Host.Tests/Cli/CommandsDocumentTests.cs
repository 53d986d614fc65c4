using System.CommandLine;
using System.Text;
using Enas.Host.Cli;
using Enas.Host.Tests.Layering;

namespace Enas.Host.Tests.Cli;

/// <summary>The page of all verbs (<c>docs/commands.md</c>): what the program's own help says of them, written by this test.</summary>
public sealed class CommandsDocumentTests
{
    private const string Accept = "ENAS_ACCEPT_COMMANDS";

    private const string Head = """
        # Commands

        Written from the program's own help by `eng/commands`; a test holds it to that. `enas VERB --help` says the same in a terminal.

        - A SEARCH is a folder, [an address](object-stores.md) (`s3://bucket/prefix`), or the name of a folder in `runs/`, or `@last`, the newest there. A JOB is a job file; `--set key=value` overrides one of its options.
        - `--json` gives one JSON object on standard output; words for people then go to standard error. What each exit code means: [exit-codes.md](exit-codes.md).
        - `init`, `draw`, `report`, `compare`, `export` and `schedule add` replace a file that is there only with `--force`; a link, a pipe, a folder and what
          belongs to a search are never replaced.
        - Commands that `enas` prints are quoted for the shell and begin with the name that finds this program from where you are: after `dotnet run` that is its
          path. What others wrote (names, words, values) is shown with escapes in place of control characters and marks of direction.

        | verb | does |
        |---|---|

        """;

    [Fact]
    public async Task The_page_is_what_the_program_says()
    {
        var file = SourceProject.PathOf("docs", "commands.md");
        var now = Page(EnasApplication.Root());
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            await File.WriteAllTextAsync(file, now, TestContext.Current.CancellationToken);
        }

        Assert.True(File.Exists(file), $"{file} is not there; eng/commands writes it");
        var recorded = (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n");
        Assert.True(recorded == now, $"docs/commands.md is not what the program says, first at {FirstDifference(recorded, now)}; "
            + "eng/commands writes it anew, commit it with the change");
    }

    private static string FirstDifference(string recorded, string now)
    {
        var (before, after) = (recorded.Split('\n'), now.Split('\n'));
        var line = before.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"line {line + 1}: \"{after.ElementAtOrDefault(line)}\"";
    }

    private static string Page(RootCommand root)
    {
        var verbs = Leaves(root, []).ToArray();
        var page = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (var (words, command) in verbs)
        {
            var name = string.Join(' ', words);
            page.Append($"| [`{name}`](#{string.Join('-', words)}) | {InTable(command.Description)} |\n");
        }

        foreach (var (words, command) in verbs)
        {
            page.Append(Section(words, command));
        }

        return page.ToString();
    }

    // A verb with verbs below it does nothing by itself.
    private static IEnumerable<(string[] Words, Command Command)> Leaves(Command command, string[] words) =>
        from verb in command.Subcommands
        where !verb.Hidden
        from leaf in verb.Subcommands.Count == 0 ? [([.. words, verb.Name], verb)] : Leaves(verb, [.. words, verb.Name])
        select leaf;

    private static string Section(string[] words, Command command)
    {
        var name = string.Join(' ', words);
        var text = new StringBuilder($"\n## {name}\n\n{Escaped(command.Description)}\n\n```\n{Usage(name, command)}\n```\n");
        var rows = command.Arguments.Where(argument => !argument.Hidden)
            .Select(argument => (argument.Name, argument.Description))
            .Concat(command.Options.Where(option => !option.Hidden).Select(option => (Shown(option), option.Description))).ToArray();
        if (rows.Length > 0)
        {
            text.Append("\n| | |\n|---|---|\n");
            foreach (var (what, description) in rows)
            {
                text.Append($"| `{what.Replace("|", "\\|", StringComparison.Ordinal)}` | {InTable(description)} |\n");
            }
        }

        return command is VerbCommand verb ? text.Append($"\nFor example `{verb.Example}`\n").ToString() : text.ToString();
    }

    private static string Usage(string name, Command command) => string.Concat(
        $"enas {name}",
        string.Concat(command.Arguments.Where(argument => !argument.Hidden).Select(Shown)),
        command.Options.Any(option => !option.Hidden) ? " [options]" : string.Empty);

    private static string Shown(Argument argument)
    {
        var name = argument.Arity.MaximumNumberOfValues > 1 ? $"{argument.Name}..." : argument.Name;
        return argument.Arity.MinimumNumberOfValues == 0 ? $" [{name}]" : $" {name}";
    }

    private static string Shown(Option option) => option.ValueType == typeof(bool)
        ? option.Name : $"{option.Name} {(option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant())}";

    private static string InTable(string? description) => Escaped(description).Replace("|", "\\|", StringComparison.Ordinal);

    private static string Escaped(string? text) => (text ?? string.Empty).Replace("<", "&lt;", StringComparison.Ordinal);
}
