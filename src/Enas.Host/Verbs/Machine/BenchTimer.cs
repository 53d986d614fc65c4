namespace Enas.Host.Verbs.Machine;

/// <summary>Times work that can be repeated.</summary>
internal sealed class BenchTimer(TimeProvider time)
{
    private const int FewestSamples = 5;

    /// <summary>
    /// Runs <paramref name="work"/> once to warm it up, then until the time is used up, at least five times.
    /// </summary>
    /// <param name="seconds">Time to use.</param>
    /// <param name="work">The work.</param>
    /// <returns>Seconds of each run after the first, ascending.</returns>
    public double[] Seconds(double seconds, Action work)
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

    /// <summary>The median of <see cref="Seconds"/>.</summary>
    public double MedianSeconds(double seconds, Action work) => Median(Seconds(seconds, work));

    /// <summary>Work per second at the fastest of the runs: what the machine can do, not what it did on average.</summary>
    /// <param name="seconds">Time to use.</param>
    /// <param name="work">The work; returns how much it did.</param>
    public double HighestRate(double seconds, Func<double> work)
    {
        var amount = 0.0;
        return Highest(Seconds(seconds, () => amount = work()), amount);
    }

    private static double Median(double[] sorted) => sorted[sorted.Length / 2];

    private static double Highest(double[] sorted, double amount) => amount / sorted[0];
}
