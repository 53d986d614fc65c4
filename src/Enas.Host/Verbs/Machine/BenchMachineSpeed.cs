using Enas.Backends.Cpu.Probes;

namespace Enas.Host.Verbs.Machine;

/// <summary>Measures what the kernels are compared with.</summary>
internal sealed class BenchMachineSpeed(MachineProbe probe, BenchTimer timer)
{
    private const double SecondsOfReference = 0.015;
    private const double SecondsEach = 0.7;

    private int _rounds = 1000;

    /// <summary>The machine's best over more than half a second each.</summary>
    public BenchMachine Measure(int threads)
    {
        ChooseRounds();
        var peak = timer.HighestRate(SecondsEach, () => probe.FusedMultiplyAdds(_rounds));
        var copy = Math.Max(timer.HighestRate(SecondsEach, probe.CopyByVectors), timer.HighestRate(SecondsEach, probe.CopyByBlocks));
        return new BenchMachine(probe.Instructions, threads, peak / 1e9, copy / 1e9);
    }

    /// <summary>Fused multiply-adds now, 10⁹ operations a second: what the work before and after it is compared with.</summary>
    public double Gflops() => timer.HighestRate(0, () => probe.FusedMultiplyAdds(_rounds)) / 1e9;

    /// <summary>Rounds that take long enough to be timed, and to wake every thread.</summary>
    private void ChooseRounds()
    {
        while (_rounds < int.MaxValue / 4
            && probe.FusedMultiplyAdds(_rounds) / timer.HighestRate(0, () => probe.FusedMultiplyAdds(_rounds)) < SecondsOfReference)
        {
            _rounds *= 2;
        }
    }
}
