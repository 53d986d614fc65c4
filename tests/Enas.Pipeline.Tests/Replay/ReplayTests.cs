using System.Text.RegularExpressions;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Steps.Train;
using Enas.Pipeline.Tests.Search;
using Enas.TestKit;
using Enas.TestKit.Faults;
using MediatR;

namespace Enas.Pipeline.Tests.Replay;

/// <summary>An honest search comes out again; a dishonest one is caught at its first differing event, with both values.</summary>
[Trait(FaultPlan.Trait, "13")]
public sealed class ReplayTests
{
    private static double Loss(Architecture architecture) => 1 + (0.1 * (architecture.Values.Sum() % 7));

    [Theory]
    [InlineData("enas", false)]
    [InlineData("enas", true)]
    [InlineData("random", false)]
    [InlineData("random", true)]
    public async Task An_honest_search_comes_out_again_to_its_last_fact(string strategy, bool policyOnly)
    {
        using var recorded = new SearchHarness(TestJobs.Tiny(strategy: strategy), Loss);
        await recorded.StartAsync();
        using var again = new SearchHarness(TestJobs.Tiny(strategy: strategy), policyOnly ? _ =>
            throw new InvalidOperationException("asked for a loss") : Loss);
        var outcome = await again.ReplayAsync(recorded.Log, policyOnly);
        Assert.Equal(11, outcome.StepCount);
        Assert.Equal(recorded.Log.FactCount - 1, outcome.FactCount);
        Assert.NotNull(outcome.State.Completed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_recorded_failure_fails_again(bool policyOnly)
    {
        static double Failing(Architecture a) => a.Values[0] == 0 ? double.NaN : 1;
        using var recorded = new SearchHarness(TestJobs.Tiny(), Failing);
        var failures = (await recorded.StartAsync()).State.FailedStepCount;
        Assert.True(failures > 0);
        using var again = new SearchHarness(TestJobs.Tiny(), Failing);
        Assert.Equal(failures, (await again.ReplayAsync(recorded.Log, policyOnly)).State.FailedStepCount);
    }

    [Fact]
    public async Task An_unfinished_search_comes_out_again_as_far_as_it_went()
    {
        using var recorded = new SearchHarness(TestJobs.Tiny(), Loss);
        await recorded.StartAsync(stopAfterSteps: 6);
        using var again = new SearchHarness(TestJobs.Tiny(), Loss);
        Assert.Equal(6, (await again.ReplayAsync(recorded.Log)).StepCount);
    }

    [Fact]
    public async Task A_handler_that_reads_the_clock_is_caught_at_its_first_event()
    {
        using var recorded = new SearchHarness(TestJobs.Tiny(), Loss, mediator => mediator.Around(new ClockBehavior()));
        await recorded.StartAsync();
        using var again = new SearchHarness(TestJobs.Tiny(), Loss, mediator => mediator.Around(new ClockBehavior()));
        var divergence = (await Assert.ThrowsAsync<ReplayDivergedException>(() => again.ReplayAsync(recorded.Log))).Divergence;
        var first = recorded.Log.Rows.First(row => row.Row.EventType == SharedWeightsTrained.Name);
        Assert.Equal(first.Sequence, divergence.Sequence);
        Assert.Equal("loss", divergence.Field);
        Assert.NotEqual(divergence.Recorded, divergence.Recomputed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_more_draw_is_caught_where_it_was_made(bool policyOnly)
    {
        const int Step = 5;
        using var recorded = new SearchHarness(TestJobs.Tiny(nodes: 8), Loss);
        await recorded.StartAsync();
        using var other = new SearchHarness(TestJobs.Tiny(nodes: 8), Loss);
        using var policy = other.FreshPolicy();
        using var dishonest = new SearchHarness(TestJobs.Tiny(nodes: 8), Loss, mediator =>
            mediator.Around(new ExtraDrawBehavior(policy, Step)));
        var divergence =
            (await Assert.ThrowsAsync<ReplayDivergedException>(() => dishonest.ReplayAsync(recorded.Log, policyOnly))).Divergence;
        Assert.Equal(Step, divergence.Step);
        Assert.Equal(recorded.Log.Rows.First(row => row.Row.Step == Step && row.Row.IsFact).Sequence, divergence.Sequence);
        Assert.Equal("architecture", divergence.Field);
    }

    [Fact]
    public async Task An_altered_reward_is_caught_where_it_stands_and_one_with_altered_losses_by_a_policy_replay_where_it_was_used()
    {
        using var recorded = new SearchHarness(TestJobs.Tiny(), Loss);
        await recorded.StartAsync();
        var reward = recorded.Log.Rows.First(row => row.Row.EventType == "reward-evaluated");
        var forged = recorded.Log.Forged((int)reward.Sequence, row =>
            row with { Facts = Regex.Replace(row.Facts, "\"reward\":[^,]+", "\"reward\":7") });
        using var full = new SearchHarness(TestJobs.Tiny(), Loss);
        var first = (await Assert.ThrowsAsync<ReplayDivergedException>(() => full.ReplayAsync(forged))).Divergence;
        Assert.Equal((reward.Sequence, "reward"), (first.Sequence, first.Field));
        // A policy replay believes the losses alone; consistent ones are found out by what was made of them.
        var consistent = recorded.Log.Forged((int)reward.Sequence, row =>
        {
            var was = RewardEvaluated.FromRow(row);
            return RewardEvaluated.Of(was.Position,
                was.Ordinal, was.Tokens, Evaluated.Of([new WindowLoss(100, 300)]), new MeasureObjective(TestJobs.Tiny().Reward)).ToRow();
        });
        using var policy = new SearchHarness(TestJobs.Tiny(), Loss);
        var second = (await Assert.ThrowsAsync<ReplayDivergedException>(() => policy.ReplayAsync(consistent, policyOnly: true))).Divergence;
        Assert.Equal(recorded.Log.Rows.First(row => row.Row.EventType == "policy-updated").Sequence, second.Sequence);
        Assert.Equal("baseline", second.Field);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_column_that_does_not_follow_from_its_facts_is_caught(bool policyOnly)
    {
        using var recorded = new SearchHarness(TestJobs.Tiny(), Loss);
        await recorded.StartAsync();
        var reward = (int)recorded.Log.Rows.First(row => row.Row.EventType == "reward-evaluated").Sequence;
        foreach (var (column, forged) in ((string, InMemoryEventLog)[])[
            ("reward", recorded.Log.Forged(reward, row => row with { Reward = 99 })),
            ("epoch", recorded.Log.Forged(reward, row => row with { Epoch = 7 })),
            ("architecture", recorded.Log.Forged(reward, row => row with { Architecture = null }))])
        {
            using var again = new SearchHarness(TestJobs.Tiny(), Loss);
            var divergence = (await Assert.ThrowsAsync<ReplayDivergedException>(() => again.ReplayAsync(forged, policyOnly))).Divergence;
            Assert.Equal((reward, $"column {column}"), (divergence.Sequence!.Value, divergence.Field));
        }
    }

    [Theory]
    [InlineData("\"ordinal\":0", "\"ordinal\":1", "ordinal")]
    [InlineData("\"perplexity\":", "\"perplexity\":1", "perplexity")]
    public async Task A_policy_replay_makes_what_it_can_of_a_reward_again(string was, string now, string field)
    {
        using var recorded = new SearchHarness(TestJobs.Tiny(), Loss);
        await recorded.StartAsync();
        var reward = (int)recorded.Log.Rows.First(row => row.Row.EventType == "reward-evaluated").Sequence;
        var forged = recorded.Log.Forged(reward, row => row with { Facts = row.Facts.Replace(was, now, StringComparison.Ordinal) });
        using var again = new SearchHarness(TestJobs.Tiny(), Loss);
        var divergence = (await Assert.ThrowsAsync<ReplayDivergedException>(() => again.ReplayAsync(forged, policyOnly: true))).Divergence;
        Assert.Equal((reward, field), (divergence.Sequence!.Value, divergence.Field));
    }

    [Fact]
    public async Task Facts_after_the_end_are_caught()
    {
        using var recorded = new SearchHarness(TestJobs.Tiny(), Loss);
        await recorded.StartAsync();
        await recorded.Log.AppendAsync(recorded.Log.NextSequence, [recorded.Log.Rows[1].Row], default);
        using var again = new SearchHarness(TestJobs.Tiny(), Loss);
        Assert.Equal("nothing more",
            (await Assert.ThrowsAsync<ReplayDivergedException>(() => again.ReplayAsync(recorded.Log))).Divergence.Recomputed);
    }

    [Fact]
    public async Task An_event_in_the_place_of_another_is_named()
    {
        using var recorded = new SearchHarness(TestJobs.Tiny(), Loss);
        await recorded.StartAsync();
        var forged = recorded.Log.Forged(2, row => row with { EventType = "step-failed", Facts = """{"step":0,"reason":"x"}""" });
        using var again = new SearchHarness(TestJobs.Tiny(), Loss);
        var divergence = (await Assert.ThrowsAsync<ReplayDivergedException>(() => again.ReplayAsync(forged))).Divergence;
        Assert.Equal((2L, "event_type", "step-failed", SharedWeightsTrained.Name),
            (divergence.Sequence!.Value, divergence.Field, divergence.Recorded, divergence.Recomputed));
    }

    private sealed class ClockBehavior : IPipelineBehavior<TrainSharedWeights, SharedWeightsTrained>
    {
        public async Task<SharedWeightsTrained> Handle(
            TrainSharedWeights request, CancellationToken cancellationToken, RequestHandlerDelegate<SharedWeightsTrained> next)
        {
            var trained = await next();
            return trained with { Loss = trained.Loss + (DateTime.UtcNow.Ticks % 1_000_000_007 * 1e-9) };
        }
    }

    private sealed class ExtraDrawBehavior(IPolicy policy, long step) : IPipelineBehavior<SampleArchitecture, ArchitectureSampled>
    {
        public Task<ArchitectureSampled> Handle(
            SampleArchitecture request, CancellationToken cancellationToken, RequestHandlerDelegate<ArchitectureSampled> next)
        {
            if (request.Position.Step != step)
            {
                return next();
            }

            // The draw that should have been this step's was used up by somebody else.
            var sample = policy.Sample("sampling/" + request.Position.Phase, step, request.Ordinal + 1);
            return Task.FromResult(
                new ArchitectureSampled(request.Position, request.Ordinal, sample.Architecture.Tokens, sample.LogProb, sample.Entropy));
        }
    }
}
