using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Tests.Jobs;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Spaces.RnnCell;

/// <summary>The curves of docs/algorithms.md#learning-rate-decay.</summary>
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
        LearningRates.At(TestJobs.Network() with
        {
            LearningRate = 0.25,
            DecayFactor = 0.95,
            DecayStartEpoch = 12,
            LearningRateFloor = 5e-4
        }, epoch),
        expected * 1e-3);

    /// <summary>20 · .9991^1986 = 20 e^-1.788205 after the script's 2,000 epochs; the floor lies 11,000 epochs away.</summary>
    [Theory]
    [InlineData(0, 20)]
    [InlineData(13, 20)]
    [InlineData(14, 19.982)]
    [InlineData(15, 19.9640162)]
    [InlineData(1999, 3.3452033)]
    [InlineData(20_000, 1e-3)]
    public void The_official_final_script_decays_by_09991_from_epoch_14_to_a_floor(int epoch, double expected) =>
        Assert.Equal(expected, LearningRates.At(JobText.Options(JobText.Minimal, "preset=official").Train.Network, epoch), expected * 1e-6);

    [Theory]
    [InlineData("paper", 15, 19.2)]
    [InlineData("official", 99, 0.00273916)]
    [InlineData("enas-lm", 599, 20)]
    public void Presets_have_the_curves_of_their_sources(string preset, int epoch, double expected) =>
        Assert.Equal(expected,
            LearningRates.At(JobText.Options(JobText.Minimal, "preset=" + preset).SharedWeights, epoch), expected * 1e-3);

    /// <summary>enas_lm: a window of random length counts as its length over 35.</summary>
    [Fact]
    public void EnasLm_scales_the_rate_with_the_length_of_the_window()
    {
        var network = JobText.Options(JobText.Minimal, "preset=enas-lm").SharedWeights with { BatchSize = 2 };
        var windows = new TrainingWindows(new int[20_000], network, 1, string.Empty);
        var drawn = Enumerable.Range(0, 200).Select(step => windows.At(step)).ToArray();
        Assert.All(drawn, window => Assert.Equal(window.Window.TimeSteps / 35.0, window.LearningRateScale));
        Assert.True(drawn.Select(window => window.LearningRateScale).Distinct().Count() > 10);
        var whole = new TrainingWindows(new int[20_000], network with { RandomSequenceLength = false }, 1, string.Empty);
        Assert.All(Enumerable.Range(0, 200), step =>
            Assert.Equal((35, 1.0), (whole.At(step).Window.TimeSteps, whole.At(step).LearningRateScale)));
    }
}
