using System.Numerics;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Score;

namespace Enas.Pipeline.Search;

/// <summary>The stages in which a job scores its candidates. A pure function of the job, so that it follows from the facts.</summary>
internal static class ScoringStages
{
    /// <summary>The stages, in order; the last one is over the whole validation set.</summary>
    public static IReadOnlyList<ScoringStage> Of(JobOptions job) =>
        Of(job.Derive, SpaceCatalog.Create(job).Size, isOwnValue: !EvaluatorCatalog.Of(job).SharesWeights);

    /// <summary>Checkpoints that each score is the mean over: no more than there are rounds.</summary>
    public static int CheckpointsOf(JobOptions job) => job.Derive.Checkpoints == 1 ? 1
        : Math.Clamp(StrategyCatalog.Of(job).RoundsOf(job, hasSharedWeights: true), 1, job.Derive.Checkpoints);

    /// <summary>The stages over a space of so many architectures.</summary>
    /// <param name="derive">How many are scored, on how much.</param>
    /// <param name="size">Architectures of the space.</param>
    /// <param name="isOwnValue">Whether a value is the architecture's own: it is as good on a part as on the whole, so there is one
    /// stage.</param>
    internal static IReadOnlyList<ScoringStage> Of(DeriveOptions derive, BigInteger size, bool isOwnValue)
    {
        var all = Clipped(derive.Candidates, size) + Clipped(derive.UniformCount, size);
        if (!derive.IsStaged || isOwnValue)
        {
            return [new ScoringStage(null, all, 0)];
        }

        var refined = derive.Refine == 0 ? all : Math.Min(derive.Refine, all);
        var whole = derive.WholeSet == 0 ? refined : Math.Min(derive.WholeSet, refined);
        return
        [
            new ScoringStage(ScoreStages.Screen, all, derive.ScreenItems),
            .. derive.Refine == 0 ? [] : (ScoringStage[])[new(ScoreStages.Refine, refined, derive.RefineItems)],
            new ScoringStage(ScoreStages.Whole, whole, 0),
        ];
    }

    // A product of many options can be beyond every integer.
    private static int Clipped(int count, BigInteger size) => size < count ? (int)size : count;
}
