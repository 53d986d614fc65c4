using System.Globalization;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Tests.Networks;

namespace Enas.Pipeline.Tests.Spaces.MacroCnn;

/// <summary>The channels that a drawing says are those of the network.</summary>
public sealed class MacroWidthsTests
{
    [Theory]
    [InlineData(3, 1)]
    [InlineData(6, 2)]
    [InlineData(7, 3)]
    [InlineData(12, 2)]
    public void Behind_so_many_reductions_there_are_as_many_as_the_network_has(int layers, int widening)
    {
        var options = ImageNetworks.MacroFinal with { ReductionWidening = widening };
        var network = new MacroNetwork([.. Enumerable.Repeat(new MacroLayer(MacroOperation.Convolution3, []), layers)]);
        var counted = new ImageCountingLayers();
        counted.Count(new MacroCnnGraph(network, options, 10), ImageNetworks.Cifar10);
        var (widths, reductions) = (new MacroWidths(options.Filters, options.ReductionWidening), 0);
        for (var layer = 0; layer < layers; layer++)
        {
            var key = string.Create(CultureInfo.InvariantCulture,
                $"macro/layer{layer}/{MacroOperationNames.Of(MacroOperation.Convolution3)}/input/gamma");
            Assert.Equal(counted.Parameters[key], widths.Of(reductions));
            reductions += MacroCnnGraph.IsReduced(layer, layers) ? 1 : 0;
        }

        Assert.Equal(2, reductions);
    }
}
