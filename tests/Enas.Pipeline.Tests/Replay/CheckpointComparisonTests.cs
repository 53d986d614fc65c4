using Enas.Pipeline.Events;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Replay;

namespace Enas.Pipeline.Tests.Replay;

/// <summary>What of a checkpoint may come out otherwise: with a tolerance the shared weights, never the policy's.</summary>
public sealed class CheckpointComparisonTests
{
    [Theory]
    [InlineData("weights/rnn/node0/x", true)]
    [InlineData("velocity/macro/stem/w", true)]
    [InlineData("policy/lstm/w", false)]
    [InlineData("policy-state/policy/lstm/w/m", false)]
    public void Only_shared_weights_may_differ_within_the_tolerance(string name, bool isTolerated)
    {
        Assert.NotNull(FirstDifference(name, 1.0001f, null));
        Assert.Equal(isTolerated, FirstDifference(name, 1.0001f, ReplayTolerance.OfReplay) is null);
        Assert.NotNull(FirstDifference(name, 1.1f, ReplayTolerance.OfReplay));
        Assert.Null(FirstDifference(name, 1, ReplayTolerance.OfReplay));
    }

    [Theory]
    [InlineData("best/velocity/macro/stem/w", true)]
    [InlineData("best/weights/macro/stem/w", false)]
    [InlineData("velocity/macro/stem/w", false)]
    public void Only_what_nothing_read_may_be_missing_from_what_was_made_again(string name, bool isPassedOver)
    {
        var (made, recorded) = (new Checkpoint(3, [], []) { Sections = [NetworkSections.Best] }, Holding(name, 1));
        Assert.Equal(isPassedOver, CheckpointComparison.FirstDifference(made, recorded, 7, isWhole: true) is null);
        Assert.Null(CheckpointComparison.FirstDifference(made, recorded, 7, isWhole: false));
    }

    /// <summary>What came later and is no state: a checkpoint from before it is as good; other words are another vocabulary.</summary>
    [Fact]
    public void What_came_later_may_be_missing_from_what_was_recorded()
    {
        static Checkpoint With(params (string Key, string Text)[] texts) =>
            new(3, [.. texts.Select(text => KeyValuePair.Create(text.Key, text.Text))], []) { Sections = [NetworkSections.Data] };
        var made = With(("data/kind", "text"), ("data/words", "[]"));
        Assert.Null(CheckpointComparison.FirstDifference(made, With(("data/kind", "text")), 7, isWhole: true));
        Assert.NotNull(CheckpointComparison.FirstDifference(made, With(("data/kind", "text"), ("data/words", "[1]")), 7, isWhole: true));
        Assert.NotNull(CheckpointComparison.FirstDifference(made, With(("data/words", "[]")), 7, isWhole: true));
    }

    private static Divergence? FirstDifference(string name, float now, ReplayTolerance? tolerance) =>
        CheckpointComparison.FirstDifference(Holding(name, now), Holding(name, 1), 7, isWhole: true, tolerance);

    private static Checkpoint Holding(string name, float value) => new(3, [], [new CheckpointTensor(name, [2], new[] { 0.5f, value })]);
}
