using System.Text.Json.Nodes;
using Enas.Host.Verbs.Audit;
using Enas.Storage;

namespace Enas.Host.Verbs.Repair;

/// <summary>What a repair would do, or did, for programs.</summary>
internal static class RepairJson
{
    public static JsonObject Of(SearchFolder folder, RepairPlan plan, AuditOutcome? left) => new()
    {
        ["search"] = folder.Root,
        ["done"] = false,
        ["needed"] = !plan.IsEmpty,
        ["damage"] = (plan.Damage ?? left?.Report.FirstDamage) is { } damage ? AuditJson.Of(damage) : null,
        ["keptEvents"] = plan.KeptEventCount,
        ["keptSegments"] = plan.KeptSegmentCount,
        ["files"] = Texts(plan.Files),
        ["lost"] = Of(plan.Lost),
        ["absentCheckpoints"] = Texts(plan.AbsentCheckpoints),
        ["unfinished"] = Texts(plan.Unfinished),
        ["jobFilesProven"] = plan.AreJobFilesProven,
        ["canResume"] = plan.CanGoOn,
        ["notInTheLog"] = AuditJson.NotInTheLog(left?.Ahead),
    };

    public static JsonObject Of(SearchFolder folder, RepairOutcome outcome, AuditOutcome left) => new()
    {
        ["search"] = folder.Root,
        ["done"] = outcome.Records.Count > 0,
        ["remaining"] = left.Report.FirstDamage is { } beyond ? AuditJson.Of(beyond) : null,
        ["notInTheLog"] = AuditJson.NotInTheLog(left.Ahead),
        ["repairs"] = new JsonArray([.. outcome.Records.Select(record => (JsonNode)Of(record))]),
        ["jobFilesProven"] = outcome.AreJobFilesProven,
        ["canResume"] = outcome.CanGoOn,
        ["eventHead"] = outcome.EventHead,
        ["fingerprint"] = outcome.FactHead,
    };

    private static JsonObject Of(RepairRecord record) => new()
    {
        ["quarantine"] = record.Quarantine,
        ["reason"] = record.Reason,
        ["keptEvents"] = record.KeptThrough + 1,
        ["lost"] = Of(record.Lost),
        ["files"] = new JsonArray([.. record.Files.Select(file =>
            (JsonNode)new JsonObject { ["file"] = file.File, ["sha256"] = file.Sha256, ["bytes"] = file.ByteCount })]),
        ["absentCheckpoints"] = Texts(record.AbsentCheckpoints),
    };

    private static JsonObject Of(LostEvents lost) => new()
    {
        ["events"] = lost.Events,
        ["undecodableSegments"] = lost.Undecodable,
        ["firstStep"] = lost.FirstStep,
        ["lastStep"] = lost.LastStep,
    };

    private static JsonArray Texts(IReadOnlyList<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
