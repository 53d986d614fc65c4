using System.Globalization;
using Enas.Host.Cli;
using Enas.Host.Verbs.Jobs;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;

namespace Enas.Host.Verbs.Auto;

/// <summary>
/// The training of the choice, planned once more when the search is done: its steps fill what is left of the minutes. That is an
/// observation of this machine and chooses the job of the training; no fact of the search depends on it.
/// </summary>
/// <param name="UsedSeconds">Seconds that were used before it.</param>
/// <param name="StepSeconds">Seconds of a step of this network.</param>
/// <param name="TrainSeconds">Seconds of the whole training.</param>
internal sealed record TrainingAgain(double UsedSeconds, double StepSeconds, int TrainSteps, double TrainSeconds)
{
    // What the timed steps and the recorded training say of one pace differs by no more, unless something went wrong with one of them.
    private const double MostByPace = 1.5;

    // Of the minutes, for a training of half the steps that were planned: a network that learned nothing is of no use in time.
    private const double MostOver = 0.15;

    // Of the minutes: more is said to be more than was asked for.
    private const double MostOfAsked = 1.25;

    /// <summary>How much slower the search trained an architecture than a few timed steps of the same training say: other work on the
    /// machine, and all that belongs to a step.</summary>
    /// <param name="workSeconds">Seconds that its training took; 0 where they are not known.</param>
    /// <param name="timedSeconds">Seconds by the timed steps.</param>
    public static double Pace(double workSeconds, double timedSeconds) =>
        workSeconds > 0 && timedSeconds > 0 ? Math.Clamp(workSeconds / timedSeconds, 1 / MostByPace, MostByPace) : 1;

    /// <summary>The plan.</summary>
    /// <param name="plan">The first one.</param>
    /// <param name="usedSeconds">Seconds that are used.</param>
    /// <param name="timing">What the training takes.</param>
    public static TrainingAgain Of(AutoPlan plan, double usedSeconds, TrainingTiming timing)
    {
        var asked = 60 * plan.AskedMinutes;
        var left = (1 - TimedBudget.Reserve) * (asked - usedSeconds - plan.AtTheEndSeconds);
        var half = Math.Min(plan.TrainSteps / 2, timing.StepsIn(left + (MostOver * asked)));
        var steps = TimedBudget.Steps(Math.Max(half, timing.StepsIn(left)), TimedBudget.MostEpochs * timing.StepsPerEpoch);
        return new(usedSeconds, timing.Step, steps, timing.SecondsOf(steps));
    }

    /// <summary>The job of the training.</summary>
    /// <exception cref="JobRefusedException">An option that was set does not go with so few steps.</exception>
    public JobOptions Of(JobOptions search) => JobLoading.Override(
        search, [string.Create(CultureInfo.InvariantCulture, $"{TimedBudget.OfTraining}={TrainSteps}")]);

    /// <summary>It in words, a line each.</summary>
    /// <param name="plan">The first plan.</param>
    public IEnumerable<string> Words(AutoPlan plan)
    {
        var all = (UsedSeconds + TrainSeconds + plan.AtTheEndSeconds) / 60;
        var before = TrainSteps == plan.TrainSteps ? "as before"
            : string.Create(CultureInfo.InvariantCulture, $"instead of {plan.TrainSteps:N0}");
        yield return string.Create(CultureInfo.InvariantCulture, $"planned      {Counted.Of(TrainSteps, "step")} {before}: ")
            + string.Create(CultureInfo.InvariantCulture, $"{UsedSeconds / 60:0.0} of {plan.AskedMinutes:0.##} minutes are used, ")
            + string.Create(CultureInfo.InvariantCulture, $"a step of this network takes {1e3 * StepSeconds:0} ms, ")
            + string.Create(CultureInfo.InvariantCulture, $"all of it {all:0.0} minutes");
        if (all < 0.75 * plan.AskedMinutes)
        {
            yield return PlanWords.NothingNew;
        }
        else if (all > MostOfAsked * plan.AskedMinutes)
        {
            yield return $"             that is more than was asked for: {WhyMore(plan)}";
        }
    }

    private string WhyMore(AutoPlan plan) => plan switch
    {
        { PlannedSeconds: { } planned } when planned > MostOfAsked * 60 * plan.AskedMinutes =>
            string.Create(CultureInfo.InvariantCulture,
                $"the first plan, the least in which there is something to see, reckoned with {planned / 60:0.0} minutes from the start"),
        { PlannedSeconds: { } planned, PlannedTrainSeconds: { } training }
            when UsedSeconds <= planned - training - plan.AtTheEndSeconds =>
            "a step of this network takes longer than the first plan reckoned",
        _ => "the search took longer than its timed steps said",
    };
}
