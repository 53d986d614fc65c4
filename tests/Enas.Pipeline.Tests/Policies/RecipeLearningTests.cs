using Enas.Backends.Cpu;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Strategies.Reinforce;
using Enas.Pipeline.Tests.Jobs;

namespace Enas.Pipeline.Tests.Policies;

/// <summary>
/// Whether a recipe's policy can move at all in the updates that it has: on made-up accuracies in which every option has an effect, with
/// the noise of small batches, a part of it common to a step. Everything is a function of the seed.
/// </summary>
public sealed class RecipeLearningTests
{
    private const int Updates = 200;
    private const double CommonNoise = 0.03;
    private const double OwnNoise = 0.06;

    /// <summary>A deviation over uniform architectures is .06. The first recipe gains a third of it at most; of whole networks it moves,
    /// but mostly where noise and the skip penalty take it. The second gains one and a half.</summary>
    [Theory]
    [InlineData("macro-cnn", "small", 0.7, 1, -0.02, 0.02)]
    [InlineData("macro-cnn", "small-2", 0, 0.7, 0.08, 1)]
    [InlineData("micro-cnn", "small", 0.95, 1, -0.02, 0.02)]
    [InlineData("micro-cnn", "small-2", 0, 0.7, 0.08, 1)]
    public void The_policy_learns_under_the_second_recipe_and_hardly_under_the_first(
        string space, string preset, double leastEntropy, double mostEntropy, double leastGain, double mostGain)
    {
        var job = Job(space, preset);
        using var backend = new CpuBackend(1);
        using var policy = new LstmPolicy(backend, SpaceCatalog.Create(job), job.Policy, 5);
        var (entropy, worth) = (EntropyOf(policy), WorthOf(policy));
        Learn(policy, job, Updates);
        Assert.InRange(EntropyOf(policy) / entropy, leastEntropy, mostEntropy);
        Assert.InRange(WorthOf(policy) - worth, leastGain, mostGain);
    }

    /// <summary>Under the first recipe the two separable convolutions are equally likely for ever; under the second the better one
    /// wins.</summary>
    [Theory]
    [InlineData("small", false)]
    [InlineData("small-2", true)]
    public void A_convolution_can_be_preferred_to_the_other_only_where_its_logit_can_learn(string preset, bool isLearned)
    {
        var job = Job("micro-cnn", preset);
        var space = SpaceCatalog.Create(job);
        using var backend = new CpuBackend(1);
        using var policy = new LstmPolicy(backend, space, job.Policy, 5);
        int[] operations = [.. space.Decisions.Index().Where(d => d.Item.Role == DecisionRole.Operation).Select(d => d.Index)];
        for (var step = 0; step < 60; step++)
        {
            var samples = Enumerable.Range(0, 5).Select(i => policy.Sample("sampling/policy", step, i).Architecture).ToArray();
            double[] rewards = [.. samples.Select(a =>
                (double)operations.Count(decision => a.Values[decision] == 0) - operations.Count(decision => a.Values[decision] == 1))];
            var (advantages, _) = new StepMeanBaselineRule().Observe(new BaselineState(null, null), rewards);
            policy.Update([.. samples.Zip(advantages, (a, advantage) => new WeightedSample(a, advantage))]);
        }

        var distributions = policy.Distributions(policy.Sample("probe", 0, 0).Architecture);
        Assert.All(operations, decision =>
        {
            var gap = distributions[decision][0] - distributions[decision][1];
            Assert.True(isLearned ? gap > 0.5 : gap == 0, $"decision {decision}: the log-odds are {gap}");
        });
    }

    private static JobOptions Job(string space, string preset) => JobText.Options(
        $$"""{ "name": "a", "preset": "{{preset}}", "data": { "kind": "generated" }, "space": { "kind": "{{space}}" } }""");

    private static void Learn(LstmPolicy policy, JobOptions job, int updates)
    {
        IBaselineRule rule = job.Policy.Baseline == PolicyOptions.StepMeanBaseline
            ? new StepMeanBaselineRule() : new MovingBaselineRule(job.Policy.BaselineDecay);
        var (baseline, noise) = (new BaselineState(null, null), new RandomStream(5, "noise"));
        for (var step = 0; step < updates; step++)
        {
            var samples = Enumerable.Range(0, job.Strategy.SamplesPerPolicyStep)
                .Select(i => policy.Sample("sampling/policy", step, i)).ToArray();
            double[] signals =
            [
                .. samples.Index().Select(sample => Worth(sample.Item.Architecture) + (CommonNoise * noise.Normal(step, 0, 0))
                    + (OwnNoise * noise.Normal(step, sample.Index, 1)) + (job.Policy.EntropyWeight * sample.Item.Entropy)),
            ];
            (var advantages, baseline) = rule.Observe(baseline, signals);
            policy.Update([.. samples.Zip(advantages, (sample, advantage) => new WeightedSample(sample.Architecture, advantage))]);
        }
    }

    /// <summary>An accuracy to which every option adds its own: its deviation over uniform architectures is about .06.</summary>
    private static double Worth(Architecture architecture) => 0.5 + (0.06 * Math.Sqrt(2.0 / architecture.Values.Count)
        * architecture.Values.Select((value, i) => Math.Cos((value * 1.9) + (i * 0.7))).Sum());

    private static double EntropyOf(LstmPolicy policy) => Enumerable.Range(0, 20).Average(i => policy.Sample("probe", 0, i).Entropy);

    private static double WorthOf(LstmPolicy policy) =>
        Enumerable.Range(0, 200).Average(i => Worth(policy.Sample("probe", 0, i).Architecture));
}
