using Enas.Backends.Cpu;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Policies;

namespace Enas.Pipeline.Tests.Policies;

/// <summary>What holds for the LSTM policy in every space.</summary>
internal static class PolicyProperties
{
    public static void SumsToOne(LstmPolicy policy, SearchSpace space) =>
        Assert.Equal(1, AllOf(space).Sum(architecture => Math.Exp(policy.Score(architecture).LogProb)), 1e-5);

    public static void ScoresAsDrawn(LstmPolicy policy)
    {
        for (var i = 0; i < 20; i++)
        {
            var sample = policy.Sample("test", 3, i);
            Assert.Equal(sample, policy.Score(sample.Architecture));
            Assert.Equal(sample, policy.Sample("test", 3, i));
        }
    }

    /// <summary>Σ π R ∇log π = ∇ Σ π R: the score-function gradient over the enumerated space against finite differences
    /// of the expectation.</summary>
    public static void ReinforceAgreesWithEnumeration(CpuBackend backend, LstmPolicy policy, SearchSpace space)
    {
        var all = AllOf(space).ToArray();
        double Reward(Architecture a) => Math.Sin(NumberOf(a));
        var samples = all.Select(a => new WeightedSample(a, all.Length * Math.Exp(policy.Score(a).LogProb) * Reward(a))).ToArray();
        GradientsAgree(backend, policy, policy.Gradients(samples), () => -all.Sum(a => Math.Exp(policy.Score(a).LogProb) * Reward(a)));
    }

    /// <summary>Gradients by weight key against central differences of a function of the policy, in one direction each.</summary>
    public static void GradientsAgree(
        CpuBackend backend, LstmPolicy policy, IReadOnlyList<KeyValuePair<string, float[]>> gradients, Func<double> function)
    {
        foreach (var (key, gradient) in gradients)
        {
            var direction = gradient.Select((_, i) => (float)Math.Cos((i * 7) + key.Length)).ToArray();
            var expected = DirectionalDerivative(backend, policy.Weight(key), direction, function);
            var actual = gradient.Zip(direction, (g, d) => (double)g * d).Sum();
            Assert.True(Math.Abs(expected - actual) <= 2e-3 * Math.Max(0.05, Math.Abs(expected)),
                $"{key}: {actual}, finite differences {expected}");
        }
    }

    /// <summary>A number made of the values, for rewards without a pattern.</summary>
    public static double NumberOf(Architecture architecture) => architecture.Values.Select((v, i) => (v + 1.0) * (i + 2)).Sum();

    public static IEnumerable<Architecture> AllOf(SearchSpace space)
    {
        var values = new int[space.Decisions.Count];
        while (true)
        {
            yield return space.FromValues(values);
            var position = 0;
            while (position < values.Length && ++values[position] == space.Decisions[position].OptionCount)
            {
                values[position++] = 0;
            }

            if (position == values.Length)
            {
                yield break;
            }
        }
    }

    private static double DirectionalDerivative(
        CpuBackend backend, Pipeline.Tensors.Tensor weight, float[] direction, Func<double> function)
    {
        const float Step = 4e-3f;
        var original = new float[direction.Length];
        backend.Read(weight, original);
        double At(float offset)
        {
            backend.Write(weight, [.. original.Zip(direction, (w, d) => w + (offset * d))]);
            return function();
        }

        var derivative = (At(Step) - At(-Step)) / (2 * Step);
        backend.Write(weight, original);
        return derivative;
    }
}
