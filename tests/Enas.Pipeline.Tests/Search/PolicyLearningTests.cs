using Enas.Pipeline.Architectures;
using Enas.Pipeline.Options;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Search;

/// <summary>The policy learns a known reward over null weights, as far as the tanh constant lets it; the uniform one does not.</summary>
public sealed class PolicyLearningTests
{
    private const int Relu = 1;
    private const int Nodes = 4;

    /// <summary>Share of relu that the cap allows: e^5 / (e^5 + 3) per activation (docs/algorithms.md#squashing-of-logits).</summary>
    private static readonly double s_cap = Math.Exp(5) / (Math.Exp(5) + 3);

    [Fact]
    public async Task Enas_comes_within_two_percent_of_the_best_that_the_tanh_constant_allows()
    {
        var share = await MeanReluShareAsync("enas");
        Assert.InRange(share, 0.98 * s_cap, 1);
    }

    [Fact]
    public async Task Random_stays_at_a_quarter()
    {
        var share = await MeanReluShareAsync("random");
        Assert.Equal(0.25, share, 0.03);
    }

    private static async Task<double> MeanReluShareAsync(string strategy)
    {
        var job = TestJobs.Tiny(Nodes, strategy);
        using var harness = new SearchHarness(
            job with
            {
                Strategy = new StrategyOptions
                {
                    Kind = strategy,
                    WarmUpSteps = 0,
                    WeightStepsPerRound = 1,
                    PolicyStepsPerRound = 600,
                    SamplesPerPolicyStep = 5
                },
                Policy = TestJobs.Policy(16) with { LearningRate = 0.02, EntropyWeight = 0, BaselineDecay = 0.9 },
                Reward = job.Reward with { C = Math.E },
                Budget = new BudgetOptions { Rounds = 1 },
                Log = job.Log with { GroupEvents = 1000 },
            },
            // Perplexity e / share makes the reward c / perplexity the share itself.
            architecture => 1 - Math.Log(Math.Max(ReluShare(architecture), 1e-3)));
        await harness.StartAsync();
        var rewards = harness.Log.Rows.Where(r => r.Row.EventType == "reward-evaluated").Select(r => r.Row.Reward!.Value).ToArray();
        return rewards.TakeLast(500).Average();
    }

    private static double ReluShare(Architecture architecture)
    {
        var activations = architecture.Tokens.Split(' ').Where((_, i) => i % 2 == 0).ToArray();
        return activations.Count(token => token == $"{Relu}") / (double)activations.Length;
    }
}
