using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Strategies.Reinforce;
using Enas.Pipeline.Tests.Search;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Strategies.Reinforce;

/// <summary>What REINFORCE learns from, as the log has it.</summary>
public sealed class ReinforceStrategyTests
{
    private const double EntropyWeight = 0.5;
    private const double Decay = 0.8;

    /// <summary>signal = reward + weight · entropy; advantage = signal - b, and b ← d b + (1 - d) signal, b the first signal at
    /// first (docs/algorithms.md#baseline).</summary>
    [Fact]
    public async Task Entropy_is_added_to_the_reward_and_the_baseline_taken_from_their_sum()
    {
        var tiny = TestJobs.Tiny();
        var job = tiny with { Policy = tiny.Policy with { EntropyWeight = EntropyWeight, BaselineDecay = Decay } };
        using var harness = new SearchHarness(job, Loss);
        await harness.StartAsync();
        double? baseline = null;
        var events = harness.Log.Rows.Where(committed => committed.Row.Phase == "policy")
            .Select(committed => SearchEvents.FromRow(committed.Row)).ToArray();
        foreach (var updated in events.OfType<PolicyUpdated>())
        {
            double[] signals =
            [
                .. events.OfType<RewardEvaluated>().Where(reward => reward.Position.Step == updated.Position.Step)
                    .Zip(events.OfType<ArchitectureSampled>().Where(sample => sample.Position.Step == updated.Position.Step))
                    .Select(pair => pair.First.Reward + (EntropyWeight * pair.Second.Entropy!.Value)),
            ];
            var advantages = new List<double>();
            foreach (var signal in signals)
            {
                baseline ??= signal;
                advantages.Add(signal - baseline.Value);
                baseline = (Decay * baseline) + ((1 - Decay) * signal);
            }

            Assert.Equal(advantages, updated.Advantages);
            Assert.Equal(baseline, updated.Baseline);
        }

        Assert.Equal(4, events.OfType<PolicyUpdated>().Count());
    }

    private static double Loss(Architecture architecture) => 1 + (0.1 * (architecture.Values.Sum() % 7));
}
