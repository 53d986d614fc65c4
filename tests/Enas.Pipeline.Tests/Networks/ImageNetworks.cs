using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Spaces.MicroCnn;

namespace Enas.Pipeline.Tests.Networks;

/// <summary>
/// Options and spaces that the tests of convolutional networks share: the published shapes (docs/algorithms.md#image-training).
/// </summary>
internal static class ImageNetworks
{
    public static readonly ImageShape Cifar10 = new(3, 32, 32, 10);

    public static readonly MacroOperation[] MacroOperations = Enum.GetValues<MacroOperation>();

    public static readonly MicroOperation[] MicroOperations = Enum.GetValues<MicroOperation>();

    public static readonly ImageNetworkOptions MacroSearch = new()
    {
        Filters = 36,
        Layers = 12,
        ReductionWidening = 1,
        SkipMerge = SkipMerges.Sum,
        Reduction = CellReductions.FactorisedThenCell,
        LooseEnds = LooseEndMerges.Project,
        ProjectSecondInput = false,
        BatchSize = 128,
        LearningRateMaximum = 0.05,
        LearningRateMinimum = 0.0005,
        RestartPeriod = 10,
        RestartFactor = 2,
        Momentum = 0.9,
        L2 = 2.5e-4,
        ClipNorm = 0,
        DropoutKeep = 0.9,
        DropPathKeep = 1,
        BatchNorm = BatchNormPolicies.Batch,
        BatchNormEpsilon = 1e-5,
        BatchNormDecay = 0.9,
        RecalibrationBatches = 2,
        AuxiliaryWeight = 0,
        LabelSmoothing = 0,
    };

    public static readonly ImageNetworkOptions MacroFinal = MacroSearch with
    {
        Filters = 96,
        Layers = 24,
        ReductionWidening = 2,
        SkipMerge = SkipMerges.Concatenate,
        BatchSize = 100,
        LearningRateMinimum = 0.001,
        L2 = 2e-4,
        DropoutKeep = 0.5,
    };

    public static readonly ImageNetworkOptions MicroSearch = MacroSearch with
    {
        Filters = 20,
        Layers = 6,
        ReductionWidening = 2,
        BatchSize = 160,
        L2 = 1e-4,
        AuxiliaryWeight = 0.4,
    };

    public static readonly ImageNetworkOptions MicroFinal = MicroSearch with
    {
        Filters = 36,
        Layers = 15,
        Reduction = CellReductions.StridedCell,
        LooseEnds = LooseEndMerges.Concatenate,
        ProjectSecondInput = true,
        BatchSize = 144,
        LearningRateMinimum = 0.0001,
        L2 = 2e-4,
        DropoutKeep = 0.8,
        DropPathKeep = 0.6,
    };
}
