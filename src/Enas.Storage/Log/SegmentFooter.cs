using System.Globalization;
using Enas.Pipeline.Events;
using Enas.Pipeline.Messages;

namespace Enas.Storage.Log;

/// <summary>What a segment says about itself in its footer: its place in the log, so that a log is checked without decoding rows.</summary>
/// <param name="Number">Segment number from 0.</param>
/// <param name="WriterEpoch">Number of the opening for writing that made it, from 1; never decreases along the log.</param>
/// <param name="SearchId">Search it belongs to.</param>
/// <param name="FirstSequence">Sequence of its first event.</param>
/// <param name="Count">Number of its events, at least 1.</param>
/// <param name="PreviousEventHead">Event head before it.</param>
/// <param name="After">Heads after it.</param>
internal sealed record SegmentFooter(
    long Number, long WriterEpoch, string SearchId, long FirstSequence, int Count, ReadOnlyMemory<byte> PreviousEventHead, LogHeads After)
{
    public const string Format = "1";

    public long LastSequence => FirstSequence + Count - 1;

    /// <summary>Key-values in the order in which they are written; the digest is not among them, it comes last.</summary>
    public IEnumerable<KeyValuePair<string, string>> ToKeyValues() =>
    [
        new("enas.format", Format),
        new("enas.segment", Text(Number)),
        new("enas.first_sequence", Text(FirstSequence)),
        new("enas.last_sequence", Text(LastSequence)),
        new("enas.count", Text(Count)),
        new("enas.previous_event_head", Convert.ToHexStringLower(PreviousEventHead.Span)),
        new("enas.event_head", Convert.ToHexStringLower(After.EventHead.Span)),
        new("enas.fact_head", Convert.ToHexStringLower(After.FactHead.Span)),
        new("enas.fact_count", Text(After.FactCount)),
        new("enas.epoch", Text(WriterEpoch)),
        new("enas.search", SearchId),
    ];

    /// <summary>Reads key-values back and checks them against each other and against the file's name.</summary>
    /// <exception cref="LogDamagedException">A key is missing, malformed or contradicts another.</exception>
    public static SegmentFooter FromKeyValues(IReadOnlyDictionary<string, string> values, long number)
    {
        var format = Get(values, "enas.format", number);
        if (format != Format)
        {
            throw Damaged(number, $"format {ForeignText.Shown(format)} is not known to this version; a newer one may read it");
        }

        var footer = new SegmentFooter(
            Integer(values, "enas.segment", number),
            Integer(values, "enas.epoch", number),
            Get(values, "enas.search", number),
            Integer(values, "enas.first_sequence", number),
            checked((int)Math.Min(Integer(values, "enas.count", number), int.MaxValue)),
            Head(values, "enas.previous_event_head", number),
            new LogHeads(
                Integer(values, "enas.last_sequence", number) + 1,
                Integer(values, "enas.fact_count", number),
                Head(values, "enas.fact_head", number),
                Head(values, "enas.event_head", number)));
        if (footer.Number != number)
        {
            throw Damaged(number, $"the file says it is segment {footer.Number}: files were renamed or swapped");
        }

        return footer.Count > 0 && footer.LastSequence + 1 == footer.After.NextSequence
            ? footer
            : throw Damaged(number, "its first sequence, last sequence and count contradict each other");
    }

    private static string Get(IReadOnlyDictionary<string, string> values, string key, long number) =>
        values.TryGetValue(key, out var value) ? value : throw Damaged(number, $"footer key {key} is missing");

    private static long Integer(IReadOnlyDictionary<string, string> values, string key, long number)
    {
        var text = Get(values, key, number);
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value < long.MaxValue
            ? value
            : throw Damaged(number, $"footer key {key} is not a number: {ForeignText.Shown(text)}");
    }

    private static ReadOnlyMemory<byte> Head(IReadOnlyDictionary<string, string> values, string key, long number)
    {
        var text = Get(values, key, number);
        return text.Length == 64 && text.All(c => char.IsAsciiDigit(c) || c is >= 'a' and <= 'f')
            ? Convert.FromHexString(text)
            : throw Damaged(number, $"footer key {key} is not a hash: {ForeignText.Shown(text)}");
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static LogDamagedException Damaged(long number, string reason) => new($"segment {number}: {reason}");
}
