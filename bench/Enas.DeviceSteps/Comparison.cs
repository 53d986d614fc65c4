using System.Diagnostics;
using System.Globalization;
using Enas.Backends.Torch;

namespace Enas.DeviceSteps;

/// <summary>Measures one step: our side and the other by turns, beside the floor that the device sets.</summary>
internal static class Comparison
{
    private const int WarmUpSteps = 3;

    /// <summary>Measures, and says it in words.</summary>
    public static string Run(StepCase step, string device, int turns, int steps, Peer? peer)
    {
        using var backend = TorchBackend.Create(step.Options);
        var speed = DeviceSpeed.Of(device, step.Options.Precision == TorchPrecision.Bf16);
        using var ours = step.Create(backend);
        var before = device == "cpu" ? 0 : DeviceMemory.Bytes(device, Environment.ProcessId) ?? 0;
        for (var number = 0; number < WarmUpSteps; number++)
        {
            ours.Run(number);
        }

        var (all, theirs, ratios, theirPeak) = (new List<double>(), new List<double>(), new List<double>(), 0.0);
        var ourPeak = 0.0;
        for (var turn = 0; turn < turns; turn++)
        {
            var times = Times(ours, device, WarmUpSteps + (turn * steps), steps);
            all.AddRange(times);
            ourPeak = (DeviceMemory.Bytes(device, Environment.ProcessId) ?? 0) - before;
            if (peer?.Turn(step, device, steps) is { } turned)
            {
                theirs.Add(turned.Milliseconds);
                ratios.Add(turned.Milliseconds / Median(times));
                theirPeak = Math.Max(theirPeak, turned.PeakBytes - (device == "cpu" ? 0 : before + ourPeak));
            }
        }

        var measured = Enumerable.Range(WarmUpSteps, turns * steps).ToArray();
        return Words(step, device, backend.Numerics, new Result(
            Median(all), theirs.Count == 0 ? null : Median(theirs), ratios.Count == 0 ? null : Median(ratios), ourPeak, theirPeak,
            measured.Average(ours.Operations), measured.Average(ours.LeastValues) * step.ValueBytes, speed));
    }

    private static List<double> Times(IDeviceStep step, string device, int first, int count)
    {
        var times = new List<double>(count);
        for (var number = first; number < first + count; number++)
        {
            DeviceSpeed.Wait(device);
            var start = Stopwatch.GetTimestamp();
            step.Run(number);
            DeviceSpeed.Wait(device);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return times;
    }

    private static string Words(StepCase step, string device, string numerics, Result result)
    {
        var lines = new List<string>
        {
            Text($"{step.Name} ({string.Join(' ', step.Arguments)}), {device}, {numerics}"),
            Text($"  ours        {result.OurMs:0.00} ms a step (median, data and update included), ")
                + Text($"{result.Operations / result.OurMs / 1e9:0.00} TFLOP/s, peak {result.OurPeakBytes / (1 << 20):0} MiB"),
            result.TheirMs is { } other
                ? Text($"  PyTorch     {other:0.00} ms a step (median of medians), peak {result.TheirPeakBytes / (1 << 20):0} MiB; ")
                    + Text($"ratio {result.Ratio:0.00} (2 or more is the aim on a GPU: {(result.Ratio >= 2 ? "met" : "not met")})")
                : "  PyTorch     not measured",
            Text($"  the device  {result.Speed.OperationsPerSecond / 1e12:0.00} TFLOP/s of products, ")
                + Text($"{result.Speed.BytesPerSecond / 1e9:0} GB/s of a copy, both measured here"),
            Text($"  the floor   {result.Operations / 1e9:0.0} GFLOP = {result.OperationsMs:0.00} ms, ")
                + Text($"{result.LeastBytes / 1e9:0.000} GB = {result.BytesMs:0.00} ms; ")
                + Text($"ours is at {result.FloorMs / result.OurMs:P0} of the floor's speed"),
        };
        return string.Join('\n', lines);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }

    private sealed record Result(
        double OurMs, double? TheirMs,
            double? Ratio, double OurPeakBytes, double TheirPeakBytes, double Operations, double LeastBytes, DeviceSpeed Speed)
    {
        public double OperationsMs => Operations / Speed.OperationsPerSecond * 1e3;

        public double BytesMs => LeastBytes / Speed.BytesPerSecond * 1e3;

        public double FloorMs => Math.Max(OperationsMs, BytesMs);
    }
}
