using System.Globalization;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Host.Verbs.Jobs;

/// <summary>
/// A job for a folder of data that nobody described: what lies in it decides the space, a few timed steps decide the budgets. The minutes
/// are not in the job, its steps are: so the job alone determines the search.
/// </summary>
/// <param name="Text">The job file: every option with its description.</param>
/// <param name="Job">The same, read.</param>
/// <param name="Words">What was found and decided, a line each.</param>
/// <param name="Budget">Its budgets, and what its pieces take by what was timed.</param>
/// <param name="Around">What is around them.</param>
/// <param name="AllSeconds">Seconds of everything, with those that planning took.</param>
internal sealed record FolderPlan(
    string Text, JobDocument Job, IReadOnlyList<string> Words, TimedBudget Budget, SecondsAround Around, double AllSeconds)
{
    private const double FewestMinutes = 0.1;
    private const double MostMinutes = 60 * 24 * 30;

    // Times the minutes; who asks for less than a minute does not mind two.
    private const double MostOfMinutes = 2;
    private const double LeastAsked = 1;

    /// <summary>Minutes that make sense.</summary>
    /// <exception cref="CommandLineException">They do not.</exception>
    public static double Checked(double minutes) => minutes is >= FewestMinutes and <= MostMinutes
        ? minutes
        : throw new CommandLineException(string.Create(CultureInfo.InvariantCulture,
            $"--minutes {minutes}: allowed are numbers from {FewestMinutes} to {MostMinutes:N0}"));

    /// <summary>Refuses a plan that has nothing to do with the minutes: the least that there is takes several times as long.</summary>
    /// <param name="minutes">Minutes that were asked for.</param>
    /// <exception cref="BadInputException">It is one.</exception>
    public void RequireMinutes(double minutes)
    {
        if (AllSeconds > MostOfMinutes * 60 * Math.Max(LeastAsked, minutes))
        {
            throw new BadInputException(PlanWords.Refusal(Job, AllSeconds, minutes));
        }
    }

    /// <summary>Looks at the data and times a few steps. Writes nothing.</summary>
    /// <param name="folder">The folder of the data.</param>
    /// <param name="file">The file that the job will be.</param>
    /// <param name="minutes">Minutes for the search, its finals and the training.</param>
    /// <param name="sets">Overrides of the job.</param>
    /// <param name="compute">What computes.</param>
    /// <param name="strategy">How it is to search; null for what the minutes allow.</param>
    /// <exception cref="DataException">The data is missing or cannot be used.</exception>
    public static async Task<FolderPlan> MakeAsync(
        string folder, string file, double minutes, IReadOnlyList<string> sets, ComputeOptions compute, TimeProvider time,
        PlannedStrategy? strategy = null)
    {
        var start = time.GetTimestamp();
        var draft = FolderDraft.Of(folder, file, sets, strategy);
        draft.Strategy.RequirePossible(draft.Job.Options!);
        var beforeLoading = time.GetTimestamp();
        var data = TaskCatalog.Load(draft.Job.Options!);
        var loading = time.GetElapsedTime(beforeLoading);
        JobEstimate.Of(draft.Job.Options!, data);
        var timing = new FolderTiming(data, compute, time, TimingShare.Of(minutes));
        var alone = timing.Alone(draft.Job.Options!);
        var around = new SecondsAround(loading.TotalSeconds, alone.Limits.Measurement);
        double Elapsed() => time.GetElapsedTime(start).TotalSeconds;
        double Left() => Math.Max(1, (60 * minutes) - Elapsed() - around.All);
        var (budget, timed) = (draft.Strategy.BudgetOf(Left(), alone), (TimedSteps?)null);
        if (budget is null && draft.Cheaper(strategy) is { } other)
        {
            draft = other;
            (timed, var sizes) = await timing.SharedAsync(draft.Job.Options!, alone);
            budget = TimedBudget.Of(Left(), timed, sizes);
        }

        budget ??= PredictorBudget.Least(alone);
        var planned = draft.With(budget.Rows);
        var job = planned.Job.Options!;
        var all = budget.Seconds.All + around.All + Elapsed();
        return new(planned.Text, planned.Job,
            [
                .. PlanWords.OfData(data, job), .. PlanWords.OfTimes(alone, timed), PlanWords.OfBudget(job),
                .. PlanWords.OfSeconds(budget.Seconds, all, minutes),
            ],
            budget, around, all);
    }
}
