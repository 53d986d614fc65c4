using System.Globalization;
using Enas.Pipeline.Messages;

namespace Enas.Pipeline.Work;

/// <summary>What a try came to.</summary>
/// <param name="ExitCode">As a process would end: see docs/exit-codes.md.</param>
/// <param name="Reason">Why it has no result, in words; null where it has one.</param>
/// <param name="IsHeld">Whether another process has what it writes to.</param>
internal sealed record WorkTry(int ExitCode, string? Reason = null, bool IsHeld = false);

/// <summary>Does one item: computes it and puts its result.</summary>
internal interface IWorkRunner
{
    /// <summary>Tries it.</summary>
    /// <param name="item">The item, whose form was checked.</param>
    /// <param name="drain">Asks for a clean stop.</param>
    /// <param name="lost">The item is somebody else's now: nothing more is written.</param>
    Task<WorkTry> TryAsync(WorkItem item, CancellationToken drain, CancellationToken lost);
}

/// <summary>
/// A worker: takes items, does them, renews its leases meanwhile, and tells how they ended. It knows no engine. What has a result is not
/// done again.
/// </summary>
/// <param name="source">The engine; not owned.</param>
/// <param name="results">What is done.</param>
/// <param name="runner">Does an item.</param>
/// <param name="offer">What this worker has.</param>
/// <param name="time">The time of renewals.</param>
internal sealed class WorkLoop(IWorkSource source, IResultStore results, IWorkRunner runner, WorkerOffer offer, TimeProvider time)
{
    // Exit codes after which no other try will help: command line, input, not found.
    private const int FirstImpossible = 64;
    private const int LastImpossible = 66;
    private const int Unavailable = 69;
    private const int Fault = 74;
    private const int Stopped = 75;
    private const int RenewalsInALife = 3;
    private const int DeliveriesToMost = 8;

    private static readonly TimeSpan s_firstPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_mostPatience = TimeSpan.FromMinutes(10);

    private long _tries;

    /// <summary>Hears, in words, which items are refused before they are tried; null where nobody does.</summary>
    public Action<string>? Say { get; init; }

    /// <summary>How long an item is left alone after a try that failed: 5 s, doubled with each, and 10 minutes at most.</summary>
    /// <param name="delivery">How often it was given out.</param>
    public static TimeSpan PatienceAfter(int delivery) =>
        delivery > DeliveriesToMost ? s_mostPatience
            : TimeSpan.FromTicks(Math.Min(s_mostPatience.Ticks, s_firstPatience.Ticks << Math.Max(0, delivery - 1)));

    /// <summary>Works on so many items at once until it is asked to stop or told to drain; what it has by then is given back.</summary>
    public Task RunAsync(int slots, CancellationToken drain) =>
        Task.WhenAll(Enumerable.Range(0, slots).Select(_ => Task.Run(() => SlotAsync(drain), CancellationToken.None)));

    private async Task SlotAsync(CancellationToken drain)
    {
        while (!drain.IsCancellationRequested)
        {
            try
            {
                if (await source.TakeAsync(offer, drain) is not { } lease)
                {
                    return;
                }

                await using (lease)
                {
                    await DoAsync(lease, NextTry(), drain);
                }
            }
            catch (OperationCanceledException) when (drain.IsCancellationRequested)
            {
                return;
            }
        }
    }

    // Told from every other try of every worker.
    private string NextTry() => string.Create(CultureInfo.InvariantCulture, $"{offer.Worker}/{Interlocked.Increment(ref _tries)}");

    // Whatever goes wrong with an item, the worker lives, and whoever waits is told.
    private async Task DoAsync(IWorkLease lease, string attempt, CancellationToken drain)
    {
        try
        {
            await TakeOnAsync(lease, attempt, drain);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !drain.IsCancellationRequested)
        {
            // A time that ran out somewhere is a cancellation too, and no stop.
            await lease.GiveBackAsync(PatienceAfter(lease.Delivery), CancellationToken.None);
            await SayAsync(lease, WorkNoteKind.Failed, attempt, Fault, fault.Message);
        }
    }

    private async Task TakeOnAsync(IWorkLease lease, string attempt, CancellationToken drain)
    {
        if (lease.Item.Fault is { } fault)
        {
            // Nothing is put under a key that may be another item's.
            Say?.Invoke($"{lease.Item.Key.Short} is refused and removed: {fault}");
            await lease.EndAsync(CancellationToken.None);
            await SayAsync(lease, WorkNoteKind.Failed, attempt, FirstImpossible + 1, fault);
            return;
        }

        if (offer.Store is { } here && lease.Item.Store is { } there && here != there)
        {
            await LeaveAsync(lease, attempt, $"the worker {offer.Worker} has another --root than whoever asks: the store there has the "
                + $"mark {ForeignText.Shown(there)}, its own {here}");
            return;
        }

        if (await results.FindAsync(lease.Item.Key, drain) is not null)
        {
            await EndAsync(lease, attempt);
            return;
        }

        await SayAsync(lease, WorkNoteKind.Started, attempt);
        var tried = await TryAsync(lease, drain);
        if (lease.Lost.IsCancellationRequested)
        {
            return;
        }

        if (tried.ExitCode is >= FirstImpossible and <= LastImpossible)
        {
            await results.PutAsync(
                WorkResult.Without(lease.Item.Key, WorkEnd.Impossible, tried.ExitCode, tried.Reason), CancellationToken.None);
        }

        if (await results.FindAsync(lease.Item.Key, CancellationToken.None) is not null)
        {
            await EndAsync(lease, attempt);
        }
        else if (tried.ExitCode == Stopped && drain.IsCancellationRequested)
        {
            await lease.GiveBackAsync(TimeSpan.Zero, CancellationToken.None);
        }
        else if (tried.IsHeld && lease.Life != Timeout.InfiniteTimeSpan)
        {
            // Whoever had it before still does it: its lease ran out while the engine was away. That is no failure of the work.
            await lease.GiveBackAsync(lease.Life, CancellationToken.None);
            await SayAsync(lease, WorkNoteKind.Progress, attempt, reason: tried.Reason);
        }
        else
        {
            await lease.GiveBackAsync(PatienceAfter(lease.Delivery), CancellationToken.None);
            await SayAsync(lease, WorkNoteKind.Failed, attempt, tried.ExitCode, tried.Reason);
        }
    }

    // What would be done here would never be found by whoever waits for it.
    private async Task LeaveAsync(IWorkLease lease, string attempt, string why)
    {
        Say?.Invoke($"{lease.Item.Key.Short} is left to others: {why}");
        await lease.GiveBackAsync(PatienceAfter(lease.Delivery), CancellationToken.None);
        await SayAsync(lease, WorkNoteKind.Failed, attempt, Unavailable, why);
    }

    private async Task<WorkTry> TryAsync(IWorkLease lease, CancellationToken drain)
    {
        var every = lease.Life == Timeout.InfiniteTimeSpan ? lease.Life : lease.Life / RenewalsInALife;
        await using var renewals = time.CreateTimer(_ => _ = RenewAsync(lease), null, every, every);
        return await runner.TryAsync(lease.Item, drain, lease.Lost);
    }

    // From a timer and not from the work, which may be busy for hours. One that fails is no loss before the life of the lease is over.
    private static async Task RenewAsync(IWorkLease lease)
    {
        try
        {
            await lease.RenewAsync(lease.Lost);
        }
        catch (Exception fault) when (fault is WorkUnavailableException or OperationCanceledException or ObjectDisposedException)
        {
        }
    }

    private async Task EndAsync(IWorkLease lease, string attempt)
    {
        await lease.EndAsync(CancellationToken.None);
        await SayAsync(lease, WorkNoteKind.Ended, attempt);
    }

    private ValueTask SayAsync(IWorkLease lease, WorkNoteKind kind, string attempt, int exitCode = 0, string? reason = null) =>
        source.NoteAsync(
            lease.Item.Owner, new WorkNote(lease.Item.Key, kind, offer.Worker, attempt, exitCode, reason), CancellationToken.None);
}
