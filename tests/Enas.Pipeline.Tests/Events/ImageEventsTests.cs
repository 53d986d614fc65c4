using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Steps;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Steps.Train;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Events;

/// <summary>Facts of image networks, and that those of recurrent cells have kept every byte.</summary>
public sealed class ImageEventsTests
{
    private static readonly MeasureObjective s_objective = new(TestJobs.Tiny().Reward);
    private static readonly StepPosition s_position = new(7, Phases.Policy, 2);

    [Fact]
    public void The_reward_of_images_is_their_accuracy()
    {
        var reward = RewardEvaluated.Of(s_position, 1, "0 1 0", Evaluated.Of([new(128, 64.5, 96), new(128, 70, 64)]), s_objective);
        Assert.Equal(0.625, reward.Reward);
        Assert.Null(reward.Perplexity);
        Assert.Equal(0.625, reward.ToRow().Metric);
        Assert.Equal(
            """{"step":7,"ordinal":1,"architecture":"0 1 0","reward":0.625,"accuracy":0.625,"""
                + "\"window_images\":[128,128],\"window_losses\":[64.5,70],\"window_correct\":[96,64]}",
            reward.ToRow().Facts);
        Again(reward.ToRow());
    }

    [Fact]
    public void A_reward_of_images_with_a_loss_that_is_not_finite_fails_the_step() =>
        Assert.Throws<NonFiniteStepException>(() =>
            RewardEvaluated.Of(s_position, 1, "0 1 0", Evaluated.Of([new(128, double.NaN, 12)]), s_objective));

    [Fact]
    public void A_choice_by_a_measure_of_its_own_says_the_measure_and_its_test()
    {
        var height = Measure.Custom("height", MeasureDirection.Higher);
        var completed = new SearchCompleted(s_position, "highest", "a", null, 1.5, 2, null, Reported: new(height, 3), TestReported: 2.5);
        Assert.Equal((3, 2.5), (completed.Score, completed.TestScore));
        Assert.Equal(
            """{"steps":7,"rule":"highest","architecture":"a","measure":"height","direction":"higher","value":3,"""
                + "\"random_mean\":1.5,\"random_best\":2,\"test_value\":2.5}",
            completed.ToRow().Facts);
        Assert.Equal((3, 2.5, "height"), Read(completed.ToRow()));

        static (double?, double?, string) Read(LogRow row)
        {
            var read = SearchCompleted.FromRow(row);
            return (read.Score, read.TestScore, read.Reported!.Measure.Name);
        }
    }

    [Fact]
    public void A_reward_of_tokens_has_kept_its_facts()
    {
        var reward = RewardEvaluated.Of(s_position,
            0, "0 0 1", Evaluated.Of([new(1, 0)]), new MeasureObjective(TestJobs.Tiny().Reward with { C = 80, PerplexityPower = 1 }));
        Assert.Equal("""{"step":7,"ordinal":0,"architecture":"0 0 1","reward":80,"perplexity":1,"window_tokens":[1],"window_losses":[0]}""",
            reward.ToRow().Facts);
        Again(reward.ToRow());
    }

    [Fact]
    public void Candidates_of_images_are_ordered_by_accuracy()
    {
        var worse = CandidateScored.Of(s_position, "policy", 0, "a", new WindowLoss(1000, 400, 800));
        var better = CandidateScored.Of(s_position, "policy", 1, "b", new WindowLoss(1000, double.PositiveInfinity, 900));
        Assert.True(better.Rank < worse.Rank);
        Assert.Equal("""{"source":"policy","ordinal":0,"architecture":"a","accuracy":0.8,"loss_sum":400,"images":1000,"correct":800}""",
            worse.ToRow().Facts);
        Assert.Equal("""{"source":"policy","ordinal":1,"architecture":"b","accuracy":0.9,"images":1000,"correct":900}""",
            better.ToRow().Facts);
        Assert.Equal(
            """{"source":"policy","ordinal":0,"architecture":"a","perplexity":1,"loss_sum":0,"tokens":10}""",
            CandidateScored.Of(s_position, "policy", 0, "a", new WindowLoss(10, 0)).ToRow().Facts);
        Again(worse.ToRow());
        Again(better.ToRow());
    }

    [Fact]
    public void Steps_and_endings_say_how_many_images_were_right()
    {
        var trained = new SharedWeightsTrained(s_position, 1.5, 0.25, 0.05, 128, 64).ToRow();
        Assert.Equal("""{"step":7,"loss":1.5,"grad_norm":0.25,"learning_rate":0.05,"images":128,"correct":64}""", trained.Facts);
        Assert.Equal("""{"step":7,"loss":1.5,"grad_norm":0.25,"learning_rate":0.05,"tokens":128}""",
            new SharedWeightsTrained(s_position, 1.5, 0.25, 0.05, 128).ToRow().Facts);
        var completed = new SearchCompleted(s_position, "highest-validation-accuracy", "a", null, 0.7, 0.8, null, 0.9, 0.85).ToRow();
        Assert.Equal(
            """{"steps":7,"rule":"highest-validation-accuracy","architecture":"a","accuracy":0.9,"""
                + "\"random_mean\":0.7,\"random_best\":0.8,\"test_accuracy\":0.85}",
            completed.Facts);
        Again(trained);
        Again(completed);
    }

    private static void Again(LogRow row)
    {
        var read = SearchEvents.FromRow(row)!.ToRow();
        Assert.Equal(row.Facts, read.Facts);
        Assert.Equal(row.Metric, read.Metric);
    }
}
