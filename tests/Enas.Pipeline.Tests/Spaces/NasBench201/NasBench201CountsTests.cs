using Enas.Pipeline.Spaces.NasBench201;

namespace Enas.Pipeline.Tests.Spaces.NasBench201;

public sealed class NasBench201CountsTests
{
    /// <summary>The figures that the benchmark publishes for its cells 0, 11 and 284.</summary>
    [Theory]
    [InlineData("|avg_pool_3x3~0|+|nor_conv_1x1~0|skip_connect~1|+|nor_conv_1x1~0|skip_connect~1|skip_connect~2|", 15_647_370, 129_306)]
    [InlineData("|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|none~0|nor_conv_3x3~1|avg_pool_3x3~2|", 113_951_370, 802_426)]
    [InlineData("|skip_connect~0|+|skip_connect~0|skip_connect~1|+|none~0|nor_conv_1x1~1|none~2|", 11_715_210, 101_306)]
    public void Counts_are_those_of_the_published_records(string tokens, long multiplyAdds, long parameters)
    {
        var cell = new NasBench201Space().Parse(tokens);
        Assert.Equal(multiplyAdds, NasBench201Counts.MultiplyAdds(cell));
        Assert.Equal(parameters, NasBench201Counts.Parameters(cell));
    }

    [Fact]
    public void Counts_go_from_7_783_to_220_120_million()
    {
        var space = new NasBench201Space();
        Assert.Equal(7_783_050, NasBench201Counts.MultiplyAdds(space.FromValues([0, 1, 4, 0, 1, 4])));
        Assert.Equal(220_119_690, NasBench201Counts.MultiplyAdds(space.FromValues([3, 3, 3, 3, 3, 3])));
    }
}
