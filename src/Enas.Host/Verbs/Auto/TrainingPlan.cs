using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Host.Verbs.Jobs;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Child;
using Enas.Pipeline.Training;

namespace Enas.Host.Verbs.Auto;

/// <summary>Plans the training of a choice once more, by the log of the search and by some timed steps of the network itself. The plan is
/// kept before the training begins, so that what is stopped goes on with the same steps.</summary>
internal static class TrainingPlan
{
    /// <summary>The plan of a folder with the training that is planned again; null where its steps are those of the job.</summary>
    /// <param name="result">The search and the known network.</param>
    /// <param name="files">Where everything lies.</param>
    /// <param name="compute">What computes.</param>
    /// <param name="terminal">Where it is told.</param>
    public static async Task<AutoPlan?> OfAsync(
        AutoResult result, AutoFiles files, ComputeOptions compute, TimeProvider time, Terminal terminal)
    {
        // Steps that somebody wrote into the job are meant.
        var start = time.GetTimestamp();
        if (AutoPlan.Read(files.Plan) is not { } plan || result.Job.Train.Steps != plan.TrainSteps)
        {
            return null;
        }

        if (plan.Again is not null)
        {
            return plan;
        }

        var timing = await TimedAsync(result, files, compute, TimingShare.Of(plan.AskedMinutes).Again, time);
        var before = await AutoTime.SecondsAsync(files.Search) + plan.LoadingSeconds
            + (result.Reference is null ? 0 : await AutoTime.SecondsAsync(files.Reference) + plan.LoadingSeconds);
        var used = plan.PlanningSeconds + before + time.GetElapsedTime(start).TotalSeconds + plan.LoadingSeconds;
        var again = TrainingAgain.Of(plan, used, timing);
        if (Refused(again, result.Job) is { } why)
        {
            terminal.Line($"planned      the steps stay {plan.TrainSteps}: {why}");
            return null;
        }

        foreach (var words in again.Words(plan))
        {
            terminal.Line(words);
        }

        plan = plan with { Again = again };
        plan.Write(files.Plan, replaces: true);
        return plan;
    }

    // A warm-up that somebody set may be longer than what there is time for.
    private static string? Refused(TrainingAgain again, JobOptions job)
    {
        try
        {
            again.Of(job);
            return null;
        }
        catch (JobRefusedException refused)
        {
            return refused.Errors[0].Message;
        }
    }

    private static async Task<TrainingTiming> TimedAsync(
        AutoResult result, AutoFiles files, ComputeOptions compute, TimingShare share, TimeProvider time)
    {
        var (job, tokens, data) = (result.Job, result.Search.State.Completed!.Tokens, TaskCatalog.Load(result.Job));
        var timer = share.Timer(time);
        var timing = TrainingTiming.Measure(job, data, compute, timer, tokens);
        if (result.ChosenChild is not { } child
            || (ChildFolders.Of(files.Search, child.Order) is var folder && !SearchLocator.IsSearch(folder)))
        {
            return timing;
        }

        var asChild = TrainingTiming.Measure(ChildJob.Of(job, child.Order, child.Order.Steps), data, compute, timer, tokens);
        var pace = TrainingAgain.Pace((await AutoTime.RecordedAsync(folder)).WorkSeconds, asChild.SecondsOf(child.Order.Steps));
        return timing with { Step = pace * timing.Step, Validation = pace * timing.Validation, Test = pace * timing.Test };
    }
}
