using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.RnnCell;

namespace Enas.Pipeline.Tests.Jobs;

public sealed class PresetTests
{
    private static JobOptions Of(string preset) => JobText.Options(JobText.Minimal, "preset=" + preset);

    public static TheoryData<string> Names => [.. SpaceCatalog.Of(RnnCellSpace.Name).Presets.Select(preset => preset.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_preset_gives_every_value_that_shapes_a_search(string name)
    {
        var preset = SpaceCatalog.Of(RnnCellSpace.Name).Presets.First(preset => preset.Name == name);
        Assert.NotNull(Of(name));
        var given = preset.Values.Select(value => value.Key).ToList();
        Assert.Equal(given.Distinct(), given);
        Assert.All(given, key =>
            Assert.Contains(JobSchema.Tables, table => table.SpaceKind == RnnCellSpace.Name && table.Find(key) is not null));
        string[] shaping = ["space.", "strategy.", "sharedWeights.", "policy.", "reward.", "budget.", "derive.", "train."];
        Assert.Equal(
            ["space.kind"],
            JobSchema.Of(RnnCellSpace.Name, "enas").Options.Where(option => !option.IsLater).Select(option => option.Key)
                .Where(key => shaping.Any(key.StartsWith) && !given.Contains(key)));
    }

    [Fact]
    public void Paper_has_the_papers_numbers()
    {
        var paper = Of("paper");
        Assert.Equal((12, "loose-ends", "average"), (paper.Space.Nodes, paper.Space.Output, paper.SharedWeights.BatchNorm));
        Assert.Equal((64, 35, 20, 0.96, 15), (paper.SharedWeights.BatchSize, paper.SharedWeights.SequenceLength,
            paper.SharedWeights.LearningRate, paper.SharedWeights.DecayFactor, paper.SharedWeights.DecayStartEpoch));
        Assert.Equal((0.25, 1e-7, 0.025), (paper.SharedWeights.ClipNorm, paper.SharedWeights.L2, paper.SharedWeights.InitRange));
        Assert.Equal((400, 2000, 1, 150), (paper.Strategy.WeightStepsPerRound,
            paper.Strategy.PolicyStepsPerRound, paper.Strategy.SamplesPerPolicyStep, paper.Budget.Rounds));
        Assert.Equal((5, 2.5, 3.5e-4, 1e-4, 80),
            (paper.Policy.Temperature, paper.Policy.TanhConstant, paper.Policy.LearningRate, paper.Policy.EntropyWeight, paper.Reward.C));
    }

    [Theory]
    // Embedding and decoder are one matrix of 10,000 x H; node 0 has 4 H^2 weights, each later node 2 H^2.
    [InlineData("official", 22_027_104)]
    [InlineData("paper", 24_024_544)]
    public void Final_networks_have_the_published_sizes(string preset, long expected)
    {
        var options = Of(preset);
        long width = options.Train.Network.Hidden;
        Assert.Equal(expected, (10_000 * width) + (4 * width * width) + ((options.Space.Nodes - 1) * 2 * width * width));
    }

    [Fact]
    public void Official_drops_what_the_script_does_not_keep()
    {
        var network = Of("official").SharedWeights;
        Assert.Equal((0.25, 0.75, 0.25, 0.75),
            (network.EmbeddingDropout, network.InputDropout, network.HiddenDropout, network.OutputDropout));
        Assert.Equal((0.25, 0.95, 12, 5e-4, 10),
            (network.LearningRate, network.DecayFactor, network.DecayStartEpoch, network.LearningRateFloor, network.ClipNorm));
        Assert.Equal(1.0 / 6, Of("official").Policy.RecencyBias);
    }

    [Fact]
    public void EnasLm_joins_its_two_input_masks()
    {
        var options = Of("enas-lm");
        Assert.Equal(1 - (0.8 * 0.25), options.SharedWeights.InputDropout, 12);
        Assert.Equal(1 - (0.825 * 0.275), options.Train.Network.InputDropout, 12);
        Assert.Equal(("tanh", "all-but-first", 9), (options.Space.FirstActivation, options.Space.Output, options.Space.Nodes));
    }

    [Fact]
    public void Reproducible_draws_as_many_samples_as_paper()
    {
        var (paper, better) = (Of("paper").Strategy, Of("reproducible").Strategy);
        Assert.Equal(paper.PolicyStepsPerRound * paper.SamplesPerPolicyStep, better.PolicyStepsPerRound * better.SamplesPerPolicyStep);
        Assert.True(Of("reproducible").Reward.CommonWindows);
    }

    [Fact]
    public void Small_takes_4400_weight_steps_and_200_policy_steps()
    {
        var (strategy, rounds) = (Of("small").Strategy, Of("small").Budget.Rounds);
        Assert.Equal(4400, strategy.WarmUpSteps + (rounds * strategy.WeightStepsPerRound));
        Assert.Equal((200, 5), (rounds * strategy.PolicyStepsPerRound, strategy.SamplesPerPolicyStep));
    }
}
