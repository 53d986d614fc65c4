using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Searches;
using Enas.Host.Statistics;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Measures;

namespace Enas.Host.Report;

/// <summary>
/// A job beside random search, seed by seed: the null model that every strategy has to beat. Only where a choice is worth the same in both
/// and is made by what it is worth: on the same data, in the same space, found out in the same way and under the same objective. A score
/// with each search's own shared weights is not worth the same.
/// </summary>
internal sealed class BesideRandomSearch
{
    private const int Fewest = 2;

    private const string Refused = "refused";

    // Sections of a job that decide what a choice is worth. Where the data lie does not: their digest does.
    private static readonly string[] s_worth =
        ["data.", "space.", "evaluator.", "child.", "finals.", "train.", "proxies.", "reward.", "objective.", "limits."];

    private static readonly string[] s_notWorth =
        ["data.path", "evaluator.lag", "evaluator.atOnce", "evaluator.retries", "evaluator.graceSeconds"];

    private readonly SearchGroup _group;
    private readonly SearchGroup _random;
    private readonly PairedDifference _difference;
    private readonly PairedText _text;
    private readonly bool _isTest;
    private readonly double? _cost;
    private readonly int _leftOut;

    private BesideRandomSearch(SearchGroup group, SearchGroup random, (ReportedSearch Of, ReportedSearch Random)[] all)
    {
        var pairs = all.Where(HasResults).ToArray();
        (_group, _random, _leftOut) = (group, random, all.Length - pairs.Length);
        var measure = pairs[0].Of.ChoiceMeasure;
        _isTest = pairs.All(pair => pair.Of.Result!.TestScore is not null && pair.Random.Result!.TestScore is not null);
        double Place(ReportedSearch search) =>
            ScoreScale.PlaceOf(measure, (_isTest ? search.Result!.TestScore : search.Result!.Score)!.Value);
        _difference = PairedDifference.Of([.. pairs.Select(pair => (Place(pair.Random), Place(pair.Of)))])
            .Within(ScoreScale.MostApart(measure));
        _text = new PairedText(measure, _difference, "seed");
        double? Cost(Func<(ReportedSearch Of, ReportedSearch Random), ReportedSearch> of) =>
            pairs.All(pair => of(pair).Costs.MultiplyAdds > 0) ? pairs.Sum(pair => (double)of(pair).Costs.MultiplyAdds!.Value) : null;
        _cost = Cost(pair => pair.Of) / Cost(pair => pair.Random);
    }

    /// <summary>Each job of a comparison beside each random search in it with which it has results of two seeds or more in
    /// common.</summary>
    public static IReadOnlyList<BesideRandomSearch> Of(IReadOnlyList<SearchGroup> groups)
    {
        SearchGroup[] comparable = [.. groups.Where(group => group.Members.All(one => !one.Search.IsTraining && one.Search.Order.IsByMeasure
            && (!SpaceCatalog.SharesWeights(one.Search.Job) || one.Search.Job.Finals.AreHeld)))];
        var random = comparable.ToLookup(IsRandom);
        return [.. from one in random[false] from other in random[true] where AreWorthTheSame(one, other)
            let pairs = Pairs(one, other) where pairs.Count(HasResults) >= Fewest select new BesideRandomSearch(one, other, pairs)];
    }

    /// <summary>It in a sentence without its end.</summary>
    public string Words
    {
        get
        {
            var verdict = Verdict switch
            {
                "better" => "better than",
                "worse" => "worse than",
                Refused => "no verdict beside",
                _ => "not to be told apart from",
            };
            var why = Verdict == Refused ? ", and that could explain it" : string.Empty;
            return $"{_group.Name}: {verdict} {_random.Name}{Budget}{why}: {(_isTest ? "test " : string.Empty)}{_text.Mean}"
                + (_isTest ? string.Empty : ", measured on the validation data that the choice was made by")
                + $"; {_text.Tests}" + (_leftOut == 0 ? string.Empty
                    : Text($"; {_leftOut} more seed{(_leftOut == 1 ? " is" : "s are")} left out, of which one of the two has no result"));
        }
    }

    /// <summary>It for programs.</summary>
    public JsonObject ToJson() => new(
    [
        new("name", _group.Name),
        new("other", _random.Name),
        new("seeds", _difference.Count),
        new("leftOut", _leftOut),
        new("of", _isTest ? "test" : "validation"),
        new("verdict", Verdict),
        .. _text.Fields,
        new("costRatio", _cost),
    ]);

    // A difference that unequal budgets could have brought about proves nothing, as in a proof.
    private string Verdict => _text.Verdict switch
    {
        "better" when Share > 1 + CostText.MostApart => Refused,
        "worse" when Share < 1 - CostText.MostApart => Refused,
        var verdict => verdict,
    };

    // Its budget as a multiple of random search's; null where nobody counted either.
    private double? Share => _cost
        ?? ((Evaluations(_group), Evaluations(_random)) is ({ } own, { } other) ? (double)own / other : null);

    // What it may have cost more, or that nobody counted it.
    private string Budget => _cost is { } cost
        ? Math.Abs(cost - 1) <= CostText.MostApart ? " at equal cost" : Text($" at {cost:0.00} times its cost")
        : (Evaluations(_group), Evaluations(_random)) is not ({ } own, { } other) ? " at costs that were not counted"
        : own == other ? " with as many evaluations" : Text($" with {own:N0} evaluations for {other:N0}");

    // Null where the budget of a job is no number of evaluations.
    private static int? Evaluations(SearchGroup group)
    {
        var job = group.Members[0].Search.Job;
        return SpaceCatalog.SharesWeights(job) || StrategyCatalog.Of(job).HasOwnBudget ? null : job.Budget.Evaluations;
    }

    private static bool IsRandom(SearchGroup group) => StrategyCatalog.Of(group.Members[0].Search.Job).IsNullModel;

    private static bool AreWorthTheSame(SearchGroup job, SearchGroup random) => JobDifferences.BetweenGroups([job, random])
        .All(row => s_notWorth.Contains(row.Option) || !s_worth.Any(section => row.Option.StartsWith(section, StringComparison.Ordinal)));

    private static bool HasResults((ReportedSearch Of, ReportedSearch Random) pair) =>
        pair.Of.Result?.Score is not null && pair.Random.Result?.Score is not null && pair.Of.ChoiceMeasure == pair.Random.ChoiceMeasure;

    private static (ReportedSearch Of, ReportedSearch Random)[] Pairs(SearchGroup job, SearchGroup random) =>
    [
        .. job.Members.Select(one => one.Search).Join(
            random.Members.Select(one => one.Search), one => one.Job.Seed, other => other.Job.Seed,
            (one, other) => (Of: one, Random: other))
            .Where(pair => pair.Of.Milestones.Started?.DataDigest == pair.Random.Milestones.Started?.DataDigest)
            .OrderBy(pair => pair.Of.Job.Seed),
    ];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
