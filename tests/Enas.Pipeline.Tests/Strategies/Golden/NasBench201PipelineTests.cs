namespace Enas.Pipeline.Tests.Strategies.Golden;

/// <summary>The bands of 200 seeds through the whole pipeline, log included: the long form.</summary>
public sealed class NasBench201PipelineTests(ITestOutputHelper output)
{
    private const int Seeds = 200;

    public static TheoryData<string> Cases => [.. PipelineBands.Cases.Select(known => known.Name)];

    [Theory(Explicit = true)]
    [MemberData(nameof(Cases))]
    public Task Two_hundred_seeds_are_within_the_bands(string name) => PipelineBands.CheckAsync(name, Seeds, deviationFactor: 1.5, output);
}
