using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Spaces.Rows;

/// <summary>Which options of a staged scoring and of finals do not fit together.</summary>
internal static class StagedScoringRules
{
    /// <summary>The rules.</summary>
    public static IReadOnlyList<JobRule> All { get; } =
    [
        new(["finals.count", "evaluator.kind"], job => EvaluatorCatalog.Of(job).TrainsAlone && job.Finals.AreHeld
            ? $"= {job.Finals.Count} would train alone what evaluator.kind \"{EvaluatorOptions.Child}\" has trained alone already; "
                + "allowed: 0"
            : null),
        new(["derive.checkpoints", "evaluator.kind"], job => !EvaluatorCatalog.Of(job).SharesWeights && job.Derive.Checkpoints > 1
            ? $"= {job.Derive.Checkpoints} is of shared weights, which a job with evaluator.kind \"{job.Evaluator.Kind}\" has none of; "
                + "allowed: 1"
            : null),
        new(["seed", "data.seed"], job => EvaluatorCatalog.TrainsChildren(job) && job.DataSeed > long.MaxValue
            ? $"= {job.DataSeed} is too large to keep the data of what is trained alone; allowed: up to {long.MaxValue}, or a data.seed"
            : null),
        new(["finals.rungs", "finals.count"], job => job.Finals is { Count: > 0, Rungs: 2, Steps: 0, FirstSteps: 0 } && job.Child.Steps == 0
            ? "= 2 needs to know how long the first of them is: a third of one epoch is not known before the data are; "
                + "set finals.steps, child.steps or finals.firstSteps"
            : null),
        new(["finals.firstSteps", "finals.steps", "finals.rungs"], job => job.Finals is { Count: > 0, Rungs: 2 } finals
            && (finals.Steps == 0 ? job.Child.Steps : finals.Steps) is > 0 and var last && finals.FirstSteps >= last
            ? $"= {finals.FirstSteps} is no shorter than the {last} steps of the last rung; allowed: less, or 0 for a third of them"
            : null),
        new(["finals.promoted", "finals.count"], job => job.Finals is { Count: > 0, Rungs: 2 } finals && finals.Promoted > finals.Count
            ? $"= {finals.Promoted} is more than the {finals.Count} of finals.count; allowed: at most as many, or 0 for a third"
            : null),
        WithoutScreening("derive.refine", derive => derive.Refine),
        WithoutScreening("derive.wholeSet", derive => derive.WholeSet),
        new(["derive.refineItems", "derive.refine", "derive.screenItems"], job => job.Derive is { Refine: > 0, ScreenItems: > 0 } derive
            && derive.RefineItems <= derive.ScreenItems
            ? $"= {derive.RefineItems} is no more than derive.screenItems = {derive.ScreenItems}, on which the same candidates were "
                + "scored before; allowed: more, or derive.refine = 0"
            : null),
        new(["derive.refineItems", "derive.refine"], job => job.Derive is { Refine: 0, RefineItems: > 0 } derive
            ? $"= {derive.RefineItems} are for nobody: derive.refine = 0; set it to the number of candidates"
            : null),
    ];

    private static JobRule WithoutScreening(string key, Func<DeriveOptions, int> count) => new([key, "derive.screenItems"], job =>
        job.Derive.ScreenItems == 0 && count(job.Derive) > 0
            ? $"= {count(job.Derive)} are the best of a screening, and derive.screenItems = 0 asks for none; "
                + "set derive.screenItems above 0, or derive.refine, derive.refineItems and derive.wholeSet to 0"
            : null);
}
