using Enas.Pipeline.Architectures;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Strategies.Mixtures;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Strategies.Mixtures;

/// <summary>From architecture parameters to weights and back: against enumeration and differences.</summary>
public sealed class RelaxedDrawTests
{
    private static readonly RnnCellSpace s_space = new(TestJobs.Space(2) with { Activations = ["tanh", "relu"] });
    private static readonly AlphaOptions s_options = new(0.1, 0.5, 0.999, 1e-3, InitDeviation: 1);

    /// <summary>An objective that is linear in the weights: the derivative of its expectation, by differences of the parameters.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(0.3)]
    [InlineData(5)]
    public void The_gradient_goes_through_noise_and_temperature(double temperature)
    {
        double[] byWeights = [.. Enumerable.Range(0, s_space.Relaxation.OptionCount).Select(i => Math.Sin(i + 1))];
        var noise = Gumbel.Of(s_space.Relaxation, 3, "test", 5, 0);
        double Loss(int moved, double by)
        {
            var alphas = Moved(moved, by);
            return new RelaxedDraw(alphas, noise, temperature).Weights.Zip(byWeights, (weight, slope) => weight * slope).Sum();
        }

        var gradient = new RelaxedDraw(Moved(0, 0), noise, temperature).GradientOf(byWeights);
        for (var i = 0; i < gradient.Length; i++)
        {
            Assert.Equal((Loss(i, 1e-5) - Loss(i, -1e-5)) / 2e-5, gradient[i], 1e-8);
        }
    }

    /// <summary>
    /// Drawn often, options come as often as softmax(α) says, whatever the temperature: the frequencies of all options against their
    /// probabilities.
    /// </summary>
    [Fact]
    public void Largest_options_under_noise_are_draws_from_the_softmax()
    {
        const int draws = 4000;
        var alphas = Moved(0, 0);
        var counts = new double[alphas.Relaxation.OptionCount];
        for (var draw = 0; draw < draws; draw++)
        {
            foreach (var (choice, option) in alphas.Relaxation.Choices.Zip(
                new RelaxedDraw(alphas, Gumbel.Of(alphas.Relaxation, 3, "test", draw, 0), 0.5).Largest))
            {
                counts[choice.First + option]++;
            }
        }

        foreach (var (probability, count) in alphas.LogWeights().Select(Math.Exp).Zip(counts))
        {
            Assert.InRange(count / draws, probability - (5 * Deviation(probability)), probability + (5 * Deviation(probability)));
        }

        static double Deviation(double p) => Math.Sqrt(p * (1 - p) / draws);
    }

    /// <summary>
    /// The straight-through estimate is that of the soft weights with the chosen option's slope alone; added up over a choice of every
    /// option in turn it is the soft gradient itself.
    /// </summary>
    [Fact]
    public void Straight_through_gradients_over_all_options_add_up_to_the_soft_one()
    {
        double[] byWeights = [.. Enumerable.Range(0, s_space.Relaxation.OptionCount).Select(i => Math.Cos(i))];
        var draw = new RelaxedDraw(Moved(0, 0), Gumbel.Of(s_space.Relaxation, 3, "test", 5, 0), 0.7);
        var sum = new double[byWeights.Length];
        for (var chosen = 0; chosen < byWeights.Length; chosen++)
        {
            var alone = draw.GradientOf([.. byWeights.Select((slope, i) => i == chosen ? slope : 0)]);

            // d p_c / d α_k = p_c ([k = c] - p_k) / τ, within the choice.
            var choice = s_space.Relaxation.Choices.Single(one => chosen >= one.First && chosen < one.First + one.OptionCount);
            for (var k = 0; k < sum.Length; k++)
            {
                var isInside = k >= choice.First && k < choice.First + choice.OptionCount;
                var expected = isInside ? byWeights[chosen] * draw.Weights[chosen] * ((k == chosen ? 1 : 0) - draw.Weights[k]) / 0.7 : 0;
                Assert.Equal(expected, alone[k], 1e-12);
                sum[k] += alone[k];
            }
        }

        foreach (var (one, other) in sum.Zip(draw.GradientOf(byWeights)))
        {
            Assert.Equal(other, one, 1e-12);
        }
    }

    /// <summary>The expectation of the hard draw's objective over all draws, enumerated, is the softmax's own.</summary>
    [Fact]
    public void A_hard_draw_runs_its_options_alone()
    {
        var draw = new RelaxedDraw(Moved(0, 0), Gumbel.Of(s_space.Relaxation, 3, "test", 5, 0), 0.1);
        var hard = draw.Hard;
        Assert.Equal(draw.Largest, s_space.Relaxation.OptionsOf(hard.Path!));
        Assert.Equal(s_space.Relaxation.Choices.Count, hard.Weights.Count(weight => weight == 1));
        Assert.Equal(s_space.Relaxation.OptionCount - s_space.Relaxation.Choices.Count, hard.Weights.Count(weight => weight == 0));
        Assert.Null(draw.Soft.Path);
        Assert.All(s_space.Relaxation.Choices, choice => Assert.Equal(
            1, draw.Soft.Weights.Skip(choice.First).Take(choice.OptionCount).Sum(), 1e-6f));
    }

    /// <summary>At a temperature at which exponentials underflow nothing is infinite or undefined.</summary>
    [Fact]
    public void Cold_weights_stay_finite()
    {
        var draw = new RelaxedDraw(Moved(0, 900), Gumbel.Of(s_space.Relaxation, 3, "test", 5, 0), 1e-3);
        Assert.All(draw.Weights, weight => Assert.InRange(weight, 0, 1));
        Assert.All(draw.GradientOf([.. draw.Weights.Select(_ => 2.0)]), slope => Assert.True(double.IsFinite(slope)));
    }

    private static Alphas Moved(int option, double by)
    {
        var alphas = new Alphas(s_space.Relaxation, s_options, 9);
        var section = new Enas.Pipeline.Ports.CheckpointSection(alphas.Section, 0);
        alphas.Save(section);
        var moved = alphas.Values.Select((value, i) => i == option ? value + by : value);
        var changed = new Enas.Pipeline.Ports.CheckpointSection(alphas.Section, 0);
        foreach (var (key, text) in section.Texts)
        {
            changed.Add(key, key.EndsWith("values", StringComparison.Ordinal)
                ? string.Join(' ', moved.Select(value => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture))) : text);
        }

        alphas.Load(changed);
        return alphas;
    }
}
