namespace Enas.Pipeline.Work;

/// <summary>What a worker has to offer.</summary>
/// <param name="Worker">Its name.</param>
/// <param name="DeviceClass"><c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Store">The mark of the store that it puts results into; null where it is that of whoever asks.</param>
internal sealed record WorkerOffer(string Worker, string DeviceClass, string? Store = null);

/// <summary>The engine, as a worker sees it.</summary>
internal interface IWorkSource : IAsyncDisposable
{
    /// <summary>The next item that this worker can do; waits for one. Null when it was told to drain.</summary>
    ValueTask<IWorkLease?> TakeAsync(WorkerOffer offer, CancellationToken cancellationToken);

    /// <summary>Says something of an item, best effort.</summary>
    ValueTask NoteAsync(string owner, WorkNote note, CancellationToken cancellationToken);
}

/// <summary>An item that was given to one worker for as long as it renews. Disposed without an end it is given back at once.</summary>
internal interface IWorkLease : IAsyncDisposable
{
    /// <summary>The item.</summary>
    WorkItem Item { get; }

    /// <summary>How often it was given out, this time included, as far as the engine knows: a measure for patience, nothing
    /// more.</summary>
    int Delivery { get; }

    /// <summary>How long it lives without a renewal.</summary>
    TimeSpan Life { get; }

    /// <summary>Cancelled when the item was cancelled, or could not be renewed for its whole life: stop, and write nothing
    /// more.</summary>
    CancellationToken Lost { get; }

    /// <summary>Keeps it; called from a timer and not from the work.</summary>
    ValueTask RenewAsync(CancellationToken cancellationToken);

    /// <summary>Called after the result is in the store; removes the item.</summary>
    ValueTask EndAsync(CancellationToken cancellationToken);

    /// <summary>Gives it to whoever takes it next.</summary>
    /// <param name="notBefore">How long nobody takes it.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask GiveBackAsync(TimeSpan notBefore, CancellationToken cancellationToken);
}
