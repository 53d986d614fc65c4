using Enas.Backends.Cpu.Probes;

namespace Enas.Host.Verbs.Machine;

/// <summary>Measures what the kernels are compared with.</summary>
internal static class BenchMachineSpeed
{
    private const double ShortestMeasurementSeconds = 0.02;
    private const double SecondsEach = 0.7;

    public static BenchMachine Measure(MachineProbe probe, int threads, BenchTimer timer)
    {
        var rounds = Rounds(probe, timer);
        var peak = timer.HighestRate(SecondsEach, () => probe.FusedMultiplyAdds(rounds));
        var copy = Math.Max(timer.HighestRate(SecondsEach, probe.CopyByVectors), timer.HighestRate(SecondsEach, probe.CopyByBlocks));
        return new BenchMachine(probe.Instructions, threads, peak / 1e9, copy / 1e9);
    }

    /// <summary>Rounds that take long enough to be timed.</summary>
    private static int Rounds(MachineProbe probe, BenchTimer timer)
    {
        var rounds = 1000;
        while (rounds < int.MaxValue / 4 && timer.MedianSeconds(0, () => probe.FusedMultiplyAdds(rounds)) < ShortestMeasurementSeconds)
        {
            rounds *= 4;
        }

        return rounds;
    }
}
