using System.CommandLine;
using Enas.Host.Cli;

namespace Enas.Host.Verbs.Audit;

/// <summary><c>enas audit</c>: is every byte of a search what was written?</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var search = CommandParts.Search();
        var head = new Option<string?>("--expect-head")
        {
            Description =
                "A fingerprint or event head of this search that was kept elsewhere: shows that nothing up to it was rewritten or dropped.",
            HelpName = "HASH",
        };
        var verb = new VerbCommand(
            "audit", "Checks every segment, hash, chain, job file and checkpoint "
                + "of a search and changes nothing; exit code 10 where something is damaged.", "enas audit @last");
        verb.Arguments.Add(search);
        verb.Options.Add(head);
        return verb.Does(CommandParts.Json(), (parsed, terminal) =>
            AuditVerb.RunAsync(parsed.GetRequiredValue(search), parsed.GetValue(head), terminal));
    }
}
