using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps.Child;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Strategies.Halving;
using Enas.Pipeline.Tests.Jobs;
using Enas.Pipeline.Tests.Strategies.Contract;

namespace Enas.Pipeline.Tests.Strategies.Halving;

/// <summary>Rungs by hand, and a whole search held against its own log.</summary>
public sealed class HalvingTests
{
    [Theory]
    [InlineData(27, 3, 3, 400, "27 9 3", "45 134 400")]
    [InlineData(16, 2, 5, 16, "16 8 4 2 1", "1 2 4 8 16")]
    [InlineData(5, 3, 4, 100, "5 1 1 1", "4 12 34 100")]
    [InlineData(2, 2, 1, 7, "2", "7")]
    public void A_rung_has_one_in_eta_and_eta_times_the_steps(int candidates, int eta, int rungs, int steps, string sizes, string trained)
    {
        var ladder = new Ladder(candidates, eta, rungs, steps);
        Assert.Equal(sizes, string.Join(' ', Enumerable.Range(0, rungs).Select(ladder.SizeOf)));
        Assert.Equal(trained, string.Join(' ', Enumerable.Range(0, rungs).Select(ladder.StepsOf)));
        Assert.Equal(0, ladder.PromotedFrom(rungs - 1));
    }

    [Fact]
    public void Each_architecture_is_a_step_and_one_more_closes_the_rung()
    {
        var ladder = new Ladder(4, 2, 2, 10);
        Assert.Equal(8, ladder.TotalSteps);
        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 1], Enumerable.Range(0, 8).Select(step => ladder.At(step).Round));
        Assert.Equal([4, 7], Enumerable.Range(0, 8).Where(step => ladder.EndsRound(step)));
    }

    [Fact]
    public void Equal_rewards_stand_in_the_order_of_their_draws() => Assert.Equal(
        [2, 0, 3, 1],
        HalvingState.Ranking([new(0, "a", 0.5), new(1, "b", 0.25), new(2, "c", 0.75), new(3, "d", 0.5)]).Select(place => place.Slot));

    [Fact]
    public void Of_equal_rewards_the_lower_loss_is_before_where_the_job_says_so()
    {
        RungPlace[] places =
        [
            new(0, "a", 0.5) { LossSum = 9 }, new(1, "b", 0.5) { LossSum = 7 }, new(2, "c", 0.75) { LossSum = 30 }, new(3, "d", 0.5),
            new(4, "e", 0.5) { LossSum = 7 },
        ];
        Assert.Equal([2, 1, 4, 0, 3], HalvingState.Ranking(places, tiesByLoss: true).Select(place => place.Slot));
        Assert.Equal([2, 0, 1, 3, 4], HalvingState.Ranking(places).Select(place => place.Slot));
    }

    /// <summary>The loss is that of the training in the same rung, folded from the log.</summary>
    [Fact]
    public void The_loss_of_a_place_is_that_of_its_training()
    {
        StepPosition step = new(0, Phases.Policy, 0);
        ChildTrained Trained(string tokens, int rung, double loss) =>
            new(step, 0, new(tokens, rung, 7, 10), ChildOutcome.Of(new(20, loss, 10), 10, 90, 1, null, "f"));
        var state = new ISearchEvent[]
        {
            Trained("a", 0, 9), new RungUpdated(step, 0, new(0, "a", 0.5)), Trained("b", 0, 7), new RungUpdated(step, 0, new(1, "b", 0.5)),
            new RungUpdated(step, 0, new(2, "c", 0.5)),
        }.Aggregate((IStrategyState)HalvingState.Empty, (known, happened) => known.Apply(happened));
        Assert.Equal([9.0, 7.0, null], ((HalvingState)state).Places.Select(place => place.LossSum));
    }

    [Theory]
    [InlineData("small-2", "loss"), InlineData("small", "drawn")]
    public void Only_the_newer_recipe_for_images_looks_at_losses(string preset, string ties)
    {
        var job = JobText.Options(JobText.Minimal, $"preset={preset}", "space.kind=macro-cnn", "strategy.kind=halving");
        Assert.Equal(ties, job.Own.Text("strategy.ties"));
        Assert.Equal(ties == "loss", JobFacts.ForSearch(job).Contains("ties", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_best_of_each_rung_are_trained_anew_for_longer_and_the_choice_is_the_best_of_the_last()
    {
        var given = ContractCase.Of("halving rnn-cell");
        var children = new ContractChildren(given.Space);
        using var harness = given.Harness(children: children);
        var state = (await harness.StartAsync()).State;
        var rungs = children.Trained.Take(9 + 3 + 1).GroupBy(child => child.Rung).Select(rung => rung.ToArray()).ToArray();
        Assert.Equal([9, 3, 1], rungs.Select(rung => rung.Length));
        Assert.Equal([4, 12, 36], rungs.Select(rung => rung.Select(child => child.Steps).Distinct().Single()));
        for (var rung = 0; rung < 2; rung++)
        {
            Assert.Equal(
                rungs[rung].OrderBy(child => children.OutcomeOf(child).Validation!.LossSum).Take(rungs[rung + 1].Length)
                    .Select(child => child.Tokens),
                rungs[rung + 1].Select(child => child.Tokens));
        }

        Assert.Equal(rungs[2][0].Tokens, state.Completed!.Tokens);

        // The uniform one beside it is trained for as long.
        Assert.Equal((2, 36L), (children.Trained[^1].Rung, children.Trained[^1].Steps));
        Assert.Equal(["policy", "random"], state.Candidates.Select(candidate => candidate.Source));
        Assert.Equal(3, harness.Log.Rows.Count(row => row.Row.EventType == RungClosed.Name));
        Assert.Equal(Phases.Policy, harness.Log.Rows.First(row => row.Row.EventType == RungClosed.Name).Row.Phase);
    }
}
