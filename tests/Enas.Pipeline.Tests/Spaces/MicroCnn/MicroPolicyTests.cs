using Enas.Backends.Cpu;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Spaces.MicroCnn;
using Enas.Pipeline.Tests.Policies;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Spaces.MicroCnn;

public sealed class MicroPolicyTests : IDisposable
{
    private static readonly MicroOperation[] s_all = Enum.GetValues<MicroOperation>();

    private static readonly PolicyOptions s_official = TestJobs.Policy(6) with
    {
        InitRange = 0.8,
        Temperature = 1,
        TanhConstant = 1.1,
        OperationTanhReduction = 2.5,
        ConvolutionBias = 10,
        ConvolutionPrior = 0.25,
    };

    private static readonly PolicyOptions[] s_variants =
    [
        s_official with { ConvolutionBias = 1 },
        s_official with { ConvolutionBias = 0, ConvolutionPrior = 0, OperationTanhReduction = 1, TanhConstant = 2.5, Temperature = 5 },
    ];

    private readonly CpuBackend _backend = new(1);

    public static TheoryData<int> Variants => [0, 1];

    public void Dispose() => _backend.Dispose();

    /// <summary>LSTM 64, five operations with their bias (docs/algorithms.md#parameter-counts).</summary>
    [Fact]
    public void The_policy_has_the_known_number_of_parameters()
    {
        var space = new MicroCnnSpace(5, s_all);
        Assert.Equal(41_733, LstmPolicy.ParameterCount(space, TestJobs.Policy(64)));
        using var policy = new LstmPolicy(_backend, space, TestJobs.Policy(64), 7);
        Assert.Equal(41_733, policy.Gradients([new(policy.Sample("test", 0, 0).Architecture, 1)]).Sum(weight => weight.Value.Length));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Probabilities_over_the_whole_space_sum_to_one(int variant)
    {
        var space = new MicroCnnSpace(1, [MicroOperation.Identity, MicroOperation.SeparableConvolution3]);
        using var policy = new LstmPolicy(_backend, space, s_variants[variant], 7);
        PolicyProperties.SumsToOne(policy, space);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void A_sample_scores_as_it_was_drawn(int variant)
    {
        using var policy = new LstmPolicy(_backend, new MicroCnnSpace(3, s_all), s_variants[variant], 7);
        PolicyProperties.ScoresAsDrawn(policy);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Reinforce_agrees_with_the_enumerated_expectation(int variant)
    {
        var space = new MicroCnnSpace(1, [MicroOperation.Identity, MicroOperation.SeparableConvolution3]);
        using var policy = new LstmPolicy(_backend, space, s_variants[variant], 7);
        PolicyProperties.ReinforceAgreesWithEnumeration(_backend, policy, space);
    }

    /// <summary>
    /// With c = 1.1 reduced by 2.5 a favoured convolution reaches .46 in the normal cell, any operation .38 in the reduction cell, an entry
    /// of two .90 (docs/algorithms.md#squashing-of-logits).
    /// </summary>
    [Fact]
    public void The_tanh_constants_cap_probabilities()
    {
        var space = new MicroCnnSpace(5, s_all);
        var seen = new List<(Decision Decision, double Probability)>();
        for (ulong seed = 0; seed < 6; seed++)
        {
            using var policy = new LstmPolicy(_backend, space, s_official with { InitRange = 4, ConvolutionBias = 0 }, seed);
            seen.AddRange(Enumerable.Range(0, 20).SelectMany(i => policy.Distributions(policy.Sample("test", 0, i).Architecture)
                .Zip(space.Decisions, (logProbs, decision) => (decision, Math.Exp(logProbs.Max())))));
        }

        double Largest(Func<Decision, bool> of) => seen.Where(one => of(one.Decision)).Max(one => one.Probability);
        Assert.InRange(Largest(decision =>
            decision.Name.StartsWith("normal/", StringComparison.Ordinal) && decision.Role == DecisionRole.Operation), 0.40, 0.4614);
        Assert.InRange(Largest(decision =>
            decision.Name.StartsWith("reduction/", StringComparison.Ordinal) && decision.Role == DecisionRole.Operation), 0.32, 0.3762);
        Assert.InRange(Largest(decision => decision is { Role: DecisionRole.Input, OptionCount: 2 }), 0.85, 0.9003);
    }

    /// <summary>Untrained, the biases make convolutions likelier: always in the normal cell, by the learned part alone in
    /// the reduction cell.</summary>
    [Fact]
    public void The_biases_favour_convolutions()
    {
        var space = new MicroCnnSpace(5, s_all);
        using var policy = new LstmPolicy(_backend, space, s_official with { InitRange = 0.01 }, 3);
        var distributions = policy.Distributions(space.Parse(PublishedArchitectures.Find("enas-micro")!.Tokens));
        // Logits are .44 tanh(10) + .25 and -.25 in the normal cell, .44 and 0 in the reduction cell.
        Assert.Equal(Math.Exp(0.69) / ((2 * Math.Exp(0.69)) + (3 * Math.Exp(-0.25))), Math.Exp(distributions[2][0]), 1e-3);
        Assert.Equal(Math.Exp(0.44) / ((2 * Math.Exp(0.44)) + 3), Math.Exp(distributions[22][1]), 1e-3);
    }

    [Fact]
    public void The_reduction_cell_goes_on_from_the_normal_cells_state()
    {
        var space = new MicroCnnSpace(2, s_all);
        using var policy = new LstmPolicy(_backend, space, s_official, 7);
        var one = policy.Distributions(space.Parse("0 0 0 0 0 0 0 0 / 0 0 0 0 0 0 0 0"));
        var other = policy.Distributions(space.Parse("0 0 0 0 0 0 0 4 / 0 0 0 0 0 0 0 0"));
        Assert.Equal(one.Take(8), other.Take(8));
        Assert.NotEqual(one[8], other[8]);
    }
}
