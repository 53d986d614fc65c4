using Enas.Pipeline.Spaces.NasBench201;
using Enas.Pipeline.Tests.Policies;

namespace Enas.Pipeline.Tests.Spaces.NasBench201;

public sealed class NasBench201FunctionTests
{
    private static readonly NasBench201Space s_space = new();

    /// <summary>341 cells have an output without input; the others compute 5,772 functions, "nothing" is one more.</summary>
    [Fact]
    public void There_are_5773_functions_and_341_cells_without_output()
    {
        var functions = PolicyProperties.AllOf(s_space).Select(NasBench201Function.Of).ToArray();
        Assert.Equal(341, functions.Count(function => function is null));
        Assert.Equal(5_773, functions.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Dead_edges_do_not_matter_a_skip_is_what_it_reads_and_sums_have_no_order()
    {
        Assert.Equal("nor_conv_3x3(x)", Of(3, 0, 0, 0, 1, 0));
        Assert.Equal("nor_conv_3x3(x)", Of(3, 4, 0, 0, 1, 0));
        Assert.Equal("nor_conv_3x3(x)", Of(1, 3, 0, 0, 0, 1));
        Assert.Equal(Of(2, 3, 0, 0, 1, 1), Of(3, 2, 0, 0, 1, 1));
        Assert.NotEqual(Of(2, 3, 0, 0, 1, 1), Of(3, 3, 0, 0, 1, 1));
    }

    private static string? Of(params int[] values) => NasBench201Function.Of(s_space.FromValues(values));
}
