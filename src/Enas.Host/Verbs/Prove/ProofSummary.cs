using Enas.Host.Searches;
using Enas.Host.Statistics;
using Enas.Pipeline.Measures;

namespace Enas.Host.Verbs.Prove;

/// <summary>What an arm came to over the pairs.</summary>
/// <param name="Count">Pairs that have it.</param>
/// <param name="Test">Mean test score; of perplexities the geometric mean.</param>
/// <param name="Cost">Mean cost.</param>
internal sealed record ProofArmSummary(ProofArm Arm, int Count, double Test, double Cost);

/// <summary>How what a search is worth in random trainings can be said.</summary>
internal enum ProofWorth
{
    /// <summary>Nothing is known of it: no random training, or no choice under the same training, has a test score.</summary>
    Unknown,

    /// <summary>It has too few pairs.</summary>
    TooFew,

    /// <summary>Less than the mean of one random training.</summary>
    LessThanOne,

    /// <summary>As many as a number says.</summary>
    AsMany,

    /// <summary>More than were drawn.</summary>
    MoreThanDrawn,
}

/// <summary>The choices of the search in the unit of what random architectures differ by: all under the training that random ones get,
/// on the scale of the comparison.</summary>
/// <param name="Count">Random trainings.</param>
/// <param name="Deviation">Their standard deviation within pairs, pooled.</param>
/// <param name="AboveMean">How many of these the choices of the search are better than the mean of random trainings.</param>
/// <param name="AboveChoice">How many they are better than what random search chose.</param>
internal sealed record ProofSpread(int Count, double Deviation, double AboveMean, double AboveChoice);

/// <summary>The search beside another arm.</summary>
/// <param name="Other">The other arm.</param>
/// <param name="Difference">The differences in pairs on the scale of <see cref="ScoreScale"/>; above 0 the search is better.</param>
/// <param name="LeastCost">The least cost of the other arm in a pair, as a multiple of the search's; null where it is no run.</param>
/// <param name="MostCost">The greatest.</param>
internal sealed record ProofComparison(ProofArm Other, PairedDifference Difference, double? LeastCost, double? MostCost)
{
    /// <summary>Whether the interval lies above 0.</summary>
    public bool IsBetter => Difference.IsBetter;

    /// <summary>Whether it lies below 0.</summary>
    public bool IsWorse => Difference.IsWorse;

    /// <summary>Whether what the interval says could come from unequal cost: better than an arm that was given less, or worse than one that
    /// was given more. Then it is refused.</summary>
    public bool IsRefused => (IsBetter && CostsLess) || (IsWorse && CostsMore);

    /// <summary>Whether the costs are equal enough to compare.</summary>
    public bool HasEqualCost => LeastCost is not null && !CostsLess && !CostsMore;

    /// <summary>Whether the other arm was given less in a pair.</summary>
    public bool CostsLess => LeastCost < 1 - CostText.MostApart;

    /// <summary>Whether it was given more.</summary>
    public bool CostsMore => MostCost > 1 + CostText.MostApart;
}

/// <summary>
/// What a proof says: a search beside random search at equal cost in pairs of seeds, and beside what it would be without its policy and
/// without its shared weights.
/// </summary>
/// <param name="Measure">What the test scores are.</param>
/// <param name="Arms">What each arm came to.</param>
/// <param name="Comparisons">The search beside each other arm that has pairs.</param>
/// <param name="Curve">Test scores that N random trainings would have come to, N from 1 on, exactly; empty without test scores of
/// them.</param>
/// <param name="Worth">How many random trainings the search is worth; null unless that is a number (<see cref="WorthKind"/>).</param>
/// <param name="Afforded">How many random trainings its cost paid for, in the mean.</param>
internal sealed record ProofSummary(
    Measure Measure, IReadOnlyList<ProofArmSummary> Arms, IReadOnlyList<ProofComparison> Comparisons, IReadOnlyList<double> Curve,
    double? Worth, double? Afforded)
{
    private const int FewestOfWorth = 2;

    /// <summary>Mean test score of the search's choices under the training that random ones get, on which the curve is too; null where that
    /// is not known.</summary>
    public double? AsRandom { get; init; }

    /// <summary>The gain in the unit of what random architectures differ by; null where no pair has the choice and two random ones under
    /// the same training, or these are all equal.</summary>
    public ProofSpread? Spread { get; init; }

    /// <summary>How what the search is worth can be said.</summary>
    public ProofWorth WorthKind { get; init; }

    /// <summary>The summary of pairs.</summary>
    public static ProofSummary Of(Measure measure, IReadOnlyList<ProofPair> pairs)
    {
        double Gain(double score) => -ScoreScale.PlaceOf(measure, score);
        ProofArm[] arms = [.. Enum.GetValues<ProofArm>().Where(arm => pairs.Any(pair => pair.Of(arm) is not null))];
        double[] curve = CurveOf(pairs, Gain);
        double[] searches = [.. pairs.Where(pair => pair.HasTests)
            .Select(pair => pair.Of(ProofArm.Search)?.AtChild).OfType<double>().Select(Gain)];
        var worth = WorthOf(curve, searches);
        return new ProofSummary(
            measure,
            [.. arms.Select(arm => Summary(arm, measure, [.. pairs.Select(pair => pair.Of(arm)).OfType<ProofRun>()]))],
            [
                .. arms.Where(arm => arm != ProofArm.Search).Select(arm => Comparison(arm, pairs, Gain)).OfType<ProofComparison>()
                    .Concat(WithoutRanking(pairs, Gain))
                    .Select(one => one with { Difference = one.Difference.Within(ScoreScale.MostApart(measure)) }),
            ],
            [.. curve.Select(gain => ScoreScale.ScoreAt(measure, -gain))],
            worth is ProofWorth.AsMany ? BestOf.WorthOf(curve, searches.Average()) : null,
            pairs.Any(pair => pair.Draws.Count > 0)
                ? pairs.Where(pair => pair.Draws.Count > 0).Average(pair => pair.Draws.Count) : null)
        {
            AsRandom = searches.Length == 0 ? null : ScoreScale.ScoreAt(measure, -searches.Average()),
            WorthKind = worth,
            Spread = SpreadOf(pairs, Gain),
        };
    }

    // One pair has no interval, so it has no worth either.
    private static ProofWorth WorthOf(double[] curve, double[] searches) =>
        curve.Length == 0 || searches.Length == 0 ? ProofWorth.Unknown
        : searches.Length < FewestOfWorth ? ProofWorth.TooFew
        : Rounding.IsLess(searches.Average(), curve[0]) ? ProofWorth.LessThanOne
        : BestOf.WorthOf(curve, searches.Average()) is null ? ProofWorth.MoreThanDrawn : ProofWorth.AsMany;

    private static ProofArmSummary Summary(ProofArm arm, Measure measure, IReadOnlyList<ProofRun> runs)
    {
        var mean = runs.Average(run => ScoreScale.PlaceOf(measure, run.Test));
        return new(arm, runs.Count, ScoreScale.ScoreAt(measure, mean), runs.Average(run => (double)run.Cost));
    }

    private static ProofComparison? Comparison(ProofArm other, IReadOnlyList<ProofPair> pairs, Func<double, double> gain)
    {
        (ProofRun Search, ProofRun Other)[] both = [.. pairs.Select(pair => (pair.Of(ProofArm.Search), pair.Of(other)))
            .Where(pair => pair is (not null, not null)).Select(pair => (pair.Item1!, pair.Item2!))];
        return both.Length == 0 ? null : new ProofComparison(
            other,
            PairedDifference.Of([.. both.Select(pair => (gain(pair.Search.Test), gain(pair.Other.Test)))]),
            both.Min(pair => (double)pair.Other.Cost / pair.Search.Cost),
            both.Max(pair => (double)pair.Other.Cost / pair.Search.Cost));
    }

    // The best of k draws costs less than the search: it is what the finals alone would be worth.
    private static IEnumerable<ProofComparison> WithoutRanking(IReadOnlyList<ProofPair> pairs, Func<double, double> gain)
    {
        (double Search, double Best)[] differences = [.. pairs
            .Where(pair => pair.Finals > 0 && pair.HasTests && pair.Draws.Count >= pair.Finals
                && pair.Of(ProofArm.Search)?.AtChild is not null)
            .Select(pair => (gain(pair.Of(ProofArm.Search)!.AtChild!.Value), BestOf.Expected(Draws(pair, gain), pair.Finals)))];
        return differences.Length == 0 ? [] : [new ProofComparison(ProofArm.NoRanking, PairedDifference.Of(differences), null, null)];
    }

    // Within pairs, since those of a pair share their data and split: between pairs these differ too.
    private static ProofSpread? SpreadOf(IReadOnlyList<ProofPair> pairs, Func<double, double> gain)
    {
        (double Search, (double ChosenBy, double Worth)[] Draws)[] known = [.. pairs
            .Where(pair => pair.HasTests && pair.Draws.Count > 1 && pair.Of(ProofArm.Search)?.AtChild is not null)
            .Select(pair => (gain(pair.Of(ProofArm.Search)!.AtChild!.Value), Draws(pair, gain)))];
        if (known.Length == 0)
        {
            return null;
        }

        var squares = known.Sum(pair => pair.Draws.Sum(draw => Math.Pow(draw.Worth - pair.Draws.Average(other => other.Worth), 2)));
        var count = known.Sum(pair => pair.Draws.Length);
        var deviation = Math.Sqrt(squares / (count - known.Length));
        var mean = known.Average(pair => pair.Draws.Average(draw => draw.Worth));
        var search = known.Average(pair => pair.Search);
        var chosen = known.Average(pair => BestOf.Expected(pair.Draws, pair.Draws.Length));
        return Rounding.AreEqual(mean + deviation, mean) ? null
            : new(count, deviation, (search - mean) / deviation, (search - chosen) / deviation);
    }

    private static (double ChosenBy, double Worth)[] Draws(ProofPair pair, Func<double, double> gain) =>
        [.. pair.Draws.Select(draw => (draw.ChosenBy, gain(draw.Test!.Value)))];

    // As far as every pair has draws: a mean over fewer pairs would be of other seeds.
    private static double[] CurveOf(IReadOnlyList<ProofPair> pairs, Func<double, double> gain)
    {
        double[][] curves = [.. pairs.Where(pair => pair.HasTests).Select(pair => BestOf.Curve(Draws(pair, gain)).ToArray())];
        return curves.Length == 0 ? []
            : [.. Enumerable.Range(0, curves.Min(curve => curve.Length)).Select(place => curves.Average(curve => curve[place]))];
    }
}
