using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Child;
using Enas.Pipeline.Steps.Finals;
using Enas.Pipeline.Tests.Strategies.Contract;
using Enas.TestKit;
using Enas.TestKit.Faults;

namespace Enas.Pipeline.Tests.Search;

/// <summary>The best candidates are trained alone, in one or two rungs, and the best of the last rung is chosen.</summary>
public sealed class FinalsTests
{
    private static readonly string[] s_finals =
    [
        "derive.candidates=6", "derive.uniform=8", "derive.screenItems=2", "derive.wholeSet=7",
        "finals.count=5", "finals.rungs=2", "finals.promoted=2", "finals.steps=30", "log.groupEvents=1",
    ];

    public static TheoryData<string> Cases => [.. ContractCase.OfSharedWeights];

    // Another order than that of the shared weights, and another in each rung.
    private static double Loss(ChildOrder order) =>
        1.5 + (0.4 * Math.Sin(order.Tokens.Select((symbol, i) => symbol * (i + 1.0)).Sum() + (17 * order.Rung)));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_best_scores_are_trained_and_the_best_training_is_chosen(string name)
    {
        var trainer = new ScriptedChildTrainer(Loss);
        using var harness = Harness(name, trainer);
        var state = (await harness.StartAsync()).State;
        var best = state.Candidates.OrderBy(scored => scored.Perplexity).DistinctBy(scored => scored.Tokens).Take(5).ToArray();
        Assert.Equal([(0, 10L), (1, 30L)], state.Finals.Select(opened => (opened.Rung, opened.Steps)));
        Assert.Equal(best.Select(one => (one.Source, one.Ordinal, one.Tokens)),
            state.Finals[0].Finalists.Select(one => (one.Source, one.Ordinal, one.Tokens)));
        var first = state.Children.Take(best.Length).ToArray();
        Assert.Equal(best.Select(one => (one.Tokens, 0, 10L)), first.Select(child => (child.Tokens, child.Order.Rung, child.Order.Steps)));
        Assert.Equal(first.OrderBy(child => Loss(child.Order)).Take(2).Select(child => child.Tokens),
            state.Finals[1].Finalists.Select(one => one.Tokens));
        var second = state.Children.Skip(best.Length).OrderBy(child => Loss(child.Order)).ToArray();
        var completed = state.Completed!;
        Assert.Equal((DeriveRules.LowestFinalPerplexity, second[0].Tokens), (completed.Rule, completed.Tokens));
        Assert.Equal(Math.Exp(Loss(second[0].Order)), completed.Perplexity!.Value, 1e-9);
        Assert.Equal(
            second.Select(child => state.Finals[1].Finalists.Single(one => one.Tokens == child.Tokens).Name), completed.FinalRanks!);
        Assert.Equal(completed.FinalRanks![0],
            $"{completed.Source} {state.Finals[1].Finalists.Single(f => f.Tokens == completed.Tokens).Ordinal}");
        Assert.Equal(trainer.Trained, state.Children.Select(child => child.Order));
        Assert.Equal(state.Children.Select(child => child.Order).Distinct(), trainer.Trained);
    }

    [Fact]
    public async Task One_rung_trains_all_for_as_long_as_the_job_says_and_a_random_one_can_win()
    {
        var sources = new List<string?>();
        for (var seed = 1; seed <= 12; seed++)
        {
            using var harness = Harness("enas rnn-cell", new(Loss), $"seed={seed}", "finals.rungs=1");
            var state = (await harness.StartAsync()).State;
            Assert.Equal((0, 30L), (Assert.Single(state.Finals).Rung, state.Finals[0].Steps));
            var best = state.Children.MinBy(child => child.Rank)!;
            Assert.Equal(best.Tokens, state.Completed!.Tokens);
            sources.Add(state.Completed.Source);
            var random = state.Finals[0].Finalists.Where(one => one.Source == "random").Select(one => one.Tokens).ToArray();
            Assert.Equal(state.Children.Where(child => random.Contains(child.Tokens)).Min(child => child.Evaluated?.Measurement.Value),
                state.Completed.RandomBest);
        }

        Assert.Contains("policy", sources);
        Assert.Contains("random", sources);
    }

    [Fact]
    public async Task Without_stages_the_finalists_are_the_best_of_all_candidates()
    {
        using var harness = Harness("enas rnn-cell", new(Loss), "derive.screenItems=0", "derive.wholeSet=0");
        var state = (await harness.StartAsync()).State;
        Assert.Equal(14, state.Candidates.Count);
        Assert.Equal(state.Candidates.OrderBy(one => one.Perplexity).DistinctBy(one => one.Tokens).Take(5).Select(one => one.Tokens),
            state.Finals[0].Finalists.Select(one => one.Tokens));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait(FaultPlan.Trait, "2")]
    public Task A_kill_behind_any_commit_of_the_finals_goes_on_and_trains_no_child_twice(string name) => KillAsync(name);

    [Fact]
    [Trait(FaultPlan.Trait, "2")]
    public Task A_kill_behind_any_commit_of_a_second_seed_goes_on_too() => KillAsync("enas rnn-cell", "finals.secondSeed=1");

    private static async Task KillAsync(string name, params string[] more)
    {
        var trainer = new ScriptedChildTrainer(Loss);
        using var whole = Harness(name, trainer, more);
        await whole.StartAsync();
        var orders = trainer.Trained.ToArray();
        var first = whole.Log.Rows.First(row => row.Row.EventType == FinalsOpened.Name).Sequence;
        var commits = Commits(whole.Log);
        foreach (var count in Enumerable.Range(0, commits.Count).Where(count => commits[count] >= first))
        {
            // What was trained before the kill is in the folders of children, and nothing else is.
            var recorded = whole.Log.Prefix(count);
            var done = (await recorded.StateAsync()).Children.Count;
            var again = new ScriptedChildTrainer(Loss);
            again.Trained.AddRange(orders.Take(done));
            using var second = Harness(name, again, more);
            (second.Log, second.Checkpoints) = (recorded, whole.Checkpoints);
            Assert.True((await second.ResumeAsync()).IsComplete);
            Assert.True(whole.Log.FactHead == second.Log.FactHead, $"other facts after a kill behind commit {count}");
            Assert.Equal(orders, again.Trained);
        }

        // Sequence of the first event behind each number of commits.
        static List<long> Commits(InMemoryEventLog log)
        {
            var ends = new List<long> { 0 };
            log.CommitSizes.ForEach(size => ends.Add(ends[^1] + size));
            return ends;
        }
    }

    [Fact]
    [Trait(FaultPlan.Trait, "2")]
    public async Task A_stop_within_a_final_is_clean_and_goes_on_in_it()
    {
        using var whole = Harness("enas rnn-cell", new(Loss));
        await whole.StartAsync();
        for (var child = 0; child < 7; child++)
        {
            var trainer = new ScriptedChildTrainer(Loss) { StopsWithin = child };
            using var first = Harness("enas rnn-cell", trainer);
            var stopped = await first.StartAsync();
            Assert.Equal((false, child), (stopped.IsComplete, stopped.State.Children.Count));
            using var second = Harness("enas rnn-cell", trainer);
            (second.Log, second.Checkpoints) = (first.Log, first.Checkpoints);
            Assert.True((await second.ResumeAsync()).IsComplete);
            Assert.True(whole.Log.FactHead == second.Log.FactHead, $"other facts after a stop within child {child}");
            Assert.Equal(7, trainer.Trained.Count);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait(FaultPlan.Trait, "13")]
    public async Task The_choice_is_derived_from_the_facts_of_the_children_and_a_forged_one_is_found(string name)
    {
        using var whole = Harness(name, new(Loss));
        await whole.StartAsync();
        using (var policy = Harness(name, null))
        {
            Assert.Equal(whole.Log.FactCount - 1, (await policy.ReplayAsync(whole.Log, policyOnly: true)).FactCount);
        }

        using var full = Harness(name, new(Loss));
        Assert.Equal(whole.Log.FactCount - 1, (await full.ReplayAsync(whole.Log, policyOnly: false)).FactCount);
        var last = (await whole.Log.StateAsync()).Children[^1].Order.Rung;
        foreach (var row in whole.Log.Rows.Where(row => row.Row.EventType == ChildTrained.Name).ToArray())
        {
            // The worst of all: it is no longer promoted, or no longer chosen.
            var forged = whole.Log.Forged((int)row.Sequence, was => Worst(ChildTrained.FromRow(was)).ToRow());
            using var again = Harness(name, new(Loss));
            var found = await Assert.ThrowsAsync<ReplayDivergedException>(() => again.ReplayAsync(forged, policyOnly: false));
            Assert.Equal(row.Sequence, found.Divergence.Sequence);
            if (ChildTrained.FromRow(row.Row) is { } child
                && child.Tokens == (await whole.Log.StateAsync()).Completed!.Tokens && child.Order.Rung == last)
            {
                using var policy = Harness(name, null);
                await Assert.ThrowsAsync<ReplayDivergedException>(() => policy.ReplayAsync(forged, policyOnly: true));
            }
        }
    }

    private static ChildTrained Worst(ChildTrained was) =>
        was with { Outcome = was.Outcome with { Validation = new(was.Outcome.Validation!.TokenCount, 900) } };

    [Fact]
    public async Task A_final_that_fails_ranks_last_and_where_all_fail_the_choice_has_no_score()
    {
        string? failing = null;
        using (var whole = Harness("enas rnn-cell", new(Loss), "finals.rungs=1"))
        {
            failing = (await whole.StartAsync()).State.Completed!.Tokens;
        }

        using var harness = Harness(
            "enas rnn-cell", new(order => order.Tokens == failing ? double.NaN : Loss(order)), "finals.rungs=1");
        var state = (await harness.StartAsync()).State;
        Assert.NotEqual(failing, state.Completed!.Tokens);
        Assert.Equal(state.Finals[0].Finalists.Single(one => one.Tokens == failing).Name, state.Completed.FinalRanks![^1]);
        using var none = Harness("enas rnn-cell", new(_ => double.NaN));
        var nothing = (await none.StartAsync()).State;
        Assert.Equal((null, DeriveRules.LowestFinalPerplexity), (nothing.Completed!.Score, nothing.Completed.Rule));
    }

    /// <summary>The accuracies are scripted against the losses: each rule finds another one.</summary>
    [Theory]
    [InlineData("measure", DeriveRules.HighestFinalAccuracy)]
    [InlineData("loss", DeriveRules.LowestFinalLoss)]
    public async Task Finalists_are_ranked_by_what_the_job_says(string by, string rule)
    {
        var trainer = new ScriptedChildTrainer(Loss) { Correct = order => (int)(40 * Loss(order)) };
        using var harness = Harness("enas micro-cnn", trainer, "finals.rungs=1", $"finals.by={by}");
        var state = (await harness.StartAsync()).State;
        var byLoss = state.Children.OrderBy(child => child.Outcome.Validation!.LossSum).Select(child => child.Tokens).ToArray();
        Assert.Equal((rule, by == "loss" ? byLoss[0] : byLoss[^1]), (state.Completed!.Rule, state.Completed.Tokens));
        Assert.Equal(state.Children.Single(child => child.Tokens == state.Completed.Tokens).Evaluated!.Measurement.Value,
            state.Completed.Accuracy);
    }

    /// <summary>The best losses are above the limit: none of them is chosen.</summary>
    [Theory]
    [InlineData("measure", "highest-final-validation-accuracy-within-limits")]
    [InlineData("loss", "lowest-final-validation-loss-within-limits")]
    public async Task What_keeps_the_limits_is_chosen_before_what_does_not(string by, string rule)
    {
        var space = ContractCase.Of("enas micro-cnn", [.. s_finals]).Space;
        int CostOf(string tokens) => ScriptedCosts.Parameters(space.Parse(tokens));

        // The more it costs the better it is.
        double LossOf(ChildOrder order) => 1 / (1.0 + CostOf(order.Tokens));
        ScriptedChildTrainer Trainer() => new(LossOf) { Correct = order => (int)(100 * (1 - LossOf(order))) };
        string[] job = ["finals.rungs=1", $"finals.by={by}", "costs.counts=true"];
        using var free = Harness("enas micro-cnn", Trainer(), job);
        var limit = (await free.StartAsync()).State.Children.Select(child => CostOf(child.Tokens)).Order().ElementAt(1);
        using var harness = Harness("enas micro-cnn", Trainer(),
            [.. job, FormattableString.Invariant($"limits.parameters={limit}"), "objective.exceeding=penalised", "finals.count=12"]);
        var state = (await harness.StartAsync()).State;
        Assert.Contains(state.Children, child => CostOf(child.Tokens) <= limit);
        Assert.Contains(state.Children, child => CostOf(child.Tokens) > limit);
        Assert.True(CostOf(state.Completed!.Tokens) <= limit);
        Assert.Equal(rule, state.Completed.Rule);
    }

    /// <summary>Accuracies that are alike are not close where the costs beside them are not.</summary>
    [Theory]
    [InlineData(-0.0001, 1)]
    [InlineData(-5, 0)]
    public async Task Whether_two_are_close_is_said_by_the_objective(double exponent, int again)
    {
        using var harness = Harness("enas micro-cnn", new(_ => 1) { Correct = _ => 50 }, "finals.rungs=1", "objective.kind=soft",
            "objective.target=50", FormattableString.Invariant($"objective.alpha={exponent}"),
            FormattableString.Invariant($"objective.beta={exponent}"), "finals.secondSeed=0.02");
        var state = (await harness.StartAsync()).State;
        Assert.Equal(1 + again, state.Finals.Count);
        Assert.Equal("highest-final-validation-accuracy-weighed-by-multiply-adds", state.Completed!.Rule);
    }

    /// <summary>The difference of the two best decides, and then the mean of both trainings of each.</summary>
    [Theory]
    [InlineData("measure")]
    [InlineData("loss")]
    public async Task Where_the_two_best_are_close_both_are_trained_again_and_the_mean_decides(string by)
    {
        string[] job = ["finals.rungs=1", $"finals.by={by}"];
        using var once = Harness("enas rnn-cell", new(Loss), job);
        var before = (await once.StartAsync()).State;
        ChildTrained[] best = [.. before.Children.OrderBy(child => Loss(child.Order)).Take(2)];
        double[] values = [.. best.Select(child => by == "loss" ? Loss(child.Order) : Math.Exp(Loss(child.Order)))];
        var share = (values[1] - values[0]) / values[1];
        using (var far = Harness("enas rnn-cell", new(Loss), [.. job, FormattableString.Invariant($"finals.secondSeed={share * 0.999}")]))
        {
            var same = (await far.StartAsync()).State;
            Assert.Equal(before.Children.Select(child => child.Order), same.Children.Select(child => child.Order));
        }

        // The second training of the best is the worse one, by more than the first was the better.
        double Again(ChildOrder order) => order.Rung == 0 ? Loss(order) : order.Tokens == best[0].Tokens ? 3 : 1;
        var trainer = new ScriptedChildTrainer(Again);
        using var near = Harness("enas rnn-cell", trainer, [.. job, FormattableString.Invariant($"finals.secondSeed={share * 1.001}")]);
        var state = (await near.StartAsync()).State;
        Assert.Equal(best.Select(child => child.Tokens), state.Finals[1].Finalists.Select(finalist => finalist.Tokens));
        ChildOrder[] second = [.. state.Children.TakeLast(2).Select(child => child.Order)];
        Assert.All(second, order => Assert.Equal((1, best[0].Order.Steps), (order.Rung, order.Steps)));
        Assert.DoesNotContain(second[0].Seed, best.Select(child => child.Order.Seed));
        Assert.Equal(best[1].Tokens, state.Completed!.Tokens);
        Assert.Equal(Math.Exp((Loss(best[1].Order) + 1) / 2), state.Completed.Perplexity!.Value, 1e-9);
        Assert.Equal(before.Completed!.FinalRanks!.Skip(2), state.Completed.FinalRanks!.Skip(2));
        Assert.Equal(before.Completed.FinalRanks!.Take(2).Reverse(), state.Completed.FinalRanks!.Take(2));
        using var policy = Harness("enas rnn-cell", null, [.. job, FormattableString.Invariant($"finals.secondSeed={share * 1.001}")]);
        Assert.Equal(near.Log.FactCount - 1, (await policy.ReplayAsync(near.Log, policyOnly: true)).FactCount);
    }

    [Fact]
    public async Task One_that_failed_is_close_to_nothing_and_a_second_seed_that_fails_ranks_behind()
    {
        string[] job = ["finals.rungs=1", "finals.secondSeed=1"];
        string? best = null;
        using (var once = Harness("enas rnn-cell", new(Loss), job))
        {
            best = (await once.StartAsync()).State.Children.MinBy(child => child.Rank)!.Tokens;
        }

        using var alone = Harness("enas rnn-cell", new(order => order.Tokens == best ? Loss(order) : double.NaN), job);
        var state = (await alone.StartAsync()).State;
        Assert.Equal((best, 1), (state.Completed!.Tokens, state.Finals.Count));
        using var failing = Harness(
            "enas rnn-cell", new(order => order.Tokens == best && order.Rung == 1 ? double.NaN : Loss(order)), job);
        state = (await failing.StartAsync()).State;
        Assert.Equal(2, state.Finals.Count);
        Assert.NotEqual(best, state.Completed!.Tokens);
        Assert.Equal(best, state.Finals[1].Finalists.Single(one => one.Name == state.Completed.FinalRanks![1]).Tokens);
    }

    [Fact]
    public async Task Candidates_without_a_finite_score_come_to_no_finals()
    {
        var trainer = new ScriptedChildTrainer(Loss);
        var given = ContractCase.Of("enas rnn-cell", [.. s_finals]);
        using var harness = SearchHarness.WithNullWeights(given.Job, given.Space, _ => double.NaN, 1, children: trainer);
        var state = (await harness.StartAsync()).State;
        Assert.NotNull(state.Completed);
        Assert.Empty(state.Finals);
        Assert.Empty(trainer.Trained);
    }

    [Fact]
    public void Rungs_follow_from_the_job()
    {
        JobOptions Of(params string[] sets) => ContractCase.Of("enas rnn-cell", sets).Job;
        Assert.Empty(FinalsRung.Of(Of()));
        Assert.Equal([new(0, 12, 0)], FinalsRung.Of(Of("finals.count=12")));
        Assert.Equal([new(0, 24, 100), new(1, 8, 300)], FinalsRung.Of(Of("finals.count=24", "finals.rungs=2", "finals.steps=300")));
        Assert.Equal([new(0, 7, 34), new(1, 3, 100)], FinalsRung.Of(Of("finals.count=7", "finals.rungs=2", "finals.steps=100")));
        Assert.Equal([new(0, 4, 9), new(1, 4, 90)],
            FinalsRung.Of(Of("finals.count=4", "finals.rungs=2", "finals.steps=90", "finals.firstSteps=9", "finals.promoted=4")));
    }

    [Fact]
    public void The_facts_of_a_search_with_finals_hold_what_determines_a_training()
    {
        Assert.DoesNotContain("\"train\"", Jobs("finals.count=0"), StringComparison.Ordinal);
        var facts = Jobs("finals.count=3");
        Assert.Contains("\"finals\":{\"count\":3}", facts, StringComparison.Ordinal);
        Assert.Contains("\"train\":{", facts, StringComparison.Ordinal);
        static string Jobs(string set) => Pipeline.Jobs.JobFacts.ForSearch(ContractCase.Of("enas rnn-cell", set).Job);
    }

    private static SearchHarness Harness(string name, ScriptedChildTrainer? trainer, params string[] more)
    {
        var given = ContractCase.Of(name, [.. s_finals, .. more]);
        return SearchHarness.WithNullWeights(given.Job, given.Space, ContractEvaluator.Loss, 1, children: trainer);
    }
}
