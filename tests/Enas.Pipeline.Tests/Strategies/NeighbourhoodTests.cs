using Enas.Pipeline.Strategies;

namespace Enas.Pipeline.Tests.Strategies;

public sealed class NeighbourhoodTests
{
    /// <summary>
    /// NAS-Bench-201 6·4; eight-node cell 8·3 + Σ(l-1), l = 1 .. 7; four-node cell whose first activation is fixed 3·3 + 0 + 1 + 2;
    /// macro 6·5 + 15; micro 2·(2·(1+2+3+4) + 8·4).
    /// </summary>
    [Theory]
    [InlineData(0, 24)]
    [InlineData(1, 45)]
    [InlineData(2, 12)]
    [InlineData(3, 45)]
    [InlineData(4, 104)]
    public void Sizes_are_the_sums_of_the_other_options(int number, int size)
    {
        var space = StrategySpaces.All[number];
        Assert.Equal(size, Neighbourhood.SizeOf(space));
        Assert.Equal(size, Neighbourhood.Of(space, StrategySpaces.Uniform(space, 3, 0)).Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Neighbours_differ_in_one_decision_and_from_each_other(int number)
    {
        var space = StrategySpaces.All[number];
        var at = StrategySpaces.Uniform(space, 3, 1);
        var neighbours = Neighbourhood.Of(space, at).Select(change => change.ApplyTo(space, at)).ToArray();
        Assert.Equal(neighbours.Length, neighbours.Distinct().Count());
        Assert.All(neighbours, neighbour => Assert.Single(neighbour.Values.Zip(at.Values), pair => pair.First != pair.Second));
    }
}
