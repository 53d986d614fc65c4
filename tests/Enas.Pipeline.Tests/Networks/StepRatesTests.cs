using Enas.Pipeline.Networks;

namespace Enas.Pipeline.Tests.Networks;

/// <summary>The formulas of docs/algorithms.md#warm-up-and-annealing, by hand.</summary>
public sealed class StepRatesTests
{
    [Theory]
    [InlineData(0, 0.25)]
    [InlineData(1, 0.5)]
    [InlineData(3, 1)]
    [InlineData(4, 1)]
    [InlineData(1_000_000_000_000, 1)]
    public void A_warm_up_of_four_steps_rises_by_a_quarter_each(long step, double factor) =>
        Assert.Equal(factor, StepRates.WarmUp(step, 4));

    [Fact]
    public void Without_a_warm_up_the_first_step_has_the_whole_rate() => Assert.Equal(1, StepRates.WarmUp(0, 0));

    /// <summary>Two steps up, then eight down: cos(π/4) = .70710678 after two of them, 0 after four.</summary>
    [Theory]
    [InlineData(0, 0.05)]
    [InlineData(1, 0.1)]
    [InlineData(3, 0.01 + (0.045 * 1.7071067811865475))]
    [InlineData(5, 0.055)]
    [InlineData(7, 0.01 + (0.045 * 0.2928932188134525))]
    [InlineData(9, 0.01)]
    public void The_last_step_of_the_warm_up_has_the_maximum_and_the_last_of_all_the_minimum(long step, double rate) =>
        Assert.Equal(rate, StepRates.Annealed(0.1, 0.01, step, 2, 10), 1e-15);

    [Theory]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(1_000_000)]
    public void Steps_after_the_last_keep_the_minimum(long step) =>
        Assert.Equal(0.01, StepRates.Annealed(0.1, 0.01, step, 2, 10));

    [Fact]
    public void Without_a_warm_up_the_rate_falls_in_every_step()
    {
        double[] rates = [.. Enumerable.Range(0, 211).Select(step => StepRates.Annealed(0.05, 0.0001, step, 0, 211))];
        Assert.All(rates.Zip(rates.Skip(1)), pair => Assert.True(pair.First > pair.Second));
        Assert.InRange(rates[0], 0.0499, 0.05);
        Assert.Equal(0.0001, rates[^1], 1e-15);
    }

    /// <summary>The epoch's rate of the search script, .048789 in epoch 1, times the share of the warm-up.</summary>
    [Fact]
    public void A_schedule_by_epochs_keeps_its_rates_after_the_warm_up()
    {
        var options = ImageNetworks.MacroSearch with { WarmUpSteps = 100 };
        Assert.Equal(0.05 * 0.01, ImageLearningRates.At(options, 0, 0), 1e-12);
        Assert.Equal(0.048789 * 0.51, ImageLearningRates.At(options, 1, 50), 1e-6);
        Assert.Equal(ImageLearningRates.At(options, 1), ImageLearningRates.At(options, 1, 100));
        Assert.Equal(0.0005, ImageLearningRates.At(options, 7, 499, 500), 1e-15);
    }
}
