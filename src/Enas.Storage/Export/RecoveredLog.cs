using System.Runtime.CompilerServices;
using Enas.Pipeline.Events;
using Enas.Storage.Audit;
using Enas.Storage.Files;
using Enas.Storage.Folders;
using Enas.Storage.Log;

namespace Enas.Storage.Export;

/// <summary>
/// One pass over a log that may be damaged, in a named recovery mode. Every event that comes out was verified, promoted columns included.
/// What the pass tells of the log is complete when it has ended.
/// </summary>
/// <param name="mode">What to do with damage.</param>
internal sealed class RecoveredLog(SearchFolder folder, RecoveryMode mode)
{
    private readonly List<EventRange> _ranges = [];

    /// <summary>The first damage that was met; null when there was none.</summary>
    public AuditFinding? Damage { get; private set; }

    /// <summary>What was read, as ranges without gaps: one, unless segments in the middle were left out.</summary>
    public IReadOnlyList<EventRange> Ranges => _ranges;

    /// <summary>Number of segments that were read.</summary>
    public int SegmentCount { get; private set; }

    /// <summary>Number of events that were read.</summary>
    public long EventCount { get; private set; }

    /// <summary>Identity of the search; null when nothing was read.</summary>
    public string? SearchId { get; private set; }

    /// <summary>Number of facts up to the last event that was read, those of segments that were left out included.</summary>
    public long FactCount => After.FactCount;

    /// <summary>Head of the fact chain after the last event that was read.</summary>
    public string FactHead => Convert.ToHexStringLower(After.FactHead.Span);

    /// <summary>Head of the event chain after the last event that was read.</summary>
    public string EventHead => Convert.ToHexStringLower(After.EventHead.Span);

    internal LogHeads After => _ranges.Count == 0 ? LogHeads.Start : _ranges[^1].After;

    /// <summary>Reads the log once.</summary>
    /// <exception cref="LogDamagedException">It is damaged, and the mode is strict.</exception>
    /// <exception cref="LogUnavailableException">A file cannot be read.</exception>
    public async IAsyncEnumerable<CommittedRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var listing = await SegmentListing.OfAsync(folder, cancellationToken);
        if (listing.Foreign.Count > 0)
        {
            Meet(LogAudit.Foreign(listing.Foreign[0]));
        }

        if (listing.Numbers.Count == 0 && await AbsentLog.DamageAsync(folder, cancellationToken) is { } removed)
        {
            Meet(new AuditFinding(FindingCodes.NoSegments, IsDamage: true, EntryNames.Segments, null, null, removed), isBeyondRepair: true);
        }

        await foreach (var segment in new SegmentScan(folder).ReadAsync(listing, cancellationToken))
        {
            if (segment.Damage is { } damage)
            {
                Meet(damage);
                if (mode == RecoveryMode.UntilDamage)
                {
                    yield break;
                }

                continue;
            }

            Add(segment);
            foreach (var row in segment.Rows)
            {
                yield return row;
            }
        }
    }

    private void Meet(AuditFinding damage, bool isBeyondRepair = false)
    {
        if (mode == RecoveryMode.Strict)
        {
            throw new LogDamagedException(damage.Message) { IsBeyondRepair = isBeyondRepair }.In(folder.Root);
        }

        Damage ??= damage;
    }

    private void Add(ScannedSegment segment)
    {
        var footer = segment.Footer!;
        SearchId ??= footer.SearchId;
        SegmentCount++;
        EventCount += footer.Count;
        if (_ranges.Count > 0 && _ranges[^1].LastSegment + 1 == footer.Number)
        {
            _ranges[^1] = _ranges[^1] with { LastSegment = footer.Number, LastSequence = footer.LastSequence, After = footer.After };
            return;
        }

        _ranges.Add(new EventRange(footer.Number, footer.Number, footer.FirstSequence, footer.LastSequence)
        {
            PreviousEventHead = footer.PreviousEventHead,
            FactsBefore = footer.After.FactCount - segment.Rows.Count(row => row.Row.IsFact),
            After = footer.After,
        });
    }
}
