using Enas.Pipeline.Architectures;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Strategies.Mixtures;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Strategies.Mixtures;

public sealed class AlphasTests
{
    private static readonly Relaxation s_relaxation =
        new RnnCellSpace(TestJobs.Space(2) with { Activations = ["tanh", "relu"] }).Relaxation;

    /// <summary>Two steps of Adam with weight decay inside the gradient, by hand.</summary>
    [Fact]
    public void Parameters_move_by_adam()
    {
        var alphas = new Alphas(s_relaxation, new AlphaOptions(0.01, 0.5, 0.9, 0.1, InitDeviation: 0), 1);
        Assert.All(alphas.Values, value => Assert.Equal(0, value));
        alphas.Update([2, -1, 0, 0]);

        // The first step is the rate, against the sign: m/(1 - β1) = g and v/(1 - β2) = g².
        Assert.Equal([-0.01, 0.01, 0, 0], alphas.Values.Select(value => Math.Round(value, 9)));
        alphas.Update([1, 1, 0, 0]);
        var slope = 1 + (0.1 * -0.01);
        var mean = ((0.5 * (0.5 * 2)) + (0.5 * slope)) / (1 - 0.25);
        var square = ((0.9 * (0.1 * 4)) + (0.1 * slope * slope)) / (1 - 0.81);
        Assert.Equal(-0.01 - (0.01 * mean / Math.Sqrt(square)), alphas.Values[0], 1e-7);
    }

    [Fact]
    public void A_checkpoint_gives_the_same_bits_and_the_digest_tells_one_bit()
    {
        var options = new AlphaOptions(0.01, 0.5, 0.9, 0.1, InitDeviation: 0.3);
        var one = new Alphas(s_relaxation, options, 1);
        one.Update([0.1, 0.2, 0.3, 0.4]);
        var section = new CheckpointSection(one.Section, 0);
        one.Save(section);
        var other = new Alphas(s_relaxation, options, 2);
        Assert.NotEqual(one.Digest, other.Digest);
        other.Load(section);
        Assert.Equal(one.Digest, other.Digest);
        one.Update([1e-9, 0, 0, 0]);
        other.Update([1e-9, 0, 0, 0]);
        Assert.Equal(one.Values, other.Values);
        Assert.Equal(one.Digest, other.Digest);
        other.Update([0, 0, 0, 0]);
        Assert.NotEqual(one.Digest, other.Digest);
    }

    [Fact]
    public void A_checkpoint_of_another_space_is_refused()
    {
        var section = new CheckpointSection(new Alphas(s_relaxation, new(1, 0, 0, 0, 0), 1).Section, 0);
        new Alphas(s_relaxation, new(1, 0, 0, 0, 0), 1).Save(section);
        var larger = new Alphas(new RnnCellSpace(TestJobs.Space(3)).Relaxation, new(1, 0, 0, 0, 0), 1);
        Assert.Throws<CheckpointSectionException>(() => larger.Load(section));
    }

    [Fact]
    public void Equal_parameters_have_the_entropy_of_a_uniform_choice()
    {
        var space = new RnnCellSpace(TestJobs.Space(4));
        Assert.Equal(
            space.UniformEntropy(ofSampledOption: false), new Alphas(space.Relaxation, new(1, 0, 0, 0, 0), 1).Entropy, 1e-12);
    }
}
