using Enas.Pipeline.Catalogs;
using System.Text.Json.Nodes;
using Enas.Pipeline.Options;

namespace Enas.Host.Searches;

/// <summary>An architecture that was scored with shared weights and trained alone; in all of its scores more is better.</summary>
/// <param name="Shared">Its score with the shared weights.</param>
/// <param name="Alone">Its validation score after training from scratch, the mean over its trainings.</param>
/// <param name="Test">The same of the test set; null where there is none.</param>
internal sealed record SharedAndAlone(double Shared, double Alone, double? Test);

/// <summary>
/// How far the order of shared scores is the order of networks trained alone, over random candidates with a result. The chosen one is left
/// out: it was chosen for its shared score, so that score says too much, and with it the correlation.
/// </summary>
/// <param name="Kendall">Kendall's tau-b with stand-alone validation.</param>
/// <param name="Spearman">Spearman's rho with it.</param>
/// <param name="KendallOfTest">Kendall's tau-b with the test set, which nothing was chosen by; null where there is no test.</param>
/// <param name="Count">Architectures.</param>
internal sealed record ShareFidelity(Correlation Kendall, Correlation Spearman, Correlation? KendallOfTest, int Count)
{
    /// <summary>The correlations over architectures, the chosen one not among them.</summary>
    public static ShareFidelity Of(IReadOnlyList<SharedAndAlone> random)
    {
        double[] shared = [.. random.Select(one => one.Shared)];
        double[] alone = [.. random.Select(one => one.Alone)];
        double[] test = [.. random.Select(one => one.Test).OfType<double>()];
        return new(
            RankCorrelation.Kendall(shared, alone),
            RankCorrelation.Spearman(shared, alone),
            test.Length == random.Count && test.Length > 0 ? RankCorrelation.Kendall(shared, test) : null,
            random.Count);
    }

    /// <summary>What the scores of a search are called, that networks trained alone are held against.</summary>
    public static string ScoresOf(JobOptions job) => SpaceCatalog.WordsOf(job).Scores;

    /// <summary>It in sentences without their ends: of validation, and of the test set where there is one.</summary>
    /// <param name="scores">What the scores of the search are called, see <see cref="ScoresOf"/>.</param>
    public IEnumerable<string> Words(string scores)
    {
        yield return $"Kendall tau-b {Kendall.Words}, Spearman rho {Spearman.Words} of {scores} and stand-alone validation over the "
            + $"random ones, n = {Count}; the chosen one is left out: its score in the search is the best of many"
            + (Count < RankCorrelation.FewestForInterval
                ? $". Fewer than {RankCorrelation.FewestForInterval} have no interval; how many orders are as far from 0 tells what "
                    + "chance does" : string.Empty);
        if (KendallOfTest is { } test)
        {
            yield return $"Kendall tau-b {test.Words} of {scores} validation and stand-alone test";
        }
    }

    /// <summary>Its fields for programs.</summary>
    public IEnumerable<KeyValuePair<string, JsonNode?>> Fields =>
    [
        new("count", Count),
        new("kendall", Kendall.ToJson()),
        new("spearman", Spearman.ToJson()),
        new("kendallOfTest", KendallOfTest?.ToJson()),
    ];
}
