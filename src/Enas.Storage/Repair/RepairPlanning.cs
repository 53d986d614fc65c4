using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Projections;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Storage.Audit;
using Enas.Storage.Folders;
using Enas.Storage.Log;
using Enas.Storage.Readings;

namespace Enas.Storage.Repair;

/// <summary>Finds out what a repair has to do, writing nothing. What stays is the beginning of the log up to the first bad
/// segment.</summary>
internal sealed class RepairPlanning
{
    private readonly List<string> _files = [];
    private readonly List<LogRow> _repaired = [];
    private readonly JobFiles _jobFiles = new();
    private readonly JobFiles _lostJobFiles = new();
    private readonly Milestones _milestones = new();
    private AuditFinding? _damage;
    private string? _searchId;
    private long _keptSegments;
    private long _keptEvents;
    private long _keptSteps;
    private long _lostEvents;
    private long _undecodable;
    private long? _lastStep;

    public static async Task<RepairPlan> OfAsync(SearchFolder folder, CancellationToken cancellationToken)
    {
        var planning = new RepairPlanning();
        var listing = await SegmentListing.OfAsync(folder, cancellationToken);
        await foreach (var segment in new SegmentScan(folder).ReadAsync(listing, cancellationToken))
        {
            planning.Take(segment);
        }

        planning.TakeForeign(folder, listing.Foreign);
        await RefuseAbsentAsync(folder, listing, cancellationToken);
        return await planning.FinishAsync(folder, cancellationToken);
    }

    private void Take(ScannedSegment segment)
    {
        _searchId ??= segment.Footer?.SearchId;
        _damage ??= segment.Damage;
        if (_damage is null)
        {
            _keptSegments++;
            _keptEvents = segment.Footer!.LastSequence + 1;
            foreach (var committed in segment.Rows)
            {
                Keep(new RecordedEvent(committed));
            }

            return;
        }

        if (segment.Findings.All(finding => finding.Code != FindingCodes.SegmentMissing))
        {
            _files.Add(SegmentScan.FileOf(segment.Number));
        }

        TakeLostOpening(segment);
        _undecodable += segment.Footer is null ? 1 : 0;
        _lostEvents += segment.Rows.Count;
        foreach (var committed in segment.Rows.Where(committed => SearchEvents.EndsStep(committed.Row.EventType)))
        {
            _lastStep = Math.Max(_lastStep ?? 0, committed.Row.Step);
        }
    }

    // Where a repair itself moved all segments, its record shows it, and it is finished.
    private static async ValueTask RefuseAbsentAsync(SearchFolder folder, SegmentListing listing, CancellationToken cancellationToken)
    {
        if (listing.Numbers.Count == 0 && QuarantineFolders.Unrecorded(folder, []).Count == 0)
        {
            await AbsentLog.RefuseAsync(folder, cancellationToken);
        }
    }

    // A segment that only lost its place still tells what it was written with. One of another search may lie there too.
    private void TakeLostOpening(ScannedSegment segment)
    {
        foreach (var committed in segment.Damage is null && segment.Footer!.SearchId == _searchId ? segment.Rows : [])
        {
            _lostJobFiles.Apply(new RecordedEvent(committed));
        }
    }

    private void Keep(RecordedEvent recorded)
    {
        _jobFiles.Apply(recorded);
        _milestones.Apply(recorded);
        _keptSteps = SearchEvents.EndsStep(recorded.Row.EventType) ? recorded.Row.Step + 1 : _keptSteps;
        if (recorded.Row.EventType == RepairRecord.EventType)
        {
            _repaired.Add(recorded.Row);
        }
    }

    private void TakeForeign(SearchFolder folder, IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            _damage ??= LogAudit.Foreign(name);
            _files.Add($"segments/{name}");
        }
    }

    private async ValueTask<RepairPlan> FinishAsync(SearchFolder folder, CancellationToken cancellationToken)
    {
        if (_jobFiles.Opening is null)
        {
            // A repair records the job files anew. What can still be known of them is looked at before, so that it makes no edited one the
            // original.
            JobDigests.Require(folder, _lostJobFiles.Opening);
        }

        var job = JobAudit.Of(folder, null, null);
        var retention = CheckpointRetention.Rule(job.Options, _milestones.Started, _milestones.Changes);
        var checkpoints = await CheckpointAudit.OfAsync(
            folder, _milestones.Checkpoints, _repaired, retention, isWhole: true, cancellationToken);
        var bad = checkpoints.Findings.Where(finding => finding.IsDamage).ToArray();
        _damage ??= bad.FirstOrDefault();
        _files.AddRange(bad.Where(finding => finding.Code == FindingCodes.CheckpointDamaged
            && folder.Files.FileExists(folder.PathOf(finding.File))).Select(finding => finding.File));
        _files.ForEach(file => Quarantine.RequireFile(folder, file));
        return new RepairPlan
        {
            Damage = _damage,
            KeptSegmentCount = _keptSegments,
            KeptEventCount = _keptEvents,
            Files = _files,
            Lost = new LostEvents(_lostEvents, _undecodable, _lastStep >= _keptSteps || _undecodable > 0 ? _keptSteps : null, _lastStep),
            AbsentCheckpoints = Absent(bad),
            Unfinished = QuarantineFolders.Unrecorded(folder, _repaired),
            SearchId = _searchId,
            AreJobFilesProven = _jobFiles is { Opening: not null, IsLost: false },
            CanGoOn = _milestones.Started is not null || job.Options is null or { Origin: JobOrigins.Search },
        };
    }

    // Named by an event that stays, within what retention keeps of those: missing now, or about to be moved.
    private string[] Absent(AuditFinding[] bad)
    {
        var named = _milestones.Checkpoints.Select(saved => saved.Reference.Name).ToHashSet(StringComparer.Ordinal);
        return [.. bad.Select(finding => Path.GetFileName(finding.File)).Where(named.Contains).Distinct()];
    }
}
