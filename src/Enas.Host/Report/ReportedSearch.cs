using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Host.Settings;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Lifecycle;

namespace Enas.Host.Report;

/// <summary>A search as a report has it: its job, its series, and what its log's hashes said while it was read.
/// Nothing here writes.</summary>
internal sealed class ReportedSearch
{
    public required SearchFolder Folder { get; init; }

    /// <summary>The job with every default and later changes.</summary>
    public required JobOptions Job { get; init; }

    public required SearchSeries Series { get; init; }

    public required string Fingerprint { get; init; }

    public required string EventHead { get; init; }

    public required int SegmentCount { get; init; }

    /// <summary>The first damage, where a recovery mode read up to it; null for all of an intact log.</summary>
    public required string? Damage { get; init; }

    /// <summary>Name of the folder.</summary>
    public string Name => Path.GetFileName(Folder.Root);

    /// <summary>The job with every default and later changes, written out: equal jobs give equal text.</summary>
    public string ResolvedJob => Job.ToResolvedJson();

    /// <summary>The space that was searched.</summary>
    public SearchSpace Space => SpaceCatalog.Create(Job);

    /// <summary>Whether it is a final training, which samples nothing.</summary>
    public bool IsTraining => Job.Origin == JobOrigins.Train || Series.Started?.Kind == JobOrigins.Train;

    /// <summary>Whether its networks are scored by their accuracy on images; otherwise by their perplexity on tokens.</summary>
    public bool HasAccuracy => SpaceCatalog.Of(Job.Space.Kind).Measure == Measure.Accuracy;

    /// <summary>Why it has no result though it is complete; null for all others.</summary>
    public NoResult? NoResult =>
        NoResult.Of(Job, Series.Started, Series.Completed, Series.Candidates, Series.FailedSteps, Series.StepCount);

    /// <summary>What it came to; null before its end, and where its score is not finite.</summary>
    public SearchCompleted? Result => NoResult is null ? Series.Completed : null;

    /// <summary>The choice beside random candidates; null where there is none.</summary>
    public RandomComparison? AgainstRandom =>
        RandomComparison.Of(Job, Series.Completed, Series.Candidates, Series.LastEntropy, NoResult is null);

    /// <summary>How far it is, in one word. What came after a damage is not known, and the end may be there.</summary>
    public string Status => Damage is not null
        ? "damaged" : Series.Status == SearchStatus.Open ? SearchStatus.OfOpen(IsBeingWritten) : Series.Status;

    /// <summary>Whether a process had it open for writing just before it was read; null where that cannot be known.</summary>
    public bool? IsBeingWritten { get; init; }

    /// <summary>Reads a search once, verifying what it reads.</summary>
    /// <exception cref="Pipeline.Events.LogDamagedException">It is damaged, and the mode is strict.</exception>
    public static async Task<ReportedSearch> OpenAsync(string path, RecoveryMode mode)
    {
        var folder = SearchFolder.Open(path, HostSettings.Read().Storage);
        if (mode == RecoveryMode.Strict)
        {
            var isBeingWritten = WriterLock.IsHeld(folder);
            await using var log = await ParquetEventLog.OpenReadAsync(folder, CancellationToken.None);
            JobFiles.Require(folder, await log.FirstOpeningAsync());
            var series = await SearchSeries.OfAsync(log.ReadAsync(0, CancellationToken.None));
            return Create(folder, series, log.FactHead, log.EventHead, log.SegmentCount, damage: null, isBeingWritten);
        }

        var recovered = new RecoveredLog(folder, mode);
        var intact = await SearchSeries.OfAsync(recovered.ReadAsync(CancellationToken.None));
        return Create(folder, intact, recovered.FactHead, recovered.EventHead, recovered.SegmentCount, recovered.Damage?.Message);
    }

    /// <summary>A score of candidates in the unit of the reward, so that both stand in one chart: c / perplexity^power,
    /// or the accuracy.</summary>
    public double? InRewardUnit(double? score) => score is { } value
        ? new MeasureObjective(Job.Reward).Reward(new Measurement(HasAccuracy ? Measure.Accuracy : Measure.Perplexity, value))
        : null;

    /// <summary>The random candidates' scores in the unit of the reward.</summary>
    public IReadOnlyList<double> RandomScores =>
        [.. Series.Candidates.Where(c => c is { Source: "random", IsFinite: true }).Select(c => InRewardUnit(c.Score)).OfType<double>()];

    /// <summary>Entropy of a policy that knows nothing, in the form that this one reports.</summary>
    public double UniformEntropy => RandomComparison.UniformEntropyOf(Job);

    private static ReportedSearch Create(SearchFolder folder,
        SearchSeries series, string fingerprint, string eventHead, int segments, string? damage, bool? isBeingWritten = null) => new()
    {
        Folder = folder,
        IsBeingWritten = isBeingWritten,
        Job = JobLoading.Override(RecordedSearch.ReadJob(folder), series.JobChanges),
        Series = series,
        Fingerprint = fingerprint,
        EventHead = eventHead,
        SegmentCount = segments,
        Damage = damage,
    };
}
