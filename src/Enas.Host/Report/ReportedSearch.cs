using System.Diagnostics.CodeAnalysis;
using Enas.Host.Readings;
using Enas.Host.Searches;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Proxy;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Strategies;

namespace Enas.Host.Report;

/// <summary>A search as a report has it: with what is drawn over its steps. Nothing here writes.</summary>
internal sealed record ReportedSearch : SearchReading
{
    [SetsRequiredMembers]
    private ReportedSearch(SearchReading reading, SearchSeries series, WriterOpenings openings, CostTotals costs, RecordedCosts known,
        SearchPace pace)
        : base(reading) => (Series, Openings, Costs, ArchitectureCosts, ArchitectureProxies, Pace)
            = (series, openings, costs, known.Known, known.Proxies, pace);

    public SearchSeries Series { get; }

    public WriterOpenings Openings { get; }

    /// <summary>The samples and the time that each step had needed.</summary>
    public SearchPace Pace { get; }

    /// <summary>What its work cost.</summary>
    public CostTotals Costs { get; }

    /// <summary>What its architectures cost where they are used; empty where that is not recorded.</summary>
    public KnownCosts ArchitectureCosts { get; }

    /// <summary>What zero-cost proxies say of its architectures; empty where that is not recorded.</summary>
    public KnownProxies ArchitectureProxies { get; }

    /// <summary>The job with every default and later changes, written out: equal jobs give equal text.</summary>
    public string ResolvedJob => Job.ToResolvedJson();

    /// <summary>Whether it is a final training, which samples nothing.</summary>
    public bool IsTraining => Job.Origin == JobOrigins.Train || Milestones.Started?.Kind == JobOrigins.Train;

    /// <summary>What its candidates are scored by: the measure of the space, or the zero-cost proxy of a search by one.</summary>
    public Measure CandidateMeasure =>
        IsTraining ? SpaceCatalog.MeasureOf(Job) : SpaceCatalog.RewardedMeasureOf(Job);

    /// <summary>What its choice is scored by: as candidates are, unless finals trained it alone.</summary>
    public Measure ChoiceMeasure => Job.Finals.AreHeld ? SpaceCatalog.MeasureOf(Job) : CandidateMeasure;

    /// <summary>Why it has no result though it is complete; null for all others.</summary>
    public NoResult? NoResult =>
        NoResult.Of(Job, Milestones.Started, Milestones.Completed, Milestones.Candidates, Series.Failures, Series.StepCount,
            ArchitectureCosts);

    /// <summary>What it came to; null before its end, and where its score is not finite.</summary>
    public SearchCompleted? Result => NoResult is null ? Milestones.Completed : null;

    /// <summary>The choice beside random candidates; null where there is none.</summary>
    public RandomComparison? AgainstRandom => field ??=
        RandomComparison.Of(
            Job, Milestones.Completed, Milestones.AlikeScores, Series.LastEntropy, NoResult is null, ArchitectureCosts);

    /// <summary>What its candidates are ordered by.</summary>
    public CandidateOrder Order => new(Job, ArchitectureCosts);

    /// <summary>What the choice shows beside random ones; null before the end, and of a final training.</summary>
    public Verdict? Verdict => RandomComparison.VerdictOf(AgainstRandom, Milestones.Started, Milestones.Completed, NoResult is null);

    /// <summary>The finals as far as they were held; null where there are none.</summary>
    public HeldFinals? Finals =>
        HeldFinals.Of(Job, Milestones.Finals, Milestones.Children, ArchitectureCosts, ArchitectureProxies);

    /// <summary>What the best random architecture came to, measured as the choice was, see <see cref="Searches.RandomBest"/>.</summary>
    public double? RandomBest => Searches.RandomBest.Of(Result, Order.IsByMeasure, Finals, AgainstRandom);

    /// <summary>Reads a search once, verifying what it reads.</summary>
    /// <exception cref="Pipeline.Events.LogDamagedException">It is damaged, and the mode is strict.</exception>
    public static async Task<ReportedSearch> OpenAsync(string path, RecoveryMode mode)
    {
        var (series, openings, costs, known) = (new SearchSeries(), new WriterOpenings(), new WorkCosts(), new RecordedCosts());
        var pace = new SearchPace();
        return new ReportedSearch(
            await ReadAsync(path, mode, [series, openings, costs, known, pace], CancellationToken.None),
            series, openings, costs.Totals, known, pace);
    }

    /// <summary>A search as far as one that grows was read.</summary>
    /// <param name="reading">What was read.</param>
    /// <param name="series">What is drawn over its steps.</param>
    /// <param name="openings">Who wrote it.</param>
    /// <param name="costs">What its work cost.</param>
    /// <param name="known">What its architectures cost.</param>
    /// <param name="pace">The samples and the time that each step had needed.</param>
    public static ReportedSearch Of(SearchReading reading, SearchSeries series, WriterOpenings openings, WorkCosts costs,
        RecordedCosts known, SearchPace pace) => new(reading, series, openings, costs.Totals, known, pace);

    /// <summary>A score of candidates in the unit of the reward, so that both stand in one chart: c / perplexity^power, the
    /// accuracy, or a proxy with the sign that makes more better.</summary>
    public double? InRewardUnit(double? score) => score is { } value ? InRewardUnit(value) : null;

    /// <summary>The random candidates' scores in the unit of the reward.</summary>
    public IReadOnlyList<double> RandomScores => RandomBand.ScoresOf(Milestones.AlikeScores, InRewardUnit);

    /// <summary>Where random candidates came out; null for fewer than two.</summary>
    public RandomBand? Random => RandomBand.Of(RandomScores);

    /// <summary>Entropy of a policy that knows nothing, in the form that this one reports.</summary>
    public double UniformEntropy => RandomComparison.UniformEntropyOf(Job);

    private double InRewardUnit(double score) =>
        new MeasureObjective(Job.Reward).Reward(new Measurement(CandidateMeasure, score), Pipeline.Measures.ArchitectureCosts.None);
}
