using System.Diagnostics;
using Enas.Backends.Cpu.Probes;

namespace Enas.SideBySide;

/// <summary>What the machine itself can do, as <c>enas bench</c> measures it: the best of several runs.</summary>
internal static class MachineSpeed
{
    private const int Runs = 15;
    private const int Rounds = 1 << 21;

    /// <summary>Operations a second of fused multiply-adds that stay in registers: nothing in float32 is faster, on either side.</summary>
    public static double OperationsPerSecond(MachineProbe probe) => Best(() => probe.FusedMultiplyAdds(Rounds));

    /// <summary>Bytes read plus bytes written a second of a copy, the faster of two ways.</summary>
    public static double CopyBytesPerSecond(MachineProbe probe) => Math.Max(Best(probe.CopyByVectors), Best(probe.CopyByBlocks));

    private static double Best(Func<double> work)
    {
        var best = 0.0;
        for (var run = 0; run < Runs; run++)
        {
            var start = Stopwatch.GetTimestamp();
            var amount = work();
            best = Math.Max(best, amount / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }
}
