using System.Security.Cryptography;
using System.Text;
using Enas.Host.Dashboard.Answers;
using Enas.Host.Service;

namespace Enas.Host.Dashboard.Views;

/// <summary>What a service has to do, does and did.</summary>
internal static class ServiceView
{
    /// <summary>The page.</summary>
    /// <param name="jobs">The folder of job files.</param>
    /// <param name="root">The folder of searches.</param>
    /// <param name="status">What health says.</param>
    /// <param name="now">The time.</param>
    /// <param name="idOf">The id of a folder of the root, where it is there.</param>
    public static ServiceAnswer Of(string jobs, string root, ServiceStatus? status, DateTimeOffset now, Func<string, string?> idOf)
    {
        var folder = JobFolder.Read(jobs);
        using var ledger = FireLedger.OpenToRead(root);
        var open = ledger?.Open() ?? [];
        var readiness = Readiness.Of(status, now);
        return new ServiceAnswer
        {
            Revision = RevisionOf(open, ledger?.Counts() ?? []),
            JobsFolder = jobs,
            Root = root,
            State = readiness,
            Words = Readiness.WordsOf(readiness),
            Problems = [.. (status?.Problems ?? []).Concat(status?.PutAside ?? []).Select(problem => problem.Words)],
            Jobs =
            [
                .. folder.States(now).Select(one => new ServiceJobAnswer
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
                .. folder.Broken.Select(broken => new BrokenJobAnswer
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

    /// <summary>Another text after the queue or the history changed.</summary>
    public static string RevisionOf(string root)
    {
        using var ledger = FireLedger.OpenToRead(root);
        return RevisionOf(ledger?.Open() ?? [], ledger?.Counts() ?? []);
    }

    /// <summary>Where the searches of a service come from, by the names of their folders; empty where there is no service.</summary>
    public static IReadOnlyDictionary<string, string> OriginsOf(string root)
    {
        using var ledger = FireLedger.OpenToRead(root);
        return (ledger?.All() ?? []).DistinctBy(fire => fire.Folder, StringComparer.Ordinal)
            .ToDictionary(fire => fire.Folder, fire => fire.Origin, StringComparer.Ordinal);
    }

    private static string RevisionOf(IReadOnlyList<Fire> open, IReadOnlyList<(FireState State, long Count)> counts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n',
            open.Select(fire => $"{fire.Folder} {fire.State} {fire.Processes}").Concat(counts.Select(one => $"{one.State} {one.Count}"))))))
            [..16];

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
