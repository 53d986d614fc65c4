using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tests.Search;
using Enas.TestKit;
using Enas.TestKit.Faults;

namespace Enas.Pipeline.Tests.Replay;

/// <summary>A search that was interrupted, anywhere, ends as the one that never was.</summary>
public sealed class ResumeTests
{
    /// <summary>Fifty steps over real weights: one of warm-up, then seven rounds of five weight and two policy steps.</summary>
    private static readonly JobOptions s_job = TestJobs.Tiny() with
    {
        Strategy = new StrategyOptions
        {
            Kind = "enas",
            WarmUpSteps = 1,
            WeightStepsPerRound = 5,
            PolicyStepsPerRound = 2,
            SamplesPerPolicyStep = 2
        },
        Budget = new BudgetOptions { Rounds = 7 },
        Checkpoint = new CheckpointOptions { EverySteps = 0, Keep = 3 },
    };

    [Fact]
    [Trait(FaultPlan.Trait, "2")]
    public async Task A_stop_after_any_step_and_a_resume_give_the_fingerprint_of_the_whole()
    {
        using var whole = SearchHarness.WithWeights(s_job);
        await whole.StartAsync();
        Assert.Equal(50, whole.Strategy.Schedule.TotalSteps);
        for (var steps = 0; steps <= 50; steps++)
        {
            using var first = SearchHarness.WithWeights(s_job);
            await first.StartAsync(stopAfterSteps: steps);
            using var second = SearchHarness.WithWeights(s_job, first.Log, first.Checkpoints);
            var outcome = await second.ResumeAsync();
            Assert.True(outcome.IsComplete);
            Assert.True(whole.Log.FactHead == second.Log.FactHead, $"other facts after a stop at step {steps}");
        }
    }

    [Fact]
    [Trait(FaultPlan.Trait, "2")]
    public async Task A_crash_after_any_commit_and_a_resume_give_the_fingerprint_of_the_whole()
    {
        var job = s_job with { Log = s_job.Log with { GroupEvents = 3 }, Checkpoint = s_job.Checkpoint with { Keep = 100 } };
        using var whole = SearchHarness.WithWeights(job);
        await whole.StartAsync();
        for (var commits = 1; commits < whole.Log.CommitSizes.Count; commits++)
        {
            using var second = SearchHarness.WithWeights(job, whole.Log.Prefix(commits), Copy(whole.Checkpoints));
            Assert.True((await second.ResumeAsync()).IsComplete);
            Assert.True(whole.Log.FactHead == second.Log.FactHead, $"other facts after a crash behind commit {commits}");
        }
    }

    [Fact]
    public async Task Without_its_newest_checkpoints_a_search_resumes_from_an_older_one_or_from_its_start()
    {
        using var whole = SearchHarness.WithWeights(s_job);
        await whole.StartAsync();
        using var first = SearchHarness.WithWeights(s_job);
        await first.StartAsync(stopAfterSteps: 33);
        while (first.Checkpoints.Kept.Count > 0)
        {
            first.Checkpoints.Kept.Remove(first.Checkpoints.Kept.Keys.Last());
            using var second = SearchHarness.WithWeights(s_job, first.Log.Prefix(first.Log.CommitSizes.Count), Copy(first.Checkpoints));
            await second.ResumeAsync();
            Assert.Equal(whole.Log.FactHead, second.Log.FactHead);
        }
    }

    [Fact]
    public async Task A_chain_of_stops_is_one_search()
    {
        using var whole = SearchHarness.WithWeights(s_job);
        await whole.StartAsync();
        var (log, checkpoints) = (new InMemoryEventLog(), new InMemoryCheckpointStore());
        using (var first = SearchHarness.WithWeights(s_job, log, checkpoints))
        {
            await first.StartAsync(stopAfterSteps: 3);
        }

        for (var steps = 6; steps < 60; steps += 3)
        {
            using var next = SearchHarness.WithWeights(s_job, log, checkpoints);
            await next.ResumeAsync(stopAfterSteps: steps);
        }

        Assert.Equal(whole.Log.FactHead, log.FactHead);
        Assert.Equal(3, checkpoints.Kept.Count);
    }

    [Fact]
    public async Task Steps_that_do_not_come_out_again_are_refused_before_anything_is_appended()
    {
        using var first = SearchHarness.WithWeights(s_job with { Checkpoint = new CheckpointOptions { EverySteps = 1000, Keep = 1 } });
        await first.StartAsync(stopAfterSteps: 9);
        first.Checkpoints.Kept.Clear();
        var sequence = (int)first.Log.Rows.Last(r => r.Row.EventType == "shared-weights-trained").Sequence;
        var forged = first.Log.Forged(sequence, row =>
            row with { Facts = row.Facts.Replace("\"loss\":", "\"loss\":1", StringComparison.Ordinal) });
        using var second = SearchHarness.WithWeights(s_job, forged, new InMemoryCheckpointStore());
        var before = forged.NextSequence;
        var diverged = await Assert.ThrowsAsync<ReplayDivergedException>(() => second.ResumeAsync());
        Assert.Equal(sequence, diverged.Divergence.Sequence);
        Assert.Equal("loss", diverged.Divergence.Field);
        Assert.Equal(before, forged.NextSequence);
    }

    private static InMemoryCheckpointStore Copy(InMemoryCheckpointStore store)
    {
        var copy = new InMemoryCheckpointStore();
        foreach (var (name, checkpoint) in store.Kept)
        {
            copy.Kept.Add(name, checkpoint);
        }

        return copy;
    }
}
