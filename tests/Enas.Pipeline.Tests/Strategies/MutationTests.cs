using CsCheck;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Spaces.MicroCnn;
using Enas.Pipeline.Spaces.NasBench201;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Strategies;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Strategies;

public sealed class MutationTests
{
    private const int Draws = 36_000;
    private static readonly RandomStream s_stream = new(7, "test");

    public static TheoryData<int> Spaces => [.. Enumerable.Range(0, StrategySpaces.All.Count)];

    [Theory]
    [MemberData(nameof(Spaces))]
    public void A_mutant_differs_from_its_parent_in_exactly_the_decision_that_it_names(int number)
    {
        var space = StrategySpaces.All[number];
        var mutation = new Mutation(space);
        Gen.Select(Gen.ULong, Gen.Int[0, 1000], Gen.Int[0, 5]).Sample((seed, step, attempt) =>
        {
            var parent = StrategySpaces.Uniform(space, seed, step);
            var (child, change) = mutation.Draw(parent, new RandomStream(seed, "test"), step, 0, attempt);
            Assert.Equal(parent.Values[change.Decision], change.From);
            Assert.Equal(child.Values[change.Decision], change.To);
            Assert.NotEqual(change.From, change.To);
            Assert.Single(parent.Values.Zip(child.Values), pair => pair.First != pair.Second);
            Assert.NotEqual(parent.Tokens, child.Tokens);
            Assert.Equal(child, change.ApplyTo(space, parent));
        });
    }

    /// <summary>The published evolution draws the node, then one of its edges: 1/3, 1/6 each, 1/9 each.</summary>
    [Fact]
    public void On_nas_bench_201_the_node_is_drawn_before_the_edge()
    {
        var space = new NasBench201Space();
        var changes = Changes(space, space.FromValues([0, 1, 2, 3, 4, 0]));
        double[] expected = [1 / 3.0, 1 / 6.0, 1 / 6.0, 1 / 9.0, 1 / 9.0, 1 / 9.0];
        Assert.All(expected.Index(), edge => AssertShare(edge.Item, changes.Count(change => change.Decision == edge.Index)));
    }

    [Fact]
    public void Every_other_value_is_equally_likely()
    {
        var space = new NasBench201Space();
        var changes = Changes(space, space.FromValues([2, 1, 2, 3, 4, 0])).Where(change => change.Decision == 0).ToArray();
        Assert.All([0, 1, 3, 4], value => AssertShare(0.25, changes.Count(change => change.To == value), changes.Length));
    }

    [Fact]
    public void Cells_then_inputs_or_operations_of_the_micro_space_are_equally_likely()
    {
        var space = new MicroCnnSpace(4, Enum.GetValues<MicroOperation>());
        var changes = Changes(space, StrategySpaces.Uniform(space, 1, 0));
        foreach (var group in space.Decisions.Index().GroupBy(decision => (decision.Item.Part, decision.Item.Role)))
        {
            AssertShare(0.25, changes.Count(change => group.Any(decision => decision.Index == change.Decision)));
        }
    }

    /// <summary>Without the role 15 of 21 changes of a network of six layers would be of a skip.</summary>
    [Fact]
    public void Skips_of_the_macro_space_are_not_changed_more_often_than_operations()
    {
        var space = new MacroCnnSpace(6, Enum.GetValues<MacroOperation>());
        var changes = Changes(space, StrategySpaces.Uniform(space, 1, 0));
        AssertShare(0.5, changes.Count(change => space.Decisions[change.Decision].Role == DecisionRole.Skip));
    }

    /// <summary>The second node of a recurrent cell has one source, and node 0's activation can be fixed.</summary>
    [Fact]
    public void What_has_one_option_is_never_drawn_and_takes_no_share()
    {
        var space = new RnnCellSpace(TestJobs.Space(2, firstActivation: "tanh"));
        var changes = Changes(space, StrategySpaces.Uniform(space, 1, 0));
        Assert.Equal(["node1/activation"], changes.Select(change => space.Decisions[change.Decision].Name).Distinct());
        Assert.All(changes, change => Assert.True(space.Decisions[change.Decision].OptionCount > 1));
    }

    [Fact]
    public void A_space_of_one_architecture_has_nothing_to_change()
    {
        var space = new MicroCnnSpace(1, [MicroOperation.Identity]);
        Assert.True(new Mutation(space).CanMutate);
        var single = new MacroCnnSpace(1, [MacroOperation.MaxPool3]);
        Assert.False(new Mutation(single).CanMutate);
        var refused = Assert.Throws<InvalidOperationException>(() => new Mutation(single).Draw(single.FromValues([0]), s_stream, 0, 0));
        Assert.Contains(single.Kind, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>A proposal that was turned down is not drawn again.</summary>
    [Fact]
    public void Attempts_of_one_step_are_drawn_anew()
    {
        var space = new NasBench201Space();
        var (mutation, parent) = (new Mutation(space), space.FromValues([0, 1, 2, 3, 4, 0]));
        var changes = Enumerable.Range(0, 8).Select(attempt => mutation.Draw(parent, s_stream, 5, 2, attempt).Change);
        Assert.True(changes.Distinct().Count() >= 6, string.Join(", ", changes));
    }

    [Fact]
    public void A_draw_is_a_function_of_seed_stream_step_ordinal_and_attempt()
    {
        var space = new NasBench201Space();
        var (mutation, parent) = (new Mutation(space), space.FromValues([0, 1, 2, 3, 4, 0]));
        Assert.Equal(mutation.Draw(parent, s_stream, 5, 2, 1), new Mutation(space).Draw(parent, new RandomStream(7, "test"), 5, 2, 1));

        // 24 neighbours: that twelve further draws all give the same one does not happen by chance.
        int[] further = [.. Enumerable.Range(1, 12)];
        var first = mutation.Draw(parent, s_stream, 0, 0);
        Assert.Contains(further, step => mutation.Draw(parent, s_stream, step, 0) != first);
        Assert.Contains(further, ordinal => mutation.Draw(parent, s_stream, 0, ordinal) != first);
        Assert.Contains(further, attempt => mutation.Draw(parent, s_stream, 0, 0, attempt) != first);
        Assert.Contains(further, seed => mutation.Draw(parent, new RandomStream((ulong)seed, "test"), 0, 0) != first);
    }

    private static Change[] Changes(SearchSpace space, Architecture parent)
    {
        var mutation = new Mutation(space);
        return [.. Enumerable.Range(0, Draws).Select(step => mutation.Draw(parent, s_stream, step, 0).Change)];
    }

    /// <summary>Within five standard deviations.</summary>
    private static void AssertShare(double expected, int count, int of = Draws) =>
        Assert.Equal(expected, count / (double)of, 5 * Math.Sqrt(expected * (1 - expected) / of));
}
