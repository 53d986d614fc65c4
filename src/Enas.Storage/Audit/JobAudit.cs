using System.Text.Json;
using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Storage.Folders;
using Enas.Storage.Log;

namespace Enas.Storage.Audit;

/// <summary>
/// Job files against the log. The resolved job must give the facts of <c>search-started</c>; both files must be those whose digests the
/// first opening for writing recorded, since they never change. The first logs have no such digests: <c>job.json</c>, of which <c>--set</c>
/// may have changed anything, is then only looked for.
/// </summary>
internal sealed record JobAudit(IReadOnlyList<AuditFinding> Findings, JobOptions? Options)
{
    public static JobAudit Of(SearchFolder folder, SearchStarted? started, LogRow? opened)
    {
        var findings = new List<AuditFinding>();
        var job = Read(folder.ReadJob, folder.Job, findings);
        var resolved = Read(folder.ReadResolvedJob, folder.ResolvedJob, findings);
        Compare(folder.Job, job, opened, JobDigests.Job, findings);
        Compare(folder.ResolvedJob, resolved, opened, JobDigests.ResolvedJob, findings);
        var options = resolved is null ? null : Parse(resolved, folder.ResolvedJob, findings);
        if (options is not null && started is not null && Difference(options, started) is { } difference)
        {
            findings.Add(Finding(folder.ResolvedJob, difference));
        }

        return new JobAudit(findings, options);
    }

    private static byte[]? Read(Func<byte[]> read, string path, List<AuditFinding> findings)
    {
        try
        {
            var bytes = JobDigests.TryRead(read);
            if (bytes is null)
            {
                findings.Add(Finding(path, "it is missing"));
            }

            return bytes;
        }
        catch (LogDamagedException unusable)
        {
            findings.Add(Finding(path, unusable.Message));
            return null;
        }
    }

    private static void Compare(string path, byte[]? bytes, LogRow? opened, string key, List<AuditFinding> findings)
    {
        if (opened is not null && JobDigests.IsOther(bytes, opened, key))
        {
            findings.Add(Finding(path, $"it {JobDigests.Edited}"));
        }
    }

    private static JobOptions? Parse(byte[] resolved, string path, List<AuditFinding> findings)
    {
        var document = ResolvedJob.FromResolvedJson(resolved, path);
        if (document.Options is null)
        {
            findings.Add(Finding(path, $"it cannot be read: {document.Errors[0].Message}"));
        }

        return document.Options;
    }

    // Later versions know more options; what counts is that those which the log has are given by the job.
    private static string? Difference(JobOptions options, SearchStarted started)
    {
        using var given = JsonDocument.Parse(
            started.Kind == JobOrigins.Train ? JobFacts.ForTraining(options) : JobFacts.ForSearch(options));
        using var recorded = JsonDocument.Parse(started.Job);
        return Difference(recorded.RootElement, given.RootElement, "");
    }

    private static string? Difference(JsonElement recorded, JsonElement given, string path)
    {
        if (recorded.ValueKind != JsonValueKind.Object || given.ValueKind != JsonValueKind.Object)
        {
            return JsonElement.DeepEquals(recorded, given)
                ? null : $"{path} is {given.GetRawText()}, but search-started has {recorded.GetRawText()}";
        }

        foreach (var field in recorded.EnumerateObject())
        {
            var name = path.Length == 0 ? field.Name : $"{path}.{field.Name}";
            var difference = given.TryGetProperty(field.Name, out var value)
                ? Difference(field.Value, value, name)
                : $"{name} is not there, but search-started has {field.Value.GetRawText()}";
            if (difference is not null)
            {
                return difference;
            }
        }

        return null;
    }

    private static AuditFinding Finding(string path, string reason) =>
        new(FindingCodes.JobDisagrees, IsDamage: true, Path.GetFileName(path), null, null, $"{Path.GetFileName(path)}: {reason}");
}
