using Enas.Pipeline.Projections;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Evaluate;

namespace Enas.Host.Readings;

/// <summary>The rewards with the architectures that got them, in order.</summary>
internal sealed class RewardSamples : IProjection
{
    private readonly List<BestSample> _samples = [];

    public IReadOnlyList<BestSample> Samples => _samples;

    public void Apply(RecordedEvent recorded)
    {
        if (recorded.Row.EventType == RewardEvaluated.Name && recorded.Happened is RewardEvaluated reward)
        {
            _samples.Add(new BestSample(reward.Tokens, reward.Reward, reward.Perplexity, reward.Position.Step, reward.Ordinal));
        }
    }
}
