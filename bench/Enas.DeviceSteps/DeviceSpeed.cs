using System.Diagnostics;
using static TorchSharp.torch;

namespace Enas.DeviceSteps;

/// <summary>What a device can do at best, measured through libtorch itself: a large product and a large copy, the
/// best of several.</summary>
/// <param name="OperationsPerSecond">Of a product in the precision of the case.</param>
/// <param name="BytesPerSecond">Read and written by a copy.</param>
internal sealed record DeviceSpeed(double OperationsPerSecond, double BytesPerSecond)
{
    private const int Runs = 10;

    public static DeviceSpeed Of(string name, bool isBf16)
    {
        using var memory = NewDisposeScope();
        using var constant = no_grad();
        var (side, count) = name == "cpu" ? (1024L, 1L << 25) : (8192L, 1L << 29);
        var where = device(name);
        var type = isBf16 ? ScalarType.BFloat16 : ScalarType.Float32;
        var (a, b) = (ones([side, side], type, where), ones([side, side], type, where));
        var (from, to) = (ones([count], ScalarType.Float32, where), zeros([count], ScalarType.Float32, where));
        return new(
            Best(name, 2.0 * side * side * side, () => mm(a, b).Dispose()),
            Best(name, 2.0 * sizeof(float) * count, () => to.copy_(from)));
    }

    /// <summary>Waits until the device has done what it was given.</summary>
    public static void Wait(string name)
    {
        if (name != "cpu")
        {
            cuda.synchronize();
        }
    }

    private static double Best(string name, double amount, Action work)
    {
        var best = 0.0;
        for (var run = 0; run < Runs; run++)
        {
            Wait(name);
            var start = Stopwatch.GetTimestamp();
            work();
            Wait(name);
            best = Math.Max(best, amount / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }
}
