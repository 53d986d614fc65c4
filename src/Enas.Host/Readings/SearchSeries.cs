using Enas.Pipeline.Events;
using Enas.Pipeline.Projections;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Steps.Train;
using Enas.Pipeline.Strategies.Reinforce;

namespace Enas.Host.Readings;

/// <summary>A value at a step.</summary>
internal readonly record struct SeriesPoint(long Step, double Value);

/// <summary>An architecture that was sampled at a step.</summary>
internal readonly record struct SampledTokens(long Step, bool IsForPolicy, string Tokens);

/// <summary>What is drawn over the steps of a search. It reads the promoted columns, which the chain covers, and parses nothing but
/// failures, so that a long log costs little more than its reading.</summary>
/// <param name="pool">Holds each architecture's text once; another projection may hold the same ones.</param>
internal sealed class SearchSeries(TokenPool? pool = null) : IProjection
{
    private readonly TokenPool _pool = pool ?? new TokenPool();

    /// <summary>Rewards in order, with the architecture that got each, and whether it is a value: not that of one that has none.</summary>
    public List<(SeriesPoint Point, string Tokens, bool HasValue)> Rewards { get; } = [];

    public List<SampledTokens> Samples { get; } = [];

    /// <summary>Entropy of each sample for the policy, in nats.</summary>
    public List<SeriesPoint> Entropies { get; } = [];

    /// <summary>Loss of each weight step, in nats a token or image.</summary>
    public List<SeriesPoint> Losses { get; } = [];

    public List<SeriesPoint> WeightRates { get; } = [];

    public List<SeriesPoint> PolicyRates { get; } = [];

    public List<SeriesPoint> Baselines { get; } = [];

    /// <summary>Mean advantage of the samples of each policy step, in the reward's unit.</summary>
    public List<SeriesPoint> Advantages { get; } = [];

    /// <summary>Steps that failed, by their reasons.</summary>
    public FailureCounts Failures { get; private set; } = FailureCounts.None;

    public long FailedSteps => Failures.Count;

    /// <summary>Steps that were made, failed ones among them.</summary>
    public long StepCount => Losses.Count + Baselines.Count + FailedSteps;

    /// <summary>Entropy term of the last sample, in nats.</summary>
    public double? LastEntropy { get; private set; }

    /// <summary>Whether there is anything to draw over its steps.</summary>
    public bool HasCurves => Rewards.Count > 0 || Losses.Count > 0 || Entropies.Count > 0;

    public void Apply(RecordedEvent recorded)
    {
        var row = recorded.Row;
        switch (row.EventType)
        {
            case ArchitectureSampled.Name:
                TakeSample(row);
                break;
            case RewardEvaluated.Name:
                Rewards.Add((new SeriesPoint(row.Step, row.Reward ?? 0), _pool.Of(row.Architecture), row.Metric is not null));
                break;
            case SharedWeightsTrained.Name:
                Add(Losses, row.Step, row.Loss);
                Add(WeightRates, row.Step, row.LearningRate);
                break;
            case PolicyUpdated.Name:
                Add(Baselines, row.Step, row.Baseline);
                Add(Advantages, row.Step, row.Advantage);
                Add(PolicyRates, row.Step, row.LearningRate);
                break;
            case StepFailed.Name:
                Failures = Failures.With(StepFailed.FromRow(row).Reason);
                break;
            default:
                break;
        }
    }

    private void TakeSample(LogRow row)
    {
        var isForPolicy = row.Phase == Phases.Policy;
        Samples.Add(new SampledTokens(row.Step, isForPolicy, _pool.Of(row.Architecture)));
        LastEntropy = row.Entropy ?? LastEntropy;
        if (isForPolicy)
        {
            Add(Entropies, row.Step, row.Entropy);
        }
    }

    private static void Add(List<SeriesPoint> points, long step, double? value)
    {
        if (value is { } known)
        {
            points.Add(new SeriesPoint(step, known));
        }
    }
}
