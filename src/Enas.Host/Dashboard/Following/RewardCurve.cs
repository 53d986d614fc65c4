using Enas.Host.Readings;
using Enas.Host.Report;
using Enas.Pipeline.Projections;
using Enas.Pipeline.Steps.Evaluate;

namespace Enas.Host.Dashboard.Following;

/// <summary>The course of the reward as a line of a list shows it: at most sixty values of its moving average.</summary>
internal sealed class RewardCurve : IProjection
{
    /// <summary>So many values at most.</summary>
    public const int Most = 60;

    private readonly List<SeriesPoint> _rewards = [];

    /// <summary>Rewards that it was told of.</summary>
    public int Count => _rewards.Count;

    /// <summary>The values, the last reward's among them.</summary>
    public IReadOnlyList<double?> Values => Of(_rewards);

    /// <summary>The course of rewards that are known.</summary>
    public static IReadOnlyList<double?> Of(IReadOnlyList<SeriesPoint> rewards)
    {
        var average = Smoothing.Average(rewards, Smoothing.Decay);
        var count = Math.Min(Most, average.Count);
        return [.. Enumerable.Range(1, count).Select(i => (double?)average[(int)((long)i * average.Count / count) - 1].Value)];
    }

    public void Apply(RecordedEvent recorded)
    {
        if (recorded.Row is { EventType: RewardEvaluated.Name } row)
        {
            _rewards.Add(new SeriesPoint(row.Step, row.Reward ?? 0));
        }
    }
}
