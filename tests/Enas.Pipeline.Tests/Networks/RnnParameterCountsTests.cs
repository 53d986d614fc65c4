using Enas.Pipeline.Networks;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Spaces;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Networks;

/// <summary>The golden numbers of the algorithms dossier, sections 1.1, 1.3 and 9.</summary>
public sealed class RnnParameterCountsTests
{
    private const int PtbVocabulary = 10_000;

    [Theory]
    [InlineData(720, "edge", 4, 77_702_400)]
    [InlineData(1000, "edge", 4, 146_000_000)]
    [InlineData(720, "edge-activation", 4, 289_209_600)]
    [InlineData(720, "edge-activation", 2, 148_204_800)]
    public void Supernets_have_the_published_sizes(int hidden, string sharing, int activations, long expected)
    {
        var space = new RnnCellSpace(TestJobs.Space(12) with { Activations = [.. TestJobs.AllActivations.Take(activations)] });
        Assert.Equal(expected, RnnParameterCounts.Supernet(space, TestJobs.Network(hidden, sharing), PtbVocabulary));
    }

    [Fact]
    public void An_untied_decoder_adds_a_matrix_and_a_bias_adds_a_row()
    {
        var space = new RnnCellSpace(TestJobs.Space(12));
        Assert.Equal(156_000_000, RnnParameterCounts.Supernet(space, TestJobs.Network(1000) with { TiedDecoder = false }, PtbVocabulary));
        Assert.Equal(146_010_000, RnnParameterCounts.Supernet(space, TestJobs.Network(1000) with { DecoderBias = true }, PtbVocabulary));
    }

    [Fact]
    public void The_official_final_network_has_22_027_104_parameters() =>
        Assert.Equal(22_027_104, RnnParameterCounts.Final(new RnnCellSpace(TestJobs.Space(12)), TestJobs.Network(748), PtbVocabulary));

    [Theory]
    [InlineData(4, 101_000)]
    [InlineData(2, 100_600)]
    public void The_official_policy_has_101_000_parameters(int activations, long expected)
    {
        var space = new RnnCellSpace(TestJobs.Space(12) with { Activations = [.. TestJobs.AllActivations.Take(activations)] });
        Assert.Equal(expected, LstmPolicy.ParameterCount(space, TestJobs.Policy(100)));
    }
}
