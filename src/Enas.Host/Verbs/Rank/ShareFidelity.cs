using Enas.Host.Searches;

namespace Enas.Host.Verbs.Rank;

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
    public static ShareFidelity Of(IReadOnlyList<RankedCandidate> ranked)
    {
        RankedCandidate[] counted = [.. ranked.Where(row => !row.IsChosen && row.FirstWithoutResult is null)];
        double[] shared = [.. counted.Select(row => row.Shared)];
        double[] alone = [.. counted.Select(row => row.Alone)];
        double[] test = [.. counted.Select(row => row.AloneOnTest).OfType<double>()];
        return new(
            RankCorrelation.Kendall(shared, alone),
            RankCorrelation.Spearman(shared, alone),
            test.Length == counted.Length && test.Length > 0 ? RankCorrelation.Kendall(shared, test) : null,
            counted.Length);
    }
}
