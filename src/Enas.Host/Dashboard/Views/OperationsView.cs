using Enas.Host.Dashboard.Answers;
using Enas.Host.Dashboard.Following;
using Enas.Host.Readings;
using Enas.Host.Report;
using Enas.Pipeline.Architectures;

namespace Enas.Host.Dashboard.Views;

/// <summary>Which operations a search sampled: over all of it, and node by node around a step.</summary>
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

    /// <summary>Shares node by node in the window of samples that ends with a step.</summary>
    /// <param name="step">The step; null for the last one.</param>
    /// <param name="window">So many samples at most.</param>
    public static PolicyWindowAnswer Around(SearchData search, long? step, int window)
    {
        var samples = search.Once("policy samples", () => PolicySamples(search.Report.Series.Samples));
        Decision[] nodes = search.Report.IsTraining ? []
            : [.. search.Space.Decisions.Where(decision => decision.Role == DecisionRole.Operation)];
        IReadOnlyList<string> operations = search.Report.IsTraining ? [] : search.Space.OperationOptions;
        var (first, last) = samples.Count == 0 ? (0, 0) : (samples[0].Step, samples[^1].Step);
        var end = step is { } asked ? EndOf(samples, asked) : samples.Count;
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
            Nodes = [.. nodes.Select(node => node.Name)],
            Operations = operations,
            Cells = end > from ? Cells(search.Space, samples, from, end, nodes, operations) : [],
            Note = samples.Count == 0 ? Nothing
                : Answering.Text($"Share of each operation at each node among {end - from:N0} samples up to this step."),
            Query = SeriesView.QueryOf(search, "SELECT step, architecture FROM architectures ORDER BY sequence"),
        };
    }

    // Those of the policy, or all where it has none, as in the shares.
    private static IReadOnlyList<SampledTokens> PolicySamples(IReadOnlyList<SampledTokens> samples) =>
        samples.Any(sample => sample.IsForPolicy) ? [.. samples.Where(sample => sample.IsForPolicy)] : samples;

    private static int EndOf(IReadOnlyList<SampledTokens> samples, long step)
    {
        var (low, high) = (0, samples.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = samples[middle].Step <= step ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static IReadOnlyList<IReadOnlyList<double?>> Cells(SearchSpace space, IReadOnlyList<SampledTokens> samples, int from, int end,
        Decision[] nodes, IReadOnlyList<string> operations)
    {
        int[] places = [.. nodes.Select(node => space.Decisions.ToList().IndexOf(node))];
        int[][] counts = [.. nodes.Select(node => new int[node.OptionCount])];
        var known = new Dictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal);
        for (var i = from; i < end; i++)
        {
            if (!known.TryGetValue(samples[i].Tokens, out var values))
            {
                values = space.Parse(samples[i].Tokens).Values;
                known.Add(samples[i].Tokens, values);
            }

            for (var node = 0; node < nodes.Length; node++)
            {
                counts[node][values[places[node]]]++;
            }
        }

        return
        [
            .. nodes.Select((node, n) => (IReadOnlyList<double?>)
            [
                .. operations.Select(operation => node.Options.ToList().IndexOf(operation) is >= 0 and var option
                    ? (double)counts[n][option] / (end - from) : (double?)null),
            ]),
        ];
    }
}
