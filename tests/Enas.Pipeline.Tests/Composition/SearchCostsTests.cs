using Enas.Pipeline.Composition;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Tests.Jobs;

namespace Enas.Pipeline.Tests.Composition;

/// <summary>Limits that nothing keeps are named, those and no others.</summary>
public sealed class SearchCostsTests
{
    // The smaller one has the more multiply-adds.
    private static readonly ArchitectureCosts[] s_costs = [Costs(100, 9_000), Costs(200, 5_000)];

    [Fact]
    public void Only_a_limit_below_the_least_is_named()
    {
        var words = Impossible(parameters: 150, multiplyAdds: 4_000);
        Assert.Contains("the least multiply-adds among them is 0.005 M and the limit 0.004 M", words, StringComparison.Ordinal);
        Assert.DoesNotContain("parameters", words, StringComparison.Ordinal);
        Assert.DoesNotContain("each of them", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_that_can_be_kept_but_not_together_are_called_so()
    {
        var words = Impossible(parameters: 150, multiplyAdds: 6_000);
        Assert.Contains("each of them can be kept, but not all by one architecture: the least parameters among them is 100 and the limit "
            + "150, the least multiply-adds", words, StringComparison.Ordinal);
        Assert.Null(Impossible(parameters: 150, multiplyAdds: 9_000));
    }

    [Theory]
    [InlineData("tiny-macro.json", true)]
    [InlineData("nas-bench-201-evolution.json", false)]
    public void Only_what_a_job_has_can_be_made_smaller(string file, bool hasNetwork) => Assert.Equal(
        "Raise the limits" + (hasNetwork ? ", or make train.network smaller" : string.Empty),
        SearchCosts.WayOutOf(JobReader.ReadFile(JobText.PathOf("jobs", file), []).Options!));

    private static string? Impossible(double parameters, double multiplyAdds) => SearchCosts.Impossible(
        [new(CostMeasure.Parameters, parameters), new(CostMeasure.MultiplyAdds, multiplyAdds)], s_costs, "Raise the limits");

    private static ArchitectureCosts Costs(double parameters, double multiplyAdds) => ArchitectureCosts.Of(
        [new CostValue(CostMeasure.Parameters, parameters), new CostValue(CostMeasure.MultiplyAdds, multiplyAdds)]);
}
