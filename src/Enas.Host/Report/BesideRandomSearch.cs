using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Searches;
using Enas.Host.Statistics;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Measures;

namespace Enas.Host.Report;

/// <summary>
/// A job beside random search, seed by seed: the null model that every strategy has to beat. Only where a choice is worth the same in both,
/// which a score with each search's own shared weights is not.
/// </summary>
internal sealed class BesideRandomSearch
{
    private const double SameCost = 0.02;
    private const int Fewest = 2;
    private readonly SearchGroup _group;
    private readonly SearchGroup _random;
    private readonly Measure _measure;
    private readonly bool _isTest;
    private readonly double? _cost;

    private BesideRandomSearch(SearchGroup group, SearchGroup random, (ReportedSearch Of, ReportedSearch Random)[] pairs)
    {
        (_group, _random, _measure) = (group, random, pairs[0].Of.ChoiceMeasure);
        _isTest = pairs.All(pair => pair.Of.Result!.TestScore is not null && pair.Random.Result!.TestScore is not null);
        double Place(ReportedSearch search) =>
            ScoreScale.PlaceOf(_measure, (_isTest ? search.Result!.TestScore : search.Result!.Score)!.Value);
        Difference = PairedDifference.Of([.. pairs.Select(pair => Place(pair.Random) - Place(pair.Of))]);
        double? Cost(Func<(ReportedSearch Of, ReportedSearch Random), ReportedSearch> of) =>
            pairs.All(pair => of(pair).Costs.MultiplyAdds > 0) ? pairs.Sum(pair => (double)of(pair).Costs.MultiplyAdds!.Value) : null;
        _cost = Cost(pair => pair.Of) / Cost(pair => pair.Random);
    }

    /// <summary>What the pairs come to; above 0 the job is better.</summary>
    public PairedDifference Difference { get; }

    /// <summary>Each job of a comparison beside each random search in it with which it has two seeds or more in common.</summary>
    public static IReadOnlyList<BesideRandomSearch> Of(IReadOnlyList<SearchGroup> groups)
    {
        SearchGroup[] comparable = [.. groups.Where(group => group.Members.All(one => !one.Search.IsTraining
            && (!SpaceCatalog.SharesWeights(one.Search.Job) || one.Search.Job.Finals.AreHeld)))];
        var random = comparable.ToLookup(IsRandom);
        return [.. from one in random[false] from other in random[true] let pairs = Pairs(one, other)
            where pairs.Length >= Fewest select new BesideRandomSearch(one, other, pairs)];
    }

    /// <summary>It in a sentence without its end.</summary>
    public string Words
    {
        get
        {
            string Gain(double gain) => ScoreScale.Words(_measure, -gain);
            var verdict = Verdict switch { "better" => "better than", "worse" => "worse than", _ => "not to be told apart from" };
            var scored = _isTest ? $"test {_measure.Name}" : $"{_measure.Name} of the choice on the data that it was chosen by";
            return $"{_group.Name}: {verdict} {_random.Name}{Budget}: {scored} {Gain(Difference.Mean)} in the mean of "
                + Text($"{Difference.Count} seeds (95 %: {Gain(Difference.Low!.Value)} to {Gain(Difference.High!.Value)}; ")
                + Text($"exact signed ranks {Difference.SignedRank.Words}; better in {100 * Difference.WinShare:0} % of the seeds)");
        }
    }

    /// <summary>It for programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["name"] = _group.Name,
        ["other"] = _random.Name,
        ["seeds"] = Difference.Count,
        ["of"] = _isTest ? "test" : "validation",
        ["verdict"] = Verdict,
        ["meanGain"] = Difference.Mean,
        ["low"] = Difference.Low,
        ["high"] = Difference.High,
        ["wins"] = Difference.WinShare,
        ["wilcoxon"] = Difference.SignedRank.Probability,
        ["costRatio"] = _cost,
    };

    private string Verdict => Difference.Low > 0 ? "better" : Difference.High < 0 ? "worse" : "not-told-apart";

    // What it may have cost more, or that nobody counted it.
    private string Budget
    {
        get
        {
            var (own, other) = (Evaluations(_group), Evaluations(_random));
            return _cost is { } cost ? Math.Abs(cost - 1) <= SameCost ? " at equal cost" : Text($" at {cost:0.00} times its cost")
                : own == other ? " with as many evaluations" : Text($" with {own:N0} evaluations for {other:N0}");
        }
    }

    private static int Evaluations(SearchGroup group) => group.Members[0].Search.Job.Budget.Evaluations;

    private static bool IsRandom(SearchGroup group) => StrategyCatalog.Of(group.Members[0].Search.Job).IsNullModel;

    private static (ReportedSearch Of, ReportedSearch Random)[] Pairs(SearchGroup job, SearchGroup random) =>
    [
        .. job.Members.Select(one => one.Search).Join(
            random.Members.Select(one => one.Search), one => one.Job.Seed, other => other.Job.Seed,
            (one, other) => (Of: one, Random: other))
            .Where(pair => pair.Of.Result?.Score is not null && pair.Random.Result?.Score is not null
                && pair.Of.ChoiceMeasure == pair.Random.ChoiceMeasure)
            .OrderBy(pair => pair.Of.Job.Seed),
    ];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
