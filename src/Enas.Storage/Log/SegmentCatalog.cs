using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;

namespace Enas.Storage;

/// <summary>
/// The segments of one log, in order: lists them, walks their footers, and reads them one by one. Every file is checked against its
/// digest each time it is read. Reading never writes.
/// </summary>
internal sealed class SegmentCatalog(SearchFolder folder)
{
    private readonly List<SegmentFooter> _footers = [];

    public IReadOnlyList<SegmentFooter> Footers => _footers;

    public LogHeads Heads => _footers.Count == 0 ? LogHeads.Start : _footers[^1].After;

    /// <summary>Epoch of the last opening for writing; 0 before the first.</summary>
    public long WriterEpoch => _footers.Count == 0 ? 0 : _footers[^1].WriterEpoch;

    /// <summary>Finds segments that were not known yet and checks that each continues the one before.</summary>
    /// <exception cref="LogDamagedException">A foreign name, a gap, or a footer that does not fit.</exception>
    public async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        var end = CountSegments();
        for (long number = _footers.Count; number < end; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Add(await SegmentDecoder.DecodeFooterAsync(Read(number), number));
        }
    }

    /// <summary>Adds the next segment, which this process just published or read.</summary>
    public void Add(SegmentFooter footer)
    {
        if (footer.WriterEpoch < WriterEpoch)
        {
            throw Damaged(footer, $"its writer epoch {footer.WriterEpoch} is lower than {WriterEpoch} before it");
        }

        if (footer.FirstSequence != Heads.NextSequence)
        {
            throw Damaged(footer, $"it begins with event {footer.FirstSequence}, but event {Heads.NextSequence} comes next");
        }

        if (!footer.PreviousEventHead.Span.SequenceEqual(Heads.EventHead.Span))
        {
            throw Damaged(footer, "it does not continue the event head of the segment before it");
        }

        if (_footers.Count > 0 && footer.SearchId != _footers[0].SearchId)
        {
            throw Damaged(footer, $"it belongs to search {footer.SearchId}, not to {_footers[0].SearchId}");
        }

        _footers.Add(footer);
    }

    /// <summary>Reads one segment and verifies every row of it against both chains and the footer.</summary>
    public async ValueTask<Segment> ReadVerifiedAsync(int number)
    {
        var segment = await SegmentDecoder.DecodeAsync(Read(number), number);
        var heads = number == 0 ? LogHeads.Start : _footers[number - 1].After;
        foreach (var row in segment.Rows)
        {
            heads = heads.Verify(row, number);
        }

        var after = segment.Footer.After;
        if (heads.NextSequence != after.NextSequence || heads.FactCount != after.FactCount
            || !heads.EventHead.Span.SequenceEqual(after.EventHead.Span) || !heads.FactHead.Span.SequenceEqual(after.FactHead.Span))
        {
            throw Damaged(segment.Footer, "its rows do not lead to the heads in its footer");
        }

        return segment;
    }

    /// <summary>Number of the segment that holds an event, or the number after the last one.</summary>
    public int SegmentOf(long sequence)
    {
        var (low, high) = (0, _footers.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _footers[middle].LastSequence < sequence ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    public string PathOf(long number) => Path.Combine(folder.Segments, SegmentName.Of(number));

    /// <summary>Reads a segment's bytes.</summary>
    public byte[] Read(long number)
    {
        try
        {
            return Publication.ReadAll(folder.Files, PathOf(number));
        }
        catch (FileNotFoundException absent)
        {
            throw new LogDamagedException($"segment {number}: it is missing", absent);
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot read segment {number}", fault);
        }
    }

    private long CountSegments()
    {
        var numbers = new SortedSet<long>();
        foreach (var name in List())
        {
            if (!SegmentName.TryParse(name, out var number))
            {
                throw new LogDamagedException($"segments/{name} does not belong there: the folder holds the log and nothing else");
            }

            numbers.Add(number);
        }

        long expected = 0;
        foreach (var number in numbers)
        {
            // A listing taken while a writer publishes may miss a name and have the one after it; only a name that is not there is a gap.
            for (; expected < number; expected++)
            {
                if (!folder.Files.FileExists(PathOf(expected)))
                {
                    throw new LogDamagedException($"segment {expected}: it is missing, but segment {number} is there");
                }
            }

            expected = number + 1;
        }

        return expected < _footers.Count
            ? throw new LogDamagedException($"segment {expected}: it was there before and is missing now")
            : expected;
    }

    private IReadOnlyList<string> List()
    {
        try
        {
            return folder.Files.List(folder.Segments);
        }
        catch (DirectoryNotFoundException absent)
        {
            throw new LogDamagedException($"the folder {folder.Segments} is missing", absent);
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot list {folder.Segments}", fault);
        }
    }

    private static LogDamagedException Damaged(SegmentFooter footer, string reason) => new($"segment {footer.Number}: {reason}");
}
