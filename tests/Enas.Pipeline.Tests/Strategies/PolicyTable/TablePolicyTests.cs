using Enas.Pipeline.Architectures;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Spaces.MicroCnn;
using Enas.Pipeline.Spaces.NasBench201;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Steps;
using Enas.Pipeline.Strategies.PolicyTable;
using Enas.Pipeline.Tests.Policies;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Strategies.PolicyTable;

public sealed class TablePolicyTests
{
    private static readonly RnnCellSpace s_space = new(TestJobs.Space(3));
    private static readonly TablePolicyOptions s_rough = new() { InitDeviation = 0.8, Temperature = 1.7 };

    [Fact]
    public void Probabilities_over_the_whole_space_sum_to_one()
    {
        using var policy = new TablePolicy(s_space, s_rough, 7);
        Assert.Equal(1, PolicyProperties.AllOf(s_space).Sum(architecture => Math.Exp(policy.Score(architecture).LogProb)), 1e-6);
    }

    [Theory]
    [InlineData("distribution")]
    [InlineData("sampled")]
    public void A_sample_scores_as_it_was_drawn(string entropy)
    {
        using var policy = new TablePolicy(s_space, s_rough with { Entropy = entropy }, 7);
        for (var i = 0; i < 20; i++)
        {
            var sample = policy.Sample("test", 3, i);
            Assert.Equal(sample, policy.Score(sample.Architecture));
            Assert.Equal(sample, policy.Sample("test", 3, i));
        }
    }

    [Fact]
    public void Frequencies_of_samples_are_the_probabilities()
    {
        using var policy = new TablePolicy(s_space, s_rough, 7);
        var samples = Enumerable.Range(0, 20_000).Select(i => policy.Sample("test", i, 0).Architecture).ToArray();
        for (var decision = 0; decision < s_space.Decisions.Count; decision++)
        {
            foreach (var (option, logProb) in policy.LogProbs(decision).Index())
            {
                var p = Math.Exp(logProb);
                var share = samples.Count(sample => sample.Values[decision] == option) / 20_000.0;
                Assert.Equal(p, share, 1e-9 + (5 * Math.Sqrt(p * (1 - p) / 20_000)));
            }
        }
    }

    /// <summary>Six decisions of five options: 6 ln 5 nats; of the sampled option only, a fifth of it.</summary>
    [Fact]
    public void Zero_logits_are_uniform_and_have_the_entropy_of_their_kind()
    {
        var space = new NasBench201Space();
        using var policy = new TablePolicy(space, new TablePolicyOptions { InitDeviation = 0 }, 7);
        using var sampled = new TablePolicy(space, new TablePolicyOptions { InitDeviation = 0, Entropy = "sampled" }, 7);
        var sample = policy.Sample("test", 0, 0);
        Assert.Equal(6 * Math.Log(5), sample.Entropy, 1e-6);
        Assert.Equal(-6 * Math.Log(5), sample.LogProb, 1e-6);
        Assert.Equal(6 * Math.Log(5) / 5, sampled.Sample("test", 0, 0).Entropy, 1e-6);
        Assert.Equal(30, TablePolicy.ParameterCount(space));
    }

    [Fact]
    public void Initial_logits_are_normal_with_the_given_deviation_and_depend_on_the_seed()
    {
        var space = new MicroCnnSpace(40, Enum.GetValues<MicroOperation>());
        using var policy = new TablePolicy(space, new TablePolicyOptions(), 7);
        using var other = new TablePolicy(space, new TablePolicyOptions(), 8);

        // 160 decisions of five options; a logit less the mean of its decision has variance (1 - 1/5) 10^-6.
        var offsets = Enumerable.Range(0, space.Decisions.Count).Where(i => space.Decisions[i].Role == DecisionRole.Operation)
            .SelectMany(i => policy.LogProbs(i).Select(logProb => logProb - policy.LogProbs(i).Average())).ToArray();
        Assert.Equal(1e-3, Math.Sqrt(offsets.Average(offset => offset * offset) / 0.8), 1e-4);
        Assert.NotEqual(policy.LogProbs(0), other.LogProbs(0));
    }

    /// <summary>
    /// Σ π R ∇log π = ∇ Σ π R: the score-function gradient over the enumerated space against finite differences of the expectation.
    /// </summary>
    [Fact]
    public void Reinforce_agrees_with_the_enumerated_expectation()
    {
        using var policy = new TablePolicy(s_space, s_rough, 7);
        var all = PolicyProperties.AllOf(s_space).ToArray();
        double Reward(Architecture a) => Math.Sin(PolicyProperties.NumberOf(a));
        double Probability(TablePolicy of, Architecture a) => Math.Exp(a.Values.Index().Sum(value => of.LogProbs(value.Index)[value.Item]));
        double Expectation(TablePolicy of) => all.Sum(a => Probability(of, a) * Reward(a));
        var gradient = policy.Gradient([.. all.Select(a => new WeightedSample(a, all.Length * Probability(policy, a) * Reward(a)))]);
        for (var decision = 0; decision < s_space.Decisions.Count; decision++)
        {
            for (var option = 0; option < s_space.Decisions[decision].OptionCount; option++)
            {
                var (up, down) = (Nudged(policy, decision, option, 1e-4), Nudged(policy, decision, option, -1e-4));
                Assert.Equal(-(Expectation(up) - Expectation(down)) / 2e-4, gradient[decision][option], 1e-7);
            }
        }
    }

    /// <summary>The first step of Adam moves each logit by its rate, against the sign of its gradient.</summary>
    [Fact]
    public void The_first_update_moves_every_logit_by_the_rate()
    {
        var space = new NasBench201Space();
        using var policy = new TablePolicy(space, new TablePolicyOptions { InitDeviation = 0, LearningRate = 0.1 }, 7);
        var chosen = space.FromValues([0, 1, 2, 3, 4, 0]);
        var result = policy.Update([new WeightedSample(chosen, 2.5)]);
        foreach (var (decision, value) in chosen.Values.Index())
        {
            var logProbs = policy.LogProbs(decision);
            int[] others = [.. Enumerable.Range(0, 5).Where(option => option != value)];
            Assert.All(others, option => Assert.Equal(0.2, logProbs[value] - logProbs[option], 1e-7));
        }

        // Per decision 2.5 (0.8² + 4·0.2²)^½, six of them.
        Assert.Equal(2.5 * Math.Sqrt(6 * 0.8), result.GradNorm, 1e-12);
        Assert.Equal(0.1, result.LearningRate);
    }

    /// <summary>Adam's update by hand: three gradients g, with both moments corrected for their start at zero.</summary>
    [Fact]
    public void Updates_are_those_of_adam()
    {
        var space = new MacroCnnSpace(1, [MacroOperation.MaxPool3, MacroOperation.AveragePool3]);
        using var policy = new TablePolicy(space, new TablePolicyOptions { InitDeviation = 0, LearningRate = 0.05 }, 7);
        var (logit, m, v) = (0.0, 0.0, 0.0);
        foreach (var (i, (value, advantage)) in new[] { (0, 1.0), (0, -2.0), (1, 0.5) }.Index())
        {
            // The second logit is always the negative of the first.
            var p = 1 / (1 + Math.Exp(-2 * logit));
            var g = -advantage * ((value == 0 ? 1 : 0) - p);
            (m, v) = ((0.9 * m) + (0.1 * g), (0.999 * v) + (0.001 * g * g));
            logit -= 0.05 * (m / (1 - Math.Pow(0.9, i + 1))) / (Math.Sqrt(v / (1 - Math.Pow(0.999, i + 1))) + 1e-8);
            policy.Update([new WeightedSample(space.FromValues([value]), advantage)]);
            Assert.Equal(2 * logit, policy.LogProbs(0)[0] - policy.LogProbs(0)[1], 1e-12);
        }
    }

    [Fact]
    public void A_gradient_above_the_limit_is_scaled_to_it()
    {
        // The second update sees both moments: scaled gradients move logits otherwise than unscaled ones.
        using var free = new TablePolicy(s_space, s_rough, 7);
        using var clipped = new TablePolicy(s_space, s_rough with { ClipNorm = 0.1 }, 7);
        using var scaled = new TablePolicy(s_space, s_rough, 7);
        var sample = free.Sample("test", 0, 0).Architecture;
        var norm = free.Update([new WeightedSample(sample, 3)]).GradNorm;
        Assert.Equal(norm, clipped.Update([new WeightedSample(sample, 3)]).GradNorm);
        scaled.Update([new WeightedSample(sample, 3 * 0.1 / norm)]);
        Assert.Equal(0, scaled.LogProbs(0).Zip(clipped.LogProbs(0), (a, b) => Math.Abs(a - b)).Max(), 1e-12);
    }

    [Fact]
    public void A_checkpoint_goes_on_bit_for_bit()
    {
        using var policy = new TablePolicy(s_space, s_rough, 7);
        Learn(policy, 0, 5);
        var checkpoint = SearchCheckpoint.Of(policy.Sections, 5);
        using var other = new TablePolicy(s_space, s_rough, 7);
        SearchCheckpoint.Restore(other.Sections, checkpoint);
        Learn(policy, 5, 5);
        Learn(other, 5, 5);
        Assert.All(s_space.Decisions.Index(), decision => Assert.Equal(policy.LogProbs(decision.Index), other.LogProbs(decision.Index)));
        Assert.Equal(1 + (3 * s_space.Decisions.Count), checkpoint.Texts.Count);
        Assert.Empty(checkpoint.Tensors);
    }

    [Fact]
    public void A_checkpoint_of_another_space_is_refused()
    {
        using var policy = new TablePolicy(s_space, s_rough, 7);
        using var other = new TablePolicy(new RnnCellSpace(TestJobs.Space(4)), s_rough, 7);
        var checkpoint = SearchCheckpoint.Of(policy.Sections, 5);
        var missing = Assert.Throws<CheckpointSectionException>(() => SearchCheckpoint.Restore(other.Sections, checkpoint));
        Assert.Contains("has no policy-table/logits/", missing.Message, StringComparison.Ordinal);
        var logits = checkpoint.Texts.Index().First(text => text.Item.Key.StartsWith("policy-table/logits/", StringComparison.Ordinal));
        var error = Assert.Throws<InvalidDataException>(() =>
            SearchCheckpoint.Restore(policy.Sections, Changed(checkpoint, logits.Index, "0.5")));
        Assert.Contains("has 1 numbers", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_advantage_that_is_not_finite_ends_the_step_and_changes_nothing()
    {
        using var policy = new TablePolicy(s_space, s_rough, 7);
        var before = policy.LogProbs(0);
        var sample = new WeightedSample(policy.Sample("test", 0, 0).Architecture, double.NaN);
        Assert.Throws<NonFiniteStepException>(() => policy.Update([sample]));
        Assert.Equal(before, policy.LogProbs(0));
    }

    private static void Learn(TablePolicy policy, int from, int count)
    {
        for (var step = from; step < from + count; step++)
        {
            var samples = Enumerable.Range(0, 3).Select(i => new WeightedSample(policy.Sample("test", step, i).Architecture, i - 0.7));
            policy.Update([.. samples]);
        }
    }

    private static TablePolicy Nudged(TablePolicy policy, int decision, int option, double by)
    {
        var checkpoint = SearchCheckpoint.Of(policy.Sections, 0);
        var (at, logits) = checkpoint.Texts.Index()
            .First(text => text.Item.Key == "policy-table/logits/" + s_space.Decisions[decision].Name);
        var values = logits.Value.Split(' ');
        values[option] = (double.Parse(values[option]) + by).ToString("R");
        var nudged = new TablePolicy(s_space, s_rough, 7);
        SearchCheckpoint.Restore(nudged.Sections, Changed(checkpoint, at, string.Join(' ', values)));
        return nudged;
    }

    private static Checkpoint Changed(Checkpoint checkpoint, int at, string value) => checkpoint with
    {
        Texts = [.. checkpoint.Texts.Index().Select(text => text.Index == at ? new(text.Item.Key, value) : text.Item)],
    };
}
