using Enas.Pipeline.Projections;
using Enas.Pipeline.Steps.Sample;

namespace Enas.Host.Readings;

/// <summary>How many samples, and how many seconds of a process that had it open, a search had needed at the end of a step.</summary>
internal readonly record struct PacePoint(long Step, long Samples, double Seconds);

/// <summary>How fast a search went: what is drawn over steps can be drawn over samples or time with it.</summary>
internal sealed class SearchPace : IProjection
{
    private readonly List<PacePoint> _points = [];
    private readonly RecordedTime _time = new();
    private long _samples;

    /// <summary>A point for each step that has a fact, in order.</summary>
    public IReadOnlyList<PacePoint> Points => _points;

    /// <summary>Seconds on the clock while a process had it open for writing.</summary>
    public double WritingSeconds => _time.WritingSeconds;

    public void Apply(RecordedEvent recorded)
    {
        _time.Apply(recorded);
        var row = recorded.Row;
        if (!row.IsFact)
        {
            return;
        }

        _samples += row.EventType == ArchitectureSampled.Name ? 1 : 0;
        var point = new PacePoint(row.Step, _samples, _time.WritingSeconds);
        if (_points.Count > 0 && _points[^1].Step == row.Step)
        {
            _points[^1] = point;
        }
        else
        {
            _points.Add(point);
        }
    }

    /// <summary>So many of the points at most, evenly, the first and the last among them.</summary>
    public IReadOnlyList<PacePoint> Thinned(int most) => _points.Count <= most ? _points
        : [.. Enumerable.Range(0, most).Select(i => _points[(int)((long)i * (_points.Count - 1) / (most - 1))])];

    /// <summary>What a search had needed at the end of a step, or of the last one before it.</summary>
    public PacePoint At(long step) =>
        _points.Count == 0 ? default : _points[Math.Max(0, Ordered.First(_points, point => point.Step > step) - 1)];
}
