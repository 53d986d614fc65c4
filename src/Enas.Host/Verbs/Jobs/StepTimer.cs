namespace Enas.Host.Verbs.Jobs;

/// <summary>
/// Times work that is done over and over. Its first repetitions are slower than all later ones: code is compiled anew while it runs, and
/// memory is touched for the first time. So it is repeated until its time has settled, and only the later half counts; of that the middle
/// half, since on a machine that does other things too some repetitions are interrupted.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="seconds">Seconds for one kind of work, at most, where twice the work takes less.</param>
internal sealed class StepTimer(TimeProvider time, double seconds)
{
    private const int Fewest = 16;
    private const int Most = 400;

    /// <summary>A share by which two quarters of the repetitions may differ and count as settled.</summary>
    private const double Settled = 0.05;

    /// <summary>Work that takes longer is not repeated.</summary>
    public const double MostSeconds = 3;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>Seconds for one kind of work.</summary>
    public double Seconds => seconds;

    /// <summary>Seconds of one repetition.</summary>
    /// <param name="work">The work; it is given the number of its repetition.</param>
    public double SecondsOf(Action<int> work)
    {
        var (begin, times) = (time.GetTimestamp(), new List<double>());
        while (!IsEnough(times, time.GetElapsedTime(begin).TotalSeconds))
        {
            times.Add(SecondsOfOne(() => work(times.Count)));
        }

        return MiddleOf(times[(times.Count / 2)..]);
    }

    /// <summary>Seconds of one repetition of work that waits.</summary>
    public async Task<double> SecondsOfAsync(Func<Task> work)
    {
        var (begin, times) = (time.GetTimestamp(), new List<double>());
        while (!IsEnough(times, time.GetElapsedTime(begin).TotalSeconds))
        {
            var start = time.GetTimestamp();
            await work();
            times.Add(time.GetElapsedTime(start).TotalSeconds);
        }

        return MiddleOf(times[(times.Count / 2)..]);
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

    // The first repetition says nothing but how long the others can take.
    private bool IsEnough(List<double> times, double elapsed) => times.Count switch
    {
        0 => false,
        1 => elapsed > MostSeconds,
        >= Most => true,
        var count => elapsed >= seconds || (count >= Fewest && count % 4 == 0 && IsSettled(times)),
    };

    private static bool IsSettled(List<double> times)
    {
        var quarter = times.Count / 4;
        var (before, last) = (MiddleOf(times[^(2 * quarter)..^quarter]), MiddleOf(times[^quarter..]));
        return Math.Abs(last - before) <= Settled * before;
    }
}
