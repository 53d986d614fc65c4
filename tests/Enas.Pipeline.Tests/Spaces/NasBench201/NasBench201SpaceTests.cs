using Enas.Pipeline.Architectures;
using Enas.Pipeline.Spaces.NasBench201;
using Enas.Pipeline.Tests.Policies;

namespace Enas.Pipeline.Tests.Spaces.NasBench201;

public sealed class NasBench201SpaceTests
{
    private const string Best = "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|skip_connect~0|nor_conv_3x3~1|nor_conv_1x1~2|";
    private static readonly NasBench201Space s_space = new();

    [Fact]
    public void There_are_15625_cells_and_each_has_a_string_of_its_own_that_parses_to_it()
    {
        var all = PolicyProperties.AllOf(s_space).ToArray();
        Assert.Equal(15_625, s_space.Size);
        Assert.Equal(15_625, all.Select(cell => cell.Tokens).Distinct(StringComparer.Ordinal).Count());
        Assert.All(all, cell => Assert.Equal(cell.Values, s_space.Parse(cell.Tokens).Values));
    }

    [Fact]
    public void The_official_string_is_the_canonical_one()
    {
        var cell = s_space.Parse(Best);
        Assert.Equal([3, 3, 3, 1, 3, 2], cell.Values);
        Assert.Equal(Best, cell.Tokens);
        Assert.Equal(Best, s_space.FromValues([3, 3, 3, 1, 3, 2]).Tokens);
    }

    [Theory]
    [InlineData("3 3 3 1 3 2")]
    [InlineData("3,3,3,1,3,2\n")]
    [InlineData(" |nor_conv_3x3~0| + |nor_conv_3x3~0|nor_conv_3x3~1| + |skip_connect~0|nor_conv_3x3~1|nor_conv_1x1~2|\n")]
    public void Six_numbers_and_blanks_around_nodes_are_read_too(string text) => Assert.Equal(Best, s_space.Parse(text).Tokens);

    [Fact]
    public void Decisions_have_the_names_parts_places_and_tokens_of_the_string()
    {
        Assert.Equal(
            ["node1/edge0", "node2/edge0", "node2/edge1", "node3/edge0", "node3/edge1", "node3/edge2"],
            s_space.Decisions.Select(decision => decision.Name));
        Assert.Equal(["node1", "node2", "node2", "node3", "node3", "node3"], s_space.Decisions.Select(decision => decision.Part));
        Assert.All(s_space.Decisions, decision => Assert.Equal(DecisionRole.Operation, decision.Role));
        Assert.All(s_space.Decisions, decision => Assert.Equal("skip_connect", decision.Options[decision.SkipValue!.Value]));
        Assert.Equal(s_space.TokenCount, s_space.Decisions.Count);

        var tokens = Best.Split('|', '+', ' ').Where(token => token.Length > 0).ToArray();
        var meanings = s_space.TokenMeanings.ToArray();
        Assert.Equal(s_space.TokenCount, tokens.Length);
        Assert.Equal(
            ["nor_conv_3x3", "nor_conv_3x3", "nor_conv_3x3", "skip_connect", "nor_conv_3x3", "nor_conv_1x1"],
            tokens.Select((token, i) => Assert.Single(meanings, meaning => meaning.Place == i + 1 && meaning.Token == token).Option));
    }

    [Fact]
    public void Edges_join_each_node_to_each_later_one()
    {
        var edges = NasBench201Space.EdgesOf(s_space.FromValues([0, 1, 2, 3, 4, 0]));
        Assert.Equal(
            [
                new(0, 1, NasBench201Operation.None),
                new(0, 2, NasBench201Operation.SkipConnect),
                new(1, 2, NasBench201Operation.Convolution1),
                new(0, 3, NasBench201Operation.Convolution3),
                new(1, 3, NasBench201Operation.AveragePool3),
                new(2, 3, NasBench201Operation.None),
            ],
            edges);
    }

    [Theory]
    [InlineData("", "0 tokens; an architecture is a string |OPERATION~0|+")]
    [InlineData("1 2 3", "3 tokens")]
    [InlineData("0 0 0 0 5 0", "token 5 is 5; allowed: 0 none, 1 skip_connect, 2 nor_conv_1x1, 3 nor_conv_3x3, 4 avg_pool_3x3")]
    [InlineData("0 0 0 x 5 0", "token 4 is \"x\"")]
    [InlineData("|none~0|+|none~0|none~1|", "2 nodes; a cell has 3")]
    [InlineData("|none~0|+|none~0|none~1|+|none~0|none~1|none~2|+", "4 nodes; a cell has 3")]
    [InlineData("none~0|+|none~0|none~1|+|none~0|none~1|none~2|", "node 1 is \"none~0|\"; a node begins and ends with '|'")]
    [InlineData("|none~0|+||+|none~0|none~1|none~2|", "node 2: 1 edges instead of 2")]
    [InlineData("|none~0|+|none~0|none~1|none~2|+|none~0|none~1|none~2|", "node 2: 3 edges instead of 2, one from each earlier node")]
    [InlineData("|none~0|+|none~0|none~1|+|none~0|none|none~2|", "node 3, edge 1 (token 5) is \"none\"; an edge is an operation")]
    [InlineData("|none~0|+|none~0|nor_conv_3x4~1|+|none~0|none~1|none~2|", "node 2, edge 1 (token 3): \"nor_conv_3x4\" is not an ")]
    [InlineData("|none~0|+|none~0|nor_conv_3x4~1|+|none~0|none~1|none~2|", " nor_conv_3x3 avg_pool_3x3 - did you mean \"nor_conv_3x3\"?")]
    [InlineData("|None~0|+|none~0|none~1|+|none~0|none~1|none~2|", "\"None\" is not an operation")]
    [InlineData("|none~0|+|none~1|none~0|+|none~0|none~1|none~2|", "node 2, edge 0 (token 2) reads \"1\"; the edges of a node read 0, 1")]
    [InlineData("|none~00|+|none~0|none~1|+|none~0|none~1|none~2|", "node 1, edge 0 (token 1) reads \"00\"")]
    [InlineData("|none~0|+|none~0|no\u001bne~1|+|none~0|none~1|none~2|", "\"no\\x1bne\" is not an operation")]
    public void What_is_no_architecture_is_told_with_its_place(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArchitectureFormatException>(() => s_space.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Long_text_is_cut_in_messages()
    {
        var text = $"|{new string('x', 100_000)}~0|+|none~0|none~1|+|none~0|none~1|none~2|";
        Assert.InRange(Assert.Throws<ArchitectureFormatException>(() => s_space.Parse(text)).Message.Length, 1, 400);
    }
}
