using Enas.Host.Tests.Composition;

namespace Enas.Host.Tests.Order;

public sealed class LongestFirstTests
{
    // The runner names the collection of a class: what the order looks for is in it.
    [Fact]
    public void The_collection_of_a_class_has_its_name()
    {
        var own = TestContext.Current.TestCollection!.TestCollectionDisplayName;
        Assert.Contains($" {typeof(LongestFirstTests).FullName} ", own, StringComparison.Ordinal);
        var longest = own.Replace(typeof(LongestFirstTests).FullName!, typeof(ForkShapeTests).FullName, StringComparison.Ordinal);
        Assert.Equal(0, LongestFirst.PlaceOf(longest));
        Assert.True(LongestFirst.PlaceOf(own) > 0);
    }
}
