using Enas.Pipeline.Events;
using Enas.Storage.Log;

namespace Enas.Storage.Audit;

/// <summary>Where a segment stands, as the one before it has it.</summary>
/// <param name="Heads">Heads that it continues; null where the segment before is missing or damaged, so that only its own
/// claim is known.</param>
/// <param name="EpochBefore">Writer epoch of the segment directly before, 0 at the start; null where that is not known.</param>
/// <param name="Damage">Why it cannot stand there; null when it can.</param>
internal sealed record SegmentPlace(LogHeads? Heads, long? EpochBefore, string? Damage);

/// <summary>What is known of the log so far while going through its footers in order.</summary>
/// <param name="Last">Footer of the segment directly before; null at the start and after damage.</param>
/// <param name="LastKnown">The last footer that was in its place; null before the first.</param>
/// <param name="IsUnbroken">False directly after a missing or damaged segment.</param>
internal sealed record SegmentSuccession(SegmentFooter? Last, SegmentFooter? LastKnown, bool IsUnbroken)
{
    public static SegmentSuccession Start { get; } = new(null, null, IsUnbroken: true);

    /// <summary>After a segment of which nothing is known.</summary>
    public SegmentSuccession Broken() => this with { Last = null, IsUnbroken = false };

    /// <summary>The place of the next segment, and what is known after it.</summary>
    public (SegmentPlace Place, SegmentSuccession Next) Then(Segment segment)
    {
        var footer = segment.Footer;
        if (Contradiction(footer) is { } damage)
        {
            return (new SegmentPlace(null, null, damage), Broken());
        }

        var place = IsUnbroken ? new SegmentPlace(Last?.After ?? LogHeads.Start, Last?.WriterEpoch ?? 0, null)
            : new SegmentPlace(null, null, null);
        return (place, new SegmentSuccession(footer, footer, IsUnbroken: true));
    }

    private string? Contradiction(SegmentFooter footer)
    {
        try
        {
            Check(footer);
            return null;
        }
        catch (LogDamagedException contradiction)
        {
            return contradiction.Message;
        }
    }

    private void Check(SegmentFooter footer)
    {
        if (IsUnbroken)
        {
            SegmentOrder.Check(Last, footer);
            return;
        }

        if (LastKnown is null)
        {
            return;
        }

        SegmentOrder.CheckSearch(LastKnown, footer);
        if (footer.WriterEpoch < LastKnown.WriterEpoch || footer.FirstSequence <= LastKnown.LastSequence)
        {
            throw new LogDamagedException(
                $"segment {footer.Number}: its place is before segment {LastKnown.Number}, by its events or its writer epoch");
        }
    }
}
