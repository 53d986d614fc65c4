using Enas.Host.Cli;
using Enas.Pipeline.Work;
using Enas.Storage.Work;

namespace Enas.Host.Workers;

/// <summary>The source of a process that was begun for one item: gives it once, and keeps how its try ended. Whoever began the process
/// gives the item to another where there is no result.</summary>
/// <param name="item">The item.</param>
/// <param name="items">Where it lies; it is removed when it is done.</param>
internal sealed class OneItem(WorkItem item, StoredItems items) : IWorkSource
{
    private bool _isGiven;

    private WorkItem Item => item;

    /// <summary>How the process ends: 0 where there is a result.</summary>
    public int ExitCode { get; private set; } = ExitCodes.Stopped;

    /// <summary>Why there is none, in words; null where there is one, or it was stopped.</summary>
    public string? Reason { get; private set; }

    /// <inheritdoc />
    public ValueTask<IWorkLease?> TakeAsync(WorkerOffer offer, CancellationToken cancellationToken)
    {
        var isFirst = !_isGiven;
        _isGiven = true;
        return ValueTask.FromResult<IWorkLease?>(isFirst ? new Lease(this) : null);
    }

    /// <inheritdoc />
    public ValueTask NoteAsync(string owner, WorkNote note, CancellationToken cancellationToken)
    {
        if (note.Kind == WorkNoteKind.Failed)
        {
            (ExitCode, Reason) = (note.ExitCode, note.Reason);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        ExitCode = ExitCodes.Done;
        await items.ForgetAsync(item.Key, cancellationToken);
    }

    // Nobody else has it: the process ends before another is begun.
    private sealed class Lease(OneItem source) : IWorkLease
    {
        public WorkItem Item => source.Item;

        public int Delivery => 1;

        public TimeSpan Life => Timeout.InfiniteTimeSpan;

        public CancellationToken Lost => CancellationToken.None;

        public ValueTask RenewAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask EndAsync(CancellationToken cancellationToken) => source.EndAsync(cancellationToken);

        public ValueTask GiveBackAsync(TimeSpan notBefore, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
