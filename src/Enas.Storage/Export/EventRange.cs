using Enas.Storage.Log;

namespace Enas.Storage.Export;

/// <summary>Events without a gap.</summary>
/// <param name="FirstSegment">Segment of the first one.</param>
/// <param name="LastSegment">Segment of the last one.</param>
/// <param name="FirstSequence">The first one.</param>
/// <param name="LastSequence">The last one.</param>
internal sealed record EventRange(long FirstSegment, long LastSegment, long FirstSequence, long LastSequence)
{
    /// <summary>Event head before the first one.</summary>
    internal ReadOnlyMemory<byte> PreviousEventHead { get; init; }

    /// <summary>Number of facts before the first one.</summary>
    internal long FactsBefore { get; init; }

    /// <summary>Heads after the last one.</summary>
    internal LogHeads After { get; init; } = LogHeads.Start;
}
