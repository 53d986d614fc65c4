using Enas.Pipeline.Networks;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Networks;

/// <summary>The curves of the algorithms dossier, section 1.2.</summary>
public sealed class LearningRatesTests
{
    [Theory]
    [InlineData(0, 20)]
    [InlineData(14, 20)]
    [InlineData(15, 19.2)]
    [InlineData(16, 18.432)]
    [InlineData(149, 0.0808438)]
    public void The_paper_decays_by_096_from_epoch_15(int epoch, double expected) => Assert.Equal(
        expected,
        LearningRates.At(TestJobs.Network() with { LearningRate = 20, DecayFactor = 0.96, DecayStartEpoch = 15 }, epoch),
        expected * 1e-3);

    [Theory]
    [InlineData(11, 0.25)]
    [InlineData(12, 0.2375)]
    [InlineData(99, 0.00273916)]
    [InlineData(400, 5e-4)]
    public void The_official_search_decays_by_095_from_epoch_12_to_a_floor(int epoch, double expected) => Assert.Equal(
        expected,
        LearningRates.At(TestJobs.Network() with { LearningRate = 0.25, DecayFactor = 0.95, DecayStartEpoch = 12, LearningRateFloor = 5e-4 }, epoch),
        expected * 1e-3);
}
