using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Enas.Host.Dashboard.Answers;
using Enas.Host.Service;

namespace Enas.Host.Dashboard.Views;

/// <summary>What is known of a service at a moment.</summary>
/// <param name="Jobs">The folder of job files.</param>
/// <param name="Root">The folder of searches.</param>
/// <param name="Folder">The job files.</param>
/// <param name="Status">What health says; null before its first look.</param>
/// <param name="Now">The time.</param>
internal sealed record ServiceLook(string Jobs, string Root, JobFolder Folder, ServiceStatus? Status, DateTimeOffset Now);

/// <summary>What a service has to do, does and did.</summary>
internal static class ServiceView
{
    /// <summary>The page.</summary>
    /// <param name="look">What is known of the service by now.</param>
    /// <param name="idOf">The id of a folder of its searches, where it is there.</param>
    public static ServiceAnswer Of(ServiceLook look, Func<string, string?> idOf)
    {
        using var ledger = FireLedger.OpenToRead(look.Root);
        var page = Of(look, ledger?.Open() ?? [], idOf);
        return page with { Revision = RevisionOf(page, ledger?.Counts() ?? []) };
    }

    private static ServiceAnswer Of(ServiceLook look, IReadOnlyList<Fire> open, Func<string, string?> idOf)
    {
        var status = look.Status;
        var readiness = Readiness.Of(status, look.Now);
        return new ServiceAnswer
        {
            Revision = string.Empty,
            JobsFolder = look.Jobs,
            Root = look.Root,
            State = readiness,
            Words = Readiness.WordsOf(readiness),
            Problems = [.. (status?.Problems ?? []).Concat(status?.PutAside ?? []).Select(problem => problem.Words)],
            Jobs =
            [
                .. look.Folder.States(look.Now).Select(one => new ServiceJobAnswer
                {
                    Name = one.Job.Name,
                    Cron = one.Job.Schedule?.Cron,
                    TimeZone = one.Job.Schedule?.TimeZone,
                    State = one.State.State,
                    Next = [.. one.State.Next.Select(at => Answering.Time(at)!)],
                }),
            ],
            Broken =
            [
                .. look.Folder.Broken.Select(broken => new BrokenJobAnswer
                {
                    File = broken.File,
                    Line = broken.Line > 0 ? broken.Line : null,
                    Column = broken.Line > 0 ? broken.Column : null,
                    Message = broken.Message,
                }),
            ],
            Queue = [.. open.Where(fire => fire.State == FireState.Queued).Select(fire => Of(fire, idOf))],
            Running = [.. open.Where(fire => fire.State == FireState.Running).Select(fire => Of(fire, idOf))],
        };
    }

    /// <summary>What was done, the newest first.</summary>
    public static ServiceHistoryAnswer HistoryOf(string root, string? job, int offset, int limit, Func<string, string?> idOf)
    {
        using var ledger = FireLedger.OpenToRead(root);
        return new ServiceHistoryAnswer
        {
            Total = ledger?.Count(job) ?? 0,
            Offset = offset,
            Rows = [.. (ledger?.History(job, limit, offset) ?? []).Select(fire => Of(fire, idOf))],
        };
    }

    // Of all that the page shows, so that nothing that changes stays as it was on a page that is open; the history by its counts.
    private static string RevisionOf(ServiceAnswer page, IReadOnlyList<(FireState State, long Count)> counts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(page, AnswerJson.Default.ServiceAnswer));
        hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\n', counts.Select(one => $"{one.State} {one.Count}"))));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private static ServiceFireAnswer Of(Fire fire, Func<string, string?> idOf) => new()
    {
        Folder = fire.Folder,
        Id = idOf(fire.Folder),
        Job = fire.Job,
        At = Answering.Time(fire.At)!,
        Origin = fire.Origin,
        State = FireText.Of(fire.State),
        ExitCode = fire.ExitCode,
        Processes = fire.Processes,
        Fingerprint = fire.Fingerprint,
        Reason = fire.Reason,
        StartedAt = Answering.Time(fire.StartedAt),
        EndedAt = Answering.Time(fire.EndedAt),
    };
}
