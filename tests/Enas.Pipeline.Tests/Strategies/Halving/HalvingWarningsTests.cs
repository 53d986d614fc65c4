using Enas.Pipeline.Strategies.Halving;

namespace Enas.Pipeline.Tests.Strategies.Halving;

/// <summary>Rungs that do not grow, or have nothing to choose.</summary>
public sealed class HalvingWarningsTests
{
    [Theory]
    [InlineData(27, 3, 400, null)]
    [InlineData(27, 3, 1, "strategy.steps = 1 over strategy.rungs = 3: 2 rungs train no longer than the one before, and a training of as "
        + "many steps tells nothing new; set strategy.steps to more, or strategy.rungs to less")]
    [InlineData(9, 9, 100_000, "strategy.rungs = 9 with strategy.candidates = 9: one architecture alone is left before the last 6 rungs, "
        + "where nothing is chosen any more; set strategy.rungs = 3")]
    [InlineData(9, 1, 5, null)]
    public void Rungs_that_tell_nothing_new_are_warned_of(int candidates, int rungs, int steps, string? words) =>
        Assert.Equal(words is null ? [] : (string[])[words], HalvingWarnings.Of(new Ladder(candidates, eta: 3, rungs, steps)));
}
