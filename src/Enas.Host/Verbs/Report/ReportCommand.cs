using System.CommandLine;
using Enas.Host.Cli;

namespace Enas.Host.Verbs.Report;

/// <summary><c>enas report</c>: a search as one page.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var search = CommandParts.Search();
        var recovery = CommandParts.Recovery("strict", "until-damage");
        var file = CommandParts.Out("The file to write; report.html in the search's export folder by default.");
        var force = CommandParts.Force();
        var verb = new VerbCommand(
            "report", "Writes a search as one self-contained HTML page: charts, best architectures, audit, how to reproduce.",
            "enas report @last --out report.html");
        verb.Arguments.Add(search);
        verb.Options.Add(recovery);
        verb.Options.Add(file);
        verb.Options.Add(force);
        return verb.Does(CommandParts.Json(), (parsed, terminal) => ReportVerb.RunAsync(
            parsed.GetRequiredValue(search),
                CommandParts.RecoveryMode(parsed.GetValue(recovery)!), parsed.GetValue(file), parsed.GetValue(force), terminal));
    }
}
