using Enas.Pipeline.Catalogs;

namespace Enas.Pipeline.Tests.Catalogs;

public sealed class StrategyCatalogTests
{
    [Fact]
    public void Only_random_search_is_the_null_model() =>
        Assert.Equal("random", Assert.Single(StrategyCatalog.All, kind => kind.IsNullModel).Name);

    /// <summary>Random search needs nothing of its parent; what was evaluated before is not in a branch's own log.</summary>
    [Theory]
    [InlineData("enas", "enas")]
    [InlineData("policy-table", "policy-table")]
    [InlineData(
        "random", "darts", "enas", "evolution", "fbnet", "gdas", "halving", "local-search", "mnas", "nas", "policy-table", "predictor",
        "random", "spos")]
    [InlineData("evolution")]
    [InlineData("local-search")]
    [InlineData("spos")]
    [InlineData("nas")]
    [InlineData("mnas")]
    [InlineData("halving")]
    [InlineData("predictor")]
    [InlineData("darts", "darts")]
    [InlineData("gdas", "gdas")]
    [InlineData("fbnet", "fbnet")]
    public void A_strategy_goes_on_from_these_others(string name, params string[] parents)
    {
        var kind = StrategyCatalog.All.Single(kind => kind.Name == name);
        Assert.Equal(parents, StrategyCatalog.All.Where(kind.CanForkFrom).Select(parent => parent.Name).Order(StringComparer.Ordinal));
    }
}
