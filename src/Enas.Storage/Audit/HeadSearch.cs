using Enas.Pipeline.Events;
using Enas.Storage.Log;

namespace Enas.Storage.Audit;

/// <summary>Looks for one head along both chains.</summary>
internal sealed class HeadSearch(string head)
{
    /// <summary>Name of a head of the event chain.</summary>
    public const string EventHead = "event head";

    /// <summary>Name of a head of the fact chain.</summary>
    public const string Fingerprint = "fingerprint";

    private readonly byte[] _head = Convert.FromHexString(head);
    private Place? _found;

    /// <summary>Looks at the heads before the first event.</summary>
    public void Begin()
    {
        if (LogHeads.Start.EventHead.Span.SequenceEqual(_head))
        {
            _found = new(EventHead, -1, 0);
        }
        else if (LogHeads.Start.FactHead.Span.SequenceEqual(_head))
        {
            _found = new(Fingerprint, -1, 0);
        }
    }

    /// <summary>Looks at the heads after a verified event.</summary>
    public void Take(CommittedRow row, long factCount)
    {
        if (_found?.Kind != EventHead && row.EventHash.Span.SequenceEqual(_head))
        {
            _found = new(EventHead, row.Sequence, factCount);
        }
        else if (row.FactHash.Span.SequenceEqual(_head))
        {
            // Operational events carry the fingerprint on: the last of them is where it was still the head.
            _found = new(Fingerprint, row.Sequence, factCount);
        }
    }

    /// <summary>What was found, for a log that ends with these heads.</summary>
    public ExpectedHead Result(LogHeads end) => _found is { } found
        ? new(head, found.Kind, found.Sequence, end.NextSequence - 1 - found.Sequence, end.FactCount - found.FactCount)
        : new(head, null, -1, 0, 0);

    private sealed record Place(string Kind, long Sequence, long FactCount);
}
