using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Replay;
using Enas.Storage.Searches;

namespace Enas.Storage.Runs;

/// <summary>With what a search may not go on. All of it is asked before the log is opened for writing.</summary>
internal static class ResumeRules
{
    /// <summary>Refuses a job with other facts.</summary>
    /// <exception cref="BadInputException">It has; the message names them.</exception>
    public static void RefuseOtherFacts(RecordedSearch search, JobOptions job)
    {
        var differences = JobFacts.Differences(search.Job, job, IsTraining(search));
        if (differences.Count > 0)
        {
            throw new BadInputException(
                $"{search.Name} cannot go on as another search: {string.Join("; ", differences)}. "
                    + $"Budgets, locations and intervals can change; for the rest, branch with: enas fork");
        }
    }

    /// <summary>Refuses data, numerics or a job that give another first fact than the recorded one.</summary>
    /// <exception cref="BadInputException">They do; the message names the first difference.</exception>
    public static void RefuseOtherFacts(RecordedSearch search, RecordedWork work)
    {
        if (Continuation.FirstDifference(search.State.Started!, work.Started) is { } difference)
        {
            throw new BadInputException(
                $"{search.Name} cannot go on with what is here: {difference.Field} was "
                    + $"{difference.Recorded}, is now {difference.Recomputed}. Give it the data and the program that it began with");
        }
    }

    /// <summary>Refuses a budget that ends before what is done, or that grows when candidates are being chosen already.</summary>
    /// <exception cref="BadInputException">It does.</exception>
    public static void RefuseOtherBudget(RecordedSearch search, JobOptions job, long totalSteps, RunView view)
    {
        var done = search.State.StepCount;
        // Where repeated architectures are free, a search makes more steps than its budget has evaluations.
        if (totalSteps < done && (IsTraining(search) || IsLarger(search.Job, job)))
        {
            throw new BadInputException($"{search.Name} has done {Counted.Of(done, "step")}, and "
                + $"this budget has {totalSteps}: a budget is a total over its life and cannot end before what is done");
        }

        if (!IsTraining(search) && search.State.ScoreCount > 0 && totalSteps > done && IsLarger(job, search.Job))
        {
            throw new BadInputException(
                $"{search.Name} is choosing among its candidates already: its budget can no longer grow. {WayOut(search, view)}");
        }
    }

    /// <summary>Refuses another budget for a search that is complete.</summary>
    /// <exception cref="BadInputException">It is another.</exception>
    public static void RefuseOtherBudget(RecordedSearch search, JobOptions job, RunView view)
    {
        if (job.Budget != search.Job.Budget)
        {
            throw new BadInputException($"{search.Name} is complete, and its fingerprint never changes: its budget can no longer change. "
                + (IsLarger(job, search.Job) ? WayOut(search, view, "--set", job.Budget.Rounds != search.Job.Budget.Rounds
                    ? $"budget.rounds={job.Budget.Rounds}" : $"budget.evaluations={job.Budget.Evaluations}")
                    : "What it has done stays done"));
        }
    }

    // A strategy that keeps what it evaluated has no branches.
    private static string WayOut(RecordedSearch search, RunView view, params string[] sets) => JobForks.RefusalOf(search.Job) is null
        ? "Branch with: " + view.ForkCommand(search.Folder.Root, ["--at", $"{search.State.StepCount}", .. sets])
        : "Start a new search with the larger one";

    /// <summary>Refuses a training or a branch that never began: job.json does not hold what its parent gave it.</summary>
    /// <exception cref="NotFoundException">It is one.</exception>
    public static void RefuseUnbegunChild(RecordedSearch search)
    {
        if (search.Job.Origin != JobOrigins.Search)
        {
            throw new NotFoundException($"{search.Name} has no fact yet: its process ended while its first steps were not recorded, "
                + "and its job does not say what came from its parent. " + (search.Job.Origin == JobOrigins.Train
                    ? "The command that began it begins it in its place: enas train with the same options and this folder as --out, "
                        + "or what was done with the search that it belongs to"
                    : $"Remove the folder and begin it again with: enas {search.Job.Origin}"));
        }
    }

    // A search may have made fewer steps than its job has: it stopped by itself, or had no architecture left.
    private static bool IsLarger(JobOptions job, JobOptions recorded) => TotalOf(job) > TotalOf(recorded);

    // Both jobs have the same data, so which has more steps does not depend on how many make an epoch.
    private static long TotalOf(JobOptions job) =>
        StrategyCatalog.Of(job).TotalsOf(job, SpaceCatalog.SharesWeights(job) ? 1 : null).TotalSteps;

    private static bool IsTraining(RecordedSearch search) => search.State.Started?.Kind == JobOrigins.Train;
}
