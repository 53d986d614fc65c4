using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluation.Plans;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Tests.Spaces.Custom;

namespace Enas.Pipeline.Tests.Search;

/// <summary>What one step knows that the state has only after it.</summary>
public sealed class SearchStepTests
{
    private static readonly StepPosition s_position = new(0, Phases.Policy, 3);

    private static readonly Measure s_gain = Measure.Custom("gain", MeasureDirection.Higher, worst: 0);

    // The worst that the job names is 0, and all values lie below it.
    [Theory]
    [InlineData(new[] { -4.0, -2.0 }, new[] { -3.0 }, -4.0)]
    [InlineData(new[] { -4.0, -2.0 }, new[] { -3.0, -5.0, -1.0 }, -5.0)]
    [InlineData(new double[0], new[] { -3.0, -5.0, -1.0 }, -5.0)]
    [InlineData(new[] { -4.0 }, new double[0], -4.0)]
    [InlineData(new double[0], new double[0], 0.0)]
    [InlineData(new[] { 2.0 }, new[] { 3.0 }, 0.0)]
    public async Task A_failure_counts_the_lowest_of_all_steps_and_of_this_one(double[] before, double[] within, double reward)
    {
        var trials = before.Index().Aggregate(Trials.Empty, (known, one) =>
            known.With(new(s_position with { Step = 0 }, one.Index, $"before {one.Index}", one.Item, Of(one.Item))));
        var step = Step(SearchState.Empty with { Trials = trials });
        foreach (var (ordinal, value) in within.Index())
        {
            Assert.Equal(value, (await step.EvaluateAsync(ordinal, $"within {ordinal}", known: Of(value))).Reward);
        }

        var failed = await step.EvaluateAsync(within.Length, "fails", known: new(new Measurement(s_gain, 0), []) { Failure = "exit-1" });
        Assert.Equal(reward, failed.Reward);

        // A failure is no value that another failure could be compared with.
        var again = await step.EvaluateAsync(within.Length + 1, "fails too", known: failed.Evaluated);
        Assert.Equal(reward, again.Reward);
    }

    private static Evaluated Of(double value) => new(new Measurement(s_gain, value), []);

    private static SearchStep Step(SearchState state)
    {
        var job = CustomJobs.Job(sets: "evaluator.measure=gain");
        var objective = new MeasureObjective(job.Reward);
        var mediator = new SearchMediator()
            .Handle(new EvaluateRewardHandler(CustomJobs.Space(), new RecordedEvaluator(isFinal: true), objective)).Build();
        return new SearchStep(state, s_position, mediator, new StepMeasurements(), null, new NoChildTrainer(),
            new StopRules(job.Evaluator), CostPlan.Of(job), objective, ProxyPlan.Of(job), TestContext.Current.CancellationToken);
    }
}
