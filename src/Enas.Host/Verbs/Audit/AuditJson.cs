using System.Text.Json.Nodes;
using Enas.Storage;

namespace Enas.Host.Verbs.Audit;

/// <summary>What an audit found, for programs.</summary>
internal static class AuditJson
{
    public static JsonObject Of(SearchFolder folder, AuditReport report, ChildrenAudit? children, UnrecordedResults? ahead) => new()
    {
        ["search"] = folder.Root,
        ["clean"] = report.IsClean && children is not { Damaged.Count: > 0 } && ahead is not { Unusable.Count: > 0 },
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
        ["notInTheLog"] = ahead is null or { Count: 0, Unusable: [] } ? null : Of(ahead),
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
