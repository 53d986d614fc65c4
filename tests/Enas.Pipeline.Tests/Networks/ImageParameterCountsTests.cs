using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Spaces.MicroCnn;

namespace Enas.Pipeline.Tests.Networks;

public sealed class ImageParameterCountsTests
{
    /// <summary>See docs/algorithms.md#parameter-counts.</summary>
    [Fact]
    public void The_official_macro_supernet_has_697860_parameters() => Assert.Equal(
        697_860,
        MacroParameterCounts.Supernet(
            new MacroCnnSpace(12, ImageNetworks.MacroOperations), ImageNetworks.MacroSearch, ImageNetworks.Cifar10).Parameters);

    /// <summary>
    /// 31.1 million with separable operations, 42.7 million with plain ones in their place (docs/algorithms.md#parameter-counts). These
    /// were counted with 99 skips where the released string has 98: one more skip into the last block is a 1x1 convolution of 384 to
    /// 384 channels.
    /// </summary>
    [Theory]
    [InlineData(true, 31.1)]
    [InlineData(false, 42.7)]
    public void The_released_macro_network_has_the_known_parameters_but_for_one_skip(bool isSeparable, double millions)
    {
        var space = new MacroCnnSpace(24, ImageNetworks.MacroOperations);
        var released = space.Network(space.Parse(PublishedArchitectures.Find("enas-macro")!.Tokens));
        var network = new MacroNetwork(
            [.. released.Layers.Select(layer => isSeparable ? layer : layer with { Operation = Plain(layer.Operation) })]);
        var counts = MacroParameterCounts.Of(network, ImageNetworks.MacroFinal, ImageNetworks.Cifar10);
        Assert.Equal(millions * 1e6, counts.Parameters + (384 * 384), 0.05e6);
    }

    /// <summary>See docs/algorithms.md#parameter-counts.</summary>
    [Fact]
    public void The_released_micro_network_has_3894372_parameters_and_494848_in_the_auxiliary_head()
    {
        var space = new MicroCnnSpace(5, ImageNetworks.MicroOperations);
        var network = space.Network(space.Parse(PublishedArchitectures.Find("enas-micro")!.Tokens));
        var counts = MicroParameterCounts.Of(network, ImageNetworks.MicroFinal, ImageNetworks.Cifar10);
        Assert.Equal((3_894_372, 494_848), (counts.Parameters, counts.AuxiliaryParameters));
    }

    /// <summary>
    /// By hand, after the released code: stem 3x3 from 3 to 96 channels; layer of 1x1 and 3x3 over 96 channels; all at 32 x 32 and stride
    /// one, as one layer is never reduced; then 96 means into 10 classes.
    /// </summary>
    [Fact]
    public void Multiply_adds_of_one_layer_are_those_counted_by_hand()
    {
        var network = new MacroCnnSpace(1, ImageNetworks.MacroOperations)
            .Network(new MacroCnnSpace(1, ImageNetworks.MacroOperations).Parse("0"));
        var counts = MacroParameterCounts.Of(network, ImageNetworks.MacroFinal, ImageNetworks.Cifar10);
        Assert.Equal((32L * 32 * ((27 * 96) + (96 * 96) + (9 * 96 * 96))) + (96 * 10), counts.MultiplyAdds);
    }

    /// <summary>Every convolution has four times the positions on images of twice the side; only the last layer has as many.</summary>
    [Fact]
    public void Multiply_adds_grow_with_the_positions()
    {
        var space = new MicroCnnSpace(5, ImageNetworks.MicroOperations);
        var network = space.Network(space.Parse(PublishedArchitectures.Find("enas-micro")!.Tokens));
        var small = MicroParameterCounts.Of(network, ImageNetworks.MicroFinal, ImageNetworks.Cifar10).MultiplyAdds;
        var large = MicroParameterCounts.Of(
            network, ImageNetworks.MicroFinal, ImageNetworks.Cifar10 with { Height = 64, Width = 64 }).MultiplyAdds;
        var (lastLayer, rest) = Math.DivRem((4 * small) - large, 3);
        // 36 channels, doubled twice, of some loose ends, into ten classes.
        Assert.Equal((0, 0), (rest, lastLayer % (36 * 2 * 2 * 10)));
        Assert.InRange(lastLayer / (36 * 2 * 2 * 10), 1, 5);
    }

    private static MacroOperation Plain(MacroOperation operation) => operation switch
    {
        MacroOperation.SeparableConvolution3 => MacroOperation.Convolution3,
        MacroOperation.SeparableConvolution5 => MacroOperation.Convolution5,
        _ => operation,
    };
}
