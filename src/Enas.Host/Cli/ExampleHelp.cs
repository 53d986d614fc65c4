using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Enas.Host.Cli;

/// <summary>The library's help, and below it the verb's example.</summary>
internal sealed class ExampleHelp(HelpAction help) : SynchronousCommandLineAction
{
    /// <inheritdoc />
    public override bool ClearsParseErrors => true;

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is VerbCommand verb)
        {
            parseResult.InvocationConfiguration.Output.WriteLine("Example:\n  " + verb.Example + "\n");
        }

        return code;
    }

    /// <summary>Puts itself in the place of a root command's help.</summary>
    public static void Install(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new ExampleHelp((HelpAction)option.Action!);
    }
}
