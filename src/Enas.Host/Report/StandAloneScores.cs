using Enas.Host.Readings;
using Enas.Host.Searches;
using Enas.Host.Settings;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Lifecycle;

namespace Enas.Host.Report;

/// <summary>The architectures of a search that were also trained from scratch: the final trainings beside its folder, and those that
/// <c>rank</c> made, that name it as their parent.</summary>
internal static class StandAloneScores
{
    /// <summary>
    /// The architectures with both scores, each training once by its fingerprint; more is better in both. Scores of different budgets do
    /// not compare, so they are those of the job that most were trained by.
    /// </summary>
    /// <param name="search">The search with the shared scores: of a candidate, or else the mean of its rewards.</param>
    public static async Task<IReadOnlyList<ScoredTwice>> OfAsync(ReportedSearch search)
    {
        // One training may lie in two folders, as the choice does after train and after rank.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var scores = new List<(string Job, ScoredTwice Score)>();
        var root = search.Folder.Root.TrimEnd(Path.DirectorySeparatorChar);
        foreach (var path in SearchLocator.Under(Path.GetDirectoryName(root)!).Concat(SearchLocator.Under(root + "-rank")))
        {
            if (await TrainedAsync(path, search) is { } training && Shared(search, training.Completed.Tokens) is { } shared
                && search.InRewardUnit(training.Completed.Score) is { } alone && seen.Add(training.Fingerprint))
            {
                scores.Add((training.Job, new ScoredTwice(training.Completed.Tokens, shared, alone)));
            }
        }

        return [.. scores.GroupBy(score => score.Job).MaxBy(group => group.Count())?.Select(score => score.Score) ?? []];
    }

    private static double? Shared(ReportedSearch search, string tokens)
    {
        double[] candidates = [.. search.Milestones.Candidates.Where(c => c.Tokens == tokens && c.IsFinite)
            .Select(c => search.InRewardUnit(c.Score)).OfType<double>()];
        double[] rewards = candidates.Length > 0
            ? candidates : [.. search.Series.Rewards.Where(r => r.Tokens == tokens).Select(r => r.Point.Value)];
        return rewards.Length > 0 ? rewards.Average() : null;
    }

    // Its first events say whose child it is; only a child is read to its end.
    private static async Task<(string Job, string Fingerprint, SearchCompleted Completed)?> TrainedAsync(string path, ReportedSearch parent)
    {
        try
        {
            var folder = SearchFolder.Open(path, HostSettings.Read().Storage);
            await using var log = await ParquetEventLog.OpenReadAsync(folder, CancellationToken.None);
            var (milestones, series) = (new Milestones(), new SearchSeries());
            var reading = new LogReading(log, milestones, series);
            await reading.ReadOnAsync(CancellationToken.None, () => milestones.Started is not null);
            if (milestones.Started is not { Kind: JobOrigins.Train } started || started.Parent != parent.Fingerprint)
            {
                return null;
            }

            await reading.ReadOnAsync(CancellationToken.None);
            return milestones.Completed is { } completed
                && NoResult.Of(parent.Job, started, completed, milestones.Candidates, series.FailedSteps, series.StepCount) is null
                ? (started.Job, log.FactHead, completed)
                : null;
        }
        catch (Exception foreign) when (foreign is LogDamagedException
            or LogUnavailableException or IOException or UnauthorizedAccessException)
        {
            // Another search's damage is no reason to have no report of this one.
            return null;
        }
    }
}
