namespace Enas.Host.Display;

/// <summary>A value over time in few places: when they are full, every second one goes, and from then on half as many come.</summary>
internal sealed class CourseMemory
{
    /// <summary>So many values are kept at most.</summary>
    public const int Most = 40;

    private readonly List<double> _kept = [];
    private int _every = 1;
    private int _since;
    private double? _newest;

    /// <summary>The values with one more, the newest last; one that is the newest again, or none, changes nothing.</summary>
    public IReadOnlyList<double> After(double? value)
    {
        if (value is { } given && double.IsFinite(given) && given != _newest)
        {
            _newest = given;
            Take(given);
        }

        return _newest is { } newest && _kept[^1] != newest ? [.. _kept, newest] : [.. _kept];
    }

    private void Take(double value)
    {
        if (_kept.Count > 0 && ++_since < _every)
        {
            return;
        }

        _since = 0;
        _kept.Add(value);
        if (_kept.Count == Most)
        {
            double[] half = [.. _kept.Where((_, i) => i % 2 == 1)];
            _kept.Clear();
            _kept.AddRange(half);
            _every *= 2;
        }
    }
}
