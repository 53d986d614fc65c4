using Enas.Host.Cli;
using Enas.Host.Readings;
using Enas.Host.Searches;
using Enas.Host.Settings;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;

namespace Enas.Host.Report;

/// <summary>The architectures of a search that were also trained from scratch: the final trainings beside its folder, and those that
/// <c>rank</c> made, that name it as their parent.</summary>
internal static class StandAloneScores
{
    /// <summary>
    /// The architectures with their trainings, each once by its fingerprint. Scores of different budgets do not compare, so they are those
    /// of the recipe that most architectures were trained by; seeds of one recipe go together.
    /// </summary>
    /// <param name="search">The search with the shared scores: of a candidate, or else the mean of its rewards.</param>
    public static async Task<StandAlone> OfAsync(ReportedSearch search)
    {
        // One training may lie in two folders, as the choice does after train and after rank.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var trainings = new List<(string Recipe, SingleTraining Training)>();
        var root = search.Folder.Root.TrimEnd(Path.DirectorySeparatorChar);

        // In an object store a name costs a request, and a bucket may hold thousands: those count that are named as train names them.
        foreach (var path in (string[])[.. await SearchLocator.UnderAsync(Place.ParentOf(root), search.Name),
            .. await SearchLocator.UnderAsync(root + "-rank")])
        {
            if (await TrainedAsync(path, search) is { } trained && seen.Add(trained.Fingerprint))
            {
                trainings.Add((trained.Recipe, trained.Training));
            }
        }

        var most = trainings.GroupBy(one => one.Recipe, one => one.Training)
            .MaxBy(recipe => recipe.DistinctBy(training => training.Tokens).Count());
        return most is null ? StandAlone.None : StandAlone.Of(
            [.. most.GroupBy(training => training.Tokens).Select(alike => Of(search, [.. alike.OrderBy(training => training.Seed)]))],
            search.InRewardUnit);
    }

    private static TrainedAlone Of(ReportedSearch search, IReadOnlyList<SingleTraining> trainings)
    {
        var tokens = trainings[0].Tokens;
        var from = tokens == search.Result?.Tokens ? "chosen"
            : search.Milestones.AlikeScores.Any(one => one.Tokens == tokens && one.Source == TrainedAlone.Random)
                ? TrainedAlone.Random
            : ReferenceArchitectures.Of(search.Job)
                .FirstOrDefault(one => one.Architecture.Tokens == tokens)?.Name ?? "other";
        return new TrainedAlone(
            from, Shared(search, tokens), search.InRewardUnit(trainings.Average(training => training.Validation))!.Value, trainings);
    }

    private static double? Shared(ReportedSearch search, string tokens)
    {
        double[] candidates = [.. search.Milestones.AlikeScores.Where(c => c.Tokens == tokens && c.IsFinite)
            .Select(c => search.InRewardUnit(c.Score)).OfType<double>()];
        double[] rewards = candidates.Length > 0
            ? candidates : [.. search.Series.Rewards.Where(r => r.Tokens == tokens).Select(r => r.Point.Value)];
        return rewards.Length > 0 ? rewards.Average() : null;
    }

    // Its first events say whose child it is; only a child is read to its end.
    private static async Task<(string Recipe, string Fingerprint, SingleTraining Training)?> TrainedAsync(
        string path, ReportedSearch parent)
    {
        try
        {
            var folder = await SearchFolder.OpenAsync(path, HostSettings.Read().Storage, CancellationToken.None);
            await using var log = await ParquetEventLog.OpenReadAsync(folder, CancellationToken.None);
            var (milestones, series) = (new Milestones(), new SearchSeries());
            var reading = new LogReading(log, milestones, series);
            await reading.ReadOnAsync(CancellationToken.None, () => milestones.Started is not null);
            if (milestones.Started is not { Kind: JobOrigins.Train } started || started.Parent != parent.Fingerprint)
            {
                return null;
            }

            await reading.ReadOnAsync(CancellationToken.None);
            return milestones.Completed is { Score: { } score } completed
                && NoResult.Of(parent.Job, started, completed, milestones.Candidates, series.Failures, series.StepCount) is null
                ? Of(folder.Root, SearchReading.ReadJob(folder), log.FactHead, completed.Tokens, score, completed.TestScore) : null;
        }
        catch (Exception foreign) when (foreign is LogDamagedException or JobRefusedException
            or LogUnavailableException or IOException or UnauthorizedAccessException)
        {
            // Another search's damage is no reason to have no report of this one.
            return null;
        }
    }

    // Seeds of one recipe differ in their seed alone, on the same data; the budget of a training is no fact of it.
    private static (string, string, SingleTraining) Of(
        string folder, JobOptions job, string fingerprint, string tokens, double score, double? test)
    {
        var alike = job with { Seed = 0, Data = job.Data with { Seed = (long)job.DataSeed } };
        return ($"{job.Train.Epochs} {JobFacts.ForTraining(alike)}", fingerprint, new SingleTraining(tokens, job.Seed, score, test)
        {
            Folder = folder,
            Fingerprint = fingerprint,
        });
    }
}
