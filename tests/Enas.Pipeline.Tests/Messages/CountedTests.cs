using Enas.Pipeline.Messages;

namespace Enas.Pipeline.Tests.Messages;

/// <summary>One is one and several are several.</summary>
public sealed class CountedTests
{
    [Theory]
    [InlineData(0, "0 steps")]
    [InlineData(1, "1 step")]
    [InlineData(2, "2 steps")]
    [InlineData(1550, "1,550 steps")]
    public void A_count_has_the_number_of_its_noun(long count, string words) => Assert.Equal(words, Counted.Of(count, "step"));

    [Fact]
    public void A_noun_can_have_a_plural_of_its_own() =>
        Assert.Equal(("1 search", "2 searches"), (Counted.Of(1, "search", "searches"), Counted.Of(2, "search", "searches")));
}
