using Enas.Pipeline.Architectures;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Spaces.NasBench201;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Strategies.Predictor;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Strategies.Predictor;

public sealed class ArchitectureFeaturesTests
{
    /// <summary>One role with six decisions in three parts: pairs of equal choices, over the decisions of each group.</summary>
    [Fact]
    public void The_product_of_two_cells_counts_their_pairs_of_equal_choices()
    {
        var space = new NasBench201Space();
        var features = new ArchitectureFeatures(space, FeatureSet.Counts);
        var stream = new RandomStream(1, "features");
        for (var draw = 0; draw < 50; draw++)
        {
            var (left, right) = (UniformDraw.Of(space, stream, draw, 0), UniformDraw.Of(space, stream, draw, 1));
            var expected = Equal(left, right, 0, 6) + Equal(left, right, 0, 1) + Equal(left, right, 0, 1) + Equal(left, right, 1, 3)
                + Equal(left, right, 3, 6);
            Assert.Equal(expected, features.Of(left).Zip(features.Of(right), (a, b) => a * b).Sum(), 12);
        }

        static double Equal(Architecture left, Architecture right, int start, int end) =>
            (from i in Enumerable.Range(start, end - start)
             from j in Enumerable.Range(start, end - start)
             where left.Values[i] == right.Values[j]
             select 1).Count() / (double)(end - start);
    }

    [Fact]
    public void A_recurrent_cell_has_counts_of_activations_and_of_what_is_read_and_its_first_choices()
    {
        var space = new RnnCellSpace(TestJobs.Space(3));
        var features = new ArchitectureFeatures(space, FeatureSet.Counts);
        var activations = space.Decisions.Where(decision => decision.Role == DecisionRole.Operation).Max(decision => decision.OptionCount);
        Assert.Equal(features.Count, features.Of(space.FromValues(new int[space.Decisions.Count])).Length);
        Assert.Equal((2 * activations) + (2 * 2), features.Count);
    }

    [Fact]
    public void By_decisions_the_product_of_two_cells_is_the_share_of_decisions_that_agree()
    {
        var space = new NasBench201Space();
        var features = new ArchitectureFeatures(space, FeatureSet.Decisions);
        Assert.Equal(6 * 5, features.Count);
        var stream = new RandomStream(2, "features");
        for (var draw = 0; draw < 50; draw++)
        {
            var (left, right) = (UniformDraw.Of(space, stream, draw, 0), UniformDraw.Of(space, stream, draw, 1));
            var agree = left.Values.Zip(right.Values).Count(pair => pair.First == pair.Second);
            Assert.Equal(agree / 6.0, features.Of(left).Zip(features.Of(right), (a, b) => a * b).Sum(), 12);
        }
    }
}
