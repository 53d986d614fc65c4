namespace Enas.Host.Verbs.Jobs;

/// <summary>
/// Budgets of a search by a predictor that use so many minutes on this machine: three fifths for the architectures that are trained alone,
/// a known one among them, and the rest for the long training of the best. Each is trained for 300 steps, the length at which cells came
/// out in the order of trainings four times as long (docs/results.md#reliability-of-a-short-training), for fewer where that would leave no
/// dozen of them, and for more where there is time for more than a hundred.
/// </summary>
internal static class PredictorBudget
{
    private const double ChildrenShare = 0.6;
    private const int StepsOfAChild = 300;

    // A model of fewer has seen less than it has features; shorter trainings came out in another order than long ones.
    private const int FewestChildren = 12;
    private const int FewestSteps = 100;
    private const int MostChildren = 100;

    // A training over and over the same few data says nothing new.
    private const int MostEpochs = 3;

    // Drawn before there is a model, and proposed for it to choose from; one uniform architecture stands beside the search's own.
    private const int ChildrenOfADrawnOne = 3;
    private const int Pool = 1000;
    private const int Beside = 1;

    /// <summary>The budgets; null where the time is too short for a dozen architectures that are trained for long enough to say
    /// something.</summary>
    /// <param name="seconds">Seconds that are left for all of it.</param>
    /// <param name="timed">What was timed.</param>
    public static TimedBudget? Of(double seconds, TimedAlone timed)
    {
        var (child, admission) = (timed.Child, timed.Limits.Admission);
        seconds *= 1 - TimedBudget.Reserve;

        // What a training of the choice has no use for is the search's: few data are soon seen often enough.
        var share = Math.Max(seconds * ChildrenShare, seconds - timed.Final.SecondsOf(MostSteps(timed.Final)));
        var longest = Math.Max(FewestSteps, MostEpochs * child.StepsPerEpoch);
        var wanted = Math.Min(StepsOfAChild, longest);
        double SecondsOf(int steps) => child.SecondsOf(steps) + admission;
        var trained = Math.Clamp((int)(share / Math.Max(1e-9, SecondsOf(wanted))), FewestChildren + Beside + 1, MostChildren);
        var ofOne = share / trained;
        var least = SecondsOf(wanted) <= ofOne ? wanted : FewestSteps;
        return SecondsOf(least) > ofOne ? null
            : Of(seconds, (trained - Beside - 1, (int)Math.Clamp(child.StepsIn(ofOne - admission), least, longest)), timed);
    }

    /// <summary>The least budgets that a search by a predictor has, however long they take.</summary>
    /// <param name="timed">What was timed.</param>
    public static TimedBudget Least(TimedAlone timed) => Of(0, (FewestChildren, FewestSteps), timed);

    private static int MostSteps(TrainingTiming final) => TimedBudget.MostEpochs * final.StepsPerEpoch;

    private static TimedBudget Of(double seconds, (int Count, int Steps) children, TimedAlone timed)
    {
        var (known, final) = (timed.Child.SecondsOf(children.Steps), timed.Final);
        var (all, ofOne) = (children.Count + Beside, known + timed.Limits.Admission);
        var words = FormattableString.Invariant($"{children.Count} architectures and {Beside} for comparison alone");
        var before = new PlannedSeconds([(words, all * ofOne)], known, 0);
        var steps = TimedBudget.Steps(final.StepsIn(seconds - before.All), MostSteps(final));
        return new(
            [
                ("strategy.initial", children.Count / ChildrenOfADrawnOne),
                ("strategy.pool", Pool),
                ("budget.evaluations", children.Count),
                ("derive.candidates", 1),
                ("derive.uniform", Beside),
                ("child.steps", children.Steps),
                (TimedBudget.OfTraining, steps),
            ],
            before with { Training = final.SecondsOf(steps) });
    }
}
