using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Spaces.MicroCnn;
using Enas.Pipeline.Spaces.RnnCell;

namespace Enas.Pipeline.Tests.Catalogs;

/// <summary>The networks that people designed, token by token.</summary>
public sealed class ReferenceArchitecturesTests
{
    private static readonly string[] s_names = ["rhn", "resnet-macro", "vgg-macro", "resnet-micro", "nasnet-a", "resnet-201"];

    [Fact]
    public void Every_space_has_one_or_two_with_a_source_and_a_name_of_their_own()
    {
        Assert.Equal(s_names, ReferenceArchitectures.All.Select(reference => reference.Name));
        Assert.All(SpaceCatalog.All.Where(space => space.ReferenceSpace is not null), space => Assert.InRange(
            ReferenceArchitectures.All.Count(reference => reference.SpaceKind == space.Kind), 1, 2));
        Assert.All(ReferenceArchitectures.All, reference =>
        {
            Assert.Matches("^[A-Z].* (2015|2016|2017): ", reference.Source);
            Assert.Null(PublishedArchitectures.Find(reference.Name));
            Assert.Equal(reference.SpaceKind, ArchitectureDialects.SpaceOf("official", reference.Name));
            var space = SpaceCatalog.Of(reference.SpaceKind).ReferenceSpace!;
            Assert.Equal(reference.Tokens, space.Parse(reference.Tokens).Tokens);
            Assert.Equal(reference.Tokens, ArchitectureDialects.Parse(space, "official", $" {reference.Name} ").Tokens);
        });
    }

    [Fact]
    public void A_chain_of_tanh_is_as_deep_as_the_space()
    {
        Assert.Equal("0 0 0 1 0 2 0", Find(Cells(4, "tanh", "relu"), "rhn"));
        Assert.Null(Find(Cells(4, "relu"), "rhn"));
    }

    [Fact]
    public void Residual_blocks_add_their_input_to_the_second_convolution()
    {
        var space = new MacroCnnSpace(5, [MacroOperation.SeparableConvolution3, MacroOperation.Convolution3]);
        Assert.Equal("0 0 1 0 0 0 0 0 0 1 0 0 0 0 0", Find(space, "resnet-macro"));
        Assert.Equal("0 0 0 0 0 0 0 0 0 0 0 0 0 0 0", Find(space, "vgg-macro"));
        var skips = space.Network(space.Parse(Find(space, "resnet-macro")!)).Layers.Select(layer => layer.Skips);
        Assert.Equal([[], [0], [], [2], []], skips);
        Assert.Null(Find(new MacroCnnSpace(5, [MacroOperation.SeparableConvolution3]), "vgg-macro"));
    }

    [Fact]
    public void A_residual_cell_reads_both_inputs_and_ends_in_its_last_node()
    {
        var space = Micro(3);
        Assert.Equal("1 0 0 4 2 0 2 4 3 0 3 4 / 1 0 0 4 2 0 2 4 3 0 3 4", Find(space, "resnet-micro"));
        Assert.Equal([4], space.Network(space.Parse(Find(space, "resnet-micro")!)).Normal.LooseEnds);
        Assert.Null(Find(space, "nasnet-a"));
    }

    [Fact]
    public void The_cell_of_others_ends_as_it_was_published()
    {
        var space = Micro(5);
        Assert.Equal("1 1 0 0 0 1 0 0 1 2 0 4 0 2 0 2 1 0 1 4 / 1 1 0 1 1 3 0 1 1 2 0 1 3 4 2 2 2 0 1 3", Find(space, "nasnet-a"));
        var network = space.Network(space.Parse(Find(space, "nasnet-a")!));
        Assert.Equal([2, 3, 4, 5, 6], network.Normal.LooseEnds);
        Assert.Equal([4, 5, 6], network.Reduction.LooseEnds);
    }

    [Fact]
    public void A_name_of_another_space_is_refused()
    {
        var refused = Assert.Throws<ArchitectureFormatException>(() => ArchitectureDialects.Parse(Micro(3), "official", "rhn"));
        Assert.Equal("rhn is of the space rnn-cell, not of micro-cnn", refused.Message);
    }

    private static MicroCnnSpace Micro(int nodes) => new(nodes, [.. MicroOperationNames.All.Select(MicroOperationNames.Parse)]);

    private static RnnCellSpace Cells(int nodes, params string[] activations) => new(new SpaceOptions
    {
        Kind = RnnCellSpace.Name,
        Nodes = nodes,
        Activations = activations,
        FirstActivation = "sampled",
        Output = "loose-ends",
    });

    private static string? Find(SearchSpace space, string name) =>
        ReferenceArchitectures.Of(space).FirstOrDefault(reference => reference.Name == name)?.Architecture.Tokens;
}
