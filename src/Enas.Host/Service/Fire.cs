using System.Globalization;

namespace Enas.Host.Service;

/// <summary>How far a fire is.</summary>
internal enum FireState
{
    /// <summary>It waits for a place.</summary>
    Queued,

    /// <summary>A process was started for it; after a crash of the service it is resumed.</summary>
    Running,

    /// <summary>The search is complete.</summary>
    Done,

    /// <summary>Another attempt would not help, or all are used up.</summary>
    Failed,

    /// <summary>Its time limit stopped it; it can be resumed by hand.</summary>
    Stopped,

    /// <summary>The overlap policy left it out.</summary>
    Skipped,

    /// <summary>The misfire policy left it out.</summary>
    Missed,
}

/// <summary>One fire of a job: the search that is to be there because of it, exactly one.</summary>
/// <param name="Job">Name of the job: its file without <c>.json</c>.</param>
/// <param name="At">The scheduled instant, or when it was asked for; UTC. With the job it identifies the fire.</param>
internal sealed record Fire(string Job, DateTimeOffset At, FireState State)
{
    private const string WholeSeconds = "yyyyMMdd'T'HHmmss'Z'";
    private const string Milliseconds = "yyyyMMdd'T'HHmmss'.'fff'Z'";

    /// <summary>schedule, demand, adopted or found.</summary>
    public string Origin { get; init; } = Schedule;

    public int Priority { get; init; }

    /// <summary>Attempts that failed in a way that another one may cure.</summary>
    public int FailedAttempts { get; init; }

    /// <summary>Processes started for it.</summary>
    public int Processes { get; init; }

    public int? ExitCode { get; init; }

    /// <summary>The fingerprint of the finished search.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>What came of the steps after its search, see <see cref="FollowUpRecord"/>; null for nothing.</summary>
    public string? FollowUp { get; init; }

    /// <summary>Why it is in this state, where that is not plain.</summary>
    public string? Reason { get; init; }

    /// <summary>No process is started for it before this instant.</summary>
    public DateTimeOffset NotBefore { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public const string Schedule = "schedule";
    public const string Demand = "demand";

    /// <summary>A search that somebody started by hand, found unfinished.</summary>
    public const string Adopted = "adopted";

    /// <summary>A search of the service that its ledger had lost; what asked for it is not known any more.</summary>
    public const string Found = "found";

    /// <summary>The folder of an adopted search; null where the fire names it.</summary>
    public string? Search { get; init; }

    /// <summary>Name of the search's folder. A function of the fire, so that doing a fire again finds the search instead of making
    /// a second one.</summary>
    public string Folder => Search
        ?? $"{Job}-{At.UtcDateTime.ToString(At.Millisecond == 0 ? WholeSeconds : Milliseconds, CultureInfo.InvariantCulture)}";

    /// <summary>Whether nothing more will happen to it.</summary>
    public bool HasEnded => State is not (FireState.Queued or FireState.Running);

    /// <summary>From the name of a search's folder back to its fire; null where it is not one's.</summary>
    public static Fire? OfFolder(string folder)
    {
        var dash = folder.LastIndexOf('-');
        return dash > 0 && DateTimeOffset.TryParseExact(
            folder[(dash + 1)..], [WholeSeconds, Milliseconds], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? new Fire(folder[..dash], at, FireState.Queued)
            : null;
    }
}
