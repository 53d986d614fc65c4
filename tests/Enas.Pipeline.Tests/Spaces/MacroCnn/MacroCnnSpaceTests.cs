using System.Numerics;
using CsCheck;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Spaces.MacroCnn;

namespace Enas.Pipeline.Tests.Spaces.MacroCnn;

public sealed class MacroCnnSpaceTests
{
    private static readonly MacroOperation[] s_all = Enum.GetValues<MacroOperation>();

    [Fact]
    public void Twelve_layers_give_78_tokens() => Assert.Equal(78, new MacroCnnSpace(12, s_all).TokenCount);

    /// <summary>6^L 2^(L(L-1)/2), 1.6e29 at L = 12 (docs/algorithms.md#macro-space).</summary>
    [Fact]
    public void Twelve_layers_give_the_published_number_of_networks()
    {
        var size = new MacroCnnSpace(12, s_all).Size;
        Assert.Equal(BigInteger.Pow(6, 12) * BigInteger.Pow(2, 66), size);
        Assert.Equal(1.606e29, (double)size, 0.0005e29);
    }

    /// <summary>
    /// 98 of 276 skips, counted with other tools in the official code's scripts/cifar10_macro_final.sh (docs/algorithms.md#macro-space).
    /// </summary>
    [Fact]
    public void The_released_network_parses_prints_and_has_its_known_skips()
    {
        var released = PublishedArchitectures.Find("enas-macro")!;
        var space = new MacroCnnSpace(24, [.. s_all.Take(4)]);
        var architecture = space.Parse(released.Tokens);
        var network = space.Network(architecture);
        Assert.Equal(released.Tokens, architecture.Tokens);
        Assert.Equal(98, network.Layers.Sum(layer => layer.Skips.Count));
        Assert.Equal(276, space.Decisions.Count(decision => decision.Role == DecisionRole.Skip));
        Assert.Equal(MacroOperation.SeparableConvolution3, network.Layers[8].Operation);
        Assert.Equal([1, 2, 4, 5, 6], network.Layers[7].Skips);
    }

    [Fact]
    public void Tokens_go_layer_by_layer()
    {
        var space = new MacroCnnSpace(3, s_all);
        var network = space.Network(space.Parse("5 2 1 0 0 1"));
        Assert.Equal([MacroOperation.MaxPool3, MacroOperation.Convolution5, MacroOperation.Convolution3],
            network.Layers.Select(layer => layer.Operation));
        Assert.Equal([[], [0], [1]], network.Layers.Select(layer => layer.Skips.ToArray()));
    }

    [Fact]
    public void A_list_of_operations_gives_options_and_official_ids_stay()
    {
        var space = new MacroCnnSpace(2, [MacroOperation.MaxPool3, MacroOperation.Convolution3]);
        Assert.Equal("5 0 1", space.FromValues([0, 1, 1]).Tokens);
        Assert.Equal([0, 1, 1], space.Parse("5 0 1").Values);
        Assert.Contains("convolution-5x5 is not in this space; allowed: max-pool-3x3 convolution-3x3",
            Message(space, "2 0 1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0 1", "2 tokens; a network of 2 layers has 3")]
    [InlineData("0 1 2", "layer 1: the bit of entry 0 is 2; allowed: 0 or 1")]
    [InlineData("0 6 1", "layer 1: operation 6; allowed: 0 convolution-3x3")]
    [InlineData("0 x 1", "token 2 is \"x\"")]
    [InlineData("", "0 tokens")]
    public void What_is_no_network_is_refused(string tokens, string message) =>
        Assert.Contains(message, Message(new MacroCnnSpace(2, s_all), tokens), StringComparison.Ordinal);

    [Fact]
    public void Values_tokens_and_networks_name_the_same_architecture() => SpaceProperties.Codec(
        Gen.Select(Gen.Int[1, 9], Gen.Shuffle(s_all).Select(Gen.Int[1, 6], (order, count) => order.Take(count).ToArray()),
            (layers, operations) => new MacroCnnSpace(layers, operations)),
        (space, architecture) => space.FromNetwork(space.Network(architecture)));

    [Fact]
    public void Every_decision_changes_the_network() => SpaceProperties.EveryDecisionMatters(
        Gen.Int[1, 9].Select(layers => new MacroCnnSpace(layers, s_all)),
        (space, architecture) =>
            string.Join(';', space.Network(architecture).Layers.Select(layer => $"{layer.Operation}:{string.Join(',', layer.Skips)}")));

    private static string Message(MacroCnnSpace space, string tokens) =>
        Assert.Throws<ArchitectureFormatException>(() => space.Parse(tokens)).Message;
}
