using System.Numerics;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Spaces.RnnCell;

public sealed class RnnCellSpaceTests
{
    [Fact]
    public void Twelve_nodes_give_23_tokens_and_23_decisions()
    {
        var space = new RnnCellSpace(TestJobs.Space(12));
        Assert.Equal(23, space.TokenCount);
        Assert.Equal(23, space.Decisions.Count);
    }

    /// <summary>4^N (N-1)!, 6.70e14 for N = 12 (docs/algorithms.md#recurrent-cell).</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(12)]
    public void The_number_of_cells_is_four_to_the_n_times_n_minus_one_factorial(int nodes)
    {
        var factorial = Enumerable.Range(1, Math.Max(1, nodes - 1)).Aggregate(BigInteger.One, (product, i) => product * i);
        var size = new RnnCellSpace(TestJobs.Space(nodes)).Size;
        Assert.Equal(BigInteger.Pow(4, nodes) * factorial, size);
        if (nodes == 12)
        {
            Assert.Equal(6.70e14, (double)size, 0.005e14);
        }
    }

    [Fact]
    public void Values_and_tokens_name_the_same_architecture()
    {
        var space = new RnnCellSpace(TestJobs.Space(4));
        var architecture = space.FromValues([3, 0, 1, 1, 2, 0, 0]);
        Assert.Equal("3 0 1 1 2 0 0", architecture.Tokens);
        Assert.Equal(architecture, space.Parse(architecture.Tokens));
        Assert.Equal([2, 3], space.OutputNodes(space.Cell(architecture)));
    }

    [Fact]
    public void A_fixed_first_activation_is_no_decision_and_refuses_others()
    {
        var space = new RnnCellSpace(TestJobs.Space(3, firstActivation: "tanh", output: "all-but-first"));
        Assert.Equal(4, space.Decisions.Count);
        Assert.Equal("0 0 3 1 2", space.FromValues([0, 3, 1, 2]).Tokens);
        Assert.Equal([1, 2], space.OutputNodes(space.Cell(space.Parse("0 0 3 1 2"))));
        Assert.Contains("node 0 is always tanh",
            Assert.Throws<ArchitectureFormatException>(() => space.Parse("1 0 3 1 2")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_outside_the_space_is_refused_by_name()
    {
        var space = new RnnCellSpace(TestJobs.Space(3) with { Activations = ["tanh", "relu"] });
        Assert.Contains("sigmoid is not in this space; allowed: tanh relu",
            Assert.Throws<ArchitectureFormatException>(() => space.Parse("0 0 3 1 1")).Message, StringComparison.Ordinal);
        Assert.Contains("2 nodes, the space has 3",
            Assert.Throws<ArchitectureFormatException>(() => space.Parse("0 0 1")).Message, StringComparison.Ordinal);
    }
}
