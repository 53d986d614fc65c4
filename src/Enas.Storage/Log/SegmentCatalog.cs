using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Enas.Pipeline.Events;
using Enas.Storage.Files;
using Enas.Storage.Folders;

namespace Enas.Storage.Log;

/// <summary>
/// The segments of one log, in order. Knows their number from the listing and the ends from their footers; reads any other only when it
/// is asked for, so that opening costs the same whatever the length of the log. Every file is checked against its digest each time it is
/// read, and every segment against the one before. Reading never writes.
/// </summary>
internal sealed class SegmentCatalog(SearchFolder folder)
{
    private const int MostFootersKept = 4096;

    /// <summary>Characters of text in the segments that are decoded before their turn, by the size of the last one.</summary>
    private const long MostTextAhead = 16 << 20;

    /// <summary>Segments that are decoded before their turn.</summary>
    private static readonly int s_mostAhead = Math.Min(4 * Environment.ProcessorCount, 32);

    private readonly Dictionary<long, SegmentFooter> _footers = [];
    private SegmentFooter? _last;

    /// <summary>Number of segments.</summary>
    public long Count { get; private set; }

    public LogHeads Heads => _last?.After ?? LogHeads.Start;

    /// <summary>Epoch of the last opening for writing; 0 before the first.</summary>
    public long WriterEpoch => _last?.WriterEpoch ?? 0;

    /// <summary>Identity of the search; null while the log is empty.</summary>
    public string? SearchId => _last?.SearchId;

    /// <summary>The footer of the last segment; null while the log is empty.</summary>
    public SegmentFooter? Last => _last;

    /// <summary>Finds segments that were not known yet, and reads the footer of the last.</summary>
    /// <exception cref="LogDamagedException">A foreign name, a gap, a last segment that does not fit what was known, or one that was known
    /// and is another now.</exception>
    public async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FindNewAsync(cancellationToken);
        }
        catch (LogDamagedException damage) when (damage.In(folder.Root) is null)
        {
            throw;
        }
    }

    private async ValueTask FindNewAsync(CancellationToken cancellationToken)
    {
        var end = await CountSegmentsAsync(cancellationToken);
        await RequireUnchangedAsync();
        if (end == Count)
        {
            return;
        }

        var last = SegmentDecoder.DecodeFooter(await ReadAsync(end - 1), end - 1);
        if (end == Count + 1 || end == 1)
        {
            SegmentOrder.Check(_last, last);
        }
        else
        {
            SegmentOrder.CheckSearch(_last ?? await FooterAsync(0), last);
        }

        Count = end;
        _last = last;
    }

    // A repair cuts a log and writes on, so that the numbers alone do not tell: the last segment that was known is looked at again. Its
    // head covers all before it.
    private async ValueTask RequireUnchangedAsync()
    {
        if (_last is { } known && !SegmentDecoder.DecodeFooter(await ReadAsync(known.Number), known.Number).After.IsSameAs(known.After))
        {
            throw Changed(known.Number, "is not the one that was there before");
        }
    }

    private static LogDamagedException Changed(long number, string what) =>
        new($"segment {number} {what}: the log was cut, repaired or replaced while it was being read. Read it again from its beginning")
        { IsBeyondRepair = true };

    /// <summary>Adds the next segment, which this process just published.</summary>
    public void Add(SegmentFooter footer)
    {
        SegmentOrder.Check(_last, footer);
        _last = footer;
        Count++;
    }

    /// <summary>The footer of a segment.</summary>
    public async ValueTask<SegmentFooter> FooterAsync(long number)
    {
        if (_last?.Number == number)
        {
            return _last;
        }

        if (_footers.TryGetValue(number, out var known))
        {
            return known;
        }

        var footer = SegmentDecoder.DecodeFooter(await ReadAsync(number), number);
        if (_footers.Count == MostFootersKept)
        {
            _footers.Clear();
        }

        _footers[number] = footer;
        return footer;
    }

    /// <summary>Reads one segment, checks that it continues the one before, and verifies every row of it.</summary>
    public async ValueTask<Segment> ReadVerifiedAsync(long number) =>
        await OfThisAsync(VerifyAsync(number == 0 ? null : await FooterAsync(number - 1), number).AsTask());

    // Who reads several searches is told which one is damaged. The filter says so and catches nothing.
    private async ValueTask<T> OfThisAsync<T>(Task<T> reading)
    {
        try
        {
            return await reading;
        }
        catch (LogDamagedException damage) when (damage.In(folder.Root) is null)
        {
            throw;
        }
    }

    /// <summary>Reads and verifies segments in order to the end, each file once.</summary>
    /// <param name="first">Number of the first.</param>
    /// <param name="cancellationToken">Looked at before each.</param>
    /// <param name="read">The footer of the segment before, where it was read already: the first must continue it. Otherwise it
    /// is read anew.</param>
    public async IAsyncEnumerable<Segment> ReadVerifiedFromAsync(
        long first, [EnumeratorCancellation] CancellationToken cancellationToken, SegmentFooter? read = null)
    {
        if (first >= Count)
        {
            yield break;
        }

        // Files are read one after the other; decoding and verifying go on side by side, a few segments ahead. What is wrong with a segment
        // comes out when its turn has come, so that the first damage is the first that is met, as if nothing were ahead.
        var end = Count;
        var before = Task.FromResult(read ?? (first == 0 ? null : await FooterAsync(first - 1)));
        var ahead = new Queue<Task<Segment>>();
        var (most, text) = (0, 0L);
        for (var number = first; number < end || ahead.Count > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // Who wants one segment only shall not pay for others, and large ones shall not lie in memory by the dozen.
            most = (int)Math.Clamp(MostTextAhead / Math.Max(text, 1), 1, Math.Min(most + 1, s_mostAhead));
            while (number < end && ahead.Count < most)
            {
                var decoded = DecodeAheadAsync(number++);
                ahead.Enqueue(VerifyAheadAsync(before, decoded));
                before = FooterOfAsync(decoded);
            }

            var segment = await OfThisAsync(ahead.Dequeue());
            text = segment.Rows.Sum(row => (long)row.Row.Facts.Length + row.Row.Observations.Length);
            yield return segment;
        }
    }

    private async Task<Segment> DecodeAheadAsync(long number)
    {
        var file = await ReadAsync(number);
        return await Task.Run(() => SegmentDecoder.Decode(file, number));
    }

    private async Task<Segment> VerifyAheadAsync(Task<SegmentFooter?> before, Task<Segment> decoded)
    {
        // The caller hears of damage before this segment when that one's turn comes, which is first.
        var previous = await before;
        var segment = await decoded;
        Check(previous, segment);
        return segment;
    }

    private static async Task<SegmentFooter?> FooterOfAsync(Task<Segment> decoded) => (await decoded).Footer;

    /// <summary>Number of the segment that holds an event, or the number after the last one.</summary>
    /// <exception cref="LogDamagedException">A segment that the search came upon is damaged, or none holds the event.</exception>
    public async ValueTask<long> SegmentOfAsync(long sequence)
    {
        if (sequence >= Heads.NextSequence)
        {
            return Count;
        }

        if (sequence == 0 || sequence >= _last!.FirstSequence)
        {
            return sequence == 0 ? 0 : Count - 1;
        }

        var number = await FindAsync(footer => footer.LastSequence >= sequence);
        return (await FooterAsync(number)).FirstSequence <= sequence
            ? number
            : throw new LogDamagedException($"segment {number}: it should hold event {sequence}, and begins after it");
    }

    /// <summary>Number of the segment that began an epoch: epochs never decrease along a log.</summary>
    public ValueTask<long> FirstOfEpochAsync(long writerEpoch) => FindAsync(footer => footer.WriterEpoch >= writerEpoch);

    /// <summary>SHA-256 of the SHA-256 of the files of the first segments, in order. Nothing is decoded.</summary>
    public async ValueTask<byte[]> DigestAsync(int count, CancellationToken cancellationToken)
    {
        var digests = new byte[count * SHA256.HashSizeInBytes];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, count, options, async (number, _) =>
            SHA256.HashData(await ReadAsync(number), digests.AsSpan(number * SHA256.HashSizeInBytes, SHA256.HashSizeInBytes)));
        return SHA256.HashData(digests);
    }

    /// <summary>Reads a segment's bytes.</summary>
    public ValueTask<byte[]> ReadAsync(long number) => SegmentFile.ReadAsync(folder, number);

    // The first segment for which a condition holds that holds for all after it, the last among them.
    private async ValueTask<long> FindAsync(Func<SegmentFooter, bool> holds)
    {
        var (low, high) = (0L, Count - 1);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = holds(await FooterAsync(middle)) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private async ValueTask<Segment> VerifyAsync(SegmentFooter? before, long number)
    {
        var segment = SegmentDecoder.Decode(await ReadAsync(number), number);
        Check(before, segment);
        return segment;
    }

    private void Check(SegmentFooter? before, Segment segment)
    {
        SegmentOrder.Check(before, segment.Footer);
        SegmentOrder.CheckRows(before?.After ?? LogHeads.Start, segment);
        if (segment.Footer.Number == _last!.Number && !segment.Footer.After.EventHead.Span.SequenceEqual(_last.After.EventHead.Span))
        {
            throw Changed(segment.Footer.Number, "was replaced since the log was opened");
        }
    }

    private async ValueTask<long> CountSegmentsAsync(CancellationToken cancellationToken)
    {
        var known = Count;
        var expected = Math.Max(known - 1, 0);
        foreach (var name in await ListAsync(SegmentName.Of(expected), cancellationToken))
        {
            if (!SegmentName.TryParse(name, out var number))
            {
                throw new LogDamagedException($"segments/{Pipeline.Messages.ForeignText.Shown(name)} "
                    + $"does not belong there: the folder holds the log and nothing else");
            }

            // A listing taken while a writer publishes may miss a name and have the one after it; only a name that is not there is a gap.
            for (; expected < number; expected++)
            {
                if (!await ExistsAsync(expected, cancellationToken))
                {
                    throw new LogDamagedException($"segment {expected}: it is missing, but segment {number} is there");
                }
            }

            expected = Math.Max(expected, number + 1);
        }

        return expected < known
            ? throw Changed(expected, "was there before and is missing now")
            : expected;
    }

    private async ValueTask<IReadOnlyList<string>> ListAsync(string from, CancellationToken cancellationToken)
    {
        try
        {
            return await folder.Store.ListAsync(EntryNames.Segments, from, cancellationToken);
        }
        catch (DirectoryNotFoundException absent)
        {
            throw AbsentLog.NoFolder(folder, absent);
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot list {folder.Segments}", fault);
        }
    }

    private async ValueTask<bool> ExistsAsync(long number, CancellationToken cancellationToken)
    {
        try
        {
            return await folder.Store.ExistsAsync(SegmentName.KeyOf(number), cancellationToken);
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot look for segment {number}", fault);
        }
    }
}
