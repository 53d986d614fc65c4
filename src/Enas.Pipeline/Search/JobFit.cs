using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Search;

/// <summary>How a job's sizes fit its space. A pure function of the job, so that what is clipped follows from the facts.</summary>
internal static class JobFit
{
    /// <summary>Candidates that can come to the finals, at most: those that are scored on the whole set.</summary>
    public static int FinalistsOf(JobOptions job) => ScoringStages.Of(job)[^1].Count;

    /// <summary>What of a job is larger than what its space has and therefore clipped, a sentence each.</summary>
    /// <param name="validItems">Images, or windows, of the validation set, where they are known.</param>
    public static IEnumerable<string> Clipped(JobOptions job, int validItems = int.MaxValue)
    {
        var size = SpaceCatalog.Create(job).Size;
        (string Key, int Count)[] counts = [("derive.candidates", job.Derive.Candidates), ("derive.uniform", job.Derive.Uniform)];
        foreach (var (key, count) in counts.Where(given => size < given.Count))
        {
            yield return $"{key} = {count} is clipped to {size}: the space has no more architectures";
        }

        if (EvaluatorCatalog.Of(job).SharesWeights && ScoringStages.CheckpointsOf(job) is var checkpoints
            && checkpoints < job.Derive.Checkpoints)
        {
            yield return $"derive.checkpoints = {job.Derive.Checkpoints} is clipped to {checkpoints}: the search has no more rounds";
        }

        if (!EvaluatorCatalog.Of(job).TrainsAlone && FinalistsOf(job) is var come && job.Finals.Count > come)
        {
            yield return $"finals.count = {job.Finals.Count} is clipped to {come}: no more candidates are scored on the whole set";
        }

        if (!job.Derive.IsStaged || !EvaluatorCatalog.Of(job).SharesWeights)
        {
            yield break;
        }

        var stages = ScoringStages.Of(job);
        if (job.Derive.Refine > stages[0].Count)
        {
            yield return $"derive.refine = {job.Derive.Refine} is clipped to {stages[0].Count}: there are no more candidates";
        }

        if (job.Derive.WholeSet > stages[^1].Count)
        {
            yield return $"derive.wholeSet = {job.Derive.WholeSet} is clipped to {stages[^1].Count}: no more candidates come through";
        }

        (string Key, int Items)[] parts = [("derive.screenItems", job.Derive.ScreenItems), ("derive.refineItems", job.Derive.RefineItems)];
        foreach (var (key, items) in parts.Where(part => part.Items > 0))
        {
            var used = ScoredParts.Used(job, items, validItems);
            if (used != items)
            {
                yield return SpaceCatalog.Of(job).ScoresWholeBatches
                    ? $"{key} = {items} is taken as {used}: {BatchesOf(job, items, validItems)}"
                    : $"{key} = {items} is clipped to {used}: the validation set has no more windows";
            }
        }
    }

    private static string BatchesOf(JobOptions job, int items, int validItems) => validItems < job.Derive.BatchSize
        ? $"the validation set has {validItems} images, fewer than a batch of derive.batchSize = {job.Derive.BatchSize}, so a part of it "
            + "is all of it"
        : items > validItems ? $"the validation set has {validItems} images, and parts of it are whole batches of derive.batchSize = "
            + $"{job.Derive.BatchSize}"
        : $"whole batches of derive.batchSize = {job.Derive.BatchSize}, since the size of a batch is part of the measure";
}
