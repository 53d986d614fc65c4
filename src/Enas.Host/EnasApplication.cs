using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Verbs.Audit;
using Enas.Host.Verbs.Auto;
using Enas.Host.Verbs.Compare;
using Enas.Host.Verbs.Costs;
using Enas.Host.Verbs.Data;
using Enas.Host.Verbs.Export;
using Enas.Host.Verbs.Jobs;
using Enas.Host.Verbs.Look;
using Enas.Host.Verbs.Machine;
using Enas.Host.Verbs.Predict;
using Enas.Host.Verbs.Provenance;
using Enas.Host.Verbs.Prove;
using Enas.Host.Verbs.Rank;
using Enas.Host.Verbs.Repair;
using Enas.Host.Verbs.Replay;
using Enas.Host.Verbs.Report;
using Enas.Host.Verbs.Resume;
using Enas.Host.Verbs.Run;
using Enas.Host.Verbs.Schedules;
using Enas.Host.Verbs.Serve;
using Enas.Host.Verbs.Sql;
using Enas.Host.Verbs.Train;
using Enas.Host.Verbs.Trials;
using Enas.Host.Verbs.Ui;
using Enas.Host.Verbs.Work;
using Enas.Pipeline.Messages;

namespace Enas.Host;

/// <summary>The command line: all verbs, parsed and run.</summary>
internal static class EnasApplication
{
    private const string ShortHelp = """
        enas searches for neural architectures.

          enas demo                  a one-minute search, nothing needed
          enas init                  write a job file to start from
          enas validate JOB          check a job and see what it costs
          enas run JOB               run a search
          enas resume @last          go on after a crash or a stop
          enas show @last            look at the newest search
          enas doctor                what this machine can run

        All verbs: enas --help. One verb: enas help VERB.
        """;

    private const int LongestLine = 2000;

    /// <summary>Runs one command line to its exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        // "@last" names a search here, not a response file.
        var parsed = Root().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        if (parsed.Action is ParseErrorAction)
        {
            await RefuseAsync(parsed);
            return ExitCodes.BadCommandLine;
        }

        return await parsed.InvokeAsync(configuration);
    }

    private static async Task RefuseAsync(ParseResult parsed)
    {
        string[] lines = [.. parsed.Errors.Select(error => $"enas: {InOneLine(error)}{Hint(parsed, error)}"), $"See: {HelpFor(parsed)}"];
        foreach (var line in lines)
        {
            await Console.Error.WriteLineAsync(ForeignText.Shown(line, LongestLine));
        }

        // Whoever reads one object reads it here too.
        if (parsed.Tokens.Any(token => token.Value == "--json"))
        {
            var message = string.Join('\n', lines.Select(line => ForeignText.Shown(line, LongestLine)));
            new Terminal(json: true).Result(new JsonObject
            {
                ["error"] = new JsonObject { ["exitCode"] = ExitCodes.BadCommandLine, ["message"] = message },
            });
        }
    }

    // The parser lists the words that an option takes below each other.
    private static string InOneLine(ParseError error)
    {
        var words = error.Message.Replace(":\n\t", ": ", StringComparison.Ordinal)
            .Replace("\n\t", ", ", StringComparison.Ordinal).TrimEnd('\n');
        return words != error.Message && error.SymbolResult is OptionResult { IdentifierToken.Value: { } option }
            ? $"{option}: {words}" : words;
    }

    // What stands after a verb that is none may be anything: nothing is suggested for it.
    private static string Hint(ParseResult parsed, ParseError error)
    {
        var command = parsed.CommandResult.Command;
        return parsed.UnmatchedTokens is [var word, ..] && error.Message.Contains($"'{word}'", StringComparison.Ordinal)
            ? Nearest.Hint(word, word.StartsWith('-')
                ? command.Options.Select(option => option.Name) : command.Subcommands.Select(verb => verb.Name))
            : string.Empty;
    }

    internal static RootCommand Root()
    {
        var root = new RootCommand("enas searches for neural architectures; every search is a log that can be replayed.");
        foreach (var verb in Verbs())
        {
            root.Subcommands.Add(verb);
        }

        root.Subcommands.Add(HelpCommand.Create(root));
        root.Subcommands.Add(HelpCommand.Version());
        root.SetAction(_ => Console.Out.WriteLine(ShortHelp));
        ExampleHelp.Install(root);
        WholeNumbers.Install(root);
        UnknownOptions.Install(root);
        return root;
    }

    private static IEnumerable<Command> Verbs() =>
    [
        DemoCommand.Create(),
        InitCommand.Create(),
        ValidateCommand.Create(),
        RunCommand.Create(),
        ResumeCommand.Create(),
        AskCommand.Create(),
        TellCommand.Create(),
        ForkCommand.Create(),
        ReplayCommand.Create(),
        AuditCommand.Create(),
        RepairCommand.Create(),
        ExportCommand.Create(),
        LsCommand.Create(),
        ShowCommand.Create(),
        TopCommand.Create(),
        DeriveCommand.Create(),
        SqlCommand.Create(),
        DrawCommand.Create(),
        ReportCommand.Create(),
        CompareCommand.Create(),
        UiCommand.Create(),
        TrainCommand.Create(),
        PredictCommand.Create(),
        KeyCommand.Create(),
        AttestCommand.Create(),
        VerifyCommand.Create(),
        RankCommand.Create(),
        ProveCommand.Create(),
        AutoCommand.Create(),
        CostsCommand.Create(),
        ServeCommand.Create(),
        ScheduleCommand.Create(),
        DataCommand.Create(),
        DoctorCommand.Create(),
        BenchCommand.Create(),
        WorkerCommand.Create(),
        ClusterCommand.Create(),
        WorkItemCommand.Create(),
    ];

    /// <summary>The help of the command that was meant, with all that it is a part of.</summary>
    private static string HelpFor(ParseResult parsed)
    {
        string[] words = ["--help"];
        for (var result = parsed.CommandResult; result.Command is not RootCommand; result = (CommandResult)result.Parent!)
        {
            words = [result.Command.Name, .. words];
        }

        return CommandText.Of(words);
    }
}
