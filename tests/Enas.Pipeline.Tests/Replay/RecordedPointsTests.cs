using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Projections;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Checkpoint;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Steps.Train;
using Enas.Pipeline.Tests.Search;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Replay;

/// <summary>The points that one reading keeps are where the log is cut between two steps.</summary>
public sealed class RecordedPointsTests
{
    private static readonly JobOptions s_job = TestJobs.Tiny() with
    {
        Strategy = new StrategyOptions
        {
            Kind = "enas",
            WarmUpSteps = 1,
            WeightStepsPerRound = 3,
            PolicyStepsPerRound = 2,
            SamplesPerPolicyStep = 2
        },
        Budget = new BudgetOptions { Rounds = 4 },
        Checkpoint = new CheckpointOptions { EverySteps = 0, Keep = 3 },
    };

    [Fact]
    public async Task Every_number_of_steps_that_was_asked_for_has_its_point_and_so_have_the_start_and_the_checkpoints()
    {
        using var search = new SearchHarness(s_job, _ => 2);
        var end = (await search.StartAsync()).State;
        long[] all = [.. Enumerable.Range(0, (int)end.StepCount + 3).Select(step => (long)step)];
        var asked = await search.Log.ProjectAsync(new RecordedPoints(all));
        Assert.All(all, step => Require(search.Log, asked, step));
        Assert.Equal(end.ToString(), asked.State.ToString());

        var unasked = await search.Log.ProjectAsync(new RecordedPoints());
        Assert.Equal(4, end.Checkpoints.Count);
        Assert.All(end.Checkpoints.Select(saved => saved.Position.Step).Prepend(0), step => Require(search.Log, unasked, step));
        Assert.Throws<LogDamagedException>(() => unasked.At(2));
    }

    [Fact]
    public async Task The_score_of_an_epoch_belongs_to_the_step_before_it()
    {
        var log = new InMemoryEventLog();
        await AppendAsync(log, new SearchStarted("train", "{}", "digest", "null/1", "null/1", null, null));
        for (var step = 0; step < 4; step++)
        {
            await AppendAsync(log, new SharedWeightsTrained(At(step), 1.5, 0.5, 1, 20));
            if (step % 2 == 1)
            {
                await AppendAsync(log, new CandidateScored(At(step + 1), "validation", step / 2, "0 1", 50, 4.5, 20));
                await AppendAsync(log, new CheckpointSaved(At(step + 1), new CheckpointReference($"{step}", "d", 1)));
            }
        }

        await AppendAsync(log, new CandidateScored(At(4), "test", 0, "0 1", 50, 4.5, 20));
        var points = await log.ProjectAsync(new RecordedPoints(1, 3));
        Assert.Equal([1, 2, 4, 6, 8], new long[] { 0, 1, 2, 3, 4 }.Select(step => points.At(step).NextSequence));
        Assert.All(new long[] { 0, 1, 2, 3, 4 }, step => Require(log, points, step));
    }

    [Fact]
    public async Task A_log_without_a_first_fact_is_cut_at_its_end()
    {
        var log = new InMemoryEventLog();
        Assert.Equal((0, new FactChain().Fingerprint), await EndOf(log));
        await AppendAsync(log, new JobChanged(At(0), ["budget.rounds=2"]));
        Assert.Equal((1, new FactChain().Fingerprint), await EndOf(log));
    }

    private static async Task<(long, string)> EndOf(InMemoryEventLog log)
    {
        var point = (await log.ProjectAsync(new RecordedPoints())).At(0);
        return (point.NextSequence, point.FactHead);
    }

    private static StepPosition At(long step) => new(step, Phases.Weights, 0);

    private static async Task AppendAsync(InMemoryEventLog log, ISearchEvent happened) =>
        await log.AppendAsync(log.NextSequence, [happened.ToRow()], CancellationToken.None);

    // The longest beginning with so few steps that does not end before the score of its last step.
    private static void Require(InMemoryEventLog log, RecordedPoints points, long step)
    {
        var (state, next, head) = (SearchState.Empty, 0, new FactChain().Fingerprint);
        foreach (var committed in log.Rows)
        {
            var belongs = new RecordedEvent(committed).Happened is CandidateScored { Source: "validation" };
            if (state.Started is not null && state.StepCount >= step && !belongs)
            {
                break;
            }

            (state, next, head) = (state.Apply(committed.Row), next + 1, Convert.ToHexStringLower(committed.FactHash.Span));
        }

        var point = points.At(step);
        Assert.Equal((next, head, state.ToString()), (point.NextSequence, point.FactHead, point.State.ToString()));
    }
}
