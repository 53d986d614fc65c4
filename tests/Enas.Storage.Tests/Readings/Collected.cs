using Enas.Pipeline.Events;
using Enas.Pipeline.Projections;

namespace Enas.Storage.Tests.Readings;

/// <summary>Keeps every event that it gets.</summary>
internal sealed class Collected : IProjection
{
    public List<CommittedRow> Rows { get; } = [];

    /// <summary>The head of the event chain after the last of them.</summary>
    public string Head => Convert.ToHexStringLower(Rows[^1].EventHash.Span);

    public void Apply(RecordedEvent recorded) => Rows.Add(recorded.Committed);
}
