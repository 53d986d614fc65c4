using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Spaces.MicroCnn;

namespace Enas.Pipeline.Tests.Networks;

public sealed class ImageCostsTests
{
    private static readonly MacroCnnSpace s_layer = new(1, ImageNetworks.MacroOperations);
    private static readonly MicroCnnSpace s_cells = new(5, ImageNetworks.MicroOperations);

    private static Architecture EnasMicro => s_cells.Parse(PublishedArchitectures.Find("enas-micro")!.Tokens);

    /// <summary>One layer counted by hand, as in <see cref="ImageParameterCountsTests"/>.</summary>
    [Fact]
    public void Work_is_items_times_products_and_three_times_that_in_training()
    {
        ICostModel costs = new ImageCosts(s_layer, ImageNetworks.MacroFinal, ImageNetworks.Cifar10);
        const long Each = (32L * 32 * ((27 * 96) + (96 * 96) + (9 * 96 * 96))) + (96 * 10);
        var layer = s_layer.Parse("0");
        Assert.Equal(new WorkCost(new(costs.CountsOf(layer).Parameters, Each), 7 * Each), costs.Evaluation(layer, 7));
        Assert.Equal(3 * 7 * Each, costs.Training(layer, 7).MultiplyAdds);
    }

    [Fact]
    public void The_auxiliary_head_is_paid_in_training_alone()
    {
        var with = ImageNetworks.MicroFinal with { AuxiliaryWeight = 0.4 };
        var costs = new ImageCosts(s_cells, with, ImageNetworks.Cifar10);
        var without = new ImageCosts(s_cells, with with { AuxiliaryWeight = 0 }, ImageNetworks.Cifar10);
        Assert.Equal(without.OfEvaluation(EnasMicro, 5), costs.OfEvaluation(EnasMicro, 5));
        Assert.True(costs.OfTraining(EnasMicro, 5) > without.OfTraining(EnasMicro, 5));
        Assert.Equal(494_848, costs.CountsOf(EnasMicro).Parameters - without.CountsOf(EnasMicro).Parameters);
    }

    [Fact]
    public void Batch_norm_that_is_measured_anew_costs_its_training_batches()
    {
        var batch = ImageNetworks.MicroSearch with { BatchNorm = BatchNormPolicies.Batch, BatchSize = 10, RecalibrationBatches = 3 };
        var costs = new ImageCosts(s_cells, batch, ImageNetworks.Cifar10);
        var anew = new ImageCosts(s_cells, batch with { BatchNorm = BatchNormPolicies.Recalibrated }, ImageNetworks.Cifar10);
        Assert.Equal(costs.OfEvaluation(EnasMicro, 30 + 8), anew.OfEvaluation(EnasMicro, 8));
    }
}
