using Enas.Host.Report;

namespace Enas.Host.Tests.Report;

/// <summary>What architectures trained alone say together, on planted trainings.</summary>
public sealed class StandAloneTests
{
    /// <summary>A choice was chosen and a reference designed: neither says what architectures drawn by lot differ by.</summary>
    [Fact]
    public void Only_random_ones_tell_whether_a_ranking_can_be_trusted()
    {
        TrainedAlone[] random = [Trained("random", "a", 0.5, 0.52), Trained("random", "b", 0.6, 0.58), Trained("random", "c", 0.4, 0.44)];
        TrainedAlone[] others = [Trained("chosen", "d", 0.9, 0.92), Trained("resnet-micro", "e", 0.1, 0.12), Trained("other", "f", 0, 0.1)];
        var alone = StandAlone.Of(random, score => score).Reliability;
        Assert.Equal(3, alone!.Count);
        Assert.Equal(alone, StandAlone.Of([.. random, .. others], score => score).Reliability);
        Assert.Null(StandAlone.Of([random[0], .. others], score => score).Reliability);
    }

    private static TrainedAlone Trained(string from, string tokens, double first, double second) =>
        new(from, null, (first + second) / 2, [new(tokens, 1, first, null), new(tokens, 2, second, null)]);
}
