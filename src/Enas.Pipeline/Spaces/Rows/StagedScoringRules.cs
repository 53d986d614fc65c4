using Enas.Pipeline.Options;

namespace Enas.Pipeline.Spaces.Rows;

/// <summary>Which options of a staged scoring do not fit together.</summary>
internal static class StagedScoringRules
{
    /// <summary>The rules.</summary>
    public static IReadOnlyList<JobRule> All { get; } =
    [
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
