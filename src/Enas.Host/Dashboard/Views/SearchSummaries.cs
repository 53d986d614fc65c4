using Enas.Host.Cli;
using Enas.Host.Dashboard.Answers;
using Enas.Host.Dashboard.Following;
using Enas.Host.Searches;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Strategies;

namespace Enas.Host.Dashboard.Views;

/// <summary>From a search to what all pages say of it.</summary>
internal static class SearchSummaries
{
    /// <summary>That of a search that was opened.</summary>
    /// <param name="status">Its status, as it is now.</param>
    public static SearchSummary Of(FoundSearch found, RecordedSearch search, string status) => new(
        found.Id, found.Name, search.State.Started?.Kind, search.Job.Space.Kind, search.Job.Strategy.Kind, search.Job.Seed, search.Job.Tags,
        status, WhyOf(status), KnownBest.Of(search.Job, search.State).Answer(), search.State.StepCount,
        StepsOf(search.Job) is { } planned && planned >= search.State.StepCount ? planned : null,
        search.State.SampleCount, Answering.Time(search.Recorded?.Last), search.Fingerprint);

    /// <summary>That of a search of which nothing is known but where it is.</summary>
    public static SearchSummary Unknown(FoundSearch found) => new(
        found.Id, found.Name, null, string.Empty, string.Empty, 0, [], "not looked at yet", null, null, 0, null, 0, null, string.Empty);

    /// <summary>What a status means, to go on a sentence; null where it needs no words.</summary>
    public static string? WhyOf(string status) => status switch
    {
        SearchStatus.Complete or SearchStatus.Damaged or SearchStatus.Unreadable => null,
        SearchStatus.Stopped => "cleanly, before its end",
        SearchStatus.Empty => AbsentLog.Words,
        _ => SearchStatus.WordsOf(status),
    };

    /// <summary>Steps of the budget, where the job alone says them; null where data or the strategy do.</summary>
    public static long? StepsOf(JobOptions job) =>
        job.Origin == JobOrigins.Train ? (job.Train.Steps > 0 ? job.Train.Steps : null)
        : StrategyCatalog.Of(job) is { HasOwnBudget: false } strategy ? StepsOf(strategy, job) : null;

    // Where epochs of another length make another budget, the data say it and not the job.
    private static long? StepsOf(IStrategyKind strategy, JobOptions job)
    {
        if (!SpaceCatalog.SharesWeights(job))
        {
            return strategy.TotalsOf(job, null).TotalSteps;
        }

        var steps = strategy.TotalsOf(job, 1).TotalSteps;
        return steps == strategy.TotalsOf(job, 2).TotalSteps ? steps : null;
    }
}
