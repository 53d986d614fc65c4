namespace Enas.Host.Verbs.Jobs;

/// <summary>What a few timed steps said of a job on this machine, in seconds.</summary>
/// <param name="WeightStep">A step of the shared weights.</param>
/// <param name="ScoredItem">One item of a candidate's score with the shared weights.</param>
/// <param name="Child">Training an architecture for the finals.</param>
/// <param name="Final">The final training.</param>
internal sealed record TimedSteps(double WeightStep, double ScoredItem, TrainingTiming Child, TrainingTiming Final);

/// <summary>The sizes that a plan may use.</summary>
/// <param name="StepsPerEpoch">Weight steps in one pass over the training set.</param>
/// <param name="ValidItems">Images or tokens of the validation set.</param>
/// <param name="ScoreBatch">Units of a batch of a score: stages are multiples of it.</param>
/// <param name="ItemsOfUnit">Items in what a stage is counted in: 1 image, or the words of a window over all streams.</param>
internal sealed record PlannedSizes(int StepsPerEpoch, int ValidItems, int ScoreBatch, int ItemsOfUnit = 1)
{
    /// <summary>Units of the validation set.</summary>
    public int ValidUnits => (ValidItems + ItemsOfUnit - 1) / ItemsOfUnit;
}

/// <summary>
/// Budgets in steps that use so many minutes on this machine. Only steps are written into the job, so that the job stays what determines
/// the search; the minutes chose them. The shares are ours: a quarter for the shared weights, which rank many; a tenth for their scores;
/// a third for the few that are trained alone; a third for the long training of the best.
/// </summary>
internal static class TimedBudget
{
    private const double WeightsShare = 0.25;
    private const double ScoringShare = 0.10;
    private const double FinalsShare = 0.30;
    private const double TrainingShare = 0.30;

    private const int MostCandidates = 300;
    private const int FewestCandidates = 12;
    private const int ScreenImages = 256;
    private const int ScreenWindows = 3;

    // Of the weight steps, while the learning rate rises.
    private const int StepsOfAWarmUpStep = 20;
    private const int MostFinals = 12;
    private const int FewestFinals = 3;
    private const int MostEpochs = 30;

    /// <summary>Fewer steps than this say nothing of a network.</summary>
    private const int FewestSteps = 60;

    /// <summary>The budgets, by key.</summary>
    /// <param name="seconds">Seconds that are left for all of it.</param>
    /// <param name="timed">What steps take.</param>
    /// <param name="sizes">The sizes of the data.</param>
    public static IReadOnlyList<(string Key, object Value)> Of(double seconds, TimedSteps timed, PlannedSizes sizes)
    {
        var weights = Steps(seconds * WeightsShare, timed.WeightStep, MostEpochs * sizes.StepsPerEpoch);
        var screened = sizes.ItemsOfUnit == 1 ? Multiple(ScreenImages, sizes) : ScreenWindows;
        var screenedItems = Math.Min(sizes.ValidItems, screened * sizes.ItemsOfUnit);
        var candidates = Math.Clamp(
            (int)(seconds * ScoringShare / 2 / Math.Max(1e-9, screenedItems * timed.ScoredItem)), FewestCandidates, MostCandidates);
        var whole = Math.Clamp((int)(seconds * ScoringShare / 2 / Math.Max(1e-9, sizes.ValidItems * timed.ScoredItem)), FewestFinals, 16);
        var (finals, childSteps) = Finals(seconds * FinalsShare, timed.Child, Math.Min(whole, candidates));
        var trained = Math.Max(0, (seconds * TrainingShare) - (2 * timed.Final.Validation));
        var steps = Steps(trained, timed.Final.Step, MostEpochs * timed.Final.StepsPerEpoch);
        return
        [
            ("strategy.warmUpSteps", weights),
            ("derive.candidates", 1),
            ("derive.uniform", candidates),
            // A round has one more.
            ("sharedWeights.annealSteps", weights + 1),
            ("sharedWeights.warmUpSteps", (weights + 1) / StepsOfAWarmUpStep),
            ("derive.screenItems", screened < sizes.ValidUnits ? screened : 0),
            ("derive.refine", 0),
            ("derive.refineItems", 0),
            ("derive.wholeSet", screened < sizes.ValidUnits ? whole : 0),
            ("finals.count", finals),
            ("finals.rungs", 1),
            ("finals.steps", childSteps),
            ("child.steps", childSteps),
            ("train.steps", steps),
        ];
    }

    // As many finals as can be trained for one pass over the data; fewer where the time is short, each for shorter. A known architecture is
    // trained like them.
    private static (int Count, int Steps) Finals(double seconds, TrainingTiming child, int most)
    {
        var epoch = (child.StepsPerEpoch * child.Step) + child.Validation;
        var count = Math.Clamp((int)(seconds / epoch) - 1, Math.Min(FewestFinals, most), Math.Min(MostFinals, most));
        return (count, Steps((seconds / (count + 1)) - child.Validation, child.Step, 3 * child.StepsPerEpoch));
    }

    private static int Steps(double seconds, double ofOne, int most) =>
        (int)Math.Clamp(seconds / Math.Max(1e-9, ofOne), FewestSteps, Math.Max(FewestSteps, most));

    private static int Multiple(int items, PlannedSizes sizes) =>
        Math.Max(1, items / sizes.ScoreBatch) * sizes.ScoreBatch;
}
