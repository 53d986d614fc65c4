using System.Numerics;
using CsCheck;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Spaces.MicroCnn;

namespace Enas.Pipeline.Tests.Spaces.MicroCnn;

public sealed class MicroCnnSpaceTests
{
    private static readonly MicroOperation[] s_all = Enum.GetValues<MicroOperation>();

    [Fact]
    public void Five_nodes_give_20_tokens_for_each_cell() => Assert.Equal(20 + 20, new MicroCnnSpace(5, s_all).TokenCount);

    /// <summary>(∏_{i=2..6} i)² 5^10 = 5.06e12 for a cell, 2.56e25 for both (docs/algorithms.md#micro-space).</summary>
    [Fact]
    public void Five_nodes_give_the_known_number_of_cells()
    {
        var cell = BigInteger.Pow(2 * 3 * 4 * 5 * 6, 2) * BigInteger.Pow(5, 10);
        Assert.Equal(5.06e12, (double)cell, 0.005e12);
        Assert.Equal(cell * cell, new MicroCnnSpace(5, s_all).Size);
        Assert.Equal(2.56e25, (double)new MicroCnnSpace(5, s_all).Size, 0.005e25);
    }

    /// <summary>The released cells (docs/algorithms.md#micro-space).</summary>
    [Fact]
    public void The_released_cells_parse_and_print()
    {
        var released = PublishedArchitectures.Find("enas-micro")!;
        var space = new MicroCnnSpace(5, s_all);
        var architecture = space.Parse(released.Tokens);
        var network = space.Network(architecture);
        Assert.Equal(released.Tokens, architecture.Tokens);
        Assert.Equal(new MicroNode(new(0, MicroOperation.AveragePool3), new(0, MicroOperation.SeparableConvolution3)),
            network.Normal.Nodes[0]);
        Assert.Equal(new MicroNode(new(1, MicroOperation.SeparableConvolution5), new(3, MicroOperation.SeparableConvolution5)),
            network.Reduction.Nodes[2]);
        Assert.Equal([2, 3, 4, 5, 6], network.Normal.LooseEnds);
        Assert.Equal([2, 4, 5, 6], network.Reduction.LooseEnds);
    }

    [Fact]
    public void Unread_inputs_are_loose_ends_too()
    {
        var cell = new MicroCell([new(new(1, MicroOperation.Identity), new(1, MicroOperation.Identity)),
            new(new(2, MicroOperation.MaxPool3), new(1, MicroOperation.Identity))]);
        Assert.Equal([0, 3], cell.LooseEnds);
    }

    [Fact]
    public void Sampling_asks_for_both_entries_before_both_operations()
    {
        var space = new MicroCnnSpace(1, s_all);
        Assert.Equal(
            ["normal/node0/entry0", "normal/node0/entry1", "normal/node0/operation0", "normal/node0/operation1"],
            space.Decisions.Take(4).Select(decision => decision.Name));
        Assert.Equal("0 2 1 3 / 1 4 0 0", space.FromValues([0, 1, 2, 3, 1, 0, 4, 0]).Tokens);
    }

    [Fact]
    public void A_list_of_operations_gives_options_and_official_ids_stay()
    {
        var space = new MicroCnnSpace(1, [MicroOperation.Identity, MicroOperation.MaxPool3]);
        Assert.Equal("0 4 1 3 / 1 3 1 3", space.FromValues([0, 1, 0, 1, 1, 1, 1, 1]).Tokens);
        Assert.Contains("average-pool-3x3 is not in this space; allowed: identity max-pool-3x3",
            Message(space, "0 2 1 3 / 1 3 1 3"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0 0 1 0 0 0 1 0", "0 slashes")]
    [InlineData("0 0 1 0 / 0 0 1", "3 tokens in the reduction cell; a cell of 1 node has 4")]
    [InlineData("0 0 1 0 / 0 0 2 0", "reduction cell, node 0: entry 2; allowed: 0 to 1")]
    [InlineData("0 5 1 0 / 0 0 1 0", "normal cell, node 0: operation 5; allowed: 0 separable-convolution-3x3")]
    [InlineData("0 0 1 0 / 0 0 -1 0", "token 7 is \"-1\"")]
    [InlineData("", "0 slashes")]
    public void What_is_no_pair_of_cells_is_refused(string tokens, string message) =>
        Assert.Contains(message, Message(new MicroCnnSpace(1, s_all), tokens), StringComparison.Ordinal);

    [Fact]
    public void Values_tokens_and_networks_name_the_same_architecture() => SpaceProperties.Codec(
        Gen.Select(Gen.Int[1, 6], Gen.Shuffle(s_all).Select(Gen.Int[1, 5], (order, count) => order.Take(count).ToArray()),
            (nodes, operations) => new MicroCnnSpace(nodes, operations)),
        (space, architecture) => space.FromNetwork(space.Network(architecture)));

    [Fact]
    public void Every_decision_changes_the_cells() => SpaceProperties.EveryDecisionMatters(
        Gen.Int[1, 6].Select(nodes => new MicroCnnSpace(nodes, s_all)),
        (space, architecture) => string.Join('/', new[] {
            space.Network(architecture).Normal, space.Network(architecture).Reduction }.Select(cell => string.Join(';', cell.Nodes))));

    private static string Message(MicroCnnSpace space, string tokens) =>
        Assert.Throws<ArchitectureFormatException>(() => space.Parse(tokens)).Message;
}
