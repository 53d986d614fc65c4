using Enas.Backends.Cpu;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Tests.Policies;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Spaces.MacroCnn;

public sealed class MacroPolicyTests : IDisposable
{
    private static readonly PolicyOptions s_sharp = TestJobs.Policy(6) with { InitRange = 0.8, Temperature = 1, TanhConstant = 1.5 };

    private static readonly PolicyOptions[] s_variants =
    [
        s_sharp,
        s_sharp with { SkipKeys = PolicyOptions.ShiftedKeys, Entropy = "sampled" },
        s_sharp with { TanhConstant = 0, Temperature = 5 },
    ];

    private readonly CpuBackend _backend = new(1);

    public static TheoryData<int> Variants => [0, 1, 2];

    public void Dispose() => _backend.Dispose();

    /// <summary>LSTM 64, six operations, the stem's anchor without weights of its own (docs/algorithms.md#parameter-counts).</summary>
    [Fact]
    public void The_policy_has_the_known_number_of_parameters()
    {
        var space = new MacroCnnSpace(12, Enum.GetValues<MacroOperation>());
        Assert.Equal(41_856, LstmPolicy.ParameterCount(space, TestJobs.Policy(64)));
        using var policy = new LstmPolicy(_backend, space, TestJobs.Policy(64), 7);
        Assert.Equal(41_856, policy.Gradients([new(policy.Sample("test", 0, 0).Architecture, 1)]).Sum(weight => weight.Value.Length));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Probabilities_over_the_whole_space_sum_to_one(int variant)
    {
        var space = Space(3, 2);
        using var policy = new LstmPolicy(_backend, space, s_variants[variant], 7);
        PolicyProperties.SumsToOne(policy, space);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void A_sample_scores_as_it_was_drawn(int variant)
    {
        using var policy = new LstmPolicy(_backend, Space(5, 6), s_variants[variant], 7);
        PolicyProperties.ScoresAsDrawn(policy);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Reinforce_agrees_with_the_enumerated_expectation(int variant)
    {
        var space = Space(3, 2);
        using var policy = new LstmPolicy(_backend, space, s_variants[variant], 7);
        PolicyProperties.ReinforceAgreesWithEnumeration(_backend, policy, space);
    }

    [Theory]
    [InlineData(PolicyOptions.AlignedKeys)]
    [InlineData(PolicyOptions.ShiftedKeys)]
    public void The_walk_is_the_documented_one(string keys)
    {
        const int layers = 5;
        var options = s_sharp with { SkipKeys = keys, Temperature = 2 };
        using var policy = new LstmPolicy(_backend, Space(layers, 3), options, 7);
        for (var i = 0; i < 5; i++)
        {
            var architecture = policy.Sample("test", 0, i).Architecture;
            var expected = new MacroWalkByHand(_backend, policy, options).Run(architecture.Values, layers);
            var actual = policy.Distributions(architecture);
            Assert.Equal(expected.Count, actual.Count);
            Assert.All(expected.Zip(actual), pair => Assert.All(
                pair.First.Zip(pair.Second), value => Assert.Equal(value.First, value.Second, 1e-5)));
        }
    }

    [Theory]
    [InlineData(PolicyOptions.BernoulliPenalty)]
    [InlineData(PolicyOptions.OfficialPenalty)]
    public void The_gradient_of_the_penalty_agrees_with_finite_differences(string penalty)
    {
        var space = Space(4, 2);
        var options = s_sharp with { SkipPenalty = penalty, SkipWeight = 0.8 };
        using var policy = new LstmPolicy(_backend, space, options, 7);
        var architecture = space.Parse("1 0 1 1 0 1 0 1 1 0");
        Assert.Equal(PenaltyByHand(policy, architecture, options), policy.Penalty(architecture), 1e-5);
        PolicyProperties.GradientsAgree(_backend, policy, policy.Gradients([new(architecture, 0)]), () =>
            PenaltyByHand(policy, architecture, options));
    }

    /// <summary>
    /// The penalty is the divergence of what is really sampled; the official form is not (docs/algorithms.md#skip-penalty).
    /// </summary>
    [Fact]
    public void The_penalty_is_the_divergence_of_sampled_frequencies()
    {
        const int Draws = 6000;
        var space = Space(3, 1);
        var options = s_sharp with { InitRange = 2, SkipWeight = 1 };
        using var policy = new LstmPolicy(_backend, space, options, 7);
        using var official = new LstmPolicy(_backend, space, options with { SkipPenalty = PolicyOptions.OfficialPenalty }, 7);
        var draws = Enumerable.Range(0, Draws).Select(i => policy.Sample("test", 0, i).Architecture).ToArray();
        var first = Frequency(draws, 2);
        foreach (var prefix in draws.GroupBy(draw => draw.Values[2]).Where(group => group.Count() > Draws / 10))
        {
            var measured = (Divergence(first, 0.4) + Divergence(Frequency(prefix, 4), 0.4) + Divergence(Frequency(prefix, 5), 0.4)) / 2;
            Assert.Equal(measured, policy.Penalty(prefix.First()), 0.02 + (0.1 * measured));
            Assert.True(Math.Abs(measured - official.Penalty(prefix.First())) > 0.05,
                $"{measured} sampled, {official.Penalty(prefix.First())} official");
        }
    }

    [Fact]
    public void The_penalty_alone_pulls_the_share_of_skips_to_its_target()
    {
        var space = Space(5, 2);
        using var policy = new LstmPolicy(_backend, space, s_sharp with { SkipWeight = 0.8, LearningRate = 0.02 }, 7);
        for (var step = 0; step < 120; step++)
        {
            policy.Update([new(policy.Sample("learn", step, 0).Architecture, 0)]);
        }

        var shares = Enumerable.Range(0, 50)
            .SelectMany(i => policy.Distributions(policy.Sample("test", 0, i).Architecture))
            .Where((_, i) => space.Decisions[i % space.Decisions.Count].Role == DecisionRole.Skip)
            .Select(logProbs => Math.Exp(logProbs[1]));
        Assert.Equal(0.4, shares.Average(), 0.03);
    }

    /// <summary>
    /// With c = 1.5, P(skip) lies in [.047, .953] and an operation reaches e^1.5 / (e^1.5 + 5 e^-1.5)
    /// = .80 (docs/algorithms.md#squashing-of-logits).
    /// </summary>
    [Fact]
    public void The_tanh_constant_caps_probabilities()
    {
        var space = Space(6, 6);
        using var policy = new LstmPolicy(_backend, space, s_sharp with { InitRange = 60 }, 3);
        var distributions = Enumerable.Range(0, 40)
            .SelectMany(i => policy.Distributions(policy.Sample("test", 0, i).Architecture)).ToArray();
        var skips = distributions.Where(logProbs => logProbs.Length == 2).Select(logProbs => Math.Exp(logProbs[1])).ToArray();
        Assert.Equal(0.0474, skips.Min(), 5e-4);
        Assert.Equal(0.9526, skips.Max(), 5e-4);
        var cap = Math.Exp(1.5) / (Math.Exp(1.5) + (5 * Math.Exp(-1.5)));
        Assert.Equal(0.80, cap, 5e-3);
        Assert.InRange(distributions.Where(logProbs => logProbs.Length == 6).Max(logProbs => Math.Exp(logProbs.Max())), 0.3, cap + 1e-5);
    }

    private static MacroCnnSpace Space(int layers, int operations) => new(layers, [.. Enum.GetValues<MacroOperation>().Take(operations)]);

    private static double Frequency(IEnumerable<Architecture> draws, int decision) => draws.Average(draw => draw.Values[decision]);

    private static double Divergence(double p, double target) => (p * Math.Log(p / target)) + ((1 - p) * Math.Log((1 - p) / (1 - target)));

    /// <summary>In float64 from the probabilities: the mean over layers of what each bit adds, times the weight.</summary>
    private static double PenaltyByHand(LstmPolicy policy, Architecture architecture, PolicyOptions options)
    {
        var bits = policy.Distributions(architecture).Where((_, i) => i is 2 or 4 or 5 or 7 or 8 or 9);
        return options.SkipWeight / 3 * bits.Sum(logProbs =>
        {
            var logit = ((double)logProbs[1] - logProbs[0]) / 2;
            var (no, yes) = (1 / (1 + Math.Exp(logit)), 1 / (1 + Math.Exp(-logit)));
            return options.SkipPenalty == PolicyOptions.OfficialPenalty
                ? (no * Math.Log(no / (1 - options.SkipTarget))) + (yes * Math.Log(yes / options.SkipTarget))
                : Divergence(Math.Exp(logProbs[1]), options.SkipTarget);
        });
    }
}
