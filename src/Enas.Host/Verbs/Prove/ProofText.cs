using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Searches;

namespace Enas.Host.Verbs.Prove;

/// <summary>A proof in sentences, rows and JSON.</summary>
/// <param name="summary">What it says.</param>
internal sealed class ProofText(ProofSummary summary)
{
    /// <summary>Heads of the table of arms.</summary>
    public IReadOnlyList<string> Head => ["arm", "pairs", $"test {summary.Measure.Name}", "multiply-adds"];

    /// <summary>A row an arm.</summary>
    public IEnumerable<IReadOnlyList<string>> Rows => summary.Arms.Select(arm => (IReadOnlyList<string>)
    [
        Name(arm.Arm),
        arm.Count.ToString(CultureInfo.InvariantCulture),
        ScoreText.Of(summary.Measure, arm.Test),
        arm.Cost == 0 ? "-" : CostText.Of((long)Math.Round(arm.Cost)),
    ]);

    /// <summary>What it comes to, a label of at most 12 characters with each sentence.</summary>
    public IEnumerable<(string Label, string Words)> Lines
    {
        get
        {
            foreach (var comparison in summary.Comparisons)
            {
                yield return (Label(comparison.Other), Words(comparison));
                yield return (string.Empty, Tests(comparison));
            }

            if (summary.Curve.Count > 0 && summary.Afforded is { } afforded)
            {
                yield return ("worth", Text($"{Worth}; its cost paid for {afforded:0.0}"));
            }

            if (summary.Spread is { } spread)
            {
                yield return ("spread", "under the training that random architectures get, their standard deviation is "
                    + $"{ScoreScale.Size(summary.Measure, spread.Deviation)} within pairs{Text($" ({spread.Count:N0} of them)")}; the "
                    + $"choices of the search are {Deviations(spread.AboveMean)} their mean and {Deviations(spread.AboveChoice)} what "
                    + "random search chose");
            }
        }
    }

    private string Worth => summary.WorthKind switch
    {
        ProofWorth.LessThanOne => "the search is worth less than one random training",
        ProofWorth.AsMany => Text($"the search is worth {summary.Worth:0.0} random trainings"),
        ProofWorth.MoreThanDrawn => $"the search is worth more than the best of {Trainings(summary.Curve.Count)}",
        ProofWorth.TooFew => "too few pairs to tell how many random trainings the search is worth",
        _ => "it is not known how many random trainings the search is worth",
    };

    /// <summary>Why the search has no verdict beside random trainings, which are what a proof is about; null where it has one.</summary>
    public string? Refusal => summary.Comparisons.FirstOrDefault(one => one is { Other: ProofArm.RandomTrainings, IsRefused: true })
        is { } refused
        ? $"the search has no verdict beside random trainings{Cost(refused)}: a difference of cost of more than 2 % could explain it"
        : null;

    /// <summary>The arms in words.</summary>
    public static string Name(ProofArm arm) => arm switch
    {
        ProofArm.Search => "search",
        ProofArm.RandomTrainings => "random trainings",
        ProofArm.UniformWeights => "uniform policy",
        _ => "no ranking",
    };

    /// <summary>It for programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["measure"] = summary.Measure.Name,
        ["arms"] = new JsonArray([.. summary.Arms.Select(arm => (JsonNode)new JsonObject
        {
            ["arm"] = Key(arm.Arm),
            ["pairs"] = arm.Count,
            ["test"] = arm.Test,
            ["cost"] = arm.Cost,
        })]),
        ["comparisons"] = new JsonArray([.. summary.Comparisons.Select(one => (JsonNode)ToJson(one))]),
        ["bestOfRandom"] = new JsonArray([.. summary.Curve.Select(score => (JsonNode)score)]),
        ["worth"] = summary.WorthKind switch
        {
            ProofWorth.LessThanOne => "less-than-one",
            ProofWorth.AsMany => "as-many",
            ProofWorth.MoreThanDrawn => "more-than-drawn",
            ProofWorth.TooFew => "too-few",
            _ => null,
        },
        ["worthRandomTrainings"] = summary.Worth,
        ["paidForRandomTrainings"] = summary.Afforded,
        ["randomSpread"] = summary.Spread is { } spread ? new JsonObject
        {
            ["randomTrainings"] = spread.Count,
            ["deviation"] = spread.Deviation,
            ["aboveMean"] = spread.AboveMean,
            ["aboveRandomChoice"] = spread.AboveChoice,
        } : null,
        ["words"] = new JsonArray([.. Lines.Select(line => (JsonNode)line.Words)]),
    };

    /// <summary>An arm for programs.</summary>
    public static string Key(ProofArm arm) => Name(arm).Replace(' ', '-');

    private static string Label(ProofArm arm) => arm switch
    {
        ProofArm.RandomTrainings => "random",
        ProofArm.UniformWeights => "policy",
        _ => "ranking",
    };

    private JsonObject ToJson(ProofComparison comparison) => new(
    [
        new("other", Key(comparison.Other)),
        new("pairs", comparison.Difference.Count),
        new("verdict", Verdict(comparison)),
        new("equalCost", comparison.HasEqualCost),
        new("leastCost", comparison.LeastCost),
        new("mostCost", comparison.MostCost),
        .. Paired(comparison).Fields,
    ]);

    private PairedText Paired(ProofComparison comparison) => new(summary.Measure, comparison.Difference, "pair");

    private string Verdict(ProofComparison comparison) => comparison.IsRefused ? "refused" : Paired(comparison).Verdict;

    private string Words(ProofComparison comparison)
    {
        var word = Verdict(comparison) switch
        {
            "better" => "the search is better than",
            "worse" => "the search is worse than",
            "refused" => "no verdict beside",
            "too-few" => "too few pairs to tell the search from",
            _ => "the search is not to be told apart from",
        };
        var why = comparison.IsRefused ? ", and that could explain it" : string.Empty;
        return $"{word} the arm \"{Name(comparison.Other)}\"{Cost(comparison)}{why}: test {Paired(comparison).Mean}";
    }

    private static string Cost(ProofComparison comparison)
    {
        var (less, more) = (Text($"{100 * (1 - comparison.LeastCost):0} %"), Text($"{100 * (comparison.MostCost - 1):0} %"));
        return comparison switch
        {
            { LeastCost: null } => ", the best of as many random trainings as it trained architectures alone, under their training",
            { HasEqualCost: true } => " at equal cost",
            { CostsLess: false } => $", which was given up to {more} more",
            { CostsMore: false } => $", which was given up to {less} less",
            _ => $", which was given between {less} less and {more} more",
        };
    }

    private string Tests(ProofComparison comparison) => Paired(comparison).Tests
        + (comparison.Difference.EffectSize is { } effect ? Text($"; effect size d_z {effect:0.00}") : string.Empty)
        + (comparison.Difference.PairsNeeded is { } pairs
            ? Text($", which a proof of {pairs:N0} pairs finds four times in five") : string.Empty);

    private static string Deviations(double above) => Text($"{Math.Abs(above):0.00} deviations {(above < 0 ? "below" : "above")}");

    private static string Trainings(int count) => Text($"{count} random training{(count == 1 ? string.Empty : "s")}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
