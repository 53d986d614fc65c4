using System.Globalization;
using Enas.Pipeline.Architectures;

namespace Enas.Pipeline.Tests.Architectures;

/// <summary>What every space has from its decisions, where it says nothing better.</summary>
public sealed class SearchSpaceTests
{
    private static readonly Switched s_space = new();

    [Fact]
    public void A_space_has_as_many_architectures_as_its_options_can_be_combined() => Assert.Equal(2 * 3 * 2, s_space.Size);

    /// <summary>The sum of log n over the decisions; of the drawn option alone each term is -p log p, a share 1/n of it.</summary>
    [Fact]
    public void Equally_likely_options_have_the_logarithm_of_their_number_as_entropy()
    {
        Assert.Equal(Math.Log(2) + Math.Log(3) + Math.Log(2), s_space.UniformEntropy(ofSampledOption: false), 1e-12);
        Assert.Equal((Math.Log(2) / 2) + (Math.Log(3) / 3) + (Math.Log(2) / 2), s_space.UniformEntropy(ofSampledOption: true), 1e-12);
    }

    [Fact]
    public void A_decision_that_is_not_open_has_its_first_option()
    {
        Assert.Equal([0, 2, 0], s_space.FromValues([0, 2, 1]).Values);
        Assert.Equal([1, 2, 1], s_space.FromValues([1, 2, 1]).Values);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 0, 0, 0)]
    [InlineData(-1, 0, 0)]
    [InlineData(0, 3, 0)]
    [InlineData(0, 0, 2)]
    public void Values_outside_the_space_are_refused(params int[] values) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => s_space.FromValues(values));

    [Fact]
    public void Values_are_copied()
    {
        int[] values = [1, 1, 1];
        var architecture = s_space.FromValues(values);
        values[1] = 0;
        Assert.Equal([1, 1, 1], architecture.Values);
        Assert.Equal("1 1 1", architecture.Tokens);
    }

    [Fact]
    public void What_was_chosen_is_said_of_open_decisions_alone_a_skip_as_true_or_false()
    {
        Assert.Equal([("on", "false"), ("kind", "\"b\"")], s_space.ChoicesOf(s_space.FromValues([0, 1, 1])));
        Assert.Equal([("on", "true"), ("kind", "\"c\""), ("more", "\"a\"")], s_space.ChoicesOf(s_space.FromValues([1, 2, 0])));
    }

    [Fact]
    public void The_graph_is_a_chain_of_the_decisions_where_the_space_has_no_better_one()
    {
        var graph = s_space.GraphOf(s_space.FromValues([1, 2, 0]));
        Assert.Equal(["on = yes", "kind = c", "more = a"], graph.Nodes);
        Assert.Equal([(0, 1, ""), (1, 2, "")], graph.Edges.Select(edge => (edge.From, edge.To, edge.Label)));
    }

    [Fact]
    public void Operations_are_named_once_and_tokens_stand_in_the_order_of_their_places()
    {
        Assert.Equal(["a", "b", "c", "d"], s_space.OperationOptions);
        Assert.Equal(
            ["1 5 kind a", "1 6 kind b", "1 7 kind c", "2 0 on no", "2 1 on yes", "3 8 more a", "3 9 more d"],
            s_space.TokenMeanings.Select(meaning => string.Create(
                CultureInfo.InvariantCulture, $"{meaning.Place} {meaning.Token} {meaning.Decision} {meaning.Option}")));
    }

    [Fact]
    public void Architectures_are_equal_by_their_tokens()
    {
        var (one, same, other) = (s_space.FromValues([0, 1, 0]), s_space.FromValues([0, 1, 1]), s_space.FromValues([1, 1, 0]));
        Assert.True(one.Equals((object)same));
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.False(one.Equals(other));
        Assert.False(one.Equals(null));
        Assert.False(one.Equals("0 1 0"));
        Assert.Equal("0 1 0", one.ToString());
    }

    /// <summary>Its last decision is open where the first one is taken.</summary>
    private sealed class Switched : SearchSpace
    {
        public override string Kind => "switched";

        public override IReadOnlyList<Decision> Decisions { get; } =
        [
            new("on", DecisionRole.Skip, Decision.NoYes) { Place = 2, Tokens = ["0", "1"] },
            new("kind", DecisionRole.Operation, ["a", "b", "c"]) { Place = 1, Tokens = ["5", "6", "7"] },
            new("more", DecisionRole.Operation, ["a", "d"]) { Place = 3, Tokens = ["8", "9"] },
        ];

        public override int TokenCount => 3;

        public override bool HasConditions => true;

        public override bool IsOpen(int decision, IReadOnlyList<int> values) => decision != 2 || values[0] == 1;

        public override Architecture Parse(string tokens) => FromValues(TokenNumbers.Parse(tokens));

        protected override string Print(IReadOnlyList<int> values) => string.Join(' ', values.Select(TokenNumbers.Of));
    }
}
