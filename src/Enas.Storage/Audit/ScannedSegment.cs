using Enas.Pipeline.Events;
using Enas.Storage.Log;

namespace Enas.Storage.Audit;

/// <summary>What a scan says of one segment, or of a run of missing ones.</summary>
/// <param name="Number">Number of the segment, or of the first missing one.</param>
/// <param name="Footer">What it says of itself; null when it is missing or cannot be decoded.</param>
/// <param name="Rows">Its events; verified when <paramref name="Findings"/> hold no damage, empty when they cannot be decoded.</param>
/// <param name="Findings">What is wrong with it.</param>
internal sealed record ScannedSegment(
    long Number, SegmentFooter? Footer, IReadOnlyList<CommittedRow> Rows, IReadOnlyList<AuditFinding> Findings)
{
    /// <summary>The first damage; null when all of it verifies.</summary>
    public AuditFinding? Damage => Findings.FirstOrDefault(finding => finding.IsDamage);
}
