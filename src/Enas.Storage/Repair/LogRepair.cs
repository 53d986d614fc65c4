using Enas.Pipeline.Events;
using Enas.Storage.Files;
using Enas.Storage.Folders;
using Enas.Storage.Log;

namespace Enas.Storage.Repair;

/// <summary>
/// Brings a damaged log back to its intact beginning. A chain cannot skip, so everything from the first bad or missing segment on is moved
/// to <c>_quarantine/</c>, and damaged checkpoints with it; nothing is deleted. The log tells of it: after the next <c>writer-opened</c>
/// comes a <c>repaired</c> event with names, digests and the reason. What was lost is computed again, bit for bit, when the search goes on.
/// </summary>
internal static class LogRepair
{
    /// <summary>Says what a repair would do. Writes nothing.</summary>
    /// <exception cref="LogDamagedException">There is damage that a repair does not touch: a folder among the segments, or job files
    /// that a later opening of the log, which would be moved aside, shows to be edited; or the log was removed.</exception>
    /// <exception cref="LogUnavailableException">A file cannot be read.</exception>
    public static Task<RepairPlan> PlanAsync(SearchFolder folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return RepairPlanning.OfAsync(folder, cancellationToken);
    }

    /// <summary>Repairs. An intact search is not touched. May be run again after it was cut short at any moment.</summary>
    /// <param name="writer">Who repairs.</param>
    /// <param name="time">Clock for <c>recorded_at</c>.</param>
    /// <param name="cancellationToken">Honoured until something is moved.</param>
    /// <exception cref="LogFencedException">Another process has the search open for writing.</exception>
    /// <exception cref="LogDamagedException">There is damage that a repair does not touch.</exception>
    /// <exception cref="LogUnavailableException">Disk or I/O failure; what was not moved stands where it was, and the repair can
    /// be run again.</exception>
    public static async Task<RepairOutcome> ApplyAsync(
        SearchFolder folder, WriterDescription writer, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(time);
        await using var writerLock = await LogOpening.LockAsync(folder, cancellationToken);
        try
        {
            var (records, plan) = await MoveAsync(folder, cancellationToken);
            return records.Count == 0
                ? await UnchangedAsync(folder, plan, cancellationToken)
                : await RecordAsync(folder, writer with { SearchId = plan.SearchId ?? writer.SearchId }, time, records, plan);
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot repair {folder.Root}; repair again when that is possible", fault);
        }
    }

    private static async Task<(IReadOnlyList<RepairRecord> Records, RepairPlan Plan)> MoveAsync(
        SearchFolder folder, CancellationToken cancellationToken)
    {
        var records = new List<RepairRecord>();
        var plan = await PlanAsync(folder, cancellationToken);
        foreach (var path in plan.Unfinished)
        {
            var unfinished = Quarantine.Read(folder, path);
            Quarantine.Move(folder, unfinished);
            records.Add(unfinished);
        }

        if (records.Count > 0)
        {
            plan = (await PlanAsync(folder, cancellationToken)) with { SearchId = plan.SearchId };
        }

        // One that was cut short may have opened the log anew already, without saying yet that it was a repair.
        plan = plan with { AreJobFilesProven = plan.AreJobFilesProven && records.All(record => record.KeptThrough >= 0) };
        if (plan.Files.Count > 0 || plan.AbsentCheckpoints.Count > 0)
        {
            var record = ToRecord(folder, plan);
            Quarantine.Announce(folder, record);
            Quarantine.Move(folder, record);
            records.Add(record);
        }

        return (records, plan);
    }

    private static RepairRecord ToRecord(SearchFolder folder, RepairPlan plan) => new(
        Quarantine.Free(folder), plan.Damage!.Message, plan.KeptEventCount - 1, plan.Lost,
        [.. plan.Files.Select(file => Quarantine.Describe(folder, file))], plan.AbsentCheckpoints);

    private static async Task<RepairOutcome> RecordAsync(
        SearchFolder folder, WriterDescription writer, TimeProvider time, IReadOnlyList<RepairRecord> records, RepairPlan plan)
    {
        await using var log = await LogOpening.OpenWriterAsync(
            folder, writer, time, useLock: false, verifyAll: true, CancellationToken.None);
        var last = await LastAsync(log);
        await log.AppendAsync(log.NextSequence, [.. records.SelectMany(record => record.ToRows(last))], CancellationToken.None);
        await log.CloseAsync("repaired", CancellationToken.None);
        return new RepairOutcome(records, plan.CanGoOn, plan.AreJobFilesProven, log.EventHead, log.FactHead);
    }

    private static async Task<RepairOutcome> UnchangedAsync(SearchFolder folder, RepairPlan plan, CancellationToken cancellationToken)
    {
        await using var log = await ParquetEventLog.OpenReadAsync(folder, cancellationToken);
        return new RepairOutcome([], plan.CanGoOn, plan.AreJobFilesProven, log.EventHead, log.FactHead);
    }

    private static async Task<LogRow> LastAsync(ParquetEventLog log)
    {
        await foreach (var committed in log.ReadAsync(log.NextSequence - 1, CancellationToken.None))
        {
            return committed.Row;
        }

        throw new LogDamagedException("the event that was just committed is not there");
    }
}
