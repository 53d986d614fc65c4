using System.Diagnostics;
using Enas.Backends.Cpu.Probes;

namespace Enas.SideBySide;

/// <summary>The machine's copy bandwidth, as <c>enas bench</c> measures it: the faster of two ways, the best of several runs.</summary>
internal static class CopySpeed
{
    private const int Runs = 15;

    public static double BytesPerSecond(MachineProbe probe) => Math.Max(Best(probe.CopyByVectors), Best(probe.CopyByBlocks));

    private static double Best(Func<double> copy)
    {
        var best = 0.0;
        for (var run = 0; run < Runs; run++)
        {
            var start = Stopwatch.GetTimestamp();
            var bytes = copy();
            best = Math.Max(best, bytes / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }
}
