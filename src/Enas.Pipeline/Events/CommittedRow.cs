namespace Enas.Pipeline.Events;

/// <summary>An event at its place in the log.</summary>
/// <param name="Sequence">Dense number from 0.</param>
/// <param name="FactIndex">Dense number among facts from 0; null for an operational event.</param>
/// <param name="RecordedAt">UTC, microseconds. An observation: order never depends on it.</param>
/// <param name="FactHash">Head of the fact chain after this event (32 bytes); an operational event carries the previous one.</param>
/// <param name="EventHash">Head of the event chain after this event (32 bytes).</param>
/// <param name="Row">What happened.</param>
public sealed record CommittedRow(
    long Sequence, long? FactIndex, DateTimeOffset RecordedAt, ReadOnlyMemory<byte> FactHash, ReadOnlyMemory<byte> EventHash, LogRow Row);
