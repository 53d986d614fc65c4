namespace Enas.Host.Tests.Layering;

/// <summary>What the tests of the folders look with sees what it should.</summary>
public sealed class FolderGraphTests
{
    [Fact]
    public void FoldersInACycleAreFoundAndThoseBesideItAreNot() =>
        Assert.Equal(["b", "c", "d"], FolderGraph.Of(("a", "b"), ("b", "c"), ("c", "d"), ("d", "b"), ("d", "e")).InCycles());

    [Fact]
    public void AGraphWithoutCyclesHasNone() => Assert.Empty(FolderGraph.Of(("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")).InCycles());

    [Fact]
    public void EachFolderStandsAfterThoseThatItNeeds() =>
        Assert.Equal(["d", "b", "a"], FolderGraph.Of(("a", "b"), ("b", "d"), ("a", "d")).FromTheBottom());

    [Theory]
    [InlineData(typeof(OfProperty))]
    [InlineData(typeof(OfArgument))]
    [InlineData(typeof(OfCall))]
    [InlineData(typeof(OfGenericCall))]
    [InlineData(typeof(OfCatch))]
    [InlineData(typeof(OfArray))]
    [InlineData(typeof(OfBase))]
    public void ATypeIsSeenWhereverItIsNamed(Type user) => Assert.Contains(typeof(Used), TypeReferences.Of(user));

    [Fact]
    public void ATypeIsNotSeenWhereItIsNotNamed() => Assert.DoesNotContain(typeof(Used), TypeReferences.Of(typeof(OfNothing)));

    [Fact]
    public void ATableIsReadRowByRow()
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
