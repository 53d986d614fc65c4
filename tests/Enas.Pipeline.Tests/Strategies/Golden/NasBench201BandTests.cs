using System.Globalization;
using Enas.Pipeline.Strategies.Evolution;
using Enas.Pipeline.Strategies.LocalSearch;

namespace Enas.Pipeline.Tests.Strategies.Golden;

/// <summary>
/// Strategies on the published table, 200 seeds each. Bands are those of simulations by others: their mean of 1,000 runs ± 4 standard
/// errors of 200 runs, so a right program falls outside once in some 16,000.
/// </summary>
public sealed class NasBench201BandTests(ITestOutputHelper output)
{
    private const int Seeds = 200;
    private static readonly EvolutionOptions s_published = new() { Population = 10, Tournament = 3 };

    [Fact(Explicit = true)]
    public void Random_search()
    {
        var runs = Runs(seed => TableSearches.Random(seed, 200));
        Check(runs, 100, 93.62, 93.84, 0.25, 0.50);
        Check(runs, 200, 93.81, 93.96, 0.19, 0.33);
    }

    [Fact(Explicit = true)]
    public void Evolution_as_published()
    {
        var runs = Runs(seed => TableSearches.Evolution(seed, 200, s_published));
        Check(runs, 100, 93.77, 94.03, 0.30, 0.60);
        Check(runs, 200, 94.02, 94.20, 0.20, 0.42);
    }

    [Fact(Explicit = true)]
    public void Evolution_of_a_large_population() =>
        Check(Runs(seed => TableSearches.Evolution(seed, 200, new() { Population = 50, Tournament = 10 })), 200, 94.18, 94.31, 0.14, 0.30);

    /// <summary>Means 94.056 ± .390 and 94.174 ± .320 in the simulation.</summary>
    [Fact(Explicit = true)]
    public void Evolution_in_which_the_worst_dies()
    {
        var runs = Runs(seed => TableSearches.Evolution(seed, 200, s_published with { Elimination = Elimination.Worst }));
        Check(runs, 100, 93.94, 94.17, 0.25, 0.55);
        Check(runs, 200, 94.08, 94.27, 0.19, 0.45);
    }

    [Theory(Explicit = true)]
    [InlineData(0.01, 93.89, 94.04, 0.18, 0.32, 0.96, 0.99)]
    [InlineData(0.1, 94.03, 94.20, 0.20, 0.42, 0.33, 0.50)]
    public void Policy_table(
        double rate, double low, double high, double lowDeviation, double highDeviation, double lowEntropy, double highEntropy)
    {
        var runs = Enumerable.Range(1, Seeds).Select(seed => TableSearches.Reinforce((ulong)seed, 200, rate)).ToArray();
        Check([.. runs.Select(run => run.Run)], 200, low, high, lowDeviation, highDeviation);
        var entropy = runs.Average(run => run.Entropy);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"entropy {entropy:F4}, band {lowEntropy} .. {highEntropy}"));
        Assert.InRange(entropy, lowEntropy, highEntropy);
    }

    [Fact(Explicit = true)]
    public void Local_search_by_first_improvement()
    {
        var runs = Runs(seed => TableSearches.LocalSearch(seed, 200, ClimbRule.FirstImprovement));
        Check(runs, 100, 94.06, 94.24, 0.20, 0.42);
        Check(runs, 200, 94.25, 94.36, 0.10, 0.26);
    }

    /// <summary>Means 94.000 ± .412 and 94.201 ± .260 in the simulation.</summary>
    [Fact(Explicit = true)]
    public void Local_search_by_steepest_ascent()
    {
        var runs = Runs(seed => TableSearches.LocalSearch(seed, 200, ClimbRule.Steepest));
        Check(runs, 100, 93.88, 94.12, 0.27, 0.56);
        Check(runs, 200, 94.12, 94.28, 0.17, 0.35);
    }

    [Fact(Explicit = true)]
    public void Largest_of_a_thousand_first() => Check(Runs(seed => TableSearches.LargestFirst(seed, 50)), 50, 94.00, 94.15, 0.17, 0.34);

    /// <summary>
    /// Over common seeds evolution is .18 points ahead of random search at 100 evaluations; the standard error of 1,000 pairs is .019.
    /// </summary>
    [Fact(Explicit = true)]
    public void Evolution_is_ahead_of_random_search()
    {
        var ahead = Enumerable.Range(1, 1000).Select(seed => (ulong)seed).Average(seed =>
            TableSearches.Evolution(seed, 100, s_published).ResultAfter(100) - TableSearches.Random(seed, 100).ResultAfter(100));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"evolution - random: {ahead:F4} points in the mean of 1,000 pairs"));
        Assert.InRange(ahead, 0.10, 0.26);
    }

    /// <summary>Searches with a planted fault have the means of faulty simulations, and fall outside the bands of right ones.</summary>
    [Theory(Explicit = true)]
    [InlineData("newest dies", 94.02, 93.66)]
    [InlineData("tournament takes the worst", 94.02, 92.98)]
    [InlineData("advantage with the wrong sign", 94.03, 93.04)]
    [InlineData("no baseline", 94.03, 93.63)]
    public void Planted_faults_fall_out_of_the_bands(string fault, double bandFrom, double simulated)
    {
        var runs = Runs(seed => fault switch
        {
            "newest dies" => TableSearches.Evolution(seed, 200, s_published, _ => null),
            "tournament takes the worst" => TableSearches.Evolution(seed, 200, s_published, reward => -reward),
            "advantage with the wrong sign" => TableSearches.Reinforce(seed, 200, 0.1, (_, advantage) => -advantage).Run,
            _ => TableSearches.Reinforce(seed, 200, 0.1, (reward, _) => reward).Run,
        });
        var mean = runs.Average(run => run.ResultAfter(200));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{fault}: {mean:F3}, simulated {simulated}"));
        Assert.True(mean < bandFrom, $"{fault}: {mean} is in the band of a right program");
        Assert.Equal(simulated, mean, 0.35);
    }

    private static TableRun[] Runs(Func<ulong, TableRun> search) => [.. Enumerable.Range(1, Seeds).Select(seed => search((ulong)seed))];

    private void Check(TableRun[] runs, int evaluations, double low, double high, double lowDeviation, double highDeviation)
    {
        double[] results = [.. runs.Select(run => run.ResultAfter(evaluations))];
        var mean = results.Average();
        var deviation = Math.Sqrt(results.Sum(result => (result - mean) * (result - mean)) / (results.Length - 1));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{evaluations} evaluations: {mean:F4} ± {deviation:F4}, bands {low} .. {high} and {lowDeviation} .. {highDeviation}"));
        Assert.InRange(mean, low, high);
        Assert.InRange(deviation, lowDeviation, highDeviation);
    }
}
