using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Events;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Steps.Train;
using Enas.Pipeline.Strategies.Reinforce;
using Enas.Pipeline.Tests.Search;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Strategies.Reinforce;

/// <summary>Whose weights are trained, as the log has it.</summary>
public sealed class WeightSamplerTests
{
    [Fact]
    public async Task A_fair_search_trains_every_option_of_every_decision_equally_often()
    {
        using var harness = Harness("fair");
        await harness.StartAsync();
        var trained = WeightSamples(harness);
        var deck = new FairDeck(harness.Space, harness.Job.Seed);
        Assert.Equal(24, trained.Length);
        Assert.Equal(trained.Index().Select(sample => deck.Deal(sample.Index).Tokens), trained.Select(sample => sample.Tokens));
        Assert.All(trained, sample => Assert.Equal((null, null), (sample.LogProb, sample.Entropy)));
        foreach (var (number, decision) in harness.Space.Decisions.Index())
        {
            var values = trained.Select(sample => harness.Space.Parse(sample.Tokens).Values[number]).ToArray();
            Assert.All(Enumerable.Range(0, decision.OptionCount), option =>
                Assert.Equal(24 / decision.OptionCount, values.Count(value => value == option)));
        }
    }

    /// <summary>A step that fails took its deal: the next one gets the next.</summary>
    [Fact]
    public async Task A_failed_step_does_not_repeat_its_deal()
    {
        using var harness = Harness("fair", architecture => architecture.Values[0] == 1 ? double.NaN : 1);
        var outcome = await harness.StartAsync();
        Assert.Equal(6, outcome.State.FailedStepCount - FailedPolicySteps(harness));
        var deck = new FairDeck(harness.Space, harness.Job.Seed);
        Assert.Equal(
            Enumerable.Range(0, 24).Select(deal => deck.Deal(deal).Tokens), WeightSamples(harness).Select(sample => sample.Tokens));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.25, 6)]
    [InlineData(0.7, 16)]
    [InlineData(1, 24)]
    public async Task A_mixed_search_gives_uniform_architectures_their_exact_share(double share, int expected)
    {
        using var harness = Harness("mixed", share: share);
        await harness.StartAsync();
        var trained = WeightSamples(harness);
        Assert.Equal(expected, trained.Count(sample => sample.LogProb is null));
        for (var deals = 1; deals <= trained.Length; deals++)
        {
            Assert.Equal(Math.Floor(deals * share), trained.Take(deals).Count(sample => sample.LogProb is null));
        }
    }

    [Fact]
    public async Task A_uniform_search_trains_no_draw_of_the_policy()
    {
        using var uniform = Harness("uniform");
        await uniform.StartAsync();
        using var fair = Harness("fair");
        await fair.StartAsync();
        using var byPolicy = Harness("policy");
        await byPolicy.StartAsync();
        Assert.All(WeightSamples(uniform), sample => Assert.Null(sample.LogProb));
        Assert.All(WeightSamples(byPolicy), sample => Assert.NotNull(sample.LogProb));
        Assert.NotEqual(WeightSamples(uniform).Select(sample => sample.Tokens), WeightSamples(fair).Select(sample => sample.Tokens));
        Assert.True(WeightSamples(uniform).Select(sample => sample.Tokens).Distinct().Count() > 12);
    }

    /// <summary>How far the policy moved is told by its own draws, also where none of them is the last event.</summary>
    [Fact]
    public async Task The_entropy_of_the_policy_is_that_of_its_last_own_draw()
    {
        using var harness = Harness("fair");
        var outcome = await harness.StartAsync(stopAfterSteps: 20);
        Assert.Equal(Phases.Weights, harness.Log.Rows[^1].Row.Phase);
        var own = harness.Log.Rows.Select(row => SearchEvents.FromRow(row.Row)).OfType<ArchitectureSampled>()
            .Last(sample => sample.Entropy is not null);
        Assert.Equal(own.Entropy, outcome.State.LastEntropy);
    }

    [Fact]
    public void A_branch_deals_on()
    {
        var started = new SearchStarted("search", "{}", "digest", "null/1", "cpu-exact/1", null, "parent", new ForkPoint(40, 1.5, ""));
        var state = ReinforceState.Of(started);
        Assert.Equal(40, state.Deals);
        Assert.Equal(41, ((ReinforceState)state.Apply(
            new ArchitectureSampled(new StepPosition(40, Phases.Weights, 0), 0, "0", null, null))).Deals);
        Assert.Equal(40, ((ReinforceState)state.Apply(
            new ArchitectureSampled(new StepPosition(40, Phases.Policy, 0), 0, "0", null, null))).Deals);
    }

    private static ArchitectureSampled[] WeightSamples(SearchHarness harness) =>
    [
        .. harness.Log.Rows.Where(row => row.Row.Phase == Phases.Weights)
            .Select(row => SearchEvents.FromRow(row.Row)).OfType<ArchitectureSampled>(),
    ];

    private static int FailedPolicySteps(SearchHarness harness) =>
        harness.Log.Rows.Count(row => row.Row.EventType == StepFailed.Name && row.Row.Phase == Phases.Policy);

    // Decisions of 4, 1, 4, 2 and 4 options: 24 weight steps are whole decks of each.
    private static SearchHarness Harness(string sampler, Func<Architecture, double>? loss = null, double share = 0.5)
    {
        var job = TestJobs.Tiny();
        return new SearchHarness(
            job with
            {
                Strategy = job.Strategy with
                {
                    WarmUpSteps = 6,
                    WeightStepsPerRound = 9,
                    PolicyStepsPerRound = 2,
                    WeightSampler = sampler,
                    UniformShare = share,
                },
            },
            loss ?? (architecture => 1 + (0.1 * (architecture.Values.Sum() % 7))));
    }
}
