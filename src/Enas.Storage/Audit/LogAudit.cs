using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Projections;
using Enas.Storage.Files;
using Enas.Storage.Folders;
using Enas.Storage.Log;
using Enas.Storage.Readings;

namespace Enas.Storage.Audit;

/// <summary>
/// Checks everything that a search's folder holds: each segment's digest before it is decoded, its frame, footer and place, both chains
/// over every event, writer epochs, promoted columns against facts, job files, checkpoints. Goes on after damage, so that one pass finds
/// all of it. Writes nothing and may stand beside a writer.
/// </summary>
internal sealed class LogAudit
{
    /// <summary>Findings that a report holds at most; all are counted.</summary>
    public const int MostFindings = 1000;

    // A search that runs publishes and releases checkpoints between the looks at its log and at its checkpoints.
    private const int MostLooks = 5;

    private readonly SearchFolder _folder;
    private readonly SegmentScan _scan;
    private readonly HeadSearch? _head;
    private readonly FindingList _findings = new();
    private readonly List<LogRow> _repaired = [];
    private readonly JobFiles _jobFiles = new();
    private readonly Milestones _milestones = new();
    private readonly IReadOnlyList<IProjection> _views;
    private string? _searchId;
    private LogHeads _intact = LogHeads.Start;
    private long _intactSegments;
    private long _segments;
    private long _facts;
    private long _epoch;
    private bool _isBroken;

    private LogAudit(SearchFolder folder, string? expectedHead)
    {
        _folder = folder;
        _scan = new SegmentScan(folder);
        _head = expectedHead is null ? null : new HeadSearch(expectedHead);
        _views = [_jobFiles, _milestones];
    }

    /// <summary>Audits a search.</summary>
    /// <param name="expectedHead">A head of either chain that was kept elsewhere, 64 lower-case hexadecimal digits, or null.</param>
    /// <param name="cancellationToken">Honoured between segments.</param>
    /// <exception cref="LogUnavailableException">A file cannot be read: what it holds is then not known.</exception>
    public static Task<AuditReport> RunAsync(SearchFolder folder, string? expectedHead, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return new LogAudit(folder, expectedHead).RunAsync(cancellationToken);
    }

    private async Task<AuditReport> RunAsync(CancellationToken cancellationToken)
    {
        _head?.Begin();
        await ScanAsync(cancellationToken);
        if (_segments == 0 && _findings.DamageCount == 0)
        {
            var damage = await AbsentLog.DamageAsync(_folder, cancellationToken);
            _findings.AddRange([new AuditFinding(
                FindingCodes.NoSegments, damage is not null, EntryNames.Segments, null, null,
                damage ?? AbsentLog.Words)]);
        }

        var job = JobAudit.Of(_folder, _milestones.Started, _jobFiles.Opening);
        var checkpoints = await CheckpointsAsync(job.Options, cancellationToken);
        _findings.AddRange(job.Findings);
        _findings.AddRange(_jobFiles.IsLost
            ? [new AuditFinding(FindingCodes.JobUnproven, IsDamage: false, EntryNames.Job, null, null, JobFiles.Lost)] : []);
        _findings.AddRange(checkpoints.Findings);
        _findings.AddRange(FolderAudit.Of(_folder, _repaired));
        return new AuditReport
        {
            Findings = _findings.Kept,
            DamageCount = _findings.DamageCount,
            NoteCount = _findings.NoteCount,
            FirstDamage = _findings.FirstDamage,
            SearchId = _searchId,
            AreJobFilesProven = !_jobFiles.IsLost,
            SegmentCount = _segments,
            IntactSegmentCount = _intactSegments,
            IntactEventCount = _intact.NextSequence,
            IntactFactCount = _intact.FactCount,
            WriterEpoch = _epoch,
            EventHead = Convert.ToHexStringLower(_intact.EventHead.Span),
            FactHead = Convert.ToHexStringLower(_intact.FactHead.Span),
            Expected = _head?.Result(_intact),
            Checkpoints = checkpoints.Counts,
        };
    }

    private async Task<bool> ScanAsync(CancellationToken cancellationToken)
    {
        var before = _segments;
        var first = _scan.Next == 0;
        try
        {
            var listing = await SegmentListing.OfAsync(_folder, cancellationToken);
            if (first)
            {
                _findings.AddRange(listing.Foreign.Select(Foreign));
            }

            await foreach (var segment in _scan.ReadAsync(listing, cancellationToken))
            {
                Take(segment);
            }
        }
        catch (LogDamagedException damage) when (first)
        {
            _findings.Add(new AuditFinding(FindingCodes.SegmentMissing, IsDamage: true, "segments", null, null, damage.Message));
        }

        return _segments > before;
    }

    private void Take(ScannedSegment segment)
    {
        _findings.AddRange(segment.Findings);
        _segments += segment.Findings.Any(finding => finding.Code == FindingCodes.SegmentMissing) ? 0 : 1;
        _isBroken |= segment.Damage is not null;
        if (segment.Damage is not null)
        {
            return;
        }

        _searchId ??= segment.Footer!.SearchId;
        _epoch = segment.Footer!.WriterEpoch;
        foreach (var row in segment.Rows)
        {
            Take(row);
        }

        if (!_isBroken)
        {
            _intactSegments++;
            _intact = segment.Footer.After;
        }
    }

    private void Take(CommittedRow committed)
    {
        if (!_isBroken)
        {
            _facts += committed.Row.IsFact ? 1 : 0;
            _head?.Take(committed, _facts);
        }

        _views.Apply(committed);
        if (committed.Row.EventType == RepairRecord.EventType)
        {
            _repaired.Add(committed.Row);
        }
    }

    private async Task<CheckpointAudit> CheckpointsAsync(JobOptions? job, CancellationToken cancellationToken)
    {
        for (var look = 1; ; look++)
        {
            var retention = CheckpointRetention.Rule(job, _milestones.Started, _milestones.Changes);
            var audit = await CheckpointAudit.OfAsync(
                _folder, _milestones.Checkpoints, _repaired, retention, isWhole: !_isBroken, cancellationToken);
            if (look == MostLooks || !audit.IsDamaged || !await ScanAsync(cancellationToken))
            {
                return audit;
            }
        }
    }

    internal static AuditFinding Foreign(string name) => new(
        FindingCodes.ForeignFile, IsDamage: true, $"segments/{name}", null,
            null, $"segments/{Pipeline.Messages.ForeignText.Shown(name)} does not belong there: the folder holds the log and nothing else");
}
