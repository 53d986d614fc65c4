using System.Collections.Immutable;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Cost;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Strategies.Evolution;
using Enas.Pipeline.Strategies.Exhaustion;
using Enas.Pipeline.Tests.Strategies.Contract;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Search;

/// <summary>
/// Searches that record costs, keep limits and look for a front. An architecture costs one parameter more than the sum of its values and
/// ten times as many multiply-adds (<see cref="ScriptedCosts"/>).
/// </summary>
public sealed class CostedSearchTests
{
    // In each space about half of all architectures keep it.
    private static int LimitOf(string name) => name.Contains("rnn-cell", StringComparison.Ordinal) ? 6 : 12;

    private static string SetOf(string name) => $"limits.parameters={LimitOf(name)}";

    public static TheoryData<string> Limited =>
    [
        "evolution nas-bench-201", "predictor nas-bench-201",
        "local-search nas-bench-201", "random nas-bench-201", "enas nas-bench-201", "policy-table nas-bench-201",
        "mnas nas-bench-201", "spos rnn-cell", "enas rnn-cell", "nas rnn-cell", "mnas rnn-cell",
    ];

    /// <summary>Where a latency can be measured: a cell that is looked up has no network.</summary>
    public static TheoryData<string> Timed =>
    [
        "evolution rnn-cell evaluator.kind=child", "predictor rnn-cell evaluator.kind=child", "local-search rnn-cell evaluator.kind=child",
        "random rnn-cell evaluator.kind=child", "enas rnn-cell evaluator.kind=child", "policy-table rnn-cell evaluator.kind=child",
        "spos rnn-cell", "enas rnn-cell", "nas rnn-cell", "mnas rnn-cell",
    ];

    [Theory]
    [MemberData(nameof(Limited))]
    public async Task What_is_above_a_limit_is_rejected_before_it_costs_anything(string name)
    {
        var (given, limit) = (ContractCase.Of(name, SetOf(name)), LimitOf(name));
        using var harness = given.Harness();
        var state = (await harness.StartAsync()).State;
        int Parameters(string tokens) => ScriptedCosts.Parameters(given.Space.Parse(tokens));
        var rejected = Events<ProposalRejected>(harness, ProposalRejected.Name);
        Assert.NotEmpty(rejected);
        Assert.Equal(rejected.Count, state.RejectedCount);
        Assert.All(rejected, one => Assert.Equal((Parameters(one.Tokens), (double)limit), ((int)one.Value.Value, one.Most)));
        Assert.All(rejected, one => Assert.True(one.Value.Value > limit));
        Assert.All(Events<RewardEvaluated>(harness, RewardEvaluated.Name), one => Assert.True(Parameters(one.Tokens) <= limit));
        Assert.All(state.Children, child => Assert.True(Parameters(child.Tokens) <= limit));
        Assert.All(state.Candidates, candidate => Assert.True(Parameters(candidate.Tokens) <= limit));
        Assert.True(Parameters(state.Completed!.Tokens) <= limit);
        Assert.Equal(given.Job.Derive.Candidates, state.Candidates.Count(candidate => candidate.Source == "random"));

        // Once for each architecture, and rejected ones use nothing of the budget.
        var measured = Events<CostsMeasured>(harness, CostsMeasured.Name);
        Assert.Equal(measured.Select(one => one.Tokens).Distinct(StringComparer.Ordinal), measured.Select(one => one.Tokens));
        using var free = ContractCase.Of(name).Harness();
        Assert.Equal((await free.StartAsync()).State.RewardCount, state.RewardCount);
    }

    // Costs are asked for until enough candidates keep the limit: none is passed over because nobody knows what it costs.
    [Theory]
    [InlineData(4), InlineData(5), InlineData(6)]
    public async Task Candidates_are_the_first_draws_that_keep_the_limit(int limit)
    {
        var given = ContractCase.Of("enas rnn-cell", $"limits.parameters={limit}", "derive.candidates=8");
        using var harness = given.Harness();
        var state = (await harness.StartAsync()).State;
        var position = state.Candidates[0].Position;
        var uniform = new UniformPolicy(given.Space, given.Job.Seed);
        Assert.Equal(
            Kept(harness.Strategy.Candidates(state.Strategy, position, 160)),
            state.Candidates.Where(candidate => candidate.Source == "policy").Select(candidate => candidate.Tokens));
        Assert.Equal(
            Kept(DistinctSamples.Of(uniform, "random-candidates", position.Step, 160)),
            state.Candidates.Where(candidate => candidate.Source == "random").Select(candidate => candidate.Tokens));

        IEnumerable<string> Kept(IEnumerable<Architecture> drawn) =>
            drawn.Where(one => ScriptedCosts.Parameters(one) <= limit).Take(8).Select(one => one.Tokens);
    }

    [Theory]
    [MemberData(nameof(Limited))]
    public async Task Replays_resumes_and_the_fold_come_to_the_same(string name) => await CheckReplaysAsync(name, "costs.counts=true");

    /// <summary>A latency is taken from the log: nobody measures again.</summary>
    [Theory]
    [MemberData(nameof(Timed))]
    public async Task Replays_with_measured_latencies_come_to_the_same(string name)
    {
        var (state, again) = await CheckReplaysAsync(name, "costs.latency=true");
        Assert.True(state.ArchitectureCosts.MeasuredLatencyCount > 0);
        Assert.Equal(0, again);
    }

    [Theory]
    [InlineData("evolution nas-bench-201", "objective.kind=pareto")]
    [InlineData("evolution nas-bench-201", "limits.parameters=10")]
    [InlineData("local-search nas-bench-201", "limits.parameters=10")]
    [InlineData("predictor nas-bench-201", "limits.parameters=10")]
    [InlineData("mnas nas-bench-201", "limits.parameters=10")]
    [InlineData("nas rnn-cell", "limits.parameters=10")]
    public Task A_stop_after_every_third_step_and_a_resume_give_the_fingerprint_of_the_whole(string name, string set) =>
        ContractCase.Of(name, set, "log.groupEvents=1").RequireResumesAsync(every: 3);

    [Fact]
    public async Task A_forged_cost_is_found_and_a_forged_latency_is_not()
    {
        var given = ContractCase.Of("evolution rnn-cell evaluator.kind=child", "costs.counts=true", "costs.latency=true");
        using var whole = given.Harness();
        await whole.StartAsync();
        var row = whole.Log.Rows.First(row => row.Row.EventType == CostsMeasured.Name);
        var measured = CostsMeasured.FromRow(row.Row);
        InMemoryEventLog Forged(CostMeasure cost) => whole.Log.Forged((int)row.Sequence, _ => (measured with
        {
            Costs = ArchitectureCosts.Of(
                measured.Costs.Values.Select(value => value.Cost == cost ? value with { Value = value.Value + 1 } : value)),
        }).ToRow());
        using var counts = given.Harness();
        var divergence = await Assert.ThrowsAsync<ReplayDivergedException>(() => counts.ReplayAsync(Forged(CostMeasure.Parameters)));
        Assert.Equal((row.Sequence, "parameters"), (divergence.Divergence.Sequence, divergence.Divergence.Field));
        using var latency = given.Harness();
        Assert.Equal(whole.Log.FactCount - 1, (await latency.ReplayAsync(Forged(CostMeasure.Latency))).FactCount);
    }

    [Fact]
    public async Task A_forged_cost_that_a_reward_was_made_of_is_found_without_the_data()
    {
        var given = ContractCase.Of("mnas rnn-cell", "objective.kind=soft", "objective.cost=latency", "objective.target=5");
        using var whole = given.Harness();
        await whole.StartAsync();
        var row = whole.Log.Rows.First(row => row.Row.EventType == CostsMeasured.Name);
        var measured = CostsMeasured.FromRow(row.Row);
        var forged = whole.Log.Forged((int)row.Sequence, _ => (measured with
        {
            Costs = ArchitectureCosts.Of([new CostValue(CostMeasure.Latency, 99)]),
        }).ToRow());
        using var policy = given.PolicyHarness();
        var divergence = await Assert.ThrowsAsync<ReplayDivergedException>(() => policy.ReplayAsync(forged, policyOnly: true));

        // The training between them says nothing of costs.
        Assert.Equal((row.Sequence + 2, "reward"), (divergence.Divergence.Sequence, divergence.Divergence.Field));
    }

    [Fact]
    public async Task Where_nothing_keeps_the_limits_the_search_says_so_and_ends()
    {
        foreach (var name in new[] { "evolution nas-bench-201", "local-search nas-bench-201", "enas nas-bench-201", "mnas nas-bench-201" })
        {
            var given = ContractCase.Of(name, "limits.parameters=0.5");
            using var harness = given.Harness();
            var outcome = await harness.StartAsync();
            Assert.True(outcome.IsComplete);
            Assert.Equal(0, outcome.State.RewardCount);
            Assert.Single(harness.Log.Rows, row => row.Row.EventType == SpaceExhausted.Name);
            Assert.NotNull(outcome.State.Completed);

            // What is scored for want of another is nobody's proposal.
            Assert.Equal("random", outcome.State.Completed.Source);
            Assert.Equal("random", Assert.Single(outcome.State.Candidates).Source);
        }
    }

    [Fact]
    public async Task With_repeats_that_cost_nothing_a_space_that_is_used_up_below_the_limit_ends_the_search()
    {
        // Six values from 0 to 4 that add up to at most 5: 456 cells.
        var given = ContractCase.Of(
            "evolution nas-bench-201", "limits.parameters=6", "budget.repeats=free", "strategy.population=3", "budget.evaluations=1000");
        using var harness = given.Harness();
        var state = (await harness.StartAsync()).State;
        Assert.True(state.Trials.Count is > 10 and <= 456);
        Assert.Single(harness.Log.Rows, row => row.Row.EventType == SpaceExhausted.Name);
    }

    [Fact]
    public async Task A_front_is_what_a_pareto_search_chooses_from()
    {
        var given = ContractCase.Of(
            "evolution nas-bench-201", "objective.kind=pareto", "budget.evaluations=60", "strategy.population=10",
            "strategy.elimination=worst", "derive.candidates=50");
        using var harness = given.Harness();
        var state = (await harness.StartAsync()).State;
        FrontPoint PointOf(string tokens) => new(state.Trials.Find(tokens)!.Reward, ScriptedCosts.Parameters(given.Space.Parse(tokens)));
        string[] evaluated = [.. Events<RewardEvaluated>(harness, RewardEvaluated.Name).Select(one => one.Tokens).Distinct()];
        var front = evaluated.Where(one => !evaluated.Any(other => PointOf(other).Dominates(PointOf(one)))).DistinctBy(PointOf)
            .OrderByDescending(one => PointOf(one).Reward).ToArray();
        Assert.True(front.Length > 2);
        Assert.Equal(front, state.Candidates.Where(candidate => candidate.Source == "policy").Select(candidate => candidate.Tokens));
        Assert.Equal(front[0], state.Completed!.Tokens);
        Assert.All(Events<PopulationUpdated>(harness, PopulationUpdated.Name), updated => Assert.Equal(
            10 * ScriptedCosts.Parameters(given.Space.Parse(updated.Entered.Tokens)), updated.Entered.Cost));
    }

    [Fact]
    public async Task What_failed_has_no_place_in_a_front_however_little_it_costs()
    {
        var given = ContractCase.Of(
            "evolution nas-bench-201", "objective.kind=pareto", "budget.evaluations=80", "strategy.population=6",
            "strategy.elimination=worst");
        static int Cost(Architecture architecture) => ScriptedCosts.Parameters(architecture);
        using var harness = given.Harness(new WithoutValues(architecture => Cost(architecture) <= 8));
        var state = (await harness.StartAsync()).State;
        var updates = Events<PopulationUpdated>(harness, PopulationUpdated.Name);
        Assert.Contains(updates, updated => Cost(given.Space.Parse(updated.Entered.Tokens)) <= 8);
        var members = updates.Aggregate(ImmutableArray<RecordedMember>.Empty, (before, updated) => updated.Applied(before));
        Assert.Equal(6, members.Length);
        Assert.All(members, member => Assert.True(Cost(given.Space.Parse(member.Tokens)) > 8));
        Assert.All(updates, updated => Assert.Equal(Cost(given.Space.Parse(updated.Entered.Tokens)) <= 8, updated.Entered.Cost is null));
        Assert.All(state.Candidates.Where(one => one.Source == "policy"), one => Assert.True(Cost(given.Space.Parse(one.Tokens)) > 8));
        using var again = given.PolicyHarness();
        Assert.Equal(harness.Log.FactCount - 1, (await again.ReplayAsync(harness.Log, policyOnly: true)).FactCount);
    }

    [Fact]
    public async Task The_rule_of_a_choice_names_the_objective_that_chose()
    {
        async Task<string> RuleOf(params string[] sets)
        {
            using var harness = ContractCase.Of("evolution nas-bench-201", sets).Harness();
            return (await harness.StartAsync()).State.Completed!.Rule;
        }

        Assert.Equal(DeriveRules.HighestAccuracy, await RuleOf("costs.counts=true"));
        Assert.Equal(DeriveRules.HighestAccuracy, await RuleOf("limits.parameters=12"));
        Assert.Equal("highest-validation-accuracy-within-limits",
            await RuleOf("limits.parameters=12", "objective.exceeding=penalised"));
        Assert.Equal("highest-validation-accuracy-weighed-by-multiply-adds", await RuleOf("objective.kind=soft", "objective.target=50"));
    }

    [Fact]
    public async Task A_search_that_asks_for_no_costs_records_none()
    {
        var given = ContractCase.Of("evolution nas-bench-201");
        using var harness = given.Harness();
        await harness.StartAsync();
        Assert.DoesNotContain(harness.Log.Rows, row => row.Row.EventType is CostsMeasured.Name or ProposalRejected.Name);
        Assert.DoesNotContain(harness.Log.Rows, row => row.Row.Facts.Contains("member_cost", StringComparison.Ordinal));
    }

    private static IReadOnlyList<T> Events<T>(SearchHarness harness, string name)
        where T : ISearchEvent =>
        [.. harness.Log.Rows.Where(row => row.Row.EventType == name)
            .Select(row => (T)Enas.Pipeline.Catalogs.SearchEvents.FromRow(row.Row)!)];

    /// <summary>Some architectures have no value, which is an answer.</summary>
    private sealed class WithoutValues(Func<Architecture, bool> hasNone) : IEvaluator
    {
        private readonly ContractEvaluator _values = new();

        public bool IsFinal => true;

        public Evaluated Evaluate(Architecture architecture, long step, int ordinal) => Score(architecture);

        public Evaluated Score(Architecture architecture) =>
            hasNone(architecture) ? Evaluated.Failed(Measure.Accuracy, "diverged") : _values.Score(architecture);

        public Measurement? Test(Architecture architecture) => _values.Test(architecture);
    }

    // The state of a search, and how many latencies its full replay measured.
    private static async Task<(SearchState State, int Measured)> CheckReplaysAsync(string name, string costs)
    {
        var given = ContractCase.Of(name, SetOf(name), costs, "log.groupEvents=1");
        using var whole = given.Harness();
        var state = (await whole.StartAsync()).State;
        Assert.Equal(state.ToString(), (await whole.Log.StateAsync()).ToString());
        using var policy = given.PolicyHarness();
        Assert.Equal(whole.Log.FactCount - 1, (await policy.ReplayAsync(whole.Log, policyOnly: true)).FactCount);
        using var again = given.Harness();
        Assert.Equal(whole.Log.FactCount - 1, (await again.ReplayAsync(whole.Log)).FactCount);
        return (state, again.Latency.Count);
    }
}
