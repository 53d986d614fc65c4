using System.Globalization;

namespace Enas.Pipeline.Tests.Strategies.Golden;

/// <summary>
/// The strategies of the published baselines, and what simulations by others say of them: the mean and the deviation between runs of the
/// test accuracy after some evaluations, over 1,000 runs.
/// </summary>
internal static class PipelineBands
{
    /// <summary>What is searched for with which options.</summary>
    public static IReadOnlyList<PipelineCase> Cases { get; } =
    [
        new("random", "random", [], [new(100, 93.7298, 0.3618), new(200, 93.8799, 0.2531)]),
        new("evolution P=10 S=3", "evolution",
            ["strategy.population=10", "strategy.tournament=3"], [new(100, 93.896, 0.455), new(200, 94.108, 0.302)]),
        new("evolution P=50 S=10", "evolution", ["strategy.population=50", "strategy.tournament=10"], [new(200, 94.245, 0.212)]),
        new("policy-table .01", "policy-table", ["policy.learningRate=0.01"], [new(200, 93.964, 0.243)], (0.96, 0.99)),
        new("policy-table .1", "policy-table", ["policy.learningRate=0.1"], [new(200, 94.117, 0.296)], (0.33, 0.50)),
        new("local-search first", "local-search", ["strategy.improvement=first"], [new(100, 94.149, 0.302), new(200, 94.306, 0.176)]),
    ];

    /// <summary>
    /// Runs a case over the seeds from 1 on and holds its means against the simulated ones ± 4 standard errors of that many runs, so that a
    /// right program falls outside once in some 16,000; of the deviation a factor of <paramref name="deviationFactor"/> is allowed.
    /// </summary>
    public static async Task CheckAsync(string name, int seeds, double deviationFactor, ITestOutputHelper output)
    {
        var given = Cases.Single(known => known.Name == name);
        var runs = new List<PipelineSearch>();
        for (var seed = 1; seed <= seeds; seed++)
        {
            runs.Add(await PipelineSearch.RunAsync(given.Strategy, seed, given.Sets));
        }

        foreach (var band in given.Bands)
        {
            double[] results = [.. runs.Select(run => run.ResultAfter(band.Evaluations))];
            var mean = results.Average();
            var deviation = Math.Sqrt(results.Sum(result => (result - mean) * (result - mean)) / (results.Length - 1));
            var allowed = 4 * band.Deviation / Math.Sqrt(seeds);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}, {seeds} seeds, {band.Evaluations} evaluations: {mean:F4} ± "
                    + $"{deviation:F4}, simulated {band.Mean:F4} ± {band.Deviation:F4}, band ± {allowed:F4}"));
            Assert.Equal(band.Mean, mean, allowed);
            Assert.InRange(deviation, band.Deviation / deviationFactor, band.Deviation * deviationFactor);
        }

        if (given.Entropy is var (low, high))
        {
            var entropy = runs.Average(run => run.Entropy);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: entropy {entropy:F4}, band {low} .. {high}"));
            Assert.InRange(entropy, low, high);
        }
    }
}

/// <summary>A strategy with its options.</summary>
internal sealed record PipelineCase(
    string Name, string Strategy, string[] Sets, IReadOnlyList<PipelineBand> Bands, (double Low, double High)? Entropy = null);

/// <summary>What a simulation says of the result after some evaluations.</summary>
internal sealed record PipelineBand(int Evaluations, double Mean, double Deviation);
