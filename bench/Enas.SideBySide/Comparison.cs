namespace Enas.SideBySide;

/// <summary>What came out of one case.</summary>
/// <param name="OurSeconds">Median seconds of one run on our side.</param>
/// <param name="TorchSeconds">Median seconds of one run on the other side.</param>
/// <param name="Ratio">Median of the ratios of neighbouring runs: how many times as long the other side takes.</param>
/// <param name="OurPeakBytes">Most memory of our process.</param>
/// <param name="TorchPeakBytes">Most memory of the other process.</param>
/// <param name="Difference">Largest relative difference of what they computed.</param>
internal sealed record Outcome(
    double OurSeconds, double TorchSeconds, double Ratio, double OurPeakBytes, double TorchPeakBytes, double Difference);

/// <summary>Runs both sides of a case by turns, each in a process of its own, so that each has its own memory and
/// the same machine.</summary>
internal static class Comparison
{
    private const double ShortestTurnSeconds = 0.25;

    public static Outcome Run(Case wanted, int threads, int turns)
    {
        using var ours = new Side("ours", wanted.Name, threads);
        using var torch = new Side("torch", wanted.Name, threads);

        // The first run makes and warms everything; both sides have computed the same when it is done.
        ours.Run(0, 1);
        torch.Run(0, 1);
        var difference = Difference(ours.Results(), torch.Results());

        // Both sides do the same runs in a turn, so the faster one says how many: a turn of a few milliseconds measures the other's threads
        // going to sleep.
        var fastest = Math.Min(ours.Run(1, 1), torch.Run(1, 1));
        var count = Math.Max(1, (int)Math.Ceiling(ShortestTurnSeconds / Math.Max(1e-9, fastest)));
        var (ourTimes, torchTimes, ratios) = (new List<double>(), new List<double>(), new List<double>());
        for (var turn = 0; turn < turns; turn++)
        {
            var first = 2 + (turn * count);
            ourTimes.Add(ours.Run(first, count) / count);
            torchTimes.Add(torch.Run(first, count) / count);
            ratios.Add(torchTimes[^1] / ourTimes[^1]);
        }

        return new Outcome(Median(ourTimes), Median(torchTimes), Median(ratios), ours.PeakBytes(), torch.PeakBytes(), difference);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return (values[values.Count / 2] + values[(values.Count - 1) / 2]) / 2;
    }

    private static double Difference(double[] ours, double[] torch) =>
        ours.Zip(torch, (a, b) => Math.Abs(a - b) / Math.Max(Math.Max(Math.Abs(a), Math.Abs(b)), 1e-6)).Max();
}
