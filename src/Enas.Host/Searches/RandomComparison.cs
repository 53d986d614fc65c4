using System.Globalization;
using Enas.Host.Cli;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Strategies;

namespace Enas.Host.Searches;

/// <summary>
/// What the policy chose beside uniformly random architectures: best beside best of as many and spread beside spread, how many random ones
/// are better than the choice, whether the two can be told apart, and how far the policy moved from a uniform one.
/// </summary>
internal sealed class RandomComparison
{
    /// <summary>From this share of a uniform policy's entropy on, a policy has preferred next to nothing.</summary>
    private const double NearlyUniform = 0.95;

    private const string VerdictLabel = "verdict";

    private readonly JobOptions _job;
    private readonly CandidateOrder _order;
    private readonly CandidateScored? _best;
    private readonly string _measured;

    private RandomComparison(
        JobOptions job, SearchCompleted completed, IReadOnlyList<CandidateScored> candidates, double? entropy, KnownCosts costs)
    {
        (_job, _order) = (job, new CandidateOrder(job, costs));
        Policy = ScoredSet.Of(ScoreText.MeasureOf(job), candidates, CandidateSources.Policy, _order);
        Random = ScoredSet.Of(ScoreText.MeasureOf(job), candidates, CandidateSources.Random, _order);
        var chosen = ChosenAt(completed, candidates);

        // Where random ones could be chosen too, none that came as far is better.
        CandidateScored[] better = completed.Source is not null ? [] :
            [.. candidates.Where(candidate =>
                candidate.Source == CandidateSources.Random && candidate.IsFinite && _order.RankOf(candidate) < chosen)];
        BetterThanChoice = better.Length;
        _best = better.MinBy(_order.RankOf);
        Entropy = IsRandomSearch ? null : entropy;
        _measured = MeasuredBy(job, completed, candidates);
    }

    /// <summary>The policy's candidates.</summary>
    public ScoredSet Policy { get; }

    /// <summary>The uniformly random ones.</summary>
    public ScoredSet Random { get; }

    /// <summary>Whether the two can be told apart.</summary>
    public Verdict Verdict => field ??= Verdict.Of(_job, Policy, Random, IsRandomSearch, IsBestOfEvaluated);

    /// <summary>Random candidates that are better than the choice by the objective of the job.</summary>
    public int BetterThanChoice { get; }

    /// <summary>The best of the random candidates that are better than the choice; null where none is.</summary>
    public CandidateScored? BetterRandom => _best;

    /// <summary>Entropy term of the policy's last sample in nats; null where there is none, and for random search, whose
    /// policy never moves.</summary>
    public double? Entropy { get; }

    /// <summary>The same of a policy that knows nothing, in the form that this job's policy reports.</summary>
    public double UniformEntropy => UniformEntropyOf(_job);

    /// <summary>How far the policy moved; null where that is not known.</summary>
    public string? Moved => Entropy is { } entropy
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"the policy's entropy is {entropy:0.00} nats at its last sample, {entropy / UniformEntropy:0 %} "
                + $"of the {UniformEntropy:0.00} of a uniform one{(IsNearlyUniform(entropy) ? ": it has hardly moved" : string.Empty)}")
        : null;

    /// <summary>Whose the candidates of <see cref="Policy"/> are: the policy's, or where there is none the search's.</summary>
    public string Own => field ??= OwnCandidates.NameOf(_job);

    /// <summary>The comparison in lines, each with a label of at most 8 characters.</summary>
    public IEnumerable<(string Label, string Words)> Lines
    {
        get
        {
            yield return (Own, $"{Policy.Count} candidate{Plural(Policy)}{Origin}{_measured}: {Policy.Words()}{BestOf(Policy, Random)}");
            yield return (CandidateSources.Random, $"{Random.Count} uniform architecture{Plural(Random)} "
                + $"beside {(Policy.Count == 1 ? "it" : "them")}{(_measured.Length > 0 ? ", likewise" : string.Empty)}: "
                + $"{Random.Words()}{BestOf(Random, Policy)}");
            if (_best is { Score: { } score })
            {
                yield return (string.Empty, $"{BetterThanChoice} of the random ones {(BetterThanChoice == 1 ? "is" : "are")} better "
                    + $"than the choice, which is made among the {Own}'s alone; the best is {_best.Tokens}: {Random.Shown(score)}"
                    + (_order.IsByMeasure ? string.Empty : ByObjective));
            }

            yield return (VerdictLabel, Verdict.Words);

            if (Moved is { } moved)
            {
                yield return ("moved", moved);
            }
        }
    }

    /// <summary>What is to be said beyond the figures.</summary>
    public IEnumerable<string> Remarks => Lines.Where(line => line.Label is "" or VerdictLabel or "moved")
        .Select(line => line.Label == VerdictLabel ? $"verdict: {line.Words}" : line.Words);

    /// <summary>Whether the strategy draws uniformly itself, so that both sets are alike.</summary>
    public bool IsRandomSearch => StrategyCatalog.Of(_job).IsNullModel;

    /// <summary>Whether the policy still is nearly a uniform one.</summary>
    public bool HasHardlyMoved => Entropy is { } entropy && IsNearlyUniform(entropy);

    /// <summary>The comparison in sentences.</summary>
    public IEnumerable<string> Sentences => Lines.Select(Sentence);

    /// <summary>The same without the verdict, for where that stands by itself.</summary>
    public IEnumerable<string> SentencesBesideVerdict => Lines.Where(line => line.Label != VerdictLabel).Select(Sentence);

    private string Sentence((string Label, string Words) line) => line.Label == Own || line.Label is CandidateSources.Random or VerdictLabel
        ? $"{char.ToUpperInvariant(line.Label[0])}{line.Label[1..]}: {line.Words}."
        : $"{char.ToUpperInvariant(line.Words[0])}{line.Words[1..]}.";

    // The term of the sampled action alone is no measure of that: it is largest for a probability of 1/e.
    private bool IsNearlyUniform(double entropy) => _job.Policy.Entropy != "sampled" && entropy / UniformEntropy >= NearlyUniform;

    // Values that are final are kept as they are found, so that the candidates are the best of all that were evaluated.
    private bool IsBestOfEvaluated =>
        !SpaceCatalog.SharesWeights(_job) || StrategyCatalog.Of(_job).NamesBestOfEvaluated;

    private string Origin => IsBestOfEvaluated ? ", the best that were evaluated"
        : IsRandomSearch ? ", which random search draws uniformly" : string.Empty;

    // What these scores are of, where the choice was measured in another way or the stages after them were on more data.
    private static string MeasuredBy(JobOptions job, SearchCompleted completed, IReadOnlyList<CandidateScored> candidates)
    {
        var first = candidates.FirstOrDefault(candidate => candidate.Source is CandidateSources.Random or CandidateSources.Policy);
        var items = first is { IsWhole: false } ? string.Create(CultureInfo.InvariantCulture,
            $" on {first.TokenCount / first.Checkpoints:N0} {SpaceCatalog.Of(job).ScoredItems}") : string.Empty;
        var with = completed.FinalRanks is null && items.Length == 0 ? string.Empty
            : SpaceCatalog.WordsOf(job).ScoredWith;
        return items.Length + with.Length > 0 ? $",{items}{with}" : string.Empty;
    }

    private string ByObjective => $", by the objective of the job and not by the {Random.MeasureName} alone";

    // A best of many beside a best of few would say nothing: the larger set's is told for as many as the smaller one has.
    private static string BestOf(ScoredSet scored, ScoredSet other) => other.Count > 0 && other.Count < scored.Count
        ? $"; the best of {other.Count} of them is {scored.Shown(scored.BestOf(other.Count))} in the mean" : string.Empty;

    // By the score that the random ones have too.
    private double ChosenAt(SearchCompleted completed, IReadOnlyList<CandidateScored> candidates) =>
        candidates.Where(candidate => candidate.Tokens == completed.Tokens && candidate.IsFinite)
            .Select(candidate => (double?)_order.RankOf(candidate)).Min()
        ?? (_order.IsByMeasure ? -completed.Accuracy ?? completed.Perplexity : null) ?? double.PositiveInfinity;

    private static string Plural(ScoredSet scored) => scored.Count == 1 ? string.Empty : "s";

    /// <summary>The comparison of a search; null of one that is not complete, that chose nothing or scored no random candidate, and of a
    /// final training.</summary>
    /// <param name="completed">The last fact.</param>
    /// <param name="candidates">The scores in which all candidates were measured alike.</param>
    /// <param name="entropy">Entropy term of the last sample.</param>
    /// <param name="hasResult">Whether the choice is one.</param>
    /// <param name="costs">What architectures cost; nothing where the objective does not ask.</param>
    public static RandomComparison? Of(
        JobOptions job, SearchCompleted? completed, IReadOnlyList<CandidateScored> candidates, double? entropy, bool hasResult,
        KnownCosts? costs = null) =>
        completed is not null && hasResult && candidates.Any(candidate => candidate.Source == CandidateSources.Random)
            ? new RandomComparison(job, completed, candidates, entropy, costs ?? KnownCosts.Empty) : null;

    /// <summary>What is said for a verdict of a search that is complete and chose; null of others and of a final training.</summary>
    /// <param name="comparison">Its comparison, if it has one.</param>
    /// <param name="started">Its first fact.</param>
    /// <param name="completed">Its last one.</param>
    /// <param name="hasResult">Whether the choice is one.</param>
    public static Verdict? VerdictOf(RandomComparison? comparison, SearchStarted? started, SearchCompleted? completed, bool hasResult) =>
        comparison?.Verdict ?? (completed is not null && hasResult && started?.Kind != JobOrigins.Train ? Verdict.WithoutRandom : null);

    /// <summary>The same of a state.</summary>
    public static Verdict? VerdictOf(JobOptions job, SearchState state) =>
        VerdictOf(Of(job, state), state.Started, state.Completed, NoResult.Of(job, state) is null);

    /// <summary>The comparison of a state.</summary>
    public static RandomComparison? Of(JobOptions job, SearchState state) =>
        Of(job, state.Completed, state.AlikeScores, state.LastEntropy, NoResult.Of(job, state) is null, state.ArchitectureCosts);

    /// <summary>Entropy of a policy that knows nothing, in the form that the job's policy reports.</summary>
    public static double UniformEntropyOf(JobOptions job) => StrategyCatalog.Of(job).UniformEntropy(SpaceCatalog.Create(job), job) ?? 0;
}
