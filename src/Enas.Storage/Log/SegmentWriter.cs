using Enas.Pipeline.Events;
using Enas.Storage.Files;
using Enas.Storage.Folders;
using Enas.Storage.Stores;

namespace Enas.Storage.Log;

/// <summary>
/// Commits segments. The first failure is final: whether the commit in flight took place is then unknown, and fsync called again may
/// report success for bytes that are gone, so every later commit fails with the same words.
/// </summary>
internal sealed class SegmentWriter(
    SearchFolder folder, SegmentCatalog catalog, string searchId, long epoch, TimeProvider time, IAsyncDisposable? writerLock)
    : IAsyncDisposable
{
    private Exception? _failure;

    public long Epoch => epoch;

    /// <summary>Commits rows as the next segment and acknowledges them by returning.</summary>
    public async ValueTask<IReadOnlyList<CommittedRow>> CommitAsync(IReadOnlyList<LogRow> rows)
    {
        var (committed, winner) = await TryCommitAsync(rows);
        if (committed is not null)
        {
            return committed;
        }

        _failure = new LogFencedException(winner!.WriterEpoch >= epoch
            ? $"segment {winner.Number} belongs to writer epoch {winner.WriterEpoch}: "
                + $"another process took over this search (this one is epoch {epoch})"
            : $"segment {winner.Number} was written by epoch {winner.WriterEpoch}, "
                + $"which epoch {epoch} had replaced: resume to go on from there");
        throw _failure;
    }

    /// <summary>Commits rows, or returns the footer of the segment that took the number.</summary>
    public async ValueTask<(IReadOnlyList<CommittedRow>? Committed, SegmentFooter? Winner)> TryCommitAsync(IReadOnlyList<LogRow> rows)
    {
        ThrowIfFailed();
        var number = catalog.Count;
        try
        {
            var (sealedRows, after) = catalog.Heads.Seal(rows, Timestamps.Truncate(time.GetUtcNow()));
            var footer = new SegmentFooter(
                number, epoch, searchId, sealedRows[0].Sequence, sealedRows.Count, catalog.Heads.EventHead, after);
            if (!await TryPublishAsync(footer, await SegmentEncoder.EncodeAsync(footer, sealedRows)))
            {
                return (null, SegmentDecoder.DecodeFooter(await catalog.ReadAsync(number), number));
            }

            catalog.Add(footer);
            return (sealedRows, null);
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            _failure = FileFaults.Unavailable($"cannot commit segment {number}; what was acknowledged before it is intact", fault);
            throw _failure;
        }
        catch (Exception fault)
        {
            _failure = fault;
            throw;
        }
    }

    public ValueTask DisposeAsync() => writerLock?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async ValueTask<bool> TryPublishAsync(SegmentFooter footer, byte[] bytes)
    {
        try
        {
            return await TryPutAsync(footer, bytes);
        }
        catch (FileNotFoundException)
        {
            // Where no lock holds it back, another writer that takes over sweeps this one's staged file away; the number is
            // then the other's.
            if (await folder.Store.ExistsAsync(SegmentName.KeyOf(footer.Number), CancellationToken.None))
            {
                return false;
            }

            throw;
        }
    }

    private async ValueTask<bool> TryPutAsync(SegmentFooter footer, byte[] bytes)
    {
        if (bytes.Length > SegmentFile.MostBytes)
        {
            throw new IOException($"it would have {bytes.Length} bytes, and no reader "
                + $"takes more than {SegmentFile.MostBytes}: commit fewer steps at a time (log.groupEvents)");
        }

        await using var staged = await folder.Store.StageAsync(bytes.Length, sink => sink.Write(bytes));
        await CheckAsync(footer, staged);
        var result = await staged.PutIfAbsentAsync(SegmentName.KeyOf(footer.Number));
        return result.Outcome switch
        {
            PutOutcome.Stored => true,
            PutOutcome.Taken => false,
            _ => throw new LogUnavailableException(
                $"whether segment {footer.Number} was committed is unknown until the "
                    + $"log is opened again ({result.Reason}); what was acknowledged before it is intact"),
        };
    }

    // The pair to the encoder: what the store gives back must lead to the very heads that are about to be acknowledged.
    private async ValueTask CheckAsync(SegmentFooter footer, IStagedObject staged)
    {
        using var stream = staged.OpenRead();
        var segment = SegmentDecoder.Decode(WholeStream.ReadAll(stream, "the staged segment", SegmentFile.MostBytes), footer.Number);
        try
        {
            SegmentOrder.CheckRows(catalog.Heads, segment);
        }
        catch (LogDamagedException damage)
        {
            throw new LogDamagedException(
                $"segment {footer.Number}: reading it back gave other rows than were written; it was not committed", damage);
        }

        if (!segment.Footer.After.EventHead.Span.SequenceEqual(footer.After.EventHead.Span))
        {
            throw new LogDamagedException(
                $"segment {footer.Number}: reading it back gave another segment than was written; it was not committed");
        }
    }

    private void ThrowIfFailed()
    {
        switch (_failure)
        {
            case null:
                return;
            case LogFencedException fenced:
                throw new LogFencedException(fenced.Message);
            case LogDamagedException damaged:
                throw new LogDamagedException(damaged.Message, damaged);
            default:
                throw new LogUnavailableException($"an earlier commit failed and the process must end: {_failure.Message}", _failure);
        }
    }
}
