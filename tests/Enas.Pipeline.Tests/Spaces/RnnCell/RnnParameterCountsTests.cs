using Enas.Pipeline.Networks;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Tests.Jobs;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Spaces.RnnCell;

/// <summary>The numbers of docs/algorithms.md#parameter-counts.</summary>
public sealed class RnnParameterCountsTests
{
    private const int PtbVocabulary = 10_000;

    [Theory]
    [InlineData(720, "edge", 4, 77_702_400)]
    [InlineData(1000, "edge", 4, 146_000_000)]
    [InlineData(720, "edge-activation", 4, 289_209_600)]
    [InlineData(720, "edge-activation", 2, 148_204_800)]
    public void Supernets_have_the_published_sizes(int hidden, string sharing, int activations, long expected)
    {
        var space = new RnnCellSpace(TestJobs.Space(12) with { Activations = [.. TestJobs.AllActivations.Take(activations)] });
        Assert.Equal(expected, RnnParameterCounts.Supernet(space, TestJobs.Network(hidden, sharing), PtbVocabulary));
    }

    [Fact]
    public void An_untied_decoder_adds_a_matrix_and_a_bias_adds_a_row()
    {
        var space = new RnnCellSpace(TestJobs.Space(12));
        Assert.Equal(156_000_000, RnnParameterCounts.Supernet(space, TestJobs.Network(1000) with { TiedDecoder = false }, PtbVocabulary));
        Assert.Equal(146_010_000, RnnParameterCounts.Supernet(space, TestJobs.Network(1000) with { DecoderBias = true }, PtbVocabulary));
    }

    [Fact]
    public void The_official_final_network_has_22_027_104_parameters() =>
        Assert.Equal(22_027_104, RnnParameterCounts.Final(new RnnCellSpace(TestJobs.Space(12)), TestJobs.Network(748), PtbVocabulary));

    [Theory]
    [InlineData(4, 101_000)]
    [InlineData(2, 100_600)]
    public void The_official_policy_has_101_000_parameters(int activations, long expected)
    {
        var space = new RnnCellSpace(TestJobs.Space(12) with { Activations = [.. TestJobs.AllActivations.Take(activations)] });
        Assert.Equal(expected, LstmPolicy.ParameterCount(space, TestJobs.Policy(100)));
    }

    /// <summary>The golden numbers from the presets as they stand. Batch norm's 2 H after the mean and 4 H a node come on top.</summary>
    [Theory]
    [InlineData("paper", "", 146_000_000, 2_000)]
    [InlineData("official", "", 289_209_600, 36_000)]
    [InlineData("official", "space.activations=[\"tanh\",\"relu\"]", 148_204_800, 36_000)]
    [InlineData("official", "sharedWeights.sharing=edge", 77_702_400, 36_000)]
    public void Supernets_of_the_presets_have_the_published_sizes(string preset, string set, long expected, long batchNorm)
    {
        var job = JobText.Options(JobText.Minimal, [$"preset={preset}", .. set.Length > 0 ? [set] : Array.Empty<string>()]);
        var space = new RnnCellSpace(job.Space);
        Assert.Equal(expected, RnnParameterCounts.Supernet(space, job.SharedWeights, PtbVocabulary));
        Assert.Equal(batchNorm, RnnParameterCounts.BatchNorm(space, job.SharedWeights));
    }

    [Theory]
    [InlineData("official", 22_027_104)]
    [InlineData("paper", 24_024_544)]
    public void Final_networks_of_the_presets_have_the_published_sizes(string preset, long expected)
    {
        var job = JobText.Options(JobText.Minimal, "preset=" + preset);
        Assert.Equal(expected, RnnParameterCounts.Final(new RnnCellSpace(job.Space), job.Train.Network, PtbVocabulary));
        Assert.Equal(0, RnnParameterCounts.BatchNorm(new RnnCellSpace(job.Space), job.Train.Network));
    }

    [Fact]
    public void The_policy_of_the_official_preset_has_101_000_parameters()
    {
        var job = JobText.Options(JobText.Minimal, "preset=official");
        Assert.Equal(101_000, LstmPolicy.ParameterCount(new RnnCellSpace(job.Space), job.Policy));
    }

    /// <summary>The counts against the weights of a small supernet after every cell has been in use.</summary>
    [Theory]
    [InlineData("edge", "none")]
    [InlineData("edge-activation", "average")]
    [InlineData("edge", "nodes-and-average")]
    public void Counts_are_those_of_the_weights_themselves(string sharing, string batchNorm)
    {
        var space = new RnnCellSpace(TestJobs.Space(3));
        var network = TestJobs.Network(4, sharing) with { BatchNorm = batchNorm, DecoderBias = true };
        using var backend = new ReferenceBackend();
        using var store = new WeightStore(backend, 1);
        foreach (var draw in Enumerable.Range(0, 4 * 4 * 4 * 2))
        {
            _ = new RecurrentWeights(store,
                network, space, space.Cell(space.FromValues([draw % 4, 0, draw / 4 % 4, draw / 16 % 2, draw / 32])), 7);
        }

        var sizes = store.Export(string.Empty)
            .ToLookup(tensor => tensor.Name.Contains("/bn/", StringComparison.Ordinal), tensor => (long)tensor.Values.Length);
        Assert.Equal(sizes[false].Sum(), RnnParameterCounts.Supernet(space, network, 7));
        Assert.Equal(sizes[true].Sum(), RnnParameterCounts.BatchNorm(space, network));
    }
}
