using Enas.Host.Cli;
using Enas.Host.Dashboard.Answers;
using Enas.Host.Dashboard.Following;
using Enas.Host.Readings;
using Enas.Host.Report;
using Enas.Pipeline.Catalogs;

namespace Enas.Host.Dashboard.Views;

/// <summary>What a series was asked for.</summary>
/// <param name="Of">What x is: steps, samples or seconds.</param>
/// <param name="From">The least x; null for the first.</param>
/// <param name="To">The greatest x; null for the last.</param>
/// <param name="Points">So many stretches at most.</param>
internal sealed record SeriesQuery(string Of, double? From, double? To, int Points)
{
    public const string Step = "step";
    public const string Samples = "samples";
    public const string Seconds = "seconds";
    public const int Most = Smoothing.MostPoints;
    public const int Fewest = 3;
    public const int Usual = 1000;
}

/// <summary>A series of a search, cut into stretches.</summary>
internal static class SeriesView
{
    private static readonly NamedSeries[] s_all =
    [
        new("reward", "Reward", "reward", "SELECT step, reward, architecture FROM rewards ORDER BY sequence",
            search => [.. search.Report.Series.Rewards.Select(reward => reward.Point)]) { IsReward = true },
        new("entropy", "Entropy of the policy", "% of maximum",
            "SELECT step, entropy FROM architectures WHERE phase = 'policy' ORDER BY sequence", Entropies),
        new("loss", "Training loss", "nats", "SELECT step, loss FROM training ORDER BY sequence", search => search.Report.Series.Losses),
        new("baseline", "Baseline of the policy", "reward", "SELECT step, baseline FROM policy ORDER BY sequence",
            search => search.Report.Series.Baselines) { IsPlain = true },
        new("advantage", "Advantage of a step's samples, mean", "reward", "SELECT step, advantage FROM policy ORDER BY sequence",
            search => search.Report.Series.Advantages) { IsPlain = true },
        new("rate", "Learning rate of the weights", "rate", "SELECT step, learning_rate FROM training ORDER BY sequence",
            search => search.Report.Series.WeightRates) { IsPlain = true },
        new("policy-rate", "Learning rate of the policy", "rate", "SELECT step, learning_rate FROM policy ORDER BY sequence",
            search => search.Report.Series.PolicyRates) { IsPlain = true },
        new("unique", "Different architectures", "% of samples",
            "SELECT step, architecture FROM architectures ORDER BY sequence",
            search => UniqueArchitectures.Of(search.Report.Series.Samples).Different) { IsPlain = true },
        new("skips", "Skip rate", "share", "SELECT * FROM operation_shares", Skips) { IsPlain = true },
        new("validation", "Validation", "score", "SELECT step, metric FROM candidates WHERE source = 'validation' ORDER BY sequence",
            search => search.Report.IsTraining ? TrainingCharts.Validations(search.Report) : []) { IsPlain = true },
    ];

    /// <summary>The names of those that have a point.</summary>
    public static IEnumerable<string> NamesOf(SearchData search) =>
        s_all.Where(series => Has(series.Name, search)).Select(series => series.Name);

    /// <summary>Whether there is a series of a name.</summary>
    public static bool Knows(string name) => s_all.Any(series => series.Name == name);

    /// <summary>A series.</summary>
    public static SeriesAnswer Of(SearchData search, string name, SeriesQuery query)
    {
        var series = s_all.First(one => one.Name == name);
        var points = series.Points(search);
        var (first, end) = RangeOf(points, search, query);
        var stretches = Stretching.Of(points, first, end, query.Points);
        var average = series.IsPlain ? [] : Smoothing.Average(points, Smoothing.Decay);
        var best = series.IsReward ? BestOf(points) : [];
        return new SeriesAnswer
        {
            Through = search.Through(),
            Name = name,
            Title = series.Title,
            Note = NoteOf(search, series, points.Count),
            Unit = UnitOf(search, series),
            Of = query.Of,
            X = [.. stretches.Select(stretch => XOf(search, points[stretch.Last].Step, query.Of))],
            Steps = [.. stretches.Select(stretch => points[stretch.Last].Step)],
            Min = [.. stretches.Select(stretch => Answering.Finite(points[stretch.Least].Value))],
            Max = [.. stretches.Select(stretch => Answering.Finite(points[stretch.Greatest].Value))],
            Average = series.IsPlain ? [] : [.. stretches.Select(stretch => Answering.Finite(average[stretch.Last].Value))],
            Best = series.IsReward ? [.. stretches.Select(stretch => Answering.Finite(best[stretch.Last]))] : [],
            Architectures = series.IsReward
                ? [.. stretches.Select(stretch => search.Report.Series.Rewards[stretch.Greatest].Tokens)] : [],
            Count = end - first,
            NotFinite = Enumerable.Range(first, end - first).Count(i => !double.IsFinite(points[i].Value)),
            Decay = Smoothing.Decay,
            Random = series.IsReward ? OverviewView.RandomOf(search) : null,
            Query = QueryOf(search, series.Query),
        };
    }

    /// <summary>The command that asks the log the same.</summary>
    public static string QueryOf(SearchData search, string statement) =>
        CommandText.Of("sql", CommandText.PathFromHere(search.Report.Folder.Root), statement);

    /// <summary>The place of a step on an axis.</summary>
    public static double XOf(SearchData search, long step, string of) => of switch
    {
        SeriesQuery.Samples => search.Pace.At(step).Samples,
        SeriesQuery.Seconds => search.Pace.At(step).Seconds,
        _ => step,
    };

    // Whether there is a point, without making those that are counted from all samples.
    private static bool Has(string name, SearchData search) => name switch
    {
        "reward" => search.Report.Series.Rewards.Count > 0,
        "unique" => search.Report.Series.Samples.Count > 0,
        "skips" => search.Report.Series.Samples.Count > 0
            && search.Space.Decisions.Any(decision => decision.Role == Pipeline.Architectures.DecisionRole.Skip),
        _ => s_all.First(one => one.Name == name).Points(search).Count > 0,
    };

    private static (int First, int End) RangeOf(IReadOnlyList<SeriesPoint> points, SearchData search, SeriesQuery query)
    {
        // Both ends are between points, which rise.
        int FirstFrom(Func<double, bool> isIn) => Ordered.First(points, point => isIn(XOf(search, point.Step, query.Of)));
        var first = query.From is { } from ? FirstFrom(x => x >= from) : 0;
        var end = query.To is { } to ? FirstFrom(x => x > to) : points.Count;
        return (first, Math.Max(first, end));
    }

    private static double[] BestOf(IReadOnlyList<SeriesPoint> points)
    {
        var best = new double[points.Count];
        for (var i = 0; i < best.Length; i++)
        {
            best[i] = i > 0 && best[i - 1] >= points[i].Value ? best[i - 1] : points[i].Value;
        }

        return best;
    }

    private static IReadOnlyList<SeriesPoint> Entropies(SearchData search)
    {
        var uniform = search.Report.IsTraining ? 0 : search.Report.UniformEntropy;
        return uniform > 0
            ? [.. search.Report.Series.Entropies.Select(point => point with { Value = 100 * point.Value / uniform })] : [];
    }

    private static IReadOnlyList<SeriesPoint> Skips(SearchData search) => search.Report.IsTraining ? []
        : OperationShares.Of(search.Space, search.Report.Series.Samples).SkipRates;

    private static string UnitOf(SearchData search, NamedSeries series) => series.Name switch
    {
        "loss" => $"nats per {SpaceCatalog.Of(search.Report.Job).LossItem}",
        "validation" => search.Report.ChoiceMeasure.NameWithUnit,
        _ => series.Unit,
    };

    private static string NoteOf(SearchData search, NamedSeries series, int count) => (series.Name, count) switch
    {
        ("reward", 0) => "No architecture was rewarded yet.",
        ("reward", _) => $"Each architecture's reward, {SpaceCatalog.WordsOf(search.Report.Job).Rewards}; the average has decay 0.95.",
        ("entropy", 0) => "No architecture was sampled for a policy yet, or there is no policy.",
        ("entropy", _) => Answering.Text(
            $"Per cent of the {search.Report.UniformEntropy:0.00} nats of a policy that knows nothing; near 0 it always samples the same."),
        ("loss", 0) => "No step trained weights yet, or there are none to train.",
        ("loss", _) => "Cross-entropy of each step that trained weights.",
        (_, 0) => "There is nothing to show yet.",
        ("unique", _) => "How many of the samples of a stretch of the search differ from each other.",
        ("skips", _) => "Share of the skip connections that were chosen among those that could be.",
        ("validation", _) => "On the whole validation set after each epoch; the weights with the best one are kept.",
        _ => string.Empty,
    };

    /// <summary>A series by its name.</summary>
    private sealed record NamedSeries(
        string Name, string Title, string Unit, string Query, Func<SearchData, IReadOnlyList<SeriesPoint>> Points)
    {
        /// <summary>Whether it has architectures and a best so far.</summary>
        public bool IsReward { get; init; }

        /// <summary>Whether an average of it would say nothing.</summary>
        public bool IsPlain { get; init; }
    }
}
