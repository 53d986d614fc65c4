using Enas.Pipeline.Projections;

namespace Enas.Host.Readings;

/// <summary>Number of events by type, in order of first appearance.</summary>
internal sealed class EventCounts : IProjection
{
    private readonly List<KeyValuePair<string, long>> _counts = [];

    public IReadOnlyList<KeyValuePair<string, long>> Counts => _counts;

    public void Apply(RecordedEvent recorded)
    {
        var type = recorded.Row.EventType;
        var index = _counts.FindIndex(count => count.Key == type);
        if (index < 0)
        {
            _counts.Add(new(type, 1));
        }
        else
        {
            _counts[index] = new(type, _counts[index].Value + 1);
        }
    }
}
