using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Enas.Host.Cli;
using Enas.Host.Verbs.Audit;
using Enas.Host.Verbs.Compare;
using Enas.Host.Verbs.Data;
using Enas.Host.Verbs.Export;
using Enas.Host.Verbs.Jobs;
using Enas.Host.Verbs.Look;
using Enas.Host.Verbs.Machine;
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
        if (parsed.Action is ParseErrorAction errors)
        {
            await RefuseAsync(parsed, errors, configuration);
            return ExitCodes.BadCommandLine;
        }

        return await parsed.InvokeAsync(configuration);
    }

    private static async Task RefuseAsync(ParseResult parsed, ParseErrorAction errors, InvocationConfiguration configuration)
    {
        // Suggestions are for people as well, so they must not stand where a script expects results. Both quote what was typed.
        using var suggestions = new StringWriter();
        (configuration.Output, configuration.Error) = (suggestions, TextWriter.Null);
        errors.ShowHelp = false;
        await parsed.InvokeAsync(configuration);
        string[] lines = [.. parsed.Errors.Select(error => $"enas: {error.Message}"), .. suggestions.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), $"See: {HelpFor(parsed)}"];
        foreach (var line in lines)
        {
            await Console.Error.WriteLineAsync(ForeignText.Shown(line, LongestLine));
        }
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
        return root;
    }

    private static IEnumerable<Command> Verbs() =>
    [
        DemoCommand.Create(),
        InitCommand.Create(),
        ValidateCommand.Create(),
        RunCommand.Create(),
        ResumeCommand.Create(),
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
        TrainCommand.Create(),
        RankCommand.Create(),
        ServeCommand.Create(),
        ScheduleCommand.Create(),
        DataCommand.Create(),
        DoctorCommand.Create(),
        BenchCommand.Create(),
    ];

    /// <summary>The help of the command that was meant, with all that it is a part of.</summary>
    private static string HelpFor(ParseResult parsed)
    {
        var help = "--help";
        for (var result = parsed.CommandResult; result.Command is not RootCommand; result = (CommandResult)result.Parent!)
        {
            help = $"{result.Command.Name} {help}";
        }

        return "enas " + help;
    }
}
