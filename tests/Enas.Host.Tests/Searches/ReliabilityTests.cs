using Enas.Host.Searches;

namespace Enas.Host.Tests.Searches;

/// <summary>Whether scores tell architectures apart.</summary>
public sealed class ReliabilityTests
{
    // Shrout and Fleiss 1979, table 2: six targets by four judges, with ICC(1,1) = .17 and ICC(1,4) = .44 of their table 4.
    private static readonly double[][] s_published =
        [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]];

    [Fact]
    public void Intraclass_correlations_are_the_published_ones()
    {
        var reliability = Reliability.Of(s_published)!;
        Assert.Equal((6, 4), (reliability.Count, reliability.Seeds));
        Assert.Equal(0.17, reliability.Single, 2);
        Assert.Equal(0.44, reliability.Mean, 2);
        Assert.Equal(6.26, reliability.WithinSd * reliability.WithinSd, 2);
        Assert.Null(reliability.CanRank);
        Assert.Equal("too few architectures to say whether a single training of this length can rank them: 10 at least",
            reliability.Verdict);
    }

    [Fact]
    public void Scores_without_noise_rank_and_noise_alone_does_not()
    {
        double[][] clean = [.. Enumerable.Range(1, 10).Select(i => (double[])[i, i])];
        double[][] noise = [.. Enumerable.Range(1, 10).Select(i => (double[])[i, 11 - i])];
        Assert.True(Reliability.Of(clean) is { CanRank: true, WithinSd: 0, Single: 1, Mean: 1 });
        Assert.True(Reliability.Of(noise) is { CanRank: false, BetweenSd: 0 });
        Assert.Null(Reliability.Of(clean[1..])!.CanRank);
        Assert.Null(Reliability.Of(noise[1..])!.ToJson()["canRank"]);
    }

    [Fact]
    public void Where_nothing_can_be_told_apart_there_is_none()
    {
        Assert.Null(Reliability.Of([]));
        Assert.Null(Reliability.Of([[1, 2]]));
        Assert.Null(Reliability.Of([[1], [2]]));
        Assert.Null(Reliability.Of([[1, 1], [1, 1]]));
    }

    // Any textbook's case: .3 observed with a reliability of .36 is .5; here the published means have (11.24 - 6.26) / 11.24.
    [Theory]
    [InlineData(0.3, 0.36, 0.5)]
    [InlineData(-0.3, 0.36, -0.5)]
    [InlineData(0.3, 1, 0.3)]
    public void A_correlation_is_corrected_for_noise_on_one_side(double observed, double reliability, double corrected)
    {
        var without = new Reliability(10, 4, 1, 1, 0, reliability).WithoutNoise(observed)!;
        Assert.Equal(corrected, without.Value!.Value, 12);
        Assert.Equal(FormattableString.Invariant(
            $"Spearman rho {corrected:0.00} if the trainings had no noise of their own (corrected for attenuation)"), without.Words);
    }

    // -.79 / sqrt(.376): no correlation, and -1 would be a strong one that nobody saw.
    [Fact]
    public void What_the_correction_brings_out_of_range_is_no_correlation()
    {
        var without = new Reliability(10, 2, 1, 1, 0, 0.376).WithoutNoise(-0.79)!;
        Assert.Null(without.Value);
        Assert.Equal("out of range (-1.29): the trainings are too noisy to correct Spearman rho for their noise", without.Words);
    }

    [Fact]
    public void Nothing_is_corrected_by_noise_alone()
    {
        Assert.Null(new Reliability(10, 2, 1, 0, 0, -0.2).WithoutNoise(0.3));
        Assert.Equal(0.3 / Math.Sqrt((11.24 - 6.26) / 11.24),
            (Reliability.Of(s_published)! with { Count = 10 }).WithoutNoise(0.3)!.Value!.Value, 3);
    }

    [Fact]
    public void Of_few_nothing_is_corrected()
    {
        Assert.Null(Reliability.Of(s_published)!.WithoutNoise(0.3));
        Assert.Null(new Reliability(9, 2, 1, 1, 0.5, 0.8).WithoutNoise(0.3));
        Assert.NotNull(new Reliability(10, 2, 1, 1, 0.5, 0.8).WithoutNoise(0.3));
    }

    [Fact]
    public void It_is_said_in_words() => Assert.Equal(
        "one architecture's trainings differ by 2.5 (sd within), architectures by 1.12 (sd between); "
            + "intraclass correlation 0.17 of one training, 0.44 of the mean of 4; n = 6 random ones",
        Reliability.Of(s_published)!.Words(difference => difference.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture)));
}
