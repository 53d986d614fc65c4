using Enas.Pipeline.Networks;

namespace Enas.Pipeline.Tests.Networks;

public sealed class ImageLearningRatesTests
{
    /// <summary>The rates of the official search script (docs/algorithms.md#cosine-with-warm-restarts).</summary>
    [Theory]
    [InlineData(0, 0.05)]
    [InlineData(1, 0.048789)]
    [InlineData(5, 0.02525)]
    [InlineData(9, 0.001711)]
    [InlineData(10, 0.05)]
    [InlineData(20, 0.02525)]
    [InlineData(29, 0.000805)]
    [InlineData(30, 0.05)]
    [InlineData(69, 0.000576)]
    [InlineData(149, 0.000519)]
    [InlineData(309, 0.000505)]
    public void The_search_script_has_the_known_rates(int epoch, double rate) =>
        Assert.Equal(rate, ImageLearningRates.At(ImageNetworks.MacroSearch, epoch), 0.5e-6);
}
