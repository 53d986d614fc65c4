using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Architectures;

public sealed class RelaxationTests
{
    [Fact]
    public void A_choice_of_two_decisions_has_all_their_combinations_and_an_architecture_names_one_of_each()
    {
        var space = new RnnCellSpace(TestJobs.Space(3));
        var relaxation = space.Relaxation;
        Assert.Equal([4, 1 * 4, 2 * 4], relaxation.Choices.Select(choice => choice.OptionCount));
        Assert.Equal([0, 4, 8], relaxation.Choices.Select(choice => choice.First));
        Assert.Equal(16, relaxation.OptionCount);
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 4 * 4 * 8; i++)
        {
            int[] options = [i % 4, i / 4 % 4, i / 16];
            var architecture = relaxation.ArchitectureOf(options);
            Assert.Equal(options, relaxation.OptionsOf(architecture));
            Assert.True(seen.Add(architecture.Tokens));
        }

        Assert.Equal(space.Size, seen.Count);
    }

    /// <summary>The strongest edge into a node, with its strongest activation.</summary>
    [Fact]
    public void The_strongest_option_of_each_choice_is_taken_the_first_of_equal_ones()
    {
        var space = new RnnCellSpace(TestJobs.Space(3));
        double[] weights = [.1, .4, .4, .1, .7, .1, .1, .1, .1, .1, .1, .1, .1, .1, .3, .1];
        Assert.Equal([1, 0, 6], space.Relaxation.Strongest(weights));
        Assert.Equal([1, 0, 0, 1, 2], space.Relaxation.ArchitectureOf([1, 0, 6]).Values);
    }

    [Fact]
    public void Choices_that_stay_apart_take_the_strongest_pair_that_does()
    {
        var space = new TwoEdges();
        var relaxation = new Relaxation(space, [[0, 2], [1, 3]], [(0, 1)]);

        // Both would read entry 1; the second edge into the node is the strongest one from another entry.
        double[] weights = [0, .1, .5, .4, 0, .2, .2, .6];
        Assert.Equal([1, 3], relaxation.Strongest(weights));
        Assert.Equal([2, 3], new Relaxation(space, [[0, 2], [1, 3]]).Strongest(weights));
    }

    [Fact]
    public void A_decision_stands_in_exactly_one_choice()
    {
        var space = new TwoEdges();
        Assert.Throws<ArgumentException>(() => new Relaxation(space, [[0, 2], [1]]));
        Assert.Throws<ArgumentException>(() => new Relaxation(space, [[0, 2], [1, 3, 0]]));
        Assert.Equal(4, Relaxation.OneByOne(space).Choices.Count);
    }

    /// <summary>Every space of the catalog has one, and its choices are its decisions.</summary>
    [Fact]
    public void Every_space_is_relaxed() => Assert.All(
        SpaceCatalog.All.Select(module => module.ReferenceSpace).OfType<SearchSpace>(),
        space =>
        {
            var architecture = space.FromValues([.. space.Decisions.Select(decision => decision.OptionCount - 1)]);
            Assert.Equal(architecture, space.Relaxation.ArchitectureOf(space.Relaxation.OptionsOf(architecture)));
        });

    private sealed class TwoEdges : SearchSpace
    {
        public override string Kind => "two-edges";

        public override IReadOnlyList<Decision> Decisions { get; } =
        [
            new("entry0", DecisionRole.Input, ["a", "b"]), new("entry1", DecisionRole.Input, ["a", "b"]),
            new("operation0", DecisionRole.Operation, ["x", "y"]), new("operation1", DecisionRole.Operation, ["x", "y"]),
        ];

        public override int TokenCount => 4;

        public override Architecture Parse(string tokens) => throw new NotSupportedException();

        protected override string Print(IReadOnlyList<int> values) => string.Join(' ', values);
    }
}
