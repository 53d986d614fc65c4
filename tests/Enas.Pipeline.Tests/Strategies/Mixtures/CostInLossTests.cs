using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Steps.Mixtures;
using Enas.Pipeline.Strategies.Mixtures;
using Enas.Pipeline.Tests.Search;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Strategies.Mixtures;

public sealed class CostInLossTests
{
    private static readonly RnnCellSpace s_space = new(TestJobs.Space(3));
    private static readonly CostInLoss s_loss = new(0.2, 0.6);

    /// <summary>Where costs add up, the expectation is that over all architectures, enumerated.</summary>
    [Fact]
    public async Task The_expected_cost_is_the_expectation_over_all_architectures()
    {
        var costs = await CostsAsync();
        var alphas = new Alphas(s_space.Relaxation, new(1, 0, 0, 0, InitDeviation: 1), 3);
        double[] weights = [.. alphas.LogWeights().Select(Math.Exp)];
        var (choices, expected, probability) = (s_space.Relaxation.Choices, 0.0, 0.0);
        for (var i = 0; i < 4 * 4 * 8; i++)
        {
            int[] options = [i % 4, i / 4 % 4, i / 16];
            var p = choices.Zip(options, (choice, option) => weights[choice.First + option]).Aggregate((a, b) => a * b);
            probability += p;
            expected += p * new ValueCosts().CountsOf(s_space.Relaxation.ArchitectureOf(options)).MultiplyAdds;
        }

        Assert.Equal(1, probability, 1e-12);
        Assert.Equal(expected, costs.ExpectedOf(weights), 1e-8);
    }

    /// <summary>Against central differences of the loss itself, with a cross-entropy that is linear in the weights.</summary>
    [Fact]
    public async Task The_gradient_is_that_of_the_loss()
    {
        var costs = await CostsAsync();
        double[] weights = [.. new Alphas(s_space.Relaxation, new(1, 0, 0, 0, InitDeviation: 1), 3).LogWeights().Select(Math.Exp)];
        float[] slopes = [.. weights.Select((_, i) => (float)Math.Sin(i))];
        double CrossEntropy(IEnumerable<double> at) => 2 + at.Zip(slopes, (weight, slope) => weight * slope).Sum();
        double Loss(int moved, double by)
        {
            double[] at = [.. weights.Select((weight, i) => i == moved ? weight + by : weight)];
            var loss = s_loss.Of(CrossEntropy(at), costs.ExpectedOf(at));
            Assert.Equal(CrossEntropy(at) * 0.2 * Math.Pow(Math.Log(costs.ExpectedOf(at)), 0.6), loss, 1e-12);
            return loss;
        }

        var gradient = s_loss.GradientOf(
            new WindowLoss(10, 10 * CrossEntropy(weights)), slopes, costs, costs.ExpectedOf(weights));
        for (var i = 0; i < gradient.Length; i++)
        {
            Assert.Equal((Loss(i, 1e-5) - Loss(i, -1e-5)) / 2e-5, gradient[i], 1e-7);
        }
    }

    [Fact]
    public async Task Costs_come_back_from_their_row()
    {
        var costs = await CostsAsync();
        var again = OptionCostsMeasured.FromRow(costs.ToRow());
        Assert.Equal(costs.ToRow().Facts, again.ToRow().Facts);
        Assert.Equal(1000, again.Base);
        Assert.Equal(s_space.Relaxation.OptionCount, again.Costs.Count);
    }

    private static Task<OptionCostsMeasured> CostsAsync() => new MeasureOptionCostsHandler(s_space, new ValueCosts())
        .Handle(new MeasureOptionCosts(new StepPosition(0, Phases.Policy, 0)), CancellationToken.None);
}
