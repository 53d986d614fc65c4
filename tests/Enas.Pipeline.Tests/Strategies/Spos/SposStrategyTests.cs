using System.Text;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Steps.Train;
using Enas.Pipeline.Strategies.Evolution;
using Enas.Pipeline.Strategies.Spos;
using Enas.Pipeline.Tests.Jobs;
using Enas.Pipeline.Tests.Search;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Strategies.Spos;

/// <summary>What is spos's own; what every strategy promises is in the contract.</summary>
public sealed class SposStrategyTests
{
    private const int WeightSteps = 24;

    [Fact]
    public async Task All_weight_steps_come_first_and_train_a_fair_deck_and_none_comes_after()
    {
        using var harness = Harness("budget.evaluations=30");
        var state = (await harness.StartAsync()).State;
        var events = Events(harness);
        var deck = new FairDeck(harness.Space, harness.Job.Seed);
        var weights = (NullSharedWeights)harness.Weights!;
        Assert.Equal(Enumerable.Range(0, WeightSteps).Select(deal => deck.Deal(deal).Tokens), weights.Trained);
        Assert.All(events.OfType<SharedWeightsTrained>(), trained => Assert.True(trained.Position.Step < WeightSteps));
        Assert.All(events.OfType<PopulationUpdated>(), updated => Assert.True(updated.Position.Step >= WeightSteps));
        Assert.Equal((WeightSteps, 30), (state.WeightStepCount, state.PolicyStepCount));
        Assert.Null(state.LastEntropy);
    }

    /// <summary>Frozen weights and one set of data: an architecture has one value, so nobody is evaluated twice.</summary>
    [Fact]
    public async Task Every_evaluation_is_on_the_same_data_and_a_repeated_architecture_is_answered_from_the_log()
    {
        using var harness = Harness("budget.evaluations=60", "space.nodes=2");
        await harness.StartAsync();
        var weights = (NullSharedWeights)harness.Weights!;
        Assert.Equal([WeightSteps], weights.EvaluatedOn.Distinct());
        var events = Events(harness);
        var first = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var repeats = 0;
        foreach (var sampled in events.OfType<ArchitectureSampled>().Where(sample => sample.Position.Phase == Phases.Policy))
        {
            Assert.Equal(first.TryGetValue(sampled.Tokens, out var known) ? known : null, sampled.RepeatOf);
            repeats += sampled.RepeatOf is null ? 0 : 1;
            first.TryAdd(sampled.Tokens, sampled.Position.Step);
        }

        Assert.True(repeats > 10, $"{repeats} repeats");
        Assert.Equal(60 - repeats, weights.EvaluatedOn.Count);
        Assert.Equal(60, events.OfType<RewardEvaluated>().Count());
    }

    [Fact]
    public async Task A_space_that_is_used_up_ends_the_search_well()
    {
        using var harness = Harness("budget.evaluations=5000", "budget.repeats=free", "space.nodes=2");
        var outcome = await harness.StartAsync();
        Assert.True(outcome.IsComplete);
        Assert.Equal(
            "space-exhausted", harness.Log.Rows.Last(row => row.Row.Step < outcome.State.StepCount).Row.EventType);

        // A population that has become alike may propose nothing new for a thousand times, which ends the search as well.
        var evaluated = ((NullSharedWeights)harness.Weights!).EvaluatedOn.Count;
        var repeats = outcome.State.PolicyStepCount - 1 - evaluated;
        Assert.True(evaluated == harness.Space.Size || repeats >= 1000, $"{evaluated} cells and {repeats} repeats");
    }

    [Fact]
    public async Task The_best_that_were_seen_are_the_candidates_and_better_than_random_ones()
    {
        using var harness = Harness("budget.evaluations=120", "space.nodes=6", "derive.candidates=8");
        var state = (await harness.StartAsync()).State;
        var best = Events(harness).OfType<RewardEvaluated>()
            .OrderByDescending(reward => reward.Reward).ThenBy(reward => reward.Position.Step)
            .Select(reward => reward.Tokens).Distinct().Take(8);
        var candidates = state.Candidates.Where(candidate => candidate.Source == "policy").ToArray();
        Assert.Equal(best, candidates.Select(candidate => candidate.Tokens));
        var random = state.Candidates.Where(candidate => candidate.Source == "random").ToArray();
        Assert.True(candidates.Max(candidate => candidate.Perplexity) < random.Min(candidate => candidate.Perplexity));
    }

    /// <summary>More evaluations change no step that is done, and the weight steps cannot change.</summary>
    [Fact]
    public async Task A_search_can_go_on_with_more_evaluations_and_not_with_more_weight_steps()
    {
        using var whole = Harness("budget.evaluations=40");
        await whole.StartAsync();
        using var first = Harness("budget.evaluations=15");
        await first.StartAsync(stopAfterSteps: WeightSteps + 9);
        using var second = Harness("budget.evaluations=40");
        (second.Log, second.Checkpoints) = (first.Log, first.Checkpoints);
        Assert.True((await second.ResumeAsync()).IsComplete);
        Assert.Equal(whole.Log.FactHead, second.Log.FactHead);
        Assert.Equal(
            [$"strategy.weightSteps was {WeightSteps}, is now 25"],
            JobFacts.Differences(whole.Job, Job("budget.evaluations=40", "strategy.weightSteps=25")));
    }

    [Fact]
    public void Rounds_and_totals_are_those_of_both_parts()
    {
        var job = Job("strategy.weightSteps=45", "budget.evaluations=250");
        var schedule = new SposSchedule(job);
        Assert.Equal(295, schedule.TotalSteps);
        var positions = Enumerable.Range(0, 295).Select(step => schedule.At(step)).ToArray();
        Assert.All(positions, at => Assert.Equal(at.Step < 45 ? Phases.Weights : Phases.Policy, at.Phase));
        Assert.Equal(Enumerable.Range(0, 15 + 3), positions.Select(at => at.Round).Distinct());
        Assert.Equal(
            Enumerable.Range(1, 294).Where(step => positions[step].Round > positions[step - 1].Round).Select(step => step - 1L),
            Enumerable.Range(0, 294).Select(step => (long)step).Where(schedule.EndsRound));
        Assert.True(schedule.EndsRound(44));
        Assert.Equal(new StepPosition(295, Phases.Derive, 18), schedule.End(295));
        Assert.Equal((0, 44, 45, 45), (schedule.WeightStepsBefore(0),
            schedule.WeightStepsBefore(44), schedule.WeightStepsBefore(45), schedule.WeightStepsBefore(200)));
        var totals = StrategyCatalog.Of(job).TotalsOf(job, 7);
        Assert.Equal((295, 45, 250), (totals.TotalSteps, totals.TotalWeightSteps, totals.TotalPolicySteps));
        Assert.Equal(18, StrategyCatalog.Of(job).RoundsOf(job, hasSharedWeights: true));
    }

    [Fact]
    public void Its_options_are_its_own_and_it_needs_shared_weights()
    {
        var table = JobSchema.Of("micro-cnn", "spos");
        Assert.Equal("spos", table.StrategyKind);
        Assert.NotNull(table.Find("budget.evaluations"));
        foreach (var key in (string[])["budget.rounds", "strategy.warmUpSteps", "policy.hidden", "policy.learningRate"])
        {
            Assert.Null(table.Find(key));
        }

        Assert.Equal(["fair", "uniform"], table.Find("strategy.weightSampler")!.Allowed);
        const string looked = """
            { "name": "a", "preset": "cifar10", "data": { "kind": "table", "path": "x" }, "space": { "kind": "nas-bench-201" },
              "strategy": { "kind": "spos" } }
            """;
        Assert.Contains(
            "strategy.kind  = \"spos\" is not allowed", Assert.Single(JobText.Errors(looked)), StringComparison.Ordinal);
        Assert.Contains(
            "strategy.weightSteps  belongs to jobs with strategy.kind \"spos\"; this job's is \"enas\"",
            Assert.Single(JobText.Errors(JobText.Minimal, "strategy.weightSteps=9")), StringComparison.Ordinal);
    }

    private static ISearchEvent[] Events(SearchHarness harness) =>
        [.. harness.Log.Rows.Select(row => SearchEvents.FromRow(row.Row)).OfType<ISearchEvent>()];

    private static JobOptions Job(params string[] sets)
    {
        var document = JobReader.Read(
            Encoding.UTF8.GetBytes("""
                {
                  "name": "spos", "seed": 3, "preset": "small", "data": { "kind": "generated" },
                  "strategy": { "kind": "spos", "weightSteps": 24, "population": 10, "tournament": 4 },
                  "space": { "nodes": 3 }, "derive": { "candidates": 4 }, "checkpoint": { "everySteps": 7 },
                }
                """), "spos.json", sets, "/");
        Assert.Equal([], document.Errors.Select(error => error.ToString()));
        return document.Options!;
    }

    private static SearchHarness Harness(params string[] sets)
    {
        var job = Job(sets);
        return SearchHarness.WithNullWeights(job, SpaceCatalog.Create(job), Loss, 1);
    }

    /// <summary>Every option has its own share, so that there is something to climb.</summary>
    private static double Loss(Architecture architecture) =>
        2 + (0.3 * architecture.Values.Select((value, i) => Math.Cos((value * 1.9) + (i * 0.7))).Average());
}
