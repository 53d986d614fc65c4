using System.Globalization;
using Enas.Host.Cli;
using Enas.Pipeline.Messages;

namespace Enas.Host.Verbs.Audit;

/// <summary>What an audit found, for people.</summary>
internal static class AuditText
{
    private const int MostLines = 20;

    public static void Write(AuditOutcome outcome, TimeSpan duration, Terminal terminal)
    {
        var (folder, report) = outcome;
        var (children, ahead) = (outcome.Children, outcome.Ahead);
        terminal.Line($"{Path.GetFileName(folder.Root)}: {Verdict(report, children, ahead)}");
        WriteFindings(report, terminal);
        if (report.DamageCount == 0)
        {
            terminal.Line($"segments     {Count(report.IntactSegmentCount)}: {Count(report.IntactEventCount)} "
                + $"events, {Count(report.IntactFactCount)} of them facts; opened for writing {Times(report.WriterEpoch)}");
            terminal.Line($"verified     digests, places, both chains, writer epochs, "
                + $"columns against facts, {(report.AreJobFilesProven ? "job files, " : string.Empty)}checkpoints");
        }
        else
        {
            terminal.Line($"intact       {Intact(report)}");
        }

        terminal.Line($"checkpoints  {report.Checkpoints.Verified} there with their digests, {report.Checkpoints.Released} "
            + $"released{(report.Checkpoints.LostBefore > 0 ? $", {report.Checkpoints.LostBefore} lost before a repair" : string.Empty)}");
        if (children is { HasAny: true })
        {
            Write(children, terminal);
        }

        if (ahead is not null)
        {
            UnrecordedText.Write(ahead, MostLines, terminal);
        }

        terminal.Line($"event head   {report.EventHead}");
        terminal.Line($"fingerprint  {report.FactHead}");
        if (report.Expected is { } expected)
        {
            terminal.Line($"expected     {Words(expected)}");
        }

        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"time         {duration.TotalSeconds:0.00} s"));
        if (report.DamageCount > 0)
        {
            var name = CommandText.PathFromHere(folder.Root);
            terminal.Line($"next         {CommandText.Of("repair", name)}");
            terminal.Line($"             {CommandText.Of("export", name, "--recovery", "salvage")}");
        }
        else if (ahead is { Unusable: [var first, ..] })
        {
            terminal.Line($"next         {UnrecordedText.Next(outcome.Search!, first)}");
        }
    }

    private static void Write(ChildrenAudit children, Terminal terminal)
    {
        terminal.Line($"children     {Count(children.Verified)} intact, with the fingerprints that stand here"
            + (children.Absent > 0 ? $"; {Count(children.Absent)} not there, of which the facts here are all that is left" : string.Empty));
        foreach (var child in children.Damaged.Take(MostLines))
        {
            terminal.Line($"  damage  {child.Message}");
        }
    }

    private static string Verdict(AuditReport report, ChildrenAudit? children, UnrecordedResults? ahead) => report switch
    {
        { IsClean: true } when children is { Damaged: [var first, ..] } => $"the log is intact, and a child is damaged: {first.Message}",
        { IsClean: true } when ahead is { Unusable: [var first, ..] } =>
            $"the log is intact, and a result that it does not have yet cannot be used: {UnrecordedText.Words(first)}",
        { FirstDamage: { } damage } => $"the log is damaged: {damage.Message}",
        { Expected.IsFound: false } =>
            "every hash agrees, but the expected head is not in this log: something was rewritten or dropped since it was written down",
        { SegmentCount: 0 } => AbsentLog.Words,
        { AreJobFilesProven: false } => "the log is intact, but its job files are no longer proven",
        _ => "intact",
    };

    private static void WriteFindings(AuditReport report, Terminal terminal)
    {
        if (report.DamageCount + report.NoteCount == 0)
        {
            return;
        }

        terminal.Line($"found        {Count(report.DamageCount)} damaged, {Count(report.NoteCount)} worth a word");
        foreach (var finding in report.Findings.OrderBy(finding => !finding.IsDamage).Take(MostLines))
        {
            terminal.Line($"  {(finding.IsDamage ? "damage" : "note  ")}  {finding.Message}");
        }

        var more = report.DamageCount + report.NoteCount - MostLines;
        if (more > 0)
        {
            terminal.Line($"  and {Count(more)} more; --json gives the first {Count(LogAudit.MostFindings)}");
        }
    }

    private static string Intact(AuditReport report) => report.IntactSegmentCount == 0
        ? $"nothing: the first of {Counted.Of(report.SegmentCount, "segment")} is damaged or missing"
        : $"events 0 to {Count(report.IntactEventCount - 1)}, in the first {Count(report.IntactSegmentCount)} "
            + $"of {Counted.Of(report.SegmentCount, "segment")}";

    private static string Words(ExpectedHead expected) => expected switch
    {
        { IsFound: false } => "not a head of this log, neither event head nor fingerprint",
        { EventsAfter: 0 } => $"it is the {expected.Kind} of the whole log",
        { FactsAfter: 0 } => $"it is the {expected.Kind} after event {Count(expected.Sequence)}; "
            + $"{Counted.Of(expected.EventsAfter, "event follows", "events follow")}, none of them a fact",
        _ => $"it is the {expected.Kind} after event {Count(expected.Sequence)}; "
            + $"the log went on by {Counted.Of(expected.EventsAfter, "event")}, {Count(expected.FactsAfter)} of them facts",
    };

    private static string Times(long count) => count == 1 ? "once" : $"{Count(count)} times";

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
