using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Steps.Child;
using Enas.Pipeline.Steps.Cost;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Proxy;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Strategies.Evolution;
using Enas.Pipeline.Strategies.LocalSearch;
using Enas.Pipeline.Tests.Jobs;
using Enas.Pipeline.Tests.Strategies.Contract;

namespace Enas.Pipeline.Tests.Search;

/// <summary>Searches by a zero-cost proxy, that begin with one, and that record some beside trainings, over scripted values
/// (<see cref="ScriptedProxies"/>).</summary>
public sealed class ZeroCostSearchTests
{
    private const string Recorded = "proxies.recorded=[\"snip\",\"grad-norm\"]";

    private static readonly string[] s_byProxy =
        ["evaluator.kind=zero-cost", "evaluator.proxy=snip", "finals.count=3", "finals.steps=9", "log.groupEvents=1"];

    public static TheoryData<string, string> WarmStarts => new(
        from name in new[] { "evolution nas-bench-201 strategy.warmStart=parameters", "predictor rnn-cell strategy.warmStart=snip" }
        from order in new[] { "higher", "lower" }
        select (name, order));

    [Theory]
    [MemberData(nameof(WarmStarts))]
    public async Task The_first_proposals_are_the_best_of_the_pool(string name, string order)
    {
        var given = ContractCase.Of(name, $"strategy.warmStartOrder={order}");
        using var harness = given.Harness();
        await harness.StartAsync();
        var screened = Assert.Single(Events<PoolScreened>(harness, PoolScreened.Name));
        double?[] values = [.. screened.Ranked.Select(one => ScriptedProxies.Value(given.Space.Parse(one.Tokens)))];
        Assert.Equal(values, screened.Ranked.Select(one => (double?)one.Value));
        Assert.Equal(order == "higher" ? values.OrderDescending() : values.Order(), values);
        Assert.InRange(values.Length, 8, 20);
        var first = name.StartsWith("evolution", StringComparison.Ordinal) ? 6 : 8;
        Assert.Equal(screened.Ranked.Take(first).Select(one => one.Tokens),
            Events<ArchitectureSampled>(harness, ArchitectureSampled.Name).Take(first).Select(one => one.Tokens));
        using var policy = given.PolicyHarness();
        Assert.Equal(harness.Log.FactCount - 1, (await policy.ReplayAsync(harness.Log, policyOnly: true)).FactCount);
    }

    /// <summary>What a log says of the pool is believed as far as its values go: the order and who is in it come out again.</summary>
    [Fact]
    public async Task A_forged_order_of_the_pool_is_found_without_the_data()
    {
        var given = ContractCase.Of("evolution nas-bench-201 strategy.warmStart=parameters");
        using var whole = given.Harness();
        await whole.StartAsync();
        var row = whole.Log.Rows.Single(row => row.Row.EventType == PoolScreened.Name);
        var screened = PoolScreened.FromRow(row.Row);
        var stranger = given.Space.FromValues([.. given.Space.Decisions.Select(_ => 0)]).Tokens;
        Assert.DoesNotContain(screened.Ranked, one => one.Tokens == stranger);
        foreach (IReadOnlyList<RankedByProxy> forged in (IReadOnlyList<RankedByProxy>[])
            [[.. screened.Ranked.Reverse()], [new RankedByProxy(stranger, 1e9), .. screened.Ranked]])
        {
            using var policy = given.PolicyHarness();
            var log = whole.Log.Forged((int)row.Sequence, _ => (screened with { Ranked = forged }).ToRow());
            var divergence = await Assert.ThrowsAsync<ReplayDivergedException>(() => policy.ReplayAsync(log, policyOnly: true));
            Assert.Equal(row.Sequence, divergence.Divergence.Sequence);
        }

        using var full = given.Harness();
        var lie = whole.Log.Forged((int)row.Sequence, _ => (screened with
        {
            Ranked = [screened.Ranked[0] with { Value = screened.Ranked[0].Value + 1 }, .. screened.Ranked.Skip(1)],
        }).ToRow());
        await Assert.ThrowsAsync<ReplayDivergedException>(() => full.ReplayAsync(lie));
    }

    [Fact]
    public async Task Of_a_pool_only_what_keeps_the_limits_is_evaluated()
    {
        var given = ContractCase.Of("evolution nas-bench-201 strategy.warmStart=parameters", "limits.parameters=12");
        using var harness = given.Harness();
        await harness.StartAsync();
        var rejected = Events<ProposalRejected>(harness, ProposalRejected.Name).Select(one => one.Tokens);
        var pool = Events<PoolScreened>(harness, PoolScreened.Name)[0].Ranked;
        string[] ofPool = [.. pool.Select(one => one.Tokens).Where(rejected.Contains)];
        Assert.NotEmpty(ofPool);
        Assert.All(ofPool, tokens => Assert.Single(rejected, tokens));
        Assert.All(Events<RewardEvaluated>(harness, RewardEvaluated.Name),
            one => Assert.True(ScriptedCosts.Parameters(given.Space.Parse(one.Tokens)) <= 12));
    }

    /// <summary>Where a thousand proposals in a row keep no limit a search ends; the best of a pool alone do not end it.</summary>
    [Theory]
    [InlineData("evolution")]
    [InlineData("predictor")]
    public async Task A_pool_whose_best_keep_no_limit_does_not_end_a_search(string strategy)
    {
        var given = ContractCase.Of($"{strategy} nas-bench-201 strategy.warmStart=parameters",
            "strategy.warmStartPool=4000", "limits.parameters=12", "budget.evaluations=2");
        using var harness = given.Harness();
        await harness.StartAsync();
        var best = Events<PoolScreened>(harness, PoolScreened.Name)[0].Ranked.Take(1000);
        Assert.All(best, one => Assert.True(ScriptedCosts.Parameters(given.Space.Parse(one.Tokens)) > 12));
        Assert.Equal(2, Events<RewardEvaluated>(harness, RewardEvaluated.Name).Count);
    }

    /// <summary>Where less is better every reward is below 0, and what the proxy says nothing of is worse than all.</summary>
    [Fact]
    public async Task What_has_no_value_is_no_parent_before_what_has_one()
    {
        var given = ContractCase.Of(
            "evolution rnn-cell", "evaluator.kind=zero-cost", "evaluator.proxy=snip", "evaluator.order=lower", "budget.evaluations=60");
        using var harness = given.Harness();
        await harness.StartAsync();
        var rewards = Events<RewardEvaluated>(harness, RewardEvaluated.Name);
        var entered = Events<PopulationUpdated>(harness, PopulationUpdated.Name);
        Assert.Contains(rewards, one => !one.HasValue);
        Assert.All(rewards.Zip(entered), one => Assert.Equal(
            one.First.HasValue ? one.First.Reward : double.MinValue, one.Second.Entered.Reward));
        Assert.All(entered.Skip(6), one => Assert.InRange(one.Best, -1000, 0));
    }

    [Theory]
    [InlineData("accuracy", 0)]
    [InlineData("perplexity", 0)]
    [InlineData("snip", double.MinValue)]
    public void A_climb_goes_past_what_has_no_value(string measure, double standing)
    {
        var failed = new RewardEvaluated(new StepPosition(0, Phases.Policy, 0), 0, "1 2",
            0, Evaluated.Failed(Measure.Custom(measure, MeasureDirection.Lower), "diverged"));
        Assert.Equal(standing, failed.Standing);
        Assert.Equal(standing, ((LocalSearchState)LocalSearchState.Empty.Apply(failed)).Evaluations[0].Reward);
    }

    [Theory]
    [InlineData("higher")]
    [InlineData("lower")]
    public async Task A_search_by_a_proxy_is_rewarded_with_it(string order)
    {
        var given = ContractCase.Of("evolution rnn-cell", "evaluator.kind=zero-cost", "evaluator.proxy=snip", $"evaluator.order={order}");
        using var harness = given.Harness();
        var state = (await harness.StartAsync()).State;
        Assert.Empty(state.Children);
        var sign = order == "higher" ? 1 : -1;
        double? ValueOf(string tokens) => ScriptedProxies.Value(given.Space.Parse(tokens));
        var rewards = Events<RewardEvaluated>(harness, RewardEvaluated.Name);
        Assert.All(rewards.Where(one => one.HasValue), one => Assert.Equal(sign * ValueOf(one.Tokens), one.Reward));
        Assert.All(rewards.Where(one => !one.HasValue), one => Assert.Null(ValueOf(one.Tokens)));
        Assert.Equal($"{order switch { "higher" => "highest", _ => "lowest" }}-snip", state.Completed!.Rule);
        Assert.Equal(("snip", rewards.Where(one => one.HasValue).MaxBy(one => one.Reward)!.Tokens),
            (state.Completed.Reported!.Measure.Name, state.Completed.Tokens));
        using var policy = given.PolicyHarness();
        Assert.Equal(harness.Log.FactCount - 1, (await policy.ReplayAsync(harness.Log, policyOnly: true)).FactCount);
    }

    /// <summary>What a proxy found is trained alone, and what it was worth to the proxy stands in the log before it.</summary>
    [Fact]
    public async Task The_best_by_a_proxy_come_to_the_finals()
    {
        var given = ContractCase.Of("random rnn-cell", [.. s_byProxy, Recorded]);
        using var harness = given.Harness();
        var state = (await harness.StartAsync()).State;
        Assert.Equal(3, state.Children.Count);
        var best = state.Candidates.Where(one => one.IsFinite).OrderByDescending(one => one.Score).Select(one => one.Tokens).Distinct();
        Assert.Equal(best.Take(3), state.Finals[0].Finalists.Select(one => one.Tokens));
        Assert.Equal(state.Children.MinBy(child => child.Rank)!.Tokens, state.Completed!.Tokens);
        await RecordsAreThereOnceAsync(given, harness);
    }

    [Theory]
    [InlineData("predictor rnn-cell evaluator.kind=child")]
    [InlineData("halving rnn-cell")]
    [InlineData("nas rnn-cell")]
    public async Task Proxies_are_recorded_once_before_an_architecture_is_trained(string name)
    {
        var given = ContractCase.Of(name, Recorded, "log.groupEvents=1");
        using var harness = given.Harness();
        await harness.StartAsync();
        await RecordsAreThereOnceAsync(given, harness);
    }

    [Theory]
    [InlineData("evolution nas-bench-201 strategy.warmStart=parameters")]
    [InlineData("predictor rnn-cell strategy.warmStart=snip", Recorded)]
    [InlineData("random rnn-cell", "evaluator.kind=zero-cost", "evaluator.proxy=snip", "finals.count=3", "finals.steps=9", Recorded)]
    public Task A_stop_after_every_third_step_and_a_resume_give_the_fingerprint_of_the_whole(string name, params string[] sets) =>
        ContractCase.Of(name, [.. sets, "log.groupEvents=1"]).RequireResumesAsync(every: 3);

    [Theory]
    [InlineData("micro-cnn", "evolution", "evaluator.kind=zero-cost", "evaluator.proxy=jacob", "evaluator.proxy")]
    [InlineData("rnn-cell", "evolution", "evaluator.kind=zero-cost", "evaluator.proxy=naswot", "evaluator.proxy")]
    [InlineData("rnn-cell", "evolution", "strategy.warmStart=synflow", "evaluator.kind=child", "strategy.warmStart")]
    [InlineData("rnn-cell", "enas", "evaluator.kind=zero-cost", "seed=2", "evaluator.kind")]
    [InlineData("micro-cnn", "enas", "proxies.recorded=[\"synflow\"]", "seed=2", "proxies.recorded")]
    public void What_is_not_defined_is_refused_by_its_option(string space, string strategy, string set, string other, string key)
    {
        var error = Assert.Single(JobText.Read(
            JobText.Minimal, [$"space.kind={space}", $"strategy.kind={strategy}", set, other]).Errors);
        Assert.Equal(key, error.Key);
        Assert.Matches("allowed|set finals.count", error.Message);
    }

    /// <summary>Finals of presets are for shared weights: a job from before, whose strategy had none, is the job that it was.</summary>
    [Theory]
    [InlineData("evolution")]
    [InlineData("predictor")]
    [InlineData("local-search")]
    public void A_preset_with_finals_gives_none_to_a_search_of_trainings(string strategy)
    {
        var job = JobText.Options(JobText.Minimal, "preset=small-2", $"strategy.kind={strategy}");
        Assert.False(job.Finals.AreHeld);
        Assert.True(JobText.Options(JobText.Minimal, "preset=small-2").Finals.AreHeld);
    }

    [Fact]
    public void What_is_not_asked_for_is_in_no_fact()
    {
        foreach (var strategy in new[] { "evolution", "predictor", "random" })
        {
            var facts = Enas.Pipeline.Jobs.JobFacts.ForSearch(
                JobText.Options(JobText.Minimal, "space.kind=micro-cnn", $"strategy.kind={strategy}"));
            Assert.DoesNotContain("warmStart", facts, StringComparison.Ordinal);
            Assert.DoesNotContain("proxies", facts, StringComparison.Ordinal);
            Assert.DoesNotContain("\"proxy\"", facts, StringComparison.Ordinal);
        }
    }

    private static async Task RecordsAreThereOnceAsync(ContractCase given, SearchHarness harness)
    {
        var rows = harness.Log.Rows.Select(row => row.Row).ToArray();
        var measured = Events<ProxiesMeasured>(harness, ProxiesMeasured.Name);
        Assert.Equal(measured.Select(one => one.Tokens).Distinct(StringComparer.Ordinal), measured.Select(one => one.Tokens));
        foreach (var child in rows.Index().Where(row => row.Item.EventType == ChildTrained.Name))
        {
            var tokens = child.Item.Architecture;
            Assert.Contains(rows.Take(child.Index), row => row.EventType == ProxiesMeasured.Name && row.Architecture == tokens);
        }

        Assert.All(measured, one => Assert.All([ZeroCostProxy.Snip, ZeroCostProxy.GradientNorm],
            proxy => Assert.Equal(ScriptedProxies.Value(given.Space.Parse(one.Tokens)), one.Values.Of(proxy))));
        using var full = given.Harness();
        Assert.Equal(harness.Log.FactCount - 1, (await full.ReplayAsync(harness.Log)).FactCount);
        using var policy = given.PolicyHarness();
        Assert.Equal(harness.Log.FactCount - 1, (await policy.ReplayAsync(harness.Log, policyOnly: true)).FactCount);
    }

    private static IReadOnlyList<T> Events<T>(SearchHarness harness, string name)
        where T : ISearchEvent =>
        [.. harness.Log.Rows.Where(row => row.Row.EventType == name).Select(row => (T)SearchEvents.FromRow(row.Row)!)];
}
