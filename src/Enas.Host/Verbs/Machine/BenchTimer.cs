namespace Enas.Host.Verbs.Machine;

/// <summary>Times work that can be repeated.</summary>
internal sealed class BenchTimer(TimeProvider time)
{
    private const int FewestSamples = 5;
    private const int TurnCount = 7;

    /// <summary>
    /// Runs <paramref name="work"/> once to warm it up, then until the time is used up, at least five times.
    /// </summary>
    /// <param name="seconds">Time to use.</param>
    /// <returns>Seconds of each run after the first, ascending.</returns>
    private double[] Seconds(double seconds, Action work)
    {
        work();
        var samples = new List<double>();
        var begin = time.GetTimestamp();
        do
        {
            var start = time.GetTimestamp();
            work();
            samples.Add(time.GetElapsedTime(start).TotalSeconds);
        }
        while (samples.Count < FewestSamples || time.GetElapsedTime(begin).TotalSeconds < seconds);

        samples.Sort();
        return [.. samples];
    }

    /// <summary>Work per second at the fastest of the runs: what the machine can do, not what it did on average.</summary>
    /// <param name="seconds">Time to use.</param>
    /// <param name="work">The work; returns how much it did.</param>
    public double HighestRate(double seconds, Func<double> work)
    {
        var amount = 0.0;
        var fastest = Seconds(seconds, () => amount = work())[0];
        return amount / fastest;
    }

    /// <summary>
    /// Runs work and a reference by turns, so that whatever else the machine does meets both: a machine's own speed changes from one second
    /// to the next, above all a virtual one's.
    /// </summary>
    /// <param name="secondsOfTurn">Time of the work in one turn, at least; it is repeated until then.</param>
    /// <param name="reference">The reference's rate at that moment.</param>
    /// <returns>Of each turn: mean seconds of one run of the work, and the mean of the reference's rates before and after it.</returns>
    public (double Seconds, double Reference)[] Turns(double secondsOfTurn, Action work, Func<double> reference)
    {
        work();
        var turns = new (double Seconds, double Reference)[TurnCount];
        var before = reference();
        for (var turn = 0; turn < turns.Length; turn++)
        {
            var seconds = MeanSeconds(secondsOfTurn, work);
            var after = reference();
            turns[turn] = (seconds, (before + after) / 2);
            before = after;
        }

        return turns;
    }

    /// <summary>The middle one, or the mean of the two middle ones.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }

    private double MeanSeconds(double atLeast, Action work)
    {
        var start = time.GetTimestamp();
        var count = 0;
        double elapsed;
        do
        {
            work();
            count++;
            elapsed = time.GetElapsedTime(start).TotalSeconds;
        }
        while (elapsed < atLeast);

        return elapsed / count;
    }
}
