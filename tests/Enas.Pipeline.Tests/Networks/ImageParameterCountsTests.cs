using Enas.Pipeline.Networks;
using Enas.Pipeline.Spaces;

namespace Enas.Pipeline.Tests.Networks;

public sealed class ImageParameterCountsTests
{
    /// <summary>Algorithms dossier 2.2, 9.</summary>
    [Fact]
    public void The_official_macro_supernet_has_697860_parameters() => Assert.Equal(
        697_860,
        MacroParameterCounts.Supernet(new MacroCnnSpace(12, ImageNetworks.MacroOperations), ImageNetworks.MacroSearch, ImageNetworks.Cifar10).Parameters);

    /// <summary>
    /// Algorithms dossier 2.2: 31.1 million with separable operations, 42.7 million with plain ones in their place. The dossier counts 99 skips
    /// where the released string has 98: one more skip into the last block is a 1x1 convolution of 384 to 384 channels.
    /// </summary>
    [Theory]
    [InlineData(true, 31.1)]
    [InlineData(false, 42.7)]
    public void The_released_macro_network_has_the_known_parameters_but_for_one_skip(bool isSeparable, double millions)
    {
        var space = new MacroCnnSpace(24, ImageNetworks.MacroOperations);
        var released = space.Network(space.Parse(PublishedArchitectures.Find("enas-macro")!.Tokens));
        var network = new MacroNetwork([.. released.Layers.Select(layer => isSeparable ? layer : layer with { Operation = Plain(layer.Operation) })]);
        var counts = MacroParameterCounts.Of(network, ImageNetworks.MacroFinal, ImageNetworks.Cifar10);
        Assert.Equal(millions * 1e6, counts.Parameters + (384 * 384), 0.05e6);
    }

    /// <summary>Algorithms dossier 3.1, 9.</summary>
    [Fact]
    public void The_released_micro_network_has_3894372_parameters_and_494848_in_the_auxiliary_head()
    {
        var space = new MicroCnnSpace(5, ImageNetworks.MicroOperations);
        var network = space.Network(space.Parse(PublishedArchitectures.Find("enas-micro")!.Tokens));
        var counts = MicroParameterCounts.Of(network, ImageNetworks.MicroFinal, ImageNetworks.Cifar10);
        Assert.Equal((3_894_372, 494_848), (counts.Parameters, counts.AuxiliaryParameters));
    }

    private static MacroOperation Plain(MacroOperation operation) => operation switch
    {
        MacroOperation.SeparableConvolution3 => MacroOperation.Convolution3,
        MacroOperation.SeparableConvolution5 => MacroOperation.Convolution5,
        _ => operation,
    };
}
