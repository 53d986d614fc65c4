using System.Text.Json.Nodes;
using Enas.Host.Statistics;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;

namespace Enas.Host.Searches;

/// <summary>What a search shows beside uniformly random architectures.</summary>
internal enum VerdictKind
{
    /// <summary>Its candidates are better: the interval of the difference lies on that side of 0.</summary>
    Better,

    /// <summary>They are worse.</summary>
    Worse,

    /// <summary>The interval has 0 in it.</summary>
    NotToldApart,

    /// <summary>There are too few for an interval.</summary>
    TooFew,

    /// <summary>Both are drawn alike, so there is nothing to tell.</summary>
    DrawnAlike,

    /// <summary>The candidates are the best of many that were evaluated, and the random ones are not.</summary>
    NoEquals,

    /// <summary>At least half of both have no finite score.</summary>
    Diverged,

    /// <summary>No random one was scored.</summary>
    NoneScored,
}

/// <summary>
/// Whether the candidates of a search are better than uniformly random architectures that were scored with them, and by how much: the
/// median of all differences with its 95 % interval (<see cref="MannWhitney"/>). It rests on the order of the scores, so that one outlier
/// says nothing; a score that is not finite counts as the worst.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Words">It in a sentence without its end.</param>
/// <param name="Gain">How much better the candidates are: units of the measure, of perplexities the share by which they are lower; null
/// where nothing is said.</param>
/// <param name="Low">Lower end of the gain's interval; null where there is none, or it has no end.</param>
/// <param name="High">Its upper end, likewise.</param>
internal sealed record Verdict(VerdictKind Kind, string Words, double? Gain = null, double? Low = null, double? High = null)
{
    // So many of each can have an interval; beside many others, fewer can.
    private const int FewestOfEach = 4;

    /// <summary>What is said where no random architecture was scored.</summary>
    public static Verdict WithoutRandom { get; } = new(
        VerdictKind.NoneScored,
        "nothing to tell: no uniformly random architecture was scored beside the choice, so nothing says what chance does");

    /// <summary>Its stable name for programs.</summary>
    public string Name => Kind switch
    {
        VerdictKind.Better => "better",
        VerdictKind.Worse => "worse",
        VerdictKind.NotToldApart => "not-told-apart",
        VerdictKind.TooFew => "too-few",
        VerdictKind.DrawnAlike => "drawn-alike",
        VerdictKind.NoEquals => "no-equals",
        VerdictKind.Diverged => "diverged",
        _ => "none-scored",
    };

    /// <summary>It in a word or two, for a column.</summary>
    public string Short => Kind switch
    {
        VerdictKind.Better or VerdictKind.Worse => Name,
        VerdictKind.NotToldApart => "not told apart",
        VerdictKind.TooFew => "too few",
        VerdictKind.Diverged => "diverged",
        _ => "none",
    };

    /// <summary>The verdict on two sets that were scored alike.</summary>
    /// <param name="candidates">The search's candidates.</param>
    /// <param name="random">The random ones.</param>
    /// <param name="isNullModel">Whether the search draws uniformly itself.</param>
    /// <param name="isBestOfEvaluated">Whether the candidates are the best of all that the search evaluated.</param>
    public static Verdict Of(JobOptions job, ScoredSet candidates, ScoredSet random, bool isNullModel, bool isBestOfEvaluated = false)
    {
        if (!SpaceCatalog.SharesWeights(job) || isBestOfEvaluated)
        {
            return new(VerdictKind.NoEquals, "nothing to tell: the candidates are the best of all that the search evaluated, and the "
                + "random ones were not chosen from as many" + (isNullModel ? "; this is random search itself"
                    : "; 'enas compare' holds it against a search with strategy.kind "
                        + $"\"{StrategyCatalog.NullModel.Name}\" and the same budget"));
        }

        if (isNullModel)
        {
            return new(VerdictKind.DrawnAlike, "nothing to tell: both are drawn alike, so a difference between them is chance");
        }

        if (!MannWhitney.AreEnough(candidates.Count, random.Count))
        {
            return new(VerdictKind.TooFew, $"too few to say: {candidates.Count} and {random.Count} of them; "
                + $"{FewestOfEach} of each can show a difference");
        }

        if (2 * candidates.FiniteCount <= candidates.Count && 2 * random.FiniteCount <= random.Count)
        {
            return new(VerdictKind.Diverged, "nothing to tell: the shared weights diverged, so the order of scores with them says nothing: "
                + $"{candidates.Count - candidates.FiniteCount} of {candidates.Count} candidates and {random.Count - random.FiniteCount} "
                + $"of {random.Count} random ones are not finite. Lower the learning rate of the shared weights");
        }

        return Of(OwnCandidates.NameOf(job), random.ComparedBy, MannWhitney.Of(candidates.Places, random.Places),
            candidates.FiniteCount < candidates.Count || random.FiniteCount < random.Count);
    }

    /// <summary>It for programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["kind"] = Name,
        ["gain"] = Gain,
        ["low"] = Low,
        ["high"] = High,
        ["words"] = Words,
    };

    private static Verdict Of(string own, Measure measure, MannWhitney shift, bool hasNotFinite)
    {
        var (low, high) = (shift.Low!.Value, shift.High!.Value);
        var kind = high < 0 ? VerdictKind.Better : low > 0 ? VerdictKind.Worse : VerdictKind.NotToldApart;
        var word = kind switch
        {
            VerdictKind.Better => "better than random",
            VerdictKind.Worse => "worse than random",
            _ => "not to be told apart from random",
        };
        string Text(double difference) => ScoreScale.Words(measure, difference);

        // From the lower score to the higher one, as intervals are read.
        var (from, to) = measure.Direction == MeasureDirection.Higher ? (high, low) : (low, high);
        var than = shift.Difference == 0 ? "equal to" : $"{Text(shift.Difference)} than";
        return new(
            kind,
            $"{word}: with the shared weights the {measure.Name} of the {own}'s candidates is {than} that of random ones, "
                + $"by the median difference of all pairs (95 %: {Text(from)} to {Text(to)}"
                + $"{(hasNotFinite ? "; what is not finite counts as the worst" : string.Empty)})",
            ScoreScale.GainOf(measure, shift.Difference),
            ScoreScale.GainOf(measure, high),
            ScoreScale.GainOf(measure, low));
    }
}
