using Enas.Backends.Cpu;
using Enas.Pipeline.Events;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Steps;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Train;
using Enas.Pipeline.Tasks.Text;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Search;

/// <summary>A step that fails has cost what was done before that was known.</summary>
public sealed class FailedStepCostTests
{
    private static readonly StepPosition s_step = new(4, Phases.Weights, 0);

    [Fact]
    public async Task A_step_whose_loss_is_not_finite_costs_what_one_with_a_finite_loss_costs()
    {
        var job = TestJobs.Tiny() with { SharedWeights = TestJobs.Network(hidden: 5) with { InitRange = 0.1 } };
        var space = new RnnCellSpace(job.Space);
        var costs = new RecurrentCosts(space, job.SharedWeights, vocabularySize: 12);
        var finite = (await Train(0.1)).Cost;
        var failed = await Assert.ThrowsAsync<NonFiniteStepException>(() => Train(1e30));
        Assert.Equal(job.SharedWeights.BatchSize * job.SharedWeights.SequenceLength, failed.Items);
        Assert.True(failed.Cost > 0);
        Assert.Equal(finite, failed.Cost);

        async Task<SharedWeightsTrained> Train(double range)
        {
            var wide = job with { SharedWeights = job.SharedWeights with { InitRange = range } };
            using var backend = new CpuBackend(1);
            using var weights = new RnnSharedWeights(backend, space, wide, GeneratedLanguage.Load(job.Seed, job.Data));
            return await new TrainSharedWeightsHandler(space, weights, costs)
                .Handle(new TrainSharedWeights(s_step, space.FromValues([0, 0, 0, 0, 0]).Tokens, 0), CancellationToken.None);
        }
    }

    [Fact]
    public void It_is_a_fact_only_where_costs_are_counted_and_in_the_totals()
    {
        var (counted, free) = (new StepFailed(s_step, "loss-not-finite", 70), new StepFailed(s_step, "loss-not-finite"));
        Assert.Equal("""{"step":4,"reason":"loss-not-finite"}""", free.ToRow().Facts);
        Assert.Equal("""{"step":4,"reason":"loss-not-finite","cost":70}""", counted.ToRow().Facts);
        Assert.Equal(counted, StepFailed.FromRow(counted.ToRow()));
        Assert.Equal(free, StepFailed.FromRow(free.ToRow()));
        Assert.Equal(70, SearchState.Empty.Apply(counted).Costs.MultiplyAdds);
        Assert.Null(SearchState.Empty.Apply(free).Costs.MultiplyAdds);
        Assert.Equal(1, SearchState.Empty.Apply(counted).FailedStepCount);
    }

    /// <summary>Searches of older programs are resumed and replayed.</summary>
    [Fact]
    public void What_an_older_program_left_out_is_no_difference()
    {
        LogRow counted = new StepFailed(s_step, "loss-not-finite", 70).ToRow(), free = new StepFailed(s_step, "loss-not-finite").ToRow();
        static CommittedRow Recorded(LogRow row) => new(1, 1, DateTimeOffset.UnixEpoch, default, default, row);
        Assert.Null(FactComparison.FirstDifference(Recorded(free), counted));
        Assert.Null(FactComparison.FirstDifference(Recorded(counted), counted));
        Assert.NotNull(FactComparison.FirstDifference(Recorded(counted), free));
        Assert.NotNull(FactComparison.FirstDifference(Recorded(counted), new StepFailed(s_step, "loss-not-finite", 71).ToRow()));
        Assert.NotNull(FactComparison.FirstDifference(Recorded(free), new StepFailed(s_step, "other", 70).ToRow()));
    }
}
