using Enas.Pipeline.Events;

namespace Enas.Storage.Log;

/// <summary>
/// The end of a log, or of a prefix of it: what the next event continues. Two operations move it on: giving new rows their place, and
/// checking rows that claim a place.
/// </summary>
/// <param name="NextSequence">Sequence of the next event.</param>
/// <param name="FactCount">Number of facts so far.</param>
/// <param name="FactHead">Head of the fact chain, 32 bytes.</param>
/// <param name="EventHead">Head of the event chain, 32 bytes.</param>
internal sealed record LogHeads(long NextSequence, long FactCount, ReadOnlyMemory<byte> FactHead, ReadOnlyMemory<byte> EventHead)
{
    public static LogHeads Start { get; } = new(0, 0, new FactChain().Head, EventChain.Genesis());

    /// <summary>Numbers and hashes new rows; all get the same time.</summary>
    public (IReadOnlyList<CommittedRow> Rows, LogHeads After) Seal(IReadOnlyList<LogRow> rows, DateTimeOffset recordedAt)
    {
        var sealedRows = new CommittedRow[rows.Count];
        var heads = this;
        for (var i = 0; i < rows.Count; i++)
        {
            sealedRows[i] = heads.Place(rows[i], recordedAt);
            heads = heads.After(sealedRows[i]);
        }

        return (sealedRows, heads);
    }

    /// <summary>Checks that a row continues these heads with the hashes it claims, and moves on.</summary>
    /// <exception cref="LogDamagedException">It does not; the message names the segment, the sequence and the field.</exception>
    public LogHeads Verify(CommittedRow row, long segment)
    {
        if (row.Sequence != NextSequence)
        {
            throw Damaged(segment, row.Sequence, $"sequence {NextSequence} was expected");
        }

        if (row.FactIndex is { } index && index != FactCount)
        {
            throw Damaged(segment, row.Sequence, $"fact_index is {index} instead of {FactCount}");
        }

        var expected = Place(row.Row, row.RecordedAt);
        if (!expected.FactHash.Span.SequenceEqual(row.FactHash.Span))
        {
            throw Damaged(segment, row.Sequence, "fact_hash does not follow from its facts and the fact before");
        }

        if (!expected.EventHash.Span.SequenceEqual(row.EventHash.Span))
        {
            throw Damaged(segment, row.Sequence, "event_hash does not follow from its fields and the event before");
        }

        return After(row);
    }

    /// <summary>
    /// The heads after a row whose predecessor is not at hand: its event hash, which covers all of it, must follow from the head that it
    /// claims to continue; its fact hash is taken as it stands. Null when that is not so.
    /// </summary>
    public static LogHeads? FromClaim(CommittedRow row, long sequence, long factsBefore, ReadOnlySpan<byte> previousEventHead) =>
        row.Sequence == sequence && (row.FactIndex ?? factsBefore) == factsBefore
        && EventChain.Next(previousEventHead, row).AsSpan().SequenceEqual(row.EventHash.Span)
            ? new LogHeads(row.Sequence + 1, row.Row.IsFact ? factsBefore + 1 : factsBefore, row.FactHash, row.EventHash)
            : null;

    /// <summary>Whether both are the same end.</summary>
    public bool IsSameAs(LogHeads other) =>
        NextSequence == other.NextSequence && FactCount == other.FactCount
        && EventHead.Span.SequenceEqual(other.EventHead.Span) && FactHead.Span.SequenceEqual(other.FactHead.Span);

    private CommittedRow Place(LogRow row, DateTimeOffset recordedAt)
    {
        var factHash = FactHead;
        if (row.IsFact)
        {
            factHash = new FactChain(FactHead.Span, FactCount).Append(row.EventType, row.SchemaVersion, row.Facts);
        }

        var placed = new CommittedRow(NextSequence, row.IsFact ? FactCount : null, recordedAt, factHash, default, row);
        return placed with { EventHash = EventChain.Next(EventHead.Span, placed) };
    }

    private LogHeads After(CommittedRow row) =>
        new(row.Sequence + 1, row.Row.IsFact ? FactCount + 1 : FactCount, row.FactHash, row.EventHash);

    private static LogDamagedException Damaged(long segment, long sequence, string reason) =>
        new($"segment {segment}, event {sequence}: {reason}");
}
