using System.Text.Json.Nodes;
using Enas.Storage;

namespace Enas.Host.Verbs.Audit;

/// <summary>What an audit found, for programs.</summary>
internal static class AuditJson
{
    public static JsonObject Of(AuditOutcome outcome) => Of(outcome, outcome.Report, outcome.Children);

    /// <summary>The results that the log does not have; null where there are none.</summary>
    public static JsonObject? NotInTheLog(UnrecordedResults? ahead) =>
        ahead is null or { Count: 0, LeftOver: 0, Unusable: [] } ? null : Of(ahead);

    private static JsonObject Of(AuditOutcome outcome, AuditReport report, ChildrenAudit? children) => new()
    {
        ["search"] = outcome.Folder.Root,
        ["clean"] = outcome.IsClean,
        ["damageCount"] = report.DamageCount,
        ["noteCount"] = report.NoteCount,
        ["firstDamage"] = report.FirstDamage is { } damage ? Of(damage) : null,
        ["segments"] = report.SegmentCount,
        ["intactSegments"] = report.IntactSegmentCount,
        ["intactEvents"] = report.IntactEventCount,
        ["intactFacts"] = report.IntactFactCount,
        ["jobFilesProven"] = report.AreJobFilesProven,
        ["writerEpoch"] = report.WriterEpoch,
        ["eventHead"] = report.EventHead,
        ["fingerprint"] = report.FactHead,
        ["expectedHead"] = report.Expected is { } expected ? Of(expected) : null,
        ["checkpoints"] = new JsonObject
        {
            ["verified"] = report.Checkpoints.Verified,
            ["released"] = report.Checkpoints.Released,
            ["lostBeforeRepair"] = report.Checkpoints.LostBefore,
        },
        ["children"] = children is { HasAny: true } ? Of(children) : null,
        ["notInTheLog"] = NotInTheLog(outcome.Ahead),
        ["findings"] = new JsonArray([.. report.Findings.Select(finding => (JsonNode)Of(finding))]),
    };

    /// <summary>One finding.</summary>
    public static JsonObject Of(AuditFinding finding) => new()
    {
        ["code"] = finding.Code,
        ["damage"] = finding.IsDamage,
        ["file"] = finding.File,
        ["segment"] = finding.Segment,
        ["sequence"] = finding.Sequence,
        ["message"] = finding.Message,
    };

    private static JsonObject Of(ChildrenAudit children) => new()
    {
        ["verified"] = children.Verified,
        ["absent"] = children.Absent,
        ["damaged"] = new JsonArray([.. children.Damaged.Select(child => (JsonNode)new JsonObject
        {
            ["folder"] = child.Folder,
            ["message"] = child.Message,
        })]),
    };

    private static JsonObject Of(UnrecordedResults ahead) => new()
    {
        ["results"] = ahead.Count,
        ["withoutDigest"] = ahead.WithoutDigest,
        ["leftOver"] = ahead.LeftOver,
        ["unusable"] = new JsonArray([.. ahead.Unusable.Select(result => (JsonNode)new JsonObject
        {
            ["folder"] = result.Folder,
            ["trial"] = result.Trial,
            ["message"] = UnrecordedText.Words(result),
        })]),
    };

    private static JsonObject Of(ExpectedHead expected) => new()
    {
        ["head"] = expected.Head,
        ["found"] = expected.IsFound,
        ["kind"] = expected.Kind,
        ["sequence"] = expected.IsFound ? expected.Sequence : null,
        ["eventsAfter"] = expected.IsFound ? expected.EventsAfter : null,
        ["factsAfter"] = expected.IsFound ? expected.FactsAfter : null,
    };
}
