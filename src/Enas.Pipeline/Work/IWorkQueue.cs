namespace Enas.Pipeline.Work;

/// <summary>The engine cannot be reached now. What waits for work looks into the results meanwhile, and asks again.</summary>
internal sealed class WorkUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the engine itself said so, and is not merely silent.</summary>
    public bool IsAnswer { get; init; }
}

/// <summary>
/// The engine, as whoever wants work done sees it. It delivers at least once and in any order, and may forget everything after a disaster:
/// the truth is in <see cref="IResultStore"/>.
/// </summary>
internal interface IWorkQueue : IAsyncDisposable
{
    /// <summary>Asks for an item. Asking twice for a key that waits or runs changes nothing.</summary>
    /// <exception cref="WorkUnavailableException">The engine does not take it now.</exception>
    ValueTask SubmitAsync(WorkItem item, CancellationToken cancellationToken);

    /// <summary>Asks that nobody works on it any more: best effort.</summary>
    ValueTask CancelAsync(WorkItem item, CancellationToken cancellationToken);

    /// <summary>What workers say, best effort: hints to look into the results now, and progress for people.</summary>
    IAsyncEnumerable<WorkNote> NotesAsync(string owner, CancellationToken cancellationToken);

    /// <summary>What waits, what runs, and who works.</summary>
    /// <exception cref="WorkUnavailableException">The engine does not say it now.</exception>
    ValueTask<QueueStatus> StatusAsync(CancellationToken cancellationToken);
}

/// <summary>What a note tells of.</summary>
internal enum WorkNoteKind
{
    /// <summary>Somebody began.</summary>
    Started,

    /// <summary>Somebody is on the way.</summary>
    Progress,

    /// <summary>There is a result.</summary>
    Ended,

    /// <summary>A try failed; another may help.</summary>
    Failed,
}

/// <summary>What a worker says of an item. It can be lost, late, or come twice.</summary>
/// <param name="Key">The item.</param>
/// <param name="Kind">What it tells of.</param>
/// <param name="Worker">Who says it.</param>
/// <param name="Attempt">The try, told from every other one: a note that comes twice is one failure.</param>
/// <param name="ExitCode">How a try ended; 0 of others.</param>
/// <param name="Reason">Why it failed, or what it says on the way; for people.</param>
internal sealed record WorkNote(WorkKey Key, WorkNoteKind Kind, string Worker, string Attempt, int ExitCode = 0, string? Reason = null);

/// <summary>A worker as the engine knows it.</summary>
/// <param name="Name">Its name: host and process.</param>
/// <param name="Slots">Items that it works on at once.</param>
/// <param name="DeviceClass">What it has.</param>
/// <param name="Working">Keys that it works on.</param>
/// <param name="IsDraining">Whether it takes nothing new.</param>
/// <param name="Version">Its version of this program.</param>
internal sealed record WorkerStatus(
    string Name, int Slots, string DeviceClass, IReadOnlyList<string> Working, bool IsDraining, string Version);

/// <summary>The state of an engine.</summary>
/// <param name="Waiting">Items that nobody has.</param>
/// <param name="Running">Items that somebody has.</param>
/// <param name="Workers">Who works.</param>
internal sealed record QueueStatus(long Waiting, long Running, IReadOnlyList<WorkerStatus> Workers);
