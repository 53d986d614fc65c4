using Enas.Host.Dashboard.Answers;
using Enas.Host.Dashboard.Following;
using Enas.Host.Readings;
using Enas.Host.Report;
using Enas.Pipeline.Architectures;

namespace Enas.Host.Dashboard.Views;

/// <summary>What a search sampled: operations over all of it, and decision by decision around a step.</summary>
internal static class OperationsView
{
    /// <summary>Stretches and samples of a window at most.</summary>
    public const int MostBins = 500;
    public const int UsualWindow = 1000;
    public const int MostWindow = 100_000;

    private const string Query = "SELECT * FROM operation_shares";
    private const string Nothing = "No architecture was sampled yet.";

    /// <summary>Shares of operations by stretches of the search.</summary>
    public static OperationsAnswer Of(SearchData search, int bins) => search.Once($"operations {bins}", () =>
    {
        var shares = search.Report.IsTraining ? null : OperationShares.Of(search.Space, search.Report.Series.Samples, bins);
        return new OperationsAnswer
        {
            Through = search.Through(),
            Operations = shares?.Options ?? [],
            Bins =
            [
                .. (shares?.Bins ?? []).Select(bin => new OperationBinAnswer { From = bin.From, To = bin.To, Shares = bin.Shares }),
            ],
            Note = search.Report.IsTraining ? "A final training samples nothing." : search.Report.Series.Samples.Count == 0 ? Nothing
                : "Share of each operation among all that were sampled for the policy, or at all where there is none.",
            Query = SeriesView.QueryOf(search, Query),
        };
    });

    /// <summary>Shares decision by decision in the window of samples that ends with a step.</summary>
    /// <param name="step">The step; null for the last one.</param>
    /// <param name="window">So many samples at most.</param>
    public static PolicyWindowAnswer Around(SearchData search, long? step, int window)
    {
        var samples = search.Once("policy samples", () => PolicySamples(search.Report.Series.Samples));
        var (first, last) = samples.Count == 0 ? (0, 0) : (samples[0].Step, samples[^1].Step);
        var end = step is { } asked ? Ordered.First(samples, sample => sample.Step > asked) : samples.Count;
        var from = Math.Max(0, end - window);
        return new PolicyWindowAnswer
        {
            Through = search.Through(),
            Step = step ?? last,
            FirstStep = first,
            LastStep = last,
            Count = end - from,
            From = end > from ? samples[from].Step : first,
            To = end > from ? samples[end - 1].Step : first,
            Rows = end > from ? Rows(search.Space, samples, from, end) : [],
            Note = samples.Count == 0 ? Nothing
                : Answering.Text($"Share of each option at each decision among {end - from:N0} samples up to this step."),
            Query = SeriesView.QueryOf(search, "SELECT step, architecture FROM architectures ORDER BY sequence"),
        };
    }

    // Those of the policy, or all where it has none, as in the shares.
    private static IReadOnlyList<SampledTokens> PolicySamples(IReadOnlyList<SampledTokens> samples) =>
        samples.Any(sample => sample.IsForPolicy) ? [.. samples.Where(sample => sample.IsForPolicy)] : samples;

    private static IReadOnlyList<OptionShareAnswer> Rows(SearchSpace space, IReadOnlyList<SampledTokens> samples, int from, int end)
    {
        int[][] counts = [.. space.Decisions.Select(decision => new int[decision.OptionCount])];
        var times = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = from; i < end; i++)
        {
            times[samples[i].Tokens] = times.GetValueOrDefault(samples[i].Tokens) + 1;
        }

        foreach (var (tokens, count) in times)
        {
            var values = space.Parse(tokens).Values;
            for (var decision = 0; decision < counts.Length; decision++)
            {
                // One that is not open was not decided.
                counts[decision][values[decision]] += space.IsOpen(decision, values) ? count : 0;
            }
        }

        return [.. space.Decisions.Zip(counts).SelectMany(pair => pair.First.Options.Zip(pair.Second, (option, count) =>
            new OptionShareAnswer
            {
                Decision = pair.First.Name,
                Role = Answering.RoleOf(pair.First),
                Option = option,
                Share = (double)count / Math.Max(pair.Second.Sum(), 1),
            }))];
    }
}
