using Enas.Pipeline.Architectures;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.NasBench201;
using Enas.Pipeline.Tests.Networks;

namespace Enas.Pipeline.Tests.Spaces.NasBench201;

/// <summary>The benchmark's network as it is built, against the benchmark's own counts.</summary>
public sealed class NasBench201NetworkTests
{
    private static readonly NasBench201Space s_space = new();

    /// <summary>C = 16, N = 5, as the benchmark has it.</summary>
    private static readonly ImageNetworkOptions s_published = ImageNetworks.MacroSearch with { Filters = 16, Layers = 5, DropoutKeep = 1 };

    /// <summary>
    /// 1.531546 M parameters and 220.11969 M multiply-adds of the cell of all 3x3 convolutions, .073306 M and 7.78305 M of that without
    /// any: what the benchmark recorded (docs/algorithms.md#nas-bench-201).
    /// </summary>
    [Theory]
    [InlineData("3 3 3 3 3 3", 1_531_546, 220_119_690)]
    [InlineData("1 1 1 1 1 1", 73_306, 7_783_050)]
    [InlineData("2 2 2 2 2 2", 241_306, 31_376_010)]
    public void The_built_network_has_the_recorded_parameters_and_multiply_adds(string cell, long parameters, long multiplyAdds)
    {
        var counts = CountsOf(cell);
        Assert.Equal((parameters, multiplyAdds), (counts.Parameters, counts.MultiplyAdds));
    }

    /// <summary>Every number of 1x1 and 3x3 convolutions among six connected edges, against the formula that was fitted to the
    /// records.</summary>
    [Fact]
    public void Every_mix_of_convolutions_has_the_counts_of_the_benchmark()
    {
        foreach (var (large, small) in
            from large in Enumerable.Range(0, 7) from small in Enumerable.Range(0, 7 - large) select (large, small))
        {
            var cell = s_space.FromValues([.. Enumerable.Range(0, 6).Select(edge => (int)(edge < large ? NasBench201Operation.Convolution3
                : edge < large + small ? NasBench201Operation.Convolution1 : NasBench201Operation.SkipConnect))]);
            var counts = ImageNetworkFamily.Of(s_space).Count(cell, s_published, ImageNetworks.Cifar10);
            Assert.Equal(
                (NasBench201Counts.Parameters(cell), NasBench201Counts.MultiplyAdds(cell)), (counts.Parameters, counts.MultiplyAdds));
        }
    }

    /// <summary>Against the four ways that there are from the input to the output, in all 15,625 cells.</summary>
    [Fact]
    public void A_network_has_the_edges_on_ways_from_input_to_output_and_no_others()
    {
        (int From, int To)[][] ways = [[(0, 3)], [(0, 1), (1, 3)], [(0, 2), (2, 3)], [(0, 1), (1, 2), (2, 3)]];
        var unreached = 0;
        for (var number = 0; number < 15_625; number++)
        {
            var cell = s_space.FromValues([.. Enumerable.Range(0, 6).Select(edge => number / (int)Math.Pow(5, edge) % 5)]);
            var edges = NasBench201Space.EdgesOf(cell);
            bool IsThere((int From, int To) edge) =>
                edges.Single(one => (one.From, one.To) == edge).Operation != NasBench201Operation.None;
            var expected = ways.Where(way => way.All(IsThere)).SelectMany(way => way).Distinct().Order().ToArray();
            Assert.Equal(expected, NasBench201Graph.Connected(edges).Select(edge => (edge.From, edge.To)).Order());
            unreached += expected.Length == 0 ? 1 : 0;
        }

        // The cells whose output has no input.
        Assert.Equal(341, unreached);
    }

    [Fact]
    public void What_nothing_reads_is_not_built()
    {
        // Edge 0-1 is a convolution whose node nobody reads; edge 1-3 reads a node without input.
        Assert.Equal(CountsOf("1 1 1 1 1 1"), CountsOf("3 1 0 1 0 1"));
        Assert.Equal(CountsOf("1 1 1 1 1 1"), CountsOf("0 1 3 1 3 1"));
    }

    [Fact]
    public void Operations_without_weights_in_their_norms_have_so_many_fewer()
    {
        var counts = CountsOf("3 3 3 3 3 3", s_published with { BatchNormAffine = false });
        Assert.Equal(1_531_546 - (6 * 5 * 2 * (16 + 32 + 64)), counts.Parameters);
    }

    /// <summary>A supernet holds each convolution of each edge once: 6 x 5 cells of 1x1 and of 3x3 ones.</summary>
    [Fact]
    public void The_supernet_is_all_operations_on_all_edges() => Assert.Equal(
        73_306 + (6 * (28_000 + 243_040)),
        ImageParameterCounts.Supernet(s_space, s_published, ImageNetworks.Cifar10).Parameters);

    private static ImageCounts CountsOf(string cell, ImageNetworkOptions? options = null) =>
        ImageParameterCounts.Of(s_space, cell, options ?? s_published, ImageNetworks.Cifar10);
}
