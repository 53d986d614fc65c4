namespace Enas.Host.Verbs.Jobs;

/// <summary>
/// Times work that is done over and over. Its first repetitions are slower than all later ones: code is compiled anew while it runs, and
/// memory is touched for the first time. A first version of the code is as steady as the last one, only slower, so that a steady time alone
/// says nothing: work is first repeated so many times that each of its methods was compiled well (<see cref="WarmUp"/>). Then it is timed
/// until its time has settled, of which the later half counts, and of that the faster half: whatever else a machine does only adds to a
/// time.
/// </summary>
/// <param name="seconds">Seconds for one kind of work, at most, where twice the work takes less.</param>
/// <param name="warmUp">Seconds for all warming up together, at most.</param>
internal sealed class StepTimer(TimeProvider time, double seconds, double warmUp = 0)
{
    private const int Fewest = 16;
    private const int Most = 400;

    // A method is compiled well after 30 calls of its first version, and it takes a moment until that is there.
    private const int WarmUpOfAll = 48;
    private const int WarmUpOfEach = 12;

    /// <summary>A share by which two quarters of the repetitions may differ and count as settled.</summary>
    private const double Settled = 0.05;

    /// <summary>Work that takes longer is not repeated.</summary>
    public const double MostSeconds = 3;

    private double _warmUpLeft = warmUp;
    private int _warmedUp;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>Seconds for one kind of work.</summary>
    public double Seconds => seconds;

    /// <summary>
    /// Repeats work whose time nobody wants to know, until its time has settled or the seconds for warming up are used. What is warmed up
    /// first takes the most of them: what comes later runs much of the same code.
    /// </summary>
    /// <param name="work">The work; it is given the number of its repetition.</param>
    /// <param name="kinds">Kinds of work that take turns, by the number of the repetition.</param>
    /// <returns>Repetitions that were made.</returns>
    public int WarmUp(Action<int> work, int kinds = 1)
    {
        var (begin, times, fewest) = (time.GetTimestamp(), new List<double>(), _warmedUp == 0 ? WarmUpOfAll : WarmUpOfEach);
        double Elapsed() => time.GetElapsedTime(begin).TotalSeconds;
        while (Elapsed() < _warmUpLeft && times.Count < Most && !(times.Count >= fewest && IsSettled(times, kinds)))
        {
            times.Add(SecondsOfOne(() => work(times.Count)));
        }

        _warmUpLeft -= Elapsed();
        _warmedUp += times.Count;
        return times.Count;
    }

    /// <summary>Seconds of one repetition: the mean over the kinds.</summary>
    /// <param name="work">The work; it is given the number of its repetition.</param>
    /// <param name="kinds">Kinds of work that take turns, by the number of the repetition: those that take long count as well.</param>
    public double SecondsOf(Action<int> work, int kinds = 1)
    {
        var (begin, times) = (time.GetTimestamp(), new List<double>());
        while (!IsEnough(times, time.GetElapsedTime(begin).TotalSeconds, kinds))
        {
            times.Add(SecondsOfOne(() => work(times.Count)));
        }

        return LowOf(times, kinds);
    }

    /// <summary>Seconds of one repetition of work that waits.</summary>
    public async Task<double> SecondsOfAsync(Func<Task> work)
    {
        var (begin, times) = (time.GetTimestamp(), new List<double>());
        while (!IsEnough(times, time.GetElapsedTime(begin).TotalSeconds, kinds: 1))
        {
            var start = time.GetTimestamp();
            await work();
            times.Add(time.GetElapsedTime(start).TotalSeconds);
        }

        return LowOf(times, kinds: 1);
    }

    /// <summary>Seconds of work that is done once.</summary>
    public double SecondsOfOne(Action work)
    {
        var start = time.GetTimestamp();
        work();
        return time.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>The mean of the middle half.</summary>
    internal static double MiddleOf(IReadOnlyList<double> times)
    {
        double[] sorted = [.. times.Order()];
        return sorted[(sorted.Length / 4)..(sorted.Length - (sorted.Length / 4))].Average();
    }

    // Of each kind by itself: the faster half of all would be the kinds that take least.
    private static double LowOf(List<double> times, int kinds)
    {
        var first = times.Count / 2;
        return times.Index().Skip(first).GroupBy(timed => timed.Index % kinds, timed => timed.Item).Average(ofKind =>
        {
            double[] sorted = [.. ofKind.Order()];
            return sorted[..((sorted.Length + 1) / 2)].Average();
        });
    }

    // The first repetition says nothing but how long the others can take.
    private bool IsEnough(List<double> times, double elapsed, int kinds) => times.Count switch
    {
        0 => false,
        1 => elapsed > MostSeconds,
        >= Most => true,
        var count => elapsed >= seconds || (count >= Fewest && IsSettled(times, kinds)),
    };

    // Quarters that have as many of each kind.
    private static bool IsSettled(List<double> times, int kinds)
    {
        if (times.Count % (4 * kinds) != 0)
        {
            return false;
        }

        var quarter = times.Count / 4;
        var (before, last) = (MiddleOf(times[^(2 * quarter)..^quarter]), MiddleOf(times[^quarter..]));
        return Math.Abs(last - before) <= Settled * before;
    }
}
