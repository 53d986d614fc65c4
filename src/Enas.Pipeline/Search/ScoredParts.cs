using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Images;

namespace Enas.Pipeline.Search;

/// <summary>The parts of the validation set that candidates are scored on before the whole of it, as they are used.</summary>
internal static class ScoredParts
{
    /// <summary>Images, or windows, that a part comes to: no more than the set has, and whole batches where they are images.</summary>
    /// <param name="job">Whose batches they are.</param>
    /// <param name="items">Images, or windows, that were asked for.</param>
    /// <param name="validItems">Those of the validation set; <see cref="int.MaxValue"/> where they are not known.</param>
    public static int Used(JobOptions job, int items, int validItems) => SpaceCatalog.Of(job).ScoresWholeBatches
        ? Math.Min(ImageBatches.PartCount(validItems, job.Derive.BatchSize, items) * job.Derive.BatchSize, validItems)
        : Math.Min(items, validItems);

    /// <summary>Stages that score the same candidates once more on what they were scored on before, a sentence each.</summary>
    /// <param name="job">The job.</param>
    /// <param name="validItems">Images, or windows, of the validation set; <see cref="int.MaxValue"/> where they are not known.</param>
    public static IEnumerable<string> WarningsOf(JobOptions job, int validItems)
    {
        if (!job.Derive.IsStaged || !EvaluatorCatalog.Of(job).SharesWeights)
        {
            yield break;
        }

        var items = SpaceCatalog.Of(job).ScoredItems;
        var screened = Used(job, job.Derive.ScreenItems, validItems);
        var refined = job.Derive.Refine > 0 ? Used(job, job.Derive.RefineItems, validItems) : screened;
        if (job.Derive.Refine > 0 && refined <= screened)
        {
            yield return $"derive.screenItems = {job.Derive.ScreenItems} and derive.refineItems = {job.Derive.RefineItems} come to the "
                + $"same {refined} {items}: the same candidates are scored on them twice; set derive.refine and derive.refineItems to 0, "
                + "or derive.screenItems to less";
        }
        else if (refined == validItems)
        {
            var key = job.Derive.Refine > 0 ? "derive.refineItems" : "derive.screenItems";
            yield return $"{key} comes to all {validItems} {items} of the validation set: the best are scored on the same ones again; "
                + $"set {key} to less";
        }
    }
}
