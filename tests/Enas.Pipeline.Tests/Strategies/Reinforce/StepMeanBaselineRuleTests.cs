using Enas.Pipeline.Architectures;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Strategies.PolicyTable;
using Enas.Pipeline.Strategies.Reinforce;
using Enas.Pipeline.Tests.Jobs;
using Enas.Pipeline.Tests.Policies;

namespace Enas.Pipeline.Tests.Strategies.Reinforce;

public sealed class StepMeanBaselineRuleTests
{
    private static readonly BaselineState s_none = new(null, null);

    /// <summary>By hand: the others of 1, 2 and 6 have the means 4, 3.5 and 1.5.</summary>
    [Fact]
    public void An_advantage_is_taken_from_the_mean_of_the_others()
    {
        var (advantages, next) = new StepMeanBaselineRule().Observe(s_none, [1, 2, 6]);
        Assert.Equal([-3.0, -1.5, 4.5], advantages);
        Assert.Equal(new BaselineState(3, null), next);
    }

    [Fact]
    public void What_all_signals_have_in_common_and_what_was_before_is_in_no_advantage()
    {
        var rule = new StepMeanBaselineRule();
        var (plain, _) = rule.Observe(s_none, [0.25, 0.5, 0.125, 1]);
        var (shifted, _) = rule.Observe(new BaselineState(-7, 0.5), [64.25, 64.5, 64.125, 65]);
        Assert.All(plain.Zip(shifted), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.Equal(0, plain.Sum(), 1e-12);
        Assert.Equal([0.0, 0.0], rule.Observe(s_none, [61.5, 61.5]).Advantages);
    }

    [Fact]
    public void One_signal_has_no_others() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new StepMeanBaselineRule().Observe(s_none, [1]));

    /// <summary>
    /// Over all tuples of samples, each with its probability, the update's gradient is that of the expected signal: no signal is in its own
    /// baseline. With the mean of all signals instead it would be (n - 1)/n of it.
    /// </summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void The_gradient_is_unbiased(int samples)
    {
        var space = new MacroCnnSpace(2, [MacroOperation.Convolution3, MacroOperation.MaxPool3]);
        using var policy = new TablePolicy(space, new TablePolicyOptions { InitDeviation = 0.8, Temperature = 1.7 }, 7);
        var all = PolicyProperties.AllOf(space).ToArray();
        double Signal(Architecture a) => 5 + Math.Sin(PolicyProperties.NumberOf(a));
        double Probability(Architecture a) => Math.Exp(a.Values.Index().Sum(value => policy.LogProbs(value.Index)[value.Item]));
        var expected = policy.Gradient([.. all.Select(a => new WeightedSample(a, all.Length * Probability(a) * Signal(a)))]);

        var (rule, sums) = (new StepMeanBaselineRule(), space.Decisions.Select(decision => new double[decision.OptionCount]).ToArray());
        foreach (var tuple in Tuples(all, samples))
        {
            var advantages = rule.Observe(s_none, [.. tuple.Select(Signal)]).Advantages;
            var gradient = policy.Gradient([.. tuple.Zip(advantages, (a, advantage) => new WeightedSample(a, advantage))]);
            var probability = tuple.Aggregate(1.0, (product, a) => product * Probability(a));
            foreach (var (decision, row) in sums.Index())
            {
                for (var option = 0; option < row.Length; option++)
                {
                    row[option] += probability * gradient[decision][option];
                }
            }
        }

        Assert.True(expected.Norm() > 0.05);
        Assert.All(sums.Index(), row => Assert.All(
            row.Item.Zip(expected[row.Index]), pair => Assert.Equal(pair.Second, pair.First, 1e-12)));
    }

    [Theory]
    [InlineData("strategy.samplesPerPolicyStep=1", "policy.baseline=step-mean", "\"moving\"")]
    [InlineData("strategy.kind=policy-table", "policy.baseline=step-mean", "\"debiased\"")]
    public void A_job_with_one_sample_for_a_step_is_refused(string first, string second, string way)
    {
        var error = Assert.Single(JobText.Errors(JobText.Minimal, first, second, "strategy.samplesPerPolicyStep=1"));
        Assert.Contains("policy.baseline  = \"step-mean\" takes the mean of the step's other samples, and there is only one; "
            + $"use strategy.samplesPerPolicyStep of 2 or more, or {way}", error, StringComparison.Ordinal);
        Assert.StartsWith("ENAS2204 ", error, StringComparison.Ordinal);
    }

    /// <summary>A policy that learns nothing has no baseline to speak of.</summary>
    [Fact]
    public void The_null_model_is_not_refused() => Assert.Empty(JobText.Errors(
        JobText.Minimal, "strategy.kind=random", "policy.baseline=step-mean", "strategy.samplesPerPolicyStep=1"));

    private static IEnumerable<Architecture[]> Tuples(Architecture[] all, int length) => length == 0
        ? [[]] : from head in Tuples(all, length - 1) from last in all select (Architecture[])[.. head, last];
}
