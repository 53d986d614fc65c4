namespace Enas.Backends.Cpu.Threads;

/// <summary>
/// How long a thread that waits for others spins before it sleeps. They mostly come within microseconds, and to sleep and wake takes
/// longer; but where there are more threads than processors, who spins keeps a processor from those who are late: a search on seven threads
/// and two processors took five times as long. So it does where other programs have the processors: beside them the quick start on two
/// threads took six times the processor time that it needs. Such programs are noticed, see <see cref="Disturbance"/>.
/// </summary>
/// <param name="threads">Threads that work together.</param>
/// <param name="disturbance">What the threads know of other programs.</param>
/// <param name="usual">Spins of a third of a microsecond, where there are processors enough.</param>
internal sealed class Spins(int threads, Disturbance disturbance, int usual = Spins.Usual)
{
    /// <summary>Two thirds of a millisecond.</summary>
    public const int Usual = 2000;

    private const int Crowded = 20;

    // Some thirty microseconds. In so short a time a processor is rarely taken from anybody, and where that goes on a longer spinning
    // meets it too. More than who spins little may spin, so that no disturbance is prolonged by what nobody spun.
    private const int Counted = 100;

    private readonly bool _isCrowded = threads > Environment.ProcessorCount;

    /// <summary>Spins of a wait that begins now, at most.</summary>
    /// <param name="now">The time stamp.</param>
    public int LimitAt(long now) => _isCrowded || disturbance.IsRecentAt(now) ? Crowded : usual;

    /// <summary>Tells how long a spinning took, whatever it came to. One of few spins says nothing.</summary>
    /// <param name="count">Spins.</param>
    /// <param name="begun">The time stamp at which it began.</param>
    public void Spun(int count, long begun)
    {
        if (count > Counted)
        {
            disturbance.Spun(begun, TimeProvider.System.GetTimestamp());
        }
    }
}
