using Enas.Host.Cli;
using Enas.Host.Statistics;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Score;

namespace Enas.Host.Searches;

/// <summary>The candidates of one source: the score of the best by the objective of their job, and how all scores are spread.</summary>
/// <param name="Count">All of them.</param>
/// <param name="FiniteCount">Those with a finite score, which mean and deviation are over.</param>
/// <param name="Best">The best score; null where none is finite.</param>
/// <param name="Mean">The mean score; null where none is finite.</param>
/// <param name="Deviation">The standard deviation (with n - 1); null of fewer than two.</param>
internal sealed record ScoredSet(int Count, int FiniteCount, double? Best, double? Mean, double? Deviation)
{
    private readonly Measure _measure = Measure.Accuracy;
    private readonly CandidateOrder? _order;
    private readonly CandidateScored[] _all = [];
    private readonly double[] _ranks = [];

    private ScoredSet(Measure measure, CandidateScored[] all, IReadOnlyList<double> finite, CandidateOrder order)
        : this(all.Length, finite.Count, all.Where(candidate => candidate.IsFinite).MinBy(order.RankOf)?.Score,
            finite.Count == 0 ? null : finite.Average(), finite.Count < 2 ? null : Sample.MeanAndDeviation(finite).Deviation)
    {
        (_measure, _order, _all) = (measure, order, all);
        _ranks = [.. all.Select(candidate => candidate.IsFinite ? candidate.Rank : double.PositiveInfinity)];
    }

    /// <summary>What tells two sets apart: the measure, or the reward where the objective weighs costs into it.</summary>
    public Measure ComparedBy => IsByMeasure ? _measure : Measure.Custom("reward", MeasureDirection.Higher);

    /// <summary>The candidates on the scale on which they are compared: lower is better, and what is not finite is the worst.</summary>
    public IReadOnlyList<double> Places => [.. _all.Select(candidate => IsByMeasure ? ScoreScale.PlaceOf(_measure, candidate)
        : -_order!.RewardOf(candidate) ?? double.PositiveInfinity)];

    /// <summary>What the scores are called.</summary>
    public string MeasureName => _measure.Name;

    private bool IsByMeasure => _order?.IsByMeasure ?? true;

    /// <summary>The median score of all; null where that is not finite.</summary>
    public double? Median => At(0.5);

    /// <summary>The middle that people are shown: of perplexities the median, since one outlier moves a mean; of others the mean.</summary>
    public double? Middle => _measure == Measure.Perplexity ? Median : Mean;

    /// <summary>What the middle is called in a measure.</summary>
    public static string MiddleName(Measure measure) => measure == Measure.Perplexity ? "median" : "mean";

    /// <summary>The score that a quarter of all are better than.</summary>
    public double? UpperQuartile => At(0.25);

    /// <summary>The score that a quarter of all are worse than.</summary>
    public double? LowerQuartile => At(0.75);

    /// <summary>The candidates of a source, in their measure: that of their job unless a zero-cost proxy scored them.</summary>
    public static ScoredSet Of(Measure measure, IReadOnlyList<CandidateScored> candidates, string source, CandidateOrder order)
    {
        CandidateScored[] all = [.. candidates.Where(candidate => candidate.Source == source)];
        return new ScoredSet(
            all.FirstOrDefault(candidate => candidate.Measurement is not null)?.Measurement!.Measure ?? measure,
            all, [.. all.Where(candidate => candidate.IsFinite).Select(one => one.Score!.Value)], order);
    }

    /// <summary>The expected score of the best of so many of them, chosen by the objective; null where that is not finite.</summary>
    public double? BestOf(int count) => ScoreOf(-Statistics.BestOf.Expected(
        [.. _all.Zip(_ranks, (one, rank) => (one.IsFinite ? -_order!.RankOf(one) : double.NegativeInfinity, -rank))], count));

    /// <summary>Best and spread in words: of perplexities, which have no upper end, median and quartiles; of others mean and
    /// deviation.</summary>
    public string Words()
    {
        var notFinite = Count - FiniteCount;
        var best = IsByMeasure ? "best" : "best by the objective";
        return _measure == Measure.Perplexity
            ? $"{best} {Shown(Best)}, median {Shown(Median)}"
                + (Count > 1 && UpperQuartile is not null
                    ? $" (middle half {Shown(UpperQuartile)} to {Shown(LowerQuartile)})" : string.Empty)
                + (notFinite > 0 ? $"; {notFinite} not finite, counted as the worst" : string.Empty)
            : $"{best} {Shown(Best)}, mean {Shown(Mean)}"
                + (Deviation is { } deviation ? $" (sd {ShownDifference(deviation)})" : string.Empty)
                + (notFinite > 0 ? $"; {notFinite} without a finite value, left out of the mean" : string.Empty);
    }

    /// <summary>One of its scores for people.</summary>
    public string Shown(double? score) => ScoreText.Of(_measure, score);

    private string ShownDifference(double difference) => ZeroCostProxy.Of(_measure.Name) is null
        ? ScoreText.Difference(_measure, difference) : _measure.Format(difference);

    private double? At(double share) => Count == 0 ? null : ScoreOf(Sample.Quantile(_ranks, share));

    private double? ScoreOf(double rank) => double.IsFinite(rank) ? _measure.Rank(rank) : null;
}
