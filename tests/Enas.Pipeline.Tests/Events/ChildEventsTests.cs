using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Child;

namespace Enas.Pipeline.Tests.Events;

/// <summary>Facts of architectures that were trained alone.</summary>
public sealed class ChildEventsTests
{
    private static readonly StepPosition s_position = new(7, Phases.Policy, 2);
    private static readonly ChildOrder s_order = new("0 1 0", 1, 9223372036854775807, 40);

    [Fact]
    public void A_child_of_images_says_what_it_was_and_what_it_came_to()
    {
        var child = new ChildTrained(s_position, 3, s_order, ChildOutcome.Of(new(200, 64.5, 150), 40, 5120, 1234, 77, "ab"));
        Assert.Equal(
            """{"step":7,"ordinal":3,"architecture":"0 1 0","rung":1,"seed":9223372036854775807,"ordered_steps":40,"""
                + "\"steps\":40,\"items\":5120,\"valid_images\":200,\"loss_sum\":64.5,"
                + "\"correct\":150,\"parameters\":1234,\"cost\":77,\"fingerprint\":\"ab\"}",
            child.ToRow().Facts);
        Assert.Equal((0.75, -0.75, 64.5 / 200), (child.ToRow().Metric, child.Rank, child.ToRow().Loss));
        Again(child);
    }

    [Fact]
    public void A_child_of_tokens_has_a_perplexity()
    {
        var child = new ChildTrained(s_position, 0, s_order, ChildOutcome.Of(new(100, 100 * Math.Log(8)), 40, 5120, 1234, null, "ab"));
        Assert.Equal(8, child.ToRow().Metric!.Value, 1e-9);
        Assert.DoesNotContain("cost", child.ToRow().Facts, StringComparison.Ordinal);
        Again(child);
    }

    [Theory]
    [InlineData(double.NaN, null), InlineData(double.PositiveInfinity, null), InlineData(1e300, null), InlineData(double.NaN, 20)]
    public void A_child_whose_validation_is_not_finite_has_failed_and_comes_last(double lossSum, int? correct)
    {
        var child = new ChildTrained(s_position, 0, s_order, ChildOutcome.Of(new(100, lossSum, correct), 40, 5120, 1234, null, "ab"));
        Assert.Equal("validation-not-finite", child.Outcome.Failure);
        Assert.Equal((double.PositiveInfinity, null, null), (child.Rank, child.ToRow().Metric, child.Evaluated));
        Again(child);
    }

    [Fact]
    public void A_search_knows_its_children()
    {
        var child = new ChildTrained(s_position, 0, s_order, ChildOutcome.Of(new(200, 64.5, 150), 40, 5120, 1234, 77, "ab"));
        Assert.Equal([child], SearchState.Empty.Apply(child.ToRow()).Children);
    }

    private static void Again(ChildTrained child) => Assert.Equal(child, SearchEvents.FromRow(child.ToRow()));
}
