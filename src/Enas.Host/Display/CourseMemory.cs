namespace Enas.Host.Display;

/// <summary>A value over time in few places: when they are full, every second one goes, and from then on half as many come.</summary>
internal sealed class CourseMemory
{
    /// <summary>So many values are kept at most.</summary>
    public const int Most = 40;

    private readonly List<double> _kept = [];
    private int _every = 1;
    private int _since;

    /// <summary>The values with one more, the newest last; one that is the last one again, or none, changes nothing.</summary>
    public IReadOnlyList<double> After(double? value)
    {
        if (value is not { } known || !double.IsFinite(known) || (_kept.Count > 0 && _kept[^1] == known))
        {
            return [.. _kept];
        }

        if (_kept.Count > 0 && ++_since < _every)
        {
            return [.. _kept, known];
        }

        _since = 0;
        _kept.Add(known);
        if (_kept.Count == Most)
        {
            double[] half = [.. _kept.Where((_, i) => i % 2 == 1)];
            _kept.Clear();
            _kept.AddRange(half);
            _every *= 2;
        }

        return [.. _kept];
    }
}
