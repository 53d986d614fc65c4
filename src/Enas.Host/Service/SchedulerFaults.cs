using Microsoft.Data.Sqlite;
using Quartz;

namespace Enas.Host.Service;

/// <summary>Keeps the faults of the scheduler's own threads for the loop: Quartz logs them, waits and tries again, for ever
/// if need be.</summary>
internal sealed class SchedulerFaults : ISchedulerListener
{
    private volatile Exception? _fault;

    /// <inheritdoc />
    public ValueTask SchedulerError(IScheduler scheduler, SchedulerErrorContext errorContext, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(errorContext);
        Keep(errorContext.Exception);
        return ValueTask.CompletedTask;
    }

    /// <summary>Keeps a fault, unless the store was only held by another process or its disk is full: both pass, and the checks of the disk
    /// say the latter.</summary>
    public void Keep(Exception fault)
    {
        if (SqliteOf(fault) is not { } error || !StoreException.Passes(error))
        {
            _fault = fault;
        }
    }

    /// <summary>The last fault since the last call, or null.</summary>
    public Exception? Take() => Interlocked.Exchange(ref _fault, null);

    /// <summary>A fault of the scheduler in the words of its store: exit code 74.</summary>
    public static StoreException InWords(string path, Exception fault) =>
        SqliteOf(fault) is { } error && StoreException.Of(path, error) is { } known
            ? known
            : new StoreException($"the scheduler cannot go on with {path}: {fault.GetBaseException().Message.TrimEnd('.')}. "
                + $"Start the service again; if it comes back, move the file away, and it is made anew from the schedules.");

    private static SqliteException? SqliteOf(Exception? fault)
    {
        for (; fault is not null; fault = fault.InnerException)
        {
            if (fault is SqliteException error)
            {
                return error;
            }
        }

        return null;
    }
}
