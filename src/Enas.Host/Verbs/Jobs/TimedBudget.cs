namespace Enas.Host.Verbs.Jobs;

/// <summary>What a few timed steps said of a job on this machine, in seconds.</summary>
/// <param name="WeightStep">A step of the shared weights.</param>
/// <param name="Screened">A candidate's score in the screening.</param>
/// <param name="Whole">A candidate's score on the whole validation set.</param>
/// <param name="Child">Training an architecture for the finals.</param>
/// <param name="Final">The final training.</param>
/// <param name="Admission">Until an architecture is found that keeps the limits; 0 where no time is measured for them.</param>
internal sealed record TimedSteps(
    double WeightStep, double Screened, double Whole, TrainingTiming Child, TrainingTiming Final, double Admission = 0);

/// <summary>The sizes that a plan may use.</summary>
/// <param name="StepsPerEpoch">Weight steps in one pass over the training set.</param>
/// <param name="ValidItems">Images or tokens of the validation set.</param>
/// <param name="ScoreBatch">Units of a batch of a score: stages are multiples of it.</param>
/// <param name="ItemsOfUnit">Items in what a stage is counted in: 1 image, or the words of a window over all streams.</param>
internal sealed record PlannedSizes(int StepsPerEpoch, int ValidItems, int ScoreBatch, int ItemsOfUnit = 1)
{
    private const int ScreenImages = 256;
    private const int ScreenWindows = 3;

    /// <summary>Images or windows that all candidates are screened on; 0 where the validation set has no more.</summary>
    public int Screened
    {
        get
        {
            var screened = ItemsOfUnit == 1 ? Math.Max(1, ScreenImages / ScoreBatch) * ScoreBatch : ScreenWindows;
            return (long)screened * ItemsOfUnit < ValidItems ? screened : 0;
        }
    }
}

/// <summary>
/// Budgets in steps that use so many minutes on this machine. Only steps are written into the job, so that the job stays what determines
/// the search; the minutes chose them. The shares are ours: a quarter for the shared weights, which rank many; a tenth for their scores;
/// a third for the few that are trained alone; what is left for the long training of the best.
/// </summary>
/// <param name="Rows">The budgets, by key.</param>
/// <param name="Seconds">What they take.</param>
internal sealed record TimedBudget(IReadOnlyList<(string Key, object Value)> Rows, PlannedSeconds Seconds)
{
    /// <summary>The key of the steps of the training of the choice.</summary>
    public const string OfTraining = "train.steps";

    private const double WeightsShare = 0.25;
    private const double ScoringShare = 0.10;
    private const double FinalsShare = 0.30;

    /// <summary>The share of the time that is not planned: more than was asked for annoys more than less.</summary>
    public const double Reserve = 0.03;

    private const int MostCandidates = 300;
    private const int FewestCandidates = 12;
    private const int MostScoredWhole = 16;

    // Of the weight steps, while the learning rate rises.
    private const int StepsOfAWarmUpStep = 20;
    private const int MostFinals = 12;
    private const int FewestFinals = 3;

    /// <summary>Passes over the data after which a training has nothing new to see.</summary>
    public const int MostEpochs = 30;

    /// <summary>Fewer steps than this say nothing of a network.</summary>
    private const int FewestSteps = 60;

    /// <summary>Steps of the training of the choice.</summary>
    public int TrainSteps => (int)Rows.Single(row => row.Key == OfTraining).Value;

    /// <summary>The budgets.</summary>
    /// <param name="seconds">Seconds that are left for all of it.</param>
    /// <param name="timed">What steps take.</param>
    /// <param name="sizes">The sizes of the data.</param>
    public static TimedBudget Of(double seconds, TimedSteps timed, PlannedSizes sizes)
    {
        seconds *= 1 - Reserve;

        // The fewest of each piece can take more than its share of a short time: then the others have what is left, and at least the same.
        var finalsAtLeast = (FewestFinals + 1) * timed.Child.SecondsOf(FewestSteps);
        var trainingAtLeast = timed.Final.SecondsOf(FewestSteps);
        var left = seconds - finalsAtLeast - trainingAtLeast;
        var ofWeights = Share(seconds * WeightsShare, left - Scored(0, timed, sizes).Seconds);
        var weights = Steps((ofWeights / Math.Max(1e-9, timed.WeightStep)) - 1, MostEpochs * sizes.StepsPerEpoch);
        left -= (weights + 1) * timed.WeightStep;
        var (candidates, whole, scores) = Scored(Share(seconds * ScoringShare, left), timed, sizes);
        left += finalsAtLeast - scores;
        var (finals, childSteps) = Finals(Share(seconds * FinalsShare, left), timed.Child, whole);
        var ofChild = timed.Child.SecondsOf(childSteps);
        var before = new PlannedSeconds(
            [("weights", (weights + 1) * timed.WeightStep), ("scores", scores), ("finals", finals * ofChild)], ofChild, 0);
        var steps = Steps(timed.Final.StepsIn(seconds - before.All), MostEpochs * timed.Final.StepsPerEpoch);
        return new(
            [
                ("strategy.warmUpSteps", weights),
                ("derive.candidates", 1),
                ("derive.uniform", candidates),
                // A round has one more.
                ("sharedWeights.annealSteps", weights + 1),
                ("sharedWeights.warmUpSteps", (weights + 1) / StepsOfAWarmUpStep),
                ("derive.screenItems", sizes.Screened),
                ("derive.refine", 0),
                ("derive.refineItems", 0),
                ("derive.wholeSet", sizes.Screened > 0 ? whole : 0),
                ("finals.count", finals),
                ("finals.rungs", 1),
                ("finals.steps", childSteps),
                ("child.steps", childSteps),
                (OfTraining, steps),
            ],
            before with { Training = timed.Final.SecondsOf(steps) });
    }

    private static double Share(double share, double left) => Math.Clamp(share, 0, Math.Max(0, left));

    // Half of the time for many on a part of the validation set, half for the best of them on all of it; where that is small, all on all.
    private static (int Candidates, int Whole, double Seconds) Scored(double seconds, TimedSteps timed, PlannedSizes sizes)
    {
        if (sizes.Screened == 0)
        {
            var ofOne = timed.Whole + timed.Admission;
            var all = Candidates((seconds / Math.Max(1e-9, ofOne)) - 1, timed);
            return (all, Math.Min(all, MostScoredWhole), (all + 1) * ofOne);
        }

        var screened = timed.Screened + timed.Admission;
        var whole = (int)Math.Clamp(seconds / 2 / Math.Max(1e-9, timed.Whole), FewestFinals, MostScoredWhole);
        var candidates = Candidates((Math.Min(seconds / 2, seconds - (whole * timed.Whole)) / Math.Max(1e-9, screened)) - 1, timed);
        whole = Math.Min(whole, candidates);
        return (candidates, whole, ((candidates + 1) * screened) + (whole * timed.Whole));
    }

    // What has to be found by measuring one network after the other costs more than a score, so that fewer are better than no time left.
    private static int Candidates(double count, TimedSteps timed) =>
        (int)Math.Clamp(count, timed.Admission > 0 ? FewestFinals : FewestCandidates, MostCandidates);

    // As many finals as can be trained for one pass over the data, or for the fewest steps where that is shorter; fewer where the time is
    // short, each for shorter. A known architecture is trained like them.
    private static (int Count, int Steps) Finals(double seconds, TrainingTiming child, int most)
    {
        var ofOne = child.SecondsOf(Math.Max(child.StepsPerEpoch, FewestSteps));
        var count = Math.Clamp((int)(seconds / Math.Max(1e-9, ofOne)) - 1,
            Math.Min(FewestFinals, most), Math.Min(MostFinals, most));
        return (count, Steps(child.StepsIn(seconds / (count + 1)), 3 * child.StepsPerEpoch));
    }

    /// <summary>So many steps, within what makes sense.</summary>
    /// <param name="steps">Steps that there is time for.</param>
    public static int Steps(double steps, int most) => (int)Math.Clamp(steps, FewestSteps, Math.Max(FewestSteps, most));
}
