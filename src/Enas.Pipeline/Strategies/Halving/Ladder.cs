using Enas.Pipeline.Events;

namespace Enas.Pipeline.Strategies.Halving;

/// <summary>
/// The rungs: how many architectures each has and for how long they are trained. Of n candidates rung k has n / η^k, rounded down and at
/// least one; of R steps in the last of K rungs it has R / η^(K-1-k), rounded up. Each architecture of a rung is a step, and one more
/// closes the rung.
/// </summary>
internal sealed class Ladder : ISchedule
{
    private readonly int _eta;
    private readonly int _steps;
    private readonly int[] _sizes;
    private readonly long[] _ends;

    /// <summary>The ladder of a job.</summary>
    /// <param name="candidates">Architectures of the first rung.</param>
    /// <param name="eta">η.</param>
    /// <param name="rungs">K.</param>
    /// <param name="steps">R.</param>
    public Ladder(int candidates, int eta, int rungs, int steps)
    {
        (_eta, _steps) = (eta, steps);
        _sizes = new int[rungs];
        _ends = new long[rungs];
        for (var (rung, size, end) = (0, candidates, 0L); rung < rungs; rung++, size = Math.Max(1, size / eta))
        {
            end += size + 1;
            (_sizes[rung], _ends[rung]) = (size, end);
        }
    }

    /// <summary>Number of rungs.</summary>
    public int Count => _sizes.Length;

    /// <inheritdoc />
    public long TotalSteps => _ends[^1];

    /// <summary>Architectures of a rung.</summary>
    public int SizeOf(int rung) => _sizes[rung];

    /// <summary>Architectures that go on from a rung: none from the last.</summary>
    public int PromotedFrom(int rung) => rung + 1 < Count ? _sizes[rung + 1] : 0;

    /// <summary>Steps of training in a rung.</summary>
    public long StepsOf(int rung)
    {
        var steps = (long)_steps;
        for (var above = rung + 1; above < Count; above++)
        {
            steps = (steps + _eta - 1) / _eta;
        }

        return steps;
    }

    /// <inheritdoc />
    public StepPosition At(long step) => new(step, Phases.Policy, Math.Min(_ends.Count(end => end <= step), Count - 1));

    /// <inheritdoc />
    public StepPosition End(long stepCount) => new(stepCount, Phases.Derive, Count);

    /// <inheritdoc />
    public long WeightStepsBefore(long step) => 0;

    /// <inheritdoc />
    public bool EndsRound(long step) => Array.IndexOf(_ends, step + 1) >= 0;
}
