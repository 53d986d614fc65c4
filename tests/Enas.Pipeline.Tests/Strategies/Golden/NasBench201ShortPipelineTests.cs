namespace Enas.Pipeline.Tests.Strategies.Golden;

/// <summary>The bands of a few seeds, which are wider, through the whole pipeline, log included: the short form, which eng/test runs where
/// the table is.</summary>
public sealed class NasBench201ShortPipelineTests(ITestOutputHelper output)
{
    private const int Seeds = 20;

    public static TheoryData<string> Cases => [.. PipelineBands.Cases.Select(known => known.Name)];

    [Theory(Explicit = true)]
    [MemberData(nameof(Cases))]
    public Task Twenty_seeds_are_within_wide_bands(string name) => PipelineBands.CheckAsync(name, Seeds, deviationFactor: 2.5, output);
}
