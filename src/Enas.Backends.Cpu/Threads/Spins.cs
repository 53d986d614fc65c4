namespace Enas.Backends.Cpu.Threads;

/// <summary>
/// How long a thread that waits for others spins before it sleeps. They mostly come within microseconds, and to sleep and wake takes
/// longer; but where there are more threads than processors, who spins keeps a processor from those who are late: a search on seven threads
/// and two processors took five times as long.
/// </summary>
internal static class Spins
{
    private const int Usual = 2000;
    private const int Crowded = 20;

    /// <summary>Spins of a third of a microsecond, for so many threads that work together.</summary>
    public static int For(int threads) => threads > Environment.ProcessorCount ? Crowded : Usual;
}
