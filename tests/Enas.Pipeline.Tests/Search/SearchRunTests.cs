using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Search;
using Enas.TestKit;
using Enas.TestKit.Faults;

namespace Enas.Pipeline.Tests.Search;

public sealed class SearchRunTests
{
    private static double Loss(Architecture architecture) => 1 + (0.1 * (architecture.Values.Sum() % 7));

    [Fact]
    public async Task A_search_runs_its_schedule_and_ends_with_a_choice()
    {
        using var harness = new SearchHarness(TestJobs.Tiny(), Loss);
        var outcome = await harness.StartAsync();
        Assert.True(outcome.IsComplete);
        Assert.Equal(11, harness.Strategy.Schedule.TotalSteps);
        Assert.Equal(11, outcome.State.StepCount);
        Assert.Equal(7, outcome.State.WeightStepCount);
        Assert.Equal(4, outcome.State.PolicyStepCount);
        Assert.Equal(8, outcome.State.RewardCount);
        Assert.Equal(8, outcome.State.Candidates.Count);
        Assert.Equal(outcome.State.Candidates.Where(c => c.Source == "policy").Min(c => c.Perplexity), outcome.State.Completed!.Perplexity);
        Assert.Equal("search-completed", harness.Log.Rows[^1].Row.EventType);
    }

    /// <summary>Seven weight steps, of which the first is the warm-up and the fourth the last of the cosine.</summary>
    [Fact]
    public async Task Shared_weights_are_annealed_over_so_many_weight_steps()
    {
        var job = TestJobs.Tiny();
        using var harness = SearchHarness.WithWeights(job with
        {
            SharedWeights = job.SharedWeights with { LearningRate = 2, LearningRateFloor = 0.5, WarmUpSteps = 1 },
            SharedWeightsAnnealSteps = 4,
        });
        await harness.StartAsync();
        var rates = harness.Log.Rows.Where(row => row.Row.EventType == "shared-weights-trained").Select(row => row.Row.LearningRate);
        Assert.Equal([2, 1.625, 0.875, 0.5, 0.5, 0.5, 0.5], rates.Select(rate => Math.Round(rate!.Value, 12)));
    }

    [Fact]
    public async Task Each_step_is_one_group_of_events_in_order()
    {
        using var harness = new SearchHarness(TestJobs.Tiny(), Loss);
        await harness.StartAsync();
        string[] weightStep = ["architecture-sampled", "shared-weights-trained"];
        string[] policyStep = ["architecture-sampled", "reward-evaluated", "architecture-sampled", "reward-evaluated", "policy-updated"];
        foreach (var step in harness.Log.Rows.Where(r => r.Row.Phase is "weights" or "policy" && r.Row.IsFact).GroupBy(r => r.Row.Step))
        {
            Assert.Equal(step.First().Row.Phase == "weights" ? weightStep : policyStep, step.Select(r => r.Row.EventType));
        }
    }

    [Fact]
    public async Task The_fold_of_the_log_is_the_state_of_the_run()
    {
        using var harness = new SearchHarness(TestJobs.Tiny(), Loss);
        var outcome = await harness.StartAsync();
        var rebuilt = await harness.Log.StateAsync();
        Assert.Equal(outcome.State with { Candidates = [], Checkpoints = [] }, rebuilt with { Candidates = [], Checkpoints = [] });
        Assert.Equal(outcome.State.Candidates, rebuilt.Candidates);
        Assert.Equal(outcome.State.Checkpoints, rebuilt.Checkpoints);
    }

    [Fact]
    public async Task The_fingerprint_depends_on_facts_and_on_nothing_else()
    {
        var job = TestJobs.Tiny();
        var plain = await FingerprintAsync(job);
        Assert.Equal(plain, await FingerprintAsync(job with
        {
            Name = "other",
            Log = job.Log with { GroupEvents = 1 },
            Checkpoint = job.Checkpoint with { EverySteps = 2, Keep = 1 }
        }));
        Assert.NotEqual(plain, await FingerprintAsync(job with { Seed = 43 }));
        Assert.NotEqual(plain, await FingerprintAsync(job with { Policy = job.Policy with { LearningRate = 0.01 } }));
    }

    [Fact]
    public async Task A_stop_takes_effect_at_a_step_boundary_with_a_checkpoint()
    {
        using var harness = new SearchHarness(TestJobs.Tiny(), Loss);
        var outcome = await harness.StartAsync(stopAfterSteps: 6);
        Assert.False(outcome.IsComplete);
        Assert.Equal(6, outcome.State.StepCount);
        Assert.Equal(6, outcome.State.Checkpoints[^1].Position.Step);
        Assert.Equal("checkpoint-saved", harness.Log.Rows[^1].Row.EventType);
    }

    [Fact]
    public async Task Wherever_a_stop_comes_there_is_a_checkpoint_of_the_last_step()
    {
        for (var steps = 1; steps < 11; steps++)
        {
            using var harness = new SearchHarness(TestJobs.Tiny(), Loss);
            Assert.Equal(steps, (await harness.StartAsync(stopAfterSteps: steps)).State.Checkpoints[^1].Position.Step);
        }
    }

    [Fact]
    public async Task A_recorded_candidate_that_would_not_be_drawn_again_is_found_when_the_ending_goes_on()
    {
        using var harness = new SearchHarness(TestJobs.Tiny(), Loss);
        var whole = (await harness.StartAsync()).State;
        var kept = whole with { Completed = null, Candidates = whole.Candidates.RemoveRange(3, whole.Candidates.Count - 3) };
        var work = harness.Assembly.ForRun();
        await foreach (var row in work.FinishAsync(() => kept, default))
        {
            Assert.Equal("candidate-scored", row.EventType);
            break;
        }

        var other = kept.Candidates[0] with { Tokens = kept.Candidates[1].Tokens };
        var forged = kept with { Candidates = kept.Candidates.SetItem(0, other) };
        var found = await Assert.ThrowsAsync<ReplayDivergedException>(async () =>
        {
            await foreach (var row in work.FinishAsync(() => forged, default))
            {
                Assert.NotNull(row);
            }
        });
        Assert.Contains("candidate 0 of the policy", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Old_checkpoints_are_released()
    {
        var job = TestJobs.Tiny();
        using var harness = new SearchHarness(job with { Checkpoint = job.Checkpoint with { EverySteps = 1, Keep = 2 } }, Loss);
        await harness.StartAsync();
        Assert.Equal(2, harness.Checkpoints.Kept.Count);
    }

    [Fact]
    [Trait(FaultPlan.Trait, "14")]
    public async Task A_reward_that_is_not_finite_is_a_recorded_failure_and_leaves_the_baseline_alone()
    {
        using var harness = new SearchHarness(TestJobs.Tiny(), a => a.Values[0] == 0 ? double.NaN : 1);
        var outcome = await harness.StartAsync();
        Assert.True(outcome.IsComplete);
        Assert.InRange(outcome.State.FailedStepCount, 1, 10);
        Assert.True(outcome.State.Baseline is null or > 0);
        Assert.Contains(harness.Log.Rows, r =>
            r.Row.EventType == "step-failed" && r.Row.Facts.Contains("reward-not-finite", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Candidates_that_overflow_rank_last_and_are_left_out_of_the_random_mean()
    {
        // Policy steps fail on such cells too; the search still ends with a choice.
        var job = TestJobs.Tiny();
        using var harness = new SearchHarness(job with { Derive = job.Derive with { Candidates = 12 } }, a =>
            a.Values.Sum() % 2 == 0 ? double.PositiveInfinity : Loss(a));
        var outcome = await harness.StartAsync();
        var random = outcome.State.Candidates.Where(c => c.Source == "random").ToArray();
        Assert.True(random.Count(c => c.Perplexity is null) >= 2);
        Assert.Equal(random.Select(c => c.Perplexity).OfType<double>().Average(), outcome.State.Completed!.RandomMean!.Value, 1e-12);
        Assert.NotNull(outcome.State.Completed.Perplexity);
        Assert.Equal(outcome.State.Candidates, (await harness.Log.StateAsync()).Candidates);
    }

    [Fact]
    public async Task A_search_whose_candidates_all_overflow_ends_too()
    {
        using var harness = new SearchHarness(TestJobs.Tiny(), _ => double.PositiveInfinity);
        var outcome = await harness.StartAsync();
        Assert.True(outcome.IsComplete);
        Assert.Null(outcome.State.Completed!.Perplexity);
        Assert.Null(outcome.State.Completed.RandomMean);
    }

    private static async Task<string> FingerprintAsync(Pipeline.Options.JobOptions job)
    {
        using var harness = new SearchHarness(job, Loss);
        await harness.StartAsync();
        return harness.Log.FactHead;
    }
}
