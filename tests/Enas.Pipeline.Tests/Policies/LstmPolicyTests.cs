using Enas.Backends.Cpu;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Policies;

public sealed class LstmPolicyTests : IDisposable
{
    private static readonly PolicyOptions[] s_variants =
    [
        TestJobs.Policy(6) with { InitRange = 0.8 },
        TestJobs.Policy(6) with { InitRange = 0.8, RecencyBias = 1.0 / 6, DistanceScaling = true, Entropy = "sampled" },
        TestJobs.Policy(6) with { InitRange = 0.8, TiedActivations = true, TanhConstant = 0, Temperature = 1 },
    ];

    private readonly CpuBackend _backend = new(1);

    public static TheoryData<int> Variants => [0, 1, 2];

    public void Dispose() => _backend.Dispose();

    [Theory]
    [MemberData(nameof(Variants))]
    public void Probabilities_over_the_whole_space_sum_to_one(int variant)
    {
        var space = new RnnCellSpace(TestJobs.Space(3));
        using var policy = new LstmPolicy(_backend, space, s_variants[variant], 7);
        PolicyProperties.SumsToOne(policy, space);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void A_sample_scores_as_it_was_drawn(int variant)
    {
        var space = new RnnCellSpace(TestJobs.Space(5));
        using var policy = new LstmPolicy(_backend, space, s_variants[variant], 7);
        PolicyProperties.ScoresAsDrawn(policy);
    }

    /// <summary>Σ π R ∇log π = ∇ Σ π R: the score-function gradient over the enumerated space against finite differences
    /// of the expectation.</summary>
    [Theory]
    [MemberData(nameof(Variants))]
    public void Reinforce_agrees_with_the_enumerated_expectation(int variant)
    {
        var space = new RnnCellSpace(TestJobs.Space(3));
        using var policy = new LstmPolicy(_backend, space, s_variants[variant], 7);
        PolicyProperties.ReinforceAgreesWithEnumeration(_backend, policy, space);
    }

    [Fact]
    public void The_gradient_of_many_samples_converges_to_the_enumerated_expectation()
    {
        var space = new RnnCellSpace(TestJobs.Space(2));
        using var policy = new LstmPolicy(_backend, space, s_variants[0], 7);
        var all = PolicyProperties.AllOf(space).ToArray();
        double Reward(Architecture a) => a.Values[0] == 1 ? 1 : 0;
        var exact = policy.Gradients(
            [.. all.Select(a => new WeightedSample(a, all.Length * Math.Exp(policy.Score(a).LogProb) * Reward(a)))]);
        var sampled = policy.Gradients([.. Enumerable.Range(0, 2000)
            .Select(i => policy.Sample("test", 0, i).Architecture).Select(a => new WeightedSample(a, Reward(a) - 0.25))]);
        var (dot, exactSquare, sampledSquare) = (0.0, 0.0, 0.0);
        foreach (var (e, s) in exact.SelectMany(p => p.Value).Zip(sampled.SelectMany(p => p.Value)))
        {
            dot += (double)e * s;
            exactSquare += (double)e * e;
            sampledSquare += (double)s * s;
        }

        Assert.True(dot / Math.Sqrt(exactSquare * sampledSquare) > 0.97, $"cosine {dot / Math.Sqrt(exactSquare * sampledSquare)}");
    }

    /// <summary>
    /// With c = 2.5 the likeliest of four activations is at most e^5 / (e^5 + 3) = .980 (docs/algorithms.md#squashing-of-logits).
    /// </summary>
    [Fact]
    public void The_tanh_constant_caps_probabilities()
    {
        var space = new RnnCellSpace(TestJobs.Space(2));
        using var policy = new LstmPolicy(_backend, space, TestJobs.Policy(8) with { InitRange = 60, Temperature = 1 }, 3);
        var cap = Math.Exp(5) / (Math.Exp(5) + 3);
        Assert.Equal(0.980, cap, 5e-4);
        var likeliest = PolicyProperties.AllOf(space).Max(a => Math.Exp(policy.Score(a).LogProb));
        Assert.InRange(likeliest, 0.3, (cap * cap) + 1e-5);
    }

    [Fact]
    public void A_checkpoint_restores_every_bit()
    {
        var space = new RnnCellSpace(TestJobs.Space(4));
        using var policy = new LstmPolicy(_backend, space, s_variants[0], 7);
        using var copy = new LstmPolicy(_backend, space, s_variants[0], 7);
        Learn(policy, 0);
        Learn(copy, 5);
        Learn(copy, 6);
        SearchCheckpoint.Restore(copy.Sections, SearchCheckpoint.Of(policy.Sections, 1));
        Learn(policy, 1);
        Learn(copy, 1);
        var architecture = policy.Sample("test", 0, 0).Architecture;
        Assert.Equal(policy.Score(architecture).LogProb, copy.Score(architecture).LogProb);
    }

    private static void Learn(LstmPolicy policy, int step) =>
        policy.Update([new WeightedSample(policy.Sample("learn", step, 0).Architecture, 1.5),
            new WeightedSample(policy.Sample("learn", step, 1).Architecture, -0.5)]);
}
