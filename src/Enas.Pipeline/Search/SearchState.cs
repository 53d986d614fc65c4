using System.Collections.Immutable;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Events;
using Enas.Pipeline.Steps.Checkpoint;
using Enas.Pipeline.Steps.Child;
using Enas.Pipeline.Steps.Cost;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Finals;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Proxy;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Steps.Train;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Strategies.Exhaustion;
using Enas.Pipeline.Strategies.Reinforce;

namespace Enas.Pipeline.Search;

/// <summary>An architecture with the reward that put it on top.</summary>
/// <param name="Tokens">The architecture as its token string, in the form of the log.</param>
/// <param name="Reward">Its raw reward.</param>
/// <param name="Perplexity">Perplexity over the reward's windows; null for images, whose reward is the accuracy.</param>
/// <param name="Step">The number of the step that sampled it, from 0.</param>
/// <param name="Ordinal">Number of the sample within the step.</param>
public sealed record BestSample(string Tokens, double Reward, double? Perplexity, long Step, int Ordinal);

/// <summary>
/// All that a search knows of itself, folded from its events; recovery, replay and display use the same fold. Weights are a cache beside
/// it.
/// </summary>
public sealed record SearchState
{
    private const double RewardDecay = 0.95;

    /// <summary>The state before the first event.</summary>
    public static SearchState Empty { get; } = new();

    /// <summary>The first fact, null before it.</summary>
    public SearchStarted? Started { get; init; }

    /// <summary>Steps done: the number of the next one.</summary>
    public long StepCount { get; init; }

    /// <summary>Weight steps that updated weights.</summary>
    public long WeightStepCount { get; init; }

    /// <summary>Policy steps that updated the policy.</summary>
    public long PolicyStepCount { get; init; }

    /// <summary>Architectures sampled.</summary>
    public long SampleCount { get; init; }

    /// <summary>Rewards measured.</summary>
    public long RewardCount { get; init; }

    /// <summary>Steps that failed.</summary>
    public long FailedStepCount { get; init; }

    /// <summary>How many failed for which reason.</summary>
    internal FailureCounts Failures { get; init; } = FailureCounts.None;

    /// <summary>That nothing new could be proposed any more; null where the budget ends the search.</summary>
    public SpaceExhausted? Exhausted { get; init; }

    /// <summary>What the strategy knows of the search.</summary>
    public IStrategyState Strategy { get; init; } = NoStrategyState.Instance;

    /// <summary>The architectures that were evaluated, where a value is the architecture's own; empty with shared weights, whose values
    /// change.</summary>
    public Trials Trials { get; init; } = Trials.Empty;

    /// <summary>What the architectures that were looked at cost; empty where the job has that not recorded.</summary>
    public KnownCosts ArchitectureCosts { get; init; } = KnownCosts.Empty;

    /// <summary>What zero-cost proxies say of architectures; empty where the job has that not recorded.</summary>
    public KnownProxies Proxies { get; init; } = KnownProxies.Empty;

    /// <summary>Proposals that did not keep a limit.</summary>
    public long RejectedCount { get; init; }

    /// <summary>The baseline that the last update of a policy recorded, for people; null before it.</summary>
    public double? Baseline { get; init; }

    /// <summary>How much that baseline has seen, where its rule keeps that: a branch goes on from both. Null elsewhere.</summary>
    public double? BaselineWeight { get; init; }

    /// <summary>Moving average of the reward (.95), for people.</summary>
    public double? RewardAverage { get; init; }

    /// <summary>Moving average of the training loss (.95) in nats per token or image, for people.</summary>
    public double? LossAverage { get; init; }

    /// <summary>Sum of all rewards.</summary>
    public double RewardSum { get; init; }

    /// <summary>Entropy term of the last sample that a policy drew.</summary>
    public double? LastEntropy { get; init; }

    /// <summary>Learning rate of the last weight step.</summary>
    public double? LastLearningRate { get; init; }

    /// <summary>The sample with the highest reward so far.</summary>
    public BestSample? Best { get; init; }

    /// <summary>Candidates scored on the whole validation set, in order.</summary>
    public ImmutableList<CandidateScored> Candidates { get; init; } = [];

    /// <summary>Architectures that were trained alone, in order.</summary>
    public ImmutableList<ChildTrained> Children { get; init; } = [];

    /// <summary>Rungs of the finals that began, in order.</summary>
    public ImmutableList<FinalsOpened> Finals { get; init; } = [];

    /// <summary>Scores of the stages before the whole set, in order; empty where nothing is staged.</summary>
    public ImmutableList<CandidateScored> Screened { get; init; } = [];

    /// <summary>Scores of candidates so far, in all stages.</summary>
    public int ScoreCount => Screened.Count + Candidates.Count;

    /// <summary>The scores in which all candidates were measured alike, see <see cref="CandidateScored.Alike"/>.</summary>
    public IReadOnlyList<CandidateScored> AlikeScores => CandidateScored.Alike(Screened, Candidates);

    /// <summary>Published checkpoints, oldest first.</summary>
    public ImmutableList<CheckpointSaved> Checkpoints { get; init; } = [];

    /// <summary>What the work cost, phase by phase, in multiply-adds; empty where that is not counted.</summary>
    public CostTotals Costs { get; init; } = CostTotals.Empty;

    /// <summary>Options that openings after the first changed, as <c>key=value</c>, oldest first.</summary>
    public ImmutableList<string> JobChanges { get; init; } = [];

    /// <summary>The last fact, null while the search is unfinished.</summary>
    public SearchCompleted? Completed { get; init; }

    /// <summary>The state after one more event.</summary>
    public SearchState Apply(ISearchEvent happened)
    {
        var next = ApplyCommon(happened);
        next = happened is ICostedEvent { Cost: { } cost } work ? next with { Costs = next.Costs.With(work.Position.Phase, cost) } : next;
        return happened is SearchStarted ? next : next with { Strategy = next.Strategy.Apply(happened) };
    }

    private SearchState ApplyCommon(ISearchEvent happened) => happened switch
    {
        SearchStarted e => this with
        {
            Started = e,
            StepCount = e.Fork?.Step ?? 0,
            Baseline = e.Fork?.Baseline,
            BaselineWeight = e.Fork?.BaselineWeight,
            Strategy = StrategyCatalog.Begin(e)
        },
        ArchitectureSampled e => this with { SampleCount = SampleCount + 1, LastEntropy = e.Entropy ?? LastEntropy },
        SharedWeightsTrained e => this with
        {
            StepCount = e.Position.Step + 1,
            WeightStepCount = WeightStepCount + 1,
            LossAverage = Average(LossAverage, e.Loss),
            LastLearningRate = e.LearningRate,
        },
        RewardEvaluated e => Apply(e),
        CostsMeasured e => this with { ArchitectureCosts = ArchitectureCosts.With(e) },
        ProxiesMeasured e => this with { Proxies = Proxies.With(e) },
        ProposalRejected => this with { RejectedCount = RejectedCount + 1 },
        PolicyUpdated e => this with
        {
            StepCount = e.Position.Step + 1,
            PolicyStepCount = PolicyStepCount + 1,
            Baseline = e.Baseline,
            BaselineWeight = e.BaselineWeight,
        },
        StepFailed e => this with
        {
            StepCount = e.Position.Step + 1,
            FailedStepCount = FailedStepCount + 1,
            Failures = Failures.With(e.Reason),
        },
        SpaceExhausted e => this with { StepCount = e.Position.Step + 1, PolicyStepCount = PolicyStepCount + 1, Exhausted = e },
        CandidateScored { IsWhole: false } e => this with { Screened = Screened.Add(e) },
        CandidateScored e => this with { Candidates = Candidates.Add(e) },
        ChildTrained e => this with { Children = Children.Add(e), ArchitectureCosts = ArchitectureCosts.With(e) },
        FinalsOpened e => this with { Finals = Finals.Add(e) },
        CheckpointSaved e => this with { Checkpoints = Checkpoints.Add(e) },
        SearchCompleted e => this with { Completed = e },
        JobChanged e => this with { JobChanges = JobChanges.AddRange(e.Sets) },
        IWithinStep => this,
        IEndsStep e => this with { StepCount = e.Position.Step + 1, PolicyStepCount = PolicyStepCount + 1 },
        _ => throw new ArgumentException($"no fold for {happened.GetType().Name}", nameof(happened)),
    };

    /// <summary>The state after a committed row; operational rows without state leave it as it is.</summary>
    public SearchState Apply(LogRow row) => SearchEvents.FromRow(row) is { } happened ? Apply(happened) : this;

    private SearchState Apply(RewardEvaluated e) => this with
    {
        RewardCount = RewardCount + 1,
        RewardSum = RewardSum + e.Reward,
        RewardAverage = Average(RewardAverage, e.Reward),
        Trials = e.Windows.Count == 0 ? Trials.With(e) : Trials,
        Best = e.HasValue && (Best is null || e.Reward > Best.Reward)
            ? new BestSample(e.Tokens, e.Reward, e.Perplexity, e.Position.Step, e.Ordinal) : Best,
    };

    private static double Average(double? average, double value) =>
        average is { } a ? (RewardDecay * a) + ((1 - RewardDecay) * value) : value;
}
