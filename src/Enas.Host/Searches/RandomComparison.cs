using System.Globalization;
using Enas.Host.Cli;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Score;

namespace Enas.Host.Searches;

/// <summary>
/// What the policy chose beside as many uniformly random architectures: best beside best and mean beside mean, how many random ones are
/// better than the choice, and how far the policy moved from a uniform one.
/// </summary>
internal sealed class RandomComparison
{
    /// <summary>From this share of a uniform policy's entropy on, a policy has preferred next to nothing.</summary>
    private const double NearlyUniform = 0.95;

    private readonly JobOptions _job;
    private readonly CandidateScored? _best;

    private RandomComparison(JobOptions job, SearchCompleted completed, IReadOnlyList<CandidateScored> candidates, double? entropy)
    {
        _job = job;
        Policy = ScoredSet.Of(candidates, "policy");
        Random = ScoredSet.Of(candidates, "random");
        var chosen = -completed.Accuracy ?? completed.Perplexity ?? double.PositiveInfinity;
        CandidateScored[] better =
            [.. candidates.Where(candidate => candidate.Source == "random" && candidate.IsFinite && candidate.Rank < chosen)];
        BetterThanChoice = better.Length;
        _best = better.MinBy(candidate => candidate.Rank);
        Entropy = IsRandomSearch ? null : entropy;
    }

    /// <summary>The policy's candidates.</summary>
    public ScoredSet Policy { get; }

    /// <summary>The uniformly random ones.</summary>
    public ScoredSet Random { get; }

    /// <summary>Random candidates with a better score than the choice.</summary>
    public int BetterThanChoice { get; }

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

    /// <summary>The comparison in lines, each with a label of at most 8 characters.</summary>
    public IEnumerable<(string Label, string Words)> Lines
    {
        get
        {
            var kind = _job.Space.Kind;
            yield return ("policy",
                $"{Policy.Count} candidate{Plural(Policy)}{(IsRandomSearch ? ", which random search draws uniformly" : string.Empty)}: "
                + $"{Policy.Words(kind)}");
            yield return ("random",
                $"{Random.Count} uniform architecture{Plural(Random)} beside {(Policy.Count == 1 ? "it" : "them")}: {Random.Words(kind)}");
            if (IsRandomSearch)
            {
                yield return (string.Empty, "both are drawn alike, so a difference between them is chance");
            }

            if (_best is { Score: { } score })
            {
                yield return (string.Empty, $"{BetterThanChoice} of the random ones {(BetterThanChoice == 1 ? "is" : "are")} better "
                    + $"than the choice, which is made among the policy's alone; the best is {_best.Tokens}: {ScoreText.Of(kind, score)}");
            }

            if (Moved is { } moved)
            {
                yield return ("moved", moved);
            }
        }
    }

    /// <summary>What is to be said beyond the figures.</summary>
    public IEnumerable<string> Remarks => Lines.Where(line => line.Label is "" or "moved").Select(line => line.Words);

    /// <summary>Whether the strategy draws uniformly itself, so that both sets are alike.</summary>
    public bool IsRandomSearch => StrategyCatalog.Of(_job).IsNullModel;

    /// <summary>Whether the policy still is nearly a uniform one.</summary>
    public bool HasHardlyMoved => Entropy is { } entropy && IsNearlyUniform(entropy);

    /// <summary>The comparison in sentences.</summary>
    public IEnumerable<string> Sentences
    {
        get
        {
            foreach (var (label, words) in Lines)
            {
                yield return label is "policy" or "random"
                    ? $"{char.ToUpperInvariant(label[0])}{label[1..]}: {words}." : $"{char.ToUpperInvariant(words[0])}{words[1..]}.";
            }
        }
    }

    // The term of the sampled action alone is no measure of that: it is largest for a probability of 1/e.
    private bool IsNearlyUniform(double entropy) => _job.Policy.Entropy != "sampled" && entropy / UniformEntropy >= NearlyUniform;

    private static string Plural(ScoredSet scored) => scored.Count == 1 ? string.Empty : "s";

    /// <summary>The comparison of a search; null of one that is not complete, that chose nothing or scored no random candidate, and of a
    /// final training.</summary>
    /// <param name="job">The job.</param>
    /// <param name="completed">The last fact.</param>
    /// <param name="candidates">What was scored on the whole validation set.</param>
    /// <param name="entropy">Entropy term of the last sample.</param>
    /// <param name="hasResult">Whether the choice is one.</param>
    public static RandomComparison? Of(
        JobOptions job, SearchCompleted? completed, IReadOnlyList<CandidateScored> candidates, double? entropy, bool hasResult) =>
        completed is not null && hasResult && candidates.Any(candidate => candidate.Source == "random")
            ? new RandomComparison(job, completed, candidates, entropy) : null;

    /// <summary>The comparison of a state.</summary>
    public static RandomComparison? Of(JobOptions job, Pipeline.Search.SearchState state) =>
        Of(job, state.Completed, state.Candidates, state.LastEntropy, NoResult.Of(job, state) is null);

    /// <summary>Entropy of a policy that knows nothing, in the form that the job's policy reports.</summary>
    public static double UniformEntropyOf(JobOptions job) => StrategyCatalog.Of(job).UniformEntropy(SpaceCatalog.Create(job), job) ?? 0;
}
