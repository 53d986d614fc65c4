using System.Globalization;
using Enas.Host.Cli;
using Enas.Host.Verbs.Audit;

namespace Enas.Host.Verbs.Repair;

/// <summary>What a repair would do, or did, for people.</summary>
internal static class RepairText
{
    private const string Unproven =
        "with what is lost goes what they were when the search began: that job.json "
            + "and job.resolved.json are the same files cannot be proven any more. "
        + "Compare them with copies of your own before you go on";

    public static void Write(SearchFolder folder, RepairPlan plan, AuditReport? left, Terminal terminal)
    {
        if (plan.IsEmpty)
        {
            WriteNothing(folder, left!, terminal);
            return;
        }

        terminal.Line(
            $"{Name(folder)}: {(plan.Damage is { } damage ? $"the log is damaged: {damage.Message}" : "a repair was cut short")}");
        terminal.Line($"stays        {Stays(plan.KeptEventCount)}");
        terminal.Line($"would move   {Number(plan.Files.Count, "file")} to "
            + $"_quarantine{(plan.Unfinished.Count > 0 ? ", after finishing a repair that was cut short" : string.Empty)}");
        WriteLost(folder, plan.Lost, plan.AbsentCheckpoints, plan.CanGoOn, terminal);
        if (!plan.AreJobFilesProven)
        {
            terminal.Line($"job files    {Unproven}");
        }

        terminal.Line("nothing was changed");
        terminal.Line($"next         {CommandText.Of("repair", Where(folder), "--yes")}");
    }

    public static void Write(SearchFolder folder, RepairOutcome outcome, AuditReport left, Terminal terminal)
    {
        if (outcome.Records.Count == 0)
        {
            WriteNothing(folder, left, terminal);
            return;
        }

        terminal.Line($"{Name(folder)}: repaired");
        foreach (var record in outcome.Records)
        {
            terminal.Line($"reason       {record.Reason}");
            terminal.Line($"stays        {Stays(record.KeptThrough + 1)}");
            terminal.Line($"moved        {Number(record.Files.Count, "file")} to {record.Quarantine}, where {Quarantined(record)}");
            WriteLost(folder, record.Lost, record.AbsentCheckpoints, outcome.CanGoOn, terminal);
        }

        if (!outcome.AreJobFilesProven)
        {
            terminal.Line($"job files    {Unproven}");
        }

        terminal.Line($"event head   {outcome.EventHead}");
        terminal.Line($"fingerprint  {outcome.FactHead}");
        if (left.FirstDamage is { } beyond)
        {
            terminal.Line($"remains      {beyond.Message}; a repair cannot give that back");
        }

        if (outcome.CanGoOn)
        {
            terminal.Line($"next         {CommandText.Of("resume", Where(folder))}");
        }
    }

    /// <summary>Says which results beside the log cannot be used, and what comes next.</summary>
    public static void WriteBeside(AuditOutcome? left, Terminal terminal)
    {
        if (left is { Search: { } search, Ahead.Unusable: [var first, ..] unusable })
        {
            terminal.Line($"beside it    {Number(unusable.Count, "result")} that the log does not have yet cannot be used, and a repair "
                + $"mends the log alone: {UnrecordedText.Words(first)}");
            terminal.Line($"next         {UnrecordedText.Next(search, first)}");
        }
    }

    private static void WriteNothing(SearchFolder folder, AuditReport left, Terminal terminal) => terminal.Line(left switch
    {
        { FirstDamage: { } beyond } =>
            $"{Name(folder)}: the log is damaged: {beyond.Message}. A repair cannot give that back; nothing was changed",
        { SegmentCount: 0 } => $"{Name(folder)}: {AbsentLog.Words}; nothing was changed",
        _ => $"{Name(folder)}: intact; nothing was changed",
    });

    private static void WriteLost(SearchFolder folder, LostEvents lost, IReadOnlyList<string> checkpoints, bool canGoOn, Terminal terminal)
    {
        if (lost.Events > 0 || lost.Undecodable > 0)
        {
            var undecodable = lost.Undecodable > 0 ? $", and {Number(lost.Undecodable, "segment")} that cannot be read" : string.Empty;
            terminal.Line($"lost         {Number(lost.Events, "event")}{undecodable}: {Steps(lost)}");
            terminal.Line(canGoOn
                ? $"             {CommandText.Of("resume", Where(folder))} computes what they held again, bit for bit"
                : "             with them what it began with: begin it again from its "
                    + "parent, by the same command as the first time (fork or train)");
        }

        if (checkpoints.Count > 0)
        {
            terminal.Line($"checkpoints  {checkpoints.Count} of those that the log "
                + $"names are not there; going on begins at an older one, or at the start");
        }
    }

    private static string Steps(LostEvents lost) => (lost.FirstStep, lost.LastStep) switch
    {
        (null, _) => "no step among them",
        ({ } first, { } last) when last > first => $"steps {Count(first)} to {Count(last)}{(lost.MayBeMore ? " at least" : string.Empty)}",
        ({ } first, { } last) when last == first => $"step {Count(first)}{(lost.MayBeMore ? " at least" : string.Empty)}",
        ({ } first, _) => $"steps from {Count(first)} on, as far as there were any",
    };

    private static string Quarantined(RepairRecord record) => record.Files.Count == 1 ? "it is kept" : "they are kept";

    private static string Stays(long events) => events == 0 ? "no event" : $"events 0 to {Count(events - 1)}";

    private static string Name(SearchFolder folder) => Path.GetFileName(folder.Root);

    private static string Where(SearchFolder folder) => CommandText.PathFromHere(folder.Root);

    private static string Number(long count, string what) => count == 1 ? $"1 {what}" : $"{Count(count)} {what}s";

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
