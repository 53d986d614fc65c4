using System.Globalization;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Score;

namespace Enas.Host.Searches;

/// <summary>The stages in which candidates are scored, in words: ever fewer on ever more data.</summary>
internal static class StagedScores
{
    /// <summary>What a job plans, in the numbers that are used.</summary>
    /// <param name="job">The job.</param>
    /// <param name="validItems">Images, or windows, of the validation set; <see cref="int.MaxValue"/> where they are not known.</param>
    public static string Planned(JobOptions job, int validItems)
    {
        var (stages, items) = (ScoringStages.Of(job), SpaceCatalog.Of(job).ScoredItems);
        var mean = ScoringStages.CheckpointsOf(job) is > 1 and var checkpoints ? $", each the mean over {Count(checkpoints)} checkpoints"
            : string.Empty;
        return string.Join(", ", stages.Index().Select(place =>
            Words(place.Index, place.Item.Count, ItemsOf(place.Index, place.Item), isStaged: stages.Count > 1))) + mean;

        string ItemsOf(int number, ScoringStage stage) => stage.Items == 0 ? "the whole validation set"
            : $"{Count(ScoredParts.Used(job, stage.Items, validItems))}{(number == 0 ? $" {items}" : string.Empty)}";
    }

    /// <summary>What was scored; null where nothing was staged.</summary>
    /// <param name="screened">Scores of the stages before the whole set.</param>
    /// <param name="whole">Scores on the whole set.</param>
    public static string? Done(IReadOnlyList<CandidateScored> screened, IReadOnlyList<CandidateScored> whole)
    {
        var stages = screened.Concat(whole).GroupBy(scored => scored.Stage).ToArray();
        return screened.Count == 0 ? null : string.Join(", ", stages.Index().Select(place =>
        {
            var first = place.Item.First();
            var of = place.Index == 0 ? $" {first.CountedIn}" : string.Empty;
            var items = $"{Count(first.TokenCount / first.Checkpoints)}{of}";
            return Words(place.Index, place.Item.Count(), first.IsWhole ? $"the whole validation set ({items})" : items, isStaged: true);
        }));
    }

    /// <summary>Each candidate with the score of the last stage that it came to: those that came farthest first, each stage's best
    /// first.</summary>
    /// <param name="screened">Scores of the stages before the whole set.</param>
    /// <param name="whole">Scores on the whole set.</param>
    /// <param name="order">What the search orders them by.</param>
    public static IReadOnlyList<CandidateScored> Farthest(
        IReadOnlyList<CandidateScored> screened, IReadOnlyList<CandidateScored> whole, CandidateOrder order) =>
        screened.Count == 0 ? [.. whole.OrderBy(order.RankOf).ThenBy(c => c.Source, StringComparer.Ordinal).ThenBy(c => c.Ordinal)]
            : [.. screened.Concat(whole).GroupBy(scored => scored.Stage).Reverse()
                .SelectMany(stage => CandidateScored.BestFirst(stage, order.RankOf))
                .DistinctBy(scored => (scored.Source, scored.Ordinal))];

    /// <summary>Where the choice came from, where uniform architectures could be chosen too; else null.</summary>
    public static string? Origin(SearchCompleted completed) => completed.Source is not { } source ? null : source == CandidateSources.Policy
        ? "it is one of the strategy's own candidates; uniformly random ones could have been chosen too"
        : "it is one of the uniformly random architectures: none of the strategy's own candidates did better";

    private static string Words(int place, int count, string items, bool isStaged) =>
        !isStaged ? $"{Counted.Of(count, "candidate")}"
            : place == 0 ? $"{Counted.Of(count, "candidate")} on {items}" : $"the best {Count(count)} on {items}";

    private static string Count(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
