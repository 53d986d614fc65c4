namespace Enas.Host.Tests.Layering;

/// <summary>What the tests of the folders look with sees what it should.</summary>
public sealed class FolderGraphTests
{
    [Fact]
    public void Folders_in_a_cycle_are_found_and_those_beside_it_are_not() =>
        Assert.Equal(["b", "c", "d"], FolderGraph.Of(("a", "b"), ("b", "c"), ("c", "d"), ("d", "b"), ("d", "e")).InCycles());

    [Fact]
    public void A_graph_without_cycles_has_none() =>
        Assert.Empty(FolderGraph.Of(("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")).InCycles());

    [Fact]
    public void Each_folder_stands_after_those_that_it_needs() =>
        Assert.Equal(["d", "b", "a"], FolderGraph.Of(("a", "b"), ("b", "d"), ("a", "d")).FromTheBottom());

    [Theory]
    [InlineData(typeof(OfProperty))]
    [InlineData(typeof(OfArgument))]
    [InlineData(typeof(OfCall))]
    [InlineData(typeof(OfGenericCall))]
    [InlineData(typeof(OfCatch))]
    [InlineData(typeof(OfArray))]
    [InlineData(typeof(OfBase))]
    public void A_type_is_seen_wherever_it_is_named(Type user) => Assert.Contains(typeof(Used), TypeReferences.Of(user));

    [Fact]
    public void A_type_is_not_seen_where_it_is_not_named() => Assert.DoesNotContain(typeof(Used), TypeReferences.Of(typeof(OfNothing)));

    [Fact]
    public void A_table_is_read_row_by_row()
    {
        const string Document = """
            text
            | room of `P` | uses | holds |
            |---|---|---|
            | `A` | nothing | `x` |
            | `B/C` | `A`, `D` | y |

            | room of `Q` | uses |
            """;
        var rows = LayeringTable.Of("room of `P`", Document);
        Assert.Equal(["A", "B/C"], rows.Select(row => row.Name));
        Assert.Equal([[], ["A", "D"]], rows.Select(row => row.Uses));
    }

    private class Used : Exception
    {
        public static int Count { get; set; }
    }

    private sealed class OfProperty
    {
        public Used? One { get; set; }
    }

    private sealed class OfArgument
    {
        public static void Take(IReadOnlyList<Used> all) => _ = all.Count;
    }

    private sealed class OfCall
    {
        public static int Call() => Used.Count + 1;
    }

    private sealed class OfGenericCall
    {
        public static int Call() => Enumerable.Empty<Used>().Count();
    }

    private sealed class OfCatch
    {
        public static void Call()
        {
            try
            {
                GC.KeepAlive(new object());
            }
            catch (Used)
            {
            }
        }
    }

    private sealed class OfArray
    {
        public static object Make() => new Used[1];
    }

    private sealed class OfBase : Used;

    private sealed class OfNothing
    {
        public static string Say() => nameof(Used);
    }
}
